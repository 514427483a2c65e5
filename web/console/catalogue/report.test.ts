import { expect, test } from 'bun:test';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import type { ImportReport } from '../../../protocol/index.ts';
import { createTranslator } from '../../ui/index.ts';
import en from '../../ui/locales/en.json';
import { toReportCsv, wordNotes } from './report.ts';

const i18n = createTranslator({ locale: 'en', messages: en, compile: compileMessage as never });

test('notes are worded, like with like, with their columns and what stood there', () => {
  const notes = [
    { code: 'price_invalid', column: 'price', value: 'abc' },
    { code: 'column_ignored', column: 'Grams', value: null },
    { code: 'column_ignored', column: 'Tax Code', value: null },
  ];
  expect(wordNotes(notes, i18n)).toBe(
    'The price cannot be read. (price: “abc”) This column is not used. (Grams, Tax Code)',
  );
  expect(wordNotes([{ code: 'not_known_yet', column: null, value: null }], i18n)).toBe('not_known_yet');
});

test('a saved report carries no formula into a spreadsheet', () => {
  const lines = [{ line: 2, outcome: 'refused', sku: '=cmd()', notes: [] }];
  const csv = toReportCsv({ lines } as unknown as ImportReport, i18n);
  expect(csv.split('\r\n')[1]).toBe(`"2","Refused","'=cmd()",""`);
});
