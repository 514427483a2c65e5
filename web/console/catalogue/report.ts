import type { ImportReport, ImportReportLine } from '../../../protocol/index.ts';
import type { MessageId, Translator } from '../../ui/index.ts';

type Note = ImportReportLine['notes'][number];

/** What was changed on the way in or why a line was refused, with the columns and what stood there; like with like. */
export function wordNotes(notes: readonly Note[], { t }: Translator): string {
  const places = new Map<string, string[]>();
  for (const { code, column, value } of notes) {
    const place = [column, value && `“${value}”`].filter(Boolean).join(': ');
    places.set(code, [...(places.get(code) ?? []), ...(place ? [place] : [])]);
  }
  return [...places]
    .map(([code, of]) => {
      const id = `console.note.${code}` as MessageId;
      const word = t(id) === id ? code : t(id);
      return of.length > 0 ? `${word} (${of.join(', ')})` : word;
    })
    .join(' ');
}

/** The report as a CSV file, in the reader's words. */
export function saveReport(report: ImportReport, i18n: Translator): void {
  const blob = new Blob(['\ufeff', toReportCsv(report, i18n)], { type: 'text/csv;charset=utf-8' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `${report.import_id}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}

export function toReportCsv(report: ImportReport, i18n: Translator): string {
  const { t } = i18n;
  const head = [
    t('console.import.line'),
    t('console.import.outcome'),
    t('console.product.sku'),
    t('console.import.notes'),
  ];
  const rows = report.lines.map(({ line, outcome, sku, notes }) => [
    String(line),
    t(`console.outcome.${outcome}`),
    sku ?? '',
    wordNotes(notes, i18n),
  ]);
  return [head, ...rows].map((cells) => cells.map(toCell).join(',')).join('\r\n');
}

/** Quoted; what a spreadsheet would take for a formula is kept from being one. */
function toCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
