import { FileSpreadsheet, History } from 'lucide-react';
import { type DragEvent, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { ImportList } from '../../../protocol/index.ts';
import { cx, Pill, Skeleton, Time, useI18n } from '../../ui/index.ts';
import { useResource } from '../base/resource.ts';
import { useAction } from '../base/use-action.ts';
import { api } from '../session.tsx';
import { FaultNote, Page, Sheet } from '../shell/Page.tsx';

/** One file, and the catalogue is there: Shopify's export or Meta's, told apart by their first line. */
export function ImportPage() {
  const { t } = useI18n();
  return (
    <Page title={t('console.import')} text={t('console.import.text')} backTo="/catalogue" width="narrow">
      <DropSheet />
      <Sheet title={t('console.import.formats')}>
        <dl className="flex flex-col gap-3 text-s">
          <Format name="Shopify" text={t('console.import.shopify')} />
          <Format name="Meta, Google" text={t('console.import.meta')} />
        </dl>
      </Sheet>
      <PastImports />
    </Page>
  );
}

function DropSheet() {
  const { t } = useI18n();
  const [, navigate] = useLocation();
  const [isOver, setOver] = useState(false);
  const [name, setName] = useState('');
  const send = useAction(async (file: File) => {
    setName(file.name);
    const { import_id } = await api.importFeed(file);
    navigate(`/catalogue/import/${import_id}`);
  });
  const take = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) send.run(file);
  };
  return (
    <div className="mb-4">
      <label
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={take}
        className={cx(
          'grid min-h-52 place-items-center rounded-l border-2 border-dashed bg-panel p-6 text-center transition-colors duration-150',
          'has-focus-visible:outline-2 has-focus-visible:outline-petrol',
          isOver ? 'border-petrol bg-tint' : 'border-line-strong hover:bg-sunken',
          send.isBusy && 'animate-breathe',
        )}
      >
        <span className="flex flex-col items-center gap-2">
          <span aria-hidden className="grid size-14 place-items-center rounded-full bg-brass-tint">
            <FileSpreadsheet size={26} />
          </span>
          <span className="font-semibold text-l">
            {send.isBusy ? t('console.import.sending', { name }) : t('console.import.drop')}
          </span>
          <span className="text-soft text-s">{t('console.import.choose')}</span>
        </span>
        <input
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          disabled={send.isBusy}
          className="sr-only"
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) send.run(file);
            event.target.value = '';
          }}
        />
      </label>
      <FaultNote fault={send.fault} className="mt-2" />
    </div>
  );
}

function Format({ name, text }: { name: string; text: string }) {
  return (
    <div>
      <dt className="font-semibold">{name}</dt>
      <dd className="text-soft">{text}</dd>
    </div>
  );
}

function PastImports() {
  const { t } = useI18n();
  const past = useResource('imports', () => api.imports());
  if (past.isLoading) return <Skeleton className="h-28 rounded-l" />;
  if (!past.data || past.data.imports.length === 0) return null;
  return (
    <Sheet title={t('console.import.past')}>
      <ul className="-mx-2">
        {past.data.imports.map((item) => (
          <PastImport key={item.import_id} item={item} />
        ))}
      </ul>
    </Sheet>
  );
}

function PastImport({ item }: { item: ImportList['imports'][number] }) {
  const { t } = useI18n();
  const tone = item.state === 'failed' ? 'bad' : item.state === 'running' ? 'attention' : 'good';
  return (
    <li className="border-line not-first:border-t">
      <Link
        href={`/catalogue/import/${item.import_id}`}
        className="flex min-h-13 items-center gap-3 rounded-s px-2 py-1.5 hover:bg-sunken"
      >
        <History aria-hidden size={18} className="flex-none text-soft" />
        <span className="min-w-0 flex-1 text-s">
          <span className="block font-semibold">
            {item.format === 'shopify' ? 'Shopify' : 'Meta'} ·{' '}
            {t('console.import.rows', { count: item.rows })}
          </span>
          <span className="block text-soft text-xs">
            <Time at={timeOf(item.import_id)} show="moment" />
          </span>
        </span>
        <Pill tone={tone}>{t(`console.import.${item.state}`)}</Pill>
      </Link>
    </li>
  );
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Ids sort by time because they carry it: the first 48 of their 128 bits are Unix milliseconds. */
function timeOf(id: string): number {
  const body = id.slice(id.indexOf('_') + 1);
  const bits = [...body.slice(0, 10)]
    .map((char) => alphabet.indexOf(char).toString(2).padStart(5, '0'))
    .join('');
  return Number.parseInt(bits.slice(2), 2);
}
