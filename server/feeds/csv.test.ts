import { expect, test } from 'bun:test';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { CsvReader, type CsvRecord, detectDelimiter } from './csv.ts';

/** Reads `text` in pieces of `size` characters. */
function readPieces(text: string, size: number): CsvRecord[] {
  const reader = new CsvReader(',', 1_000);
  const records: CsvRecord[] = [];
  for (let at = 0; at < text.length; at += size) records.push(...reader.push(text.slice(at, at + size)));
  return [...records, ...reader.end()];
}
const cellsOf = (records: CsvRecord[]) => records.map((record) => record.cells);

const cell = fc.string({ unit: fc.constantFrom('a', 'é', ' ', ',', ';', '"', '\n', '\r\n', '1', '=') });
const row = fc.array(cell, { minLength: 1, maxLength: 5 });
const quoted = (rows: string[][]) =>
  rows.map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')).join('\n');

test('whatever is written in quotes is read back, in pieces of any size', () => {
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 40 }),
      (rows, size) => {
        const spoken = rows.filter((cells) => cells.length > 1 || cells[0]!.trim() !== '');
        expect(cellsOf(readPieces(quoted(rows), size))).toEqual(spoken);
      },
    ),
    { numRuns: 300, verbose: 1 },
  );
});

test('it reads well-formed text as csv-parse does', () => {
  const bare = fc.string({ unit: fc.constantFrom('a', 'b', ' ', ';', '1', 'é'), minLength: 1 });
  const mixed = fc.array(
    fc.array(
      fc.oneof(
        bare,
        cell.map((text) => `"${text.replaceAll('"', '""')}"`),
      ),
      { minLength: 2, maxLength: 4 },
    ),
    { minLength: 1, maxLength: 6 },
  );
  fc.assert(
    fc.property(mixed, fc.constantFrom('\n', '\r\n'), (rows, newline) => {
      const text = rows.map((cells) => cells.join(',')).join(newline);
      const theirs = parse(text, { relax_column_count: true, record_delimiter: newline }) as string[][];
      expect(cellsOf(readPieces(text, 7))).toEqual(theirs);
    }),
    { numRuns: 300, verbose: 1 },
  );
});

test('records know the line they begin on', () => {
  const text = 'a,b\r\n"x\ny","z"\n\n1,2\n';
  expect(readPieces(text, 3).map((record) => record.line)).toEqual([1, 2, 5]);
});

test('a quote that never closes costs its own line', () => {
  const records = readPieces('a,b\n1,"open\n2,3\n4,5\n', 4);
  expect(records.map((record) => [record.line, record.fault, record.cells.length])).toEqual([
    [1, null, 2],
    [2, 'quote_not_closed', 0],
    [3, null, 2],
    [4, null, 2],
  ]);
});

test('a line without an end is refused and skipped in little memory', () => {
  const records = readPieces(`a,b\n${'x'.repeat(5_000)}\n4,5\n`, 100);
  expect(records.map((record) => [record.line, record.fault])).toEqual([
    [1, null],
    [2, 'row_too_large'],
    [3, null],
  ]);
});

test('a cell that only begins like a quoted one is taken as it stands', () => {
  expect(cellsOf(readPieces('"6" nail,2\n15" screen,3\n', 50))).toEqual([
    ['"6" nail', '2'],
    ['15" screen', '3'],
  ]);
});

test('the delimiter is the one there is most of, outside quotes', () => {
  expect(detectDelimiter('a;b;c')).toBe(';');
  expect(detectDelimiter('a\tb\t"x,y,z,w"')).toBe('\t');
  expect(detectDelimiter('alone')).toBe(',');
});
