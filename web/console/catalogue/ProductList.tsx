import { Download, PackagePlus, Plus, Search, Upload } from 'lucide-react';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { Link } from 'wouter';
import type { ConsoleProductPage } from '../../../protocol/index.ts';
import { Button, EmptyState, Menu, Skeleton, Tabs, TextField, useI18n } from '../../ui/index.ts';
import { MoreIcon } from '../base/icons.tsx';
import { useResource } from '../base/resource.ts';
import { useAction } from '../base/use-action.ts';
import { api } from '../session.tsx';
import { FaultState, Page } from '../shell/Page.tsx';
import { useCatalog } from './catalogue-cache.ts';
import { ProductRow } from './ProductRow.tsx';

type StateFilter = 'all' | 'active' | 'hidden';
const stateFilters: StateFilter[] = ['all', 'active', 'hidden'];

interface Query {
  text: string;
  collectionId: string;
  state: StateFilter;
}

export function ProductList() {
  const { t } = useI18n();
  const catalog = useCatalog();
  const [query, setQuery] = useState<Query>({ text: '', collectionId: '', state: 'all' });
  return (
    <Page
      title={t('console.catalogue')}
      text={catalog.data && t('console.catalogue.count', { count: catalog.data.product_count })}
      actions={<ListActions />}
    >
      <Filters query={query} onChange={(change) => setQuery({ ...query, ...change })} />
      <Products query={query} isEmpty={catalog.data?.product_count === 0} />
    </Page>
  );
}

function ListActions() {
  const { t } = useI18n();
  return (
    <>
      <Link href="/catalogue/import" className={secondaryLook}>
        <Upload aria-hidden size={17} />
        {t('console.import')}
      </Link>
      <Link href="/catalogue/new" className={primaryLook}>
        <Plus aria-hidden size={18} />
        {t('console.product.new')}
      </Link>
      <Menu
        label={t('common.more')}
        icon={<MoreIcon />}
        items={[
          {
            label: t('console.export'),
            icon: <Download aria-hidden size={18} />,
            onSelect: () => location.assign(api.exportUrl),
          },
        ]}
      />
    </>
  );
}

export const secondaryLook =
  'inline-flex min-h-11 items-center justify-center gap-2 rounded-m border-[1.5px] border-line bg-panel px-4 font-semibold hover:bg-sunken';
export const primaryLook =
  'inline-flex min-h-11 items-center justify-center gap-2 rounded-m bg-petrol px-4 font-semibold text-on-petrol hover:bg-petrol-hover';

function Filters({ query, onChange }: { query: Query; onChange(change: Partial<Query>): void }) {
  const { t, locale } = useI18n();
  const { data } = useCatalog();
  const collections = data?.collections ?? [];
  return (
    <div className="sticky top-0 z-10 mb-3 flex flex-col gap-2 bg-paper pt-1 pb-2">
      <div className="flex flex-wrap items-center gap-2">
        <TextField
          label={t('console.products.search')}
          hideLabel
          type="search"
          placeholder={t('console.products.search')}
          before={<Search aria-hidden size={17} className="text-soft" />}
          value={query.text}
          onChange={(event) => onChange({ text: event.target.value })}
          className="min-w-56 flex-1"
        />
        <Tabs<StateFilter>
          label={t('console.catalogue.state')}
          value={query.state}
          onChange={(state) => onChange({ state })}
          items={stateFilters.map((key) => ({ key, label: t(`console.catalogue.${key}`) }))}
        />
      </div>
      {collections.length > 0 && (
        <Tabs<string>
          label={t('console.collections')}
          value={query.collectionId}
          onChange={(collectionId) => onChange({ collectionId })}
          items={[
            { key: '', label: t('console.catalogue.every_collection') },
            ...collections.map(({ collection_id, title, titles }) => ({
              key: collection_id,
              label: <bdi>{titles[locale] ?? title}</bdi>,
            })),
          ]}
        />
      )}
    </div>
  );
}

function Products({ query, isEmpty }: { query: Query; isEmpty: boolean }) {
  const { t, locale } = useI18n();
  const text = useDeferredValue(query.text.trim());
  const state = query.state === 'all' ? {} : { state: query.state };
  const ask = { ...state, query: text, collection_id: query.collectionId, language: locale, limit: 50 };
  const page = useResource(`products ${locale} ${query.collectionId} ${query.state} ${text}`, () =>
    api.consoleProducts(ask),
  );
  if (page.fault && !page.data) return <FaultState fault={page.fault} onRetry={page.reload} />;
  if (!page.data) return <RowsSkeleton />;
  if (page.data.products.length === 0)
    return isEmpty ? <NoProducts /> : <EmptyState title={t('console.products.none')} />;
  return (
    <Rows
      key={`${query.collectionId} ${query.state} ${text}`}
      first={page.data}
      more={(after) => api.consoleProducts({ ...ask, after })}
    />
  );
}

interface RowsProps {
  first: ConsoleProductPage;
  more(after: string): Promise<ConsoleProductPage>;
}

function Rows({ first, more }: RowsProps) {
  const { t } = useI18n();
  const [older, setOlder] = useState<ConsoleProductPage | null>(null);
  const products = [...first.products, ...(older?.products ?? [])];
  const next = older ? older.next : first.next;
  const load = useAction(async () => {
    const page = await more(next!);
    setOlder({ ...page, products: [...(older?.products ?? []), ...page.products] });
  });
  return (
    <>
      <ul className="overflow-hidden rounded-l bg-panel outline-1 outline-line">
        {products.map((card) => (
          <ProductRow key={card.product_id} card={card} />
        ))}
      </ul>
      {next && (
        <Button variant="quiet" wide busy={load.isBusy} onClick={() => load.run()} className="mt-2">
          {t('console.catalogue.more', { count: first.total - products.length })}
        </Button>
      )}
    </>
  );
}

function NoProducts() {
  const { t } = useI18n();
  return (
    <EmptyState
      icon={<PackagePlus size={26} />}
      title={t('console.catalogue.empty')}
      text={t('console.catalogue.empty_text')}
      action={
        <Link href="/catalogue/import" className={primaryLook}>
          {t('console.import')}
        </Link>
      }
    />
  );
}

function RowsSkeleton(): ReactNode {
  return (
    <div className="overflow-hidden rounded-l bg-panel outline-1 outline-line">
      {[0, 1, 2, 3, 4, 5, 6].map((row) => (
        <div key={row} className="flex min-h-18 items-center gap-3 border-line px-3 not-first:border-t">
          <Skeleton className="size-13 flex-none rounded-s" />
          <Skeleton className="h-4 w-52 max-w-1/2" />
        </div>
      ))}
    </div>
  );
}
