import { useVirtualizer } from '@tanstack/react-virtual';
import { Download } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { ImportId, ImportReport, ImportReportLine } from '../../../protocol/index.ts';
import {
  Button,
  cx,
  EmptyState,
  Pill,
  Skeleton,
  Tabs,
  type Tone,
  useI18n,
  wordError,
} from '../../ui/index.ts';
import { invalidateResources, useResource } from '../base/resource.ts';
import { api } from '../session.tsx';
import { FaultState, Page, Sheet } from '../shell/Page.tsx';
import { forgetLists } from './catalogue-cache.ts';
import { primaryLook } from './ProductList.tsx';
import { saveReport, wordNotes } from './report.ts';

const askEveryMs = 700;

/** How an import goes while it runs, and of every line what became of it. */
export function ReportPage({ importId }: { importId: ImportId }) {
  const { t } = useI18n();
  const report = useResource(`import ${importId}`, () => api.importReport(importId));
  const isRunning = report.data?.state === 'running';
  const { reload } = report;
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(reload, askEveryMs);
    return () => {
      clearInterval(timer);
      forgetLists();
      invalidateResources('imports');
    };
  }, [isRunning, reload]);
  return (
    <Page
      title={t('console.import.report')}
      backTo="/catalogue/import"
      actions={
        report.data?.state === 'done' && (
          <Link href="/catalogue" className={primaryLook}>
            {t('console.import.to_catalogue')}
          </Link>
        )
      }
    >
      {report.data ? (
        <Report report={report.data} />
      ) : report.fault ? (
        <FaultState fault={report.fault} onRetry={report.reload} />
      ) : (
        <Skeleton className="h-40 rounded-l" />
      )}
    </Page>
  );
}

function Report({ report }: { report: ImportReport }) {
  const i18n = useI18n();
  const { t } = i18n;
  return (
    <>
      {report.error && (
        <Sheet className="border-bad border-s-4">
          <p className="font-semibold">{wordError(report.error.code, i18n)}</p>
          {report.error.details && <p className="text-soft text-s">{report.error.details}</p>}
        </Sheet>
      )}
      <Summary report={report} />
      {report.state !== 'running' && report.lines.length > 0 && <Lines report={report} />}
      {report.state === 'done' && report.lines.length === 0 && (
        <EmptyState title={t('console.import.nothing_to_say')} />
      )}
    </>
  );
}

function Summary({ report }: { report: ImportReport }) {
  const { t, number } = useI18n();
  const tiles = [
    ['created', report.created],
    ['updated', report.updated],
    ['unchanged', report.unchanged],
    ['refused', report.refused],
  ] as const;
  return (
    <section aria-live="polite" className="mb-5">
      <p className={cx('mb-2 text-soft', report.state === 'running' && 'animate-breathe')}>
        {t(report.state === 'running' ? 'console.import.under_way' : 'console.import.read', {
          count: report.rows,
        })}
      </p>
      <dl className="grid grid-cols-2 gap-3 two:grid-cols-4">
        {tiles.map(([key, count]) => (
          <div key={key} className="rounded-l bg-panel px-4 py-3 outline-1 outline-line">
            <dt className="text-soft text-s">{t(`console.outcome.${key}`)}</dt>
            <dd className={cx('num font-bold text-2xl', key === 'refused' && count > 0 && 'text-bad')}>
              {number(count)}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

type Outcome = ImportReportLine['outcome'];
const outcomes: Outcome[] = ['refused', 'changed', 'created', 'updated', 'unchanged'];
const tones: Record<Outcome, Tone> = {
  refused: 'bad',
  changed: 'attention',
  created: 'good',
  updated: 'good',
  unchanged: 'neutral',
};

function Lines({ report }: { report: ImportReport }) {
  const i18n = useI18n();
  const { t } = i18n;
  const [shown, setShown] = useState<Outcome | 'all'>('all');
  const present = outcomes.filter((outcome) => report.lines.some((line) => line.outcome === outcome));
  const lines = useMemo(
    () => (shown === 'all' ? report.lines : report.lines.filter(({ outcome }) => outcome === shown)),
    [report.lines, shown],
  );
  return (
    <section>
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <h2 className="min-w-32 flex-1 font-semibold text-l">{t('console.import.lines')}</h2>
        <Button variant="secondary" size="s" onClick={() => saveReport(report, i18n)}>
          <Download aria-hidden size={16} />
          {t('console.import.save_report')}
        </Button>
      </div>
      <Tabs<Outcome | 'all'>
        label={t('console.import.lines')}
        value={shown}
        onChange={setShown}
        className="mb-2"
        items={[
          { key: 'all', label: t('console.inbox.all') },
          ...present.map((key) => ({ key, label: t(`console.outcome.${key}`) })),
        ]}
      />
      <LineTable lines={lines} />
      {report.lines_truncated && <p className="mt-2 text-soft text-s">{t('console.import.truncated')}</p>}
    </section>
  );
}

const rowPx = 44;

/** Ten thousand lines are drawn as one screenful. */
function LineTable({ lines }: { lines: ImportReportLine[] }) {
  const { t } = useI18n();
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 12,
  });
  return (
    <section
      ref={scroller}
      aria-label={t('console.import.lines')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
      tabIndex={0}
      className="max-h-[70dvh] overflow-y-auto rounded-l bg-panel outline-1 outline-line"
    >
      <ol className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, key, start }) => (
          <li
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            className="absolute inset-x-0 top-0 border-line border-b"
            style={{ transform: `translateY(${start}px)` }}
          >
            <Line line={lines[index]!} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Line({ line }: { line: ImportReportLine }) {
  const i18n = useI18n();
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-0.5 px-3 py-1.5 text-s">
      <span className="num w-12 flex-none text-end text-soft">{line.line}</span>
      <Pill tone={tones[line.outcome]}>{i18n.t(`console.outcome.${line.outcome}`)}</Pill>
      <bdi className="font-mono text-xs">{line.sku}</bdi>
      <span className="min-w-48 flex-1 text-soft">{wordNotes(line.notes, i18n)}</span>
    </div>
  );
}
