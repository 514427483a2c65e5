// Records out of delimited text (RFC 4180 and what spreadsheets make of it), a piece at a time. A record that goes
// wrong costs itself and nothing behind it: after a quote that never closes, reading goes on with the next line.

export type Delimiter = ',' | ';' | '\t' | '|';

export interface CsvRecord {
  /** The line it begins on, from 1. */
  line: number;
  cells: string[];
  fault: 'row_too_large' | 'quote_not_closed' | null;
}

interface Parsed {
  cells: string[];
  /** Where the next record begins. */
  end: number;
}

export class CsvReader {
  readonly #delimiter: Delimiter;
  readonly #charsMax: number;
  #rest = '';
  #line: number;
  /** Within a line that is too long: everything up to its end is dropped. */
  #isSkipping = false;

  constructor(delimiter: Delimiter, charsMax: number, firstLine = 1) {
    this.#delimiter = delimiter;
    this.#charsMax = charsMax;
    this.#line = firstLine;
  }

  /** The records that `text` completes. Empty lines are none. */
  push(text: string): CsvRecord[] {
    this.#rest += text;
    return this.#read(false);
  }

  /** What is left at the end of the text. */
  end(): CsvRecord[] {
    return this.#read(true);
  }

  #read(isEnd: boolean): CsvRecord[] {
    const records: CsvRecord[] = [];
    const text = this.#rest;
    let start = 0;
    // Where the next quote is: looked up once, not once a record.
    let quote = text.indexOf('"');
    while (start < text.length) {
      if (quote >= 0 && quote < start) quote = text.indexOf('"', start);
      if (this.#isSkipping) {
        const next = text.indexOf('\n', start);
        if (next < 0) {
          start = text.length;
          break;
        }
        this.#isSkipping = false;
        this.#line++;
        start = next + 1;
        continue;
      }
      const parsed = parseRecord(text, start, { delimiter: this.#delimiter, isEnd, quote });
      if (parsed === null) {
        const length = text.length - start;
        if (!isEnd && length <= this.#charsMax) break;
        start = this.#refuse(records, text, start);
        continue;
      }
      const isLarge = parsed.end - start > this.#charsMax;
      if (isLarge) records.push({ line: this.#line, cells: [], fault: 'row_too_large' });
      else if (parsed.cells.length > 1 || parsed.cells[0]!.trim() !== '')
        records.push({ line: this.#line, cells: parsed.cells, fault: null });
      this.#line += countNewlines(text, start, parsed.end);
      start = parsed.end;
    }
    this.#rest = text.slice(start);
    return records;
  }

  /** A record without an end: refused, and reading goes on behind its first line. */
  #refuse(records: CsvRecord[], text: string, start: number): number {
    const next = text.indexOf('\n', start);
    const isLong = next < 0 || next - start > this.#charsMax;
    records.push({
      line: this.#line,
      cells: [],
      fault: isLong ? 'row_too_large' : 'quote_not_closed',
    });
    if (next < 0) {
      this.#isSkipping = true;
      return text.length;
    }
    this.#line++;
    return next + 1;
  }
}

/** The delimiter of a header line: the one there is most of, outside quotes. */
export function detectDelimiter(line: string): Delimiter {
  const bare = line.replace(/"[^"]*"/g, '');
  const counts = ([',', ';', '\t', '|'] as const).map((delimiter) => ({
    delimiter,
    count: bare.split(delimiter).length,
  }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
}

/** The record at `start`; null when its end is not in the text. */
function parseRecord(
  text: string,
  start: number,
  { delimiter, isEnd, quote }: { delimiter: Delimiter; isEnd: boolean; quote: number },
): Parsed | null {
  const newline = text.indexOf('\n', start);
  if (newline < 0 && !isEnd) return null;
  const lineEnd = newline < 0 ? text.length : newline;
  if (quote < 0 || quote >= lineEnd) {
    const end = lineEnd > start && text.charCodeAt(lineEnd - 1) === 13 ? lineEnd - 1 : lineEnd;
    return { cells: text.slice(start, end).split(delimiter), end: Math.min(lineEnd + 1, text.length) };
  }
  return parseQuoted(text, start, { delimiter, isEnd });
}

function parseQuoted(
  text: string,
  start: number,
  { delimiter, isEnd }: { delimiter: Delimiter; isEnd: boolean },
): Parsed | null {
  const cells: string[] = [];
  let at = start;
  for (;;) {
    const cell = text[at] === '"' ? readQuoted(text, at, delimiter) : null;
    if (cell === 'open') return null;
    const bare = cell ?? readBare(text, at, delimiter);
    cells.push(bare.value);
    at = bare.end;
    if (at >= text.length) return isEnd ? { cells, end: at } : null;
    if (text[at] === delimiter) {
      at++;
      continue;
    }
    // A newline, or the two characters of one.
    const isPair = text[at] === '\r' && text[at + 1] === '\n';
    return { cells, end: at + (isPair ? 2 : 1) };
  }
}

/** A cell in quotes; `open` when they do not close; null when it is no such cell after all (`"6" nail`). */
function readQuoted(
  text: string,
  at: number,
  delimiter: Delimiter,
): { value: string; end: number } | 'open' | null {
  let value = '';
  let from = at + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return 'open';
    value += text.slice(from, quote);
    const next = text[quote + 1];
    if (next === '"') {
      value += '"';
      from = quote + 2;
      continue;
    }
    const isOver = next === undefined || next === delimiter || next === '\n' || next === '\r';
    return isOver ? { value, end: quote + 1 } : null;
  }
}

function readBare(text: string, at: number, delimiter: Delimiter): { value: string; end: number } {
  let end = at;
  while (end < text.length) {
    const char = text[end];
    if (char === delimiter || char === '\n') break;
    if (char === '\r' && (text[end + 1] === '\n' || end + 1 === text.length)) break;
    end++;
  }
  return { value: text.slice(at, end), end };
}

function countNewlines(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
