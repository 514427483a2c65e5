// One cell at a time: clean text, money, dates, numbers, addresses. What had to be changed is noted, never hidden.
import { type ImportReportLine, parseDecimal } from '../../protocol/index.ts';

export type FeedNote = ImportReportLine['notes'][number];

/** The cells of one row by column name, with the notes made while reading them. */
export class Row {
  readonly line: number;
  readonly notes: FeedNote[] = [];
  readonly #cells: readonly string[];
  readonly #columns: ReadonlyMap<string, number>;

  constructor(line: number, cells: readonly string[], columns: ReadonlyMap<string, number>) {
    this.line = line;
    this.#cells = cells;
    this.#columns = columns;
  }

  note(code: string, column: string | null, value: string | null = null): void {
    this.notes.push({ code, column, value: value === null ? null : shorten(value, 120) });
  }

  /** The cell as it stands, trimmed; empty when there is none. */
  raw(column: string): string {
    const index = this.#columns.get(column);
    return index === undefined ? '' : (this.#cells[index] ?? '').trim();
  }

  /** One line of clean text of at most `charsMax` characters. */
  text(column: string, charsMax: number): string {
    return this.#clean(column, charsMax, false);
  }

  /** Clean text of several lines; markup becomes plain text. */
  prose(column: string, charsMax: number): string {
    return this.#clean(column, charsMax, true);
  }

  #clean(column: string, charsMax: number, isProse: boolean): string {
    const raw = this.raw(column);
    if (raw === '' || (raw.length <= charsMax && isPlain(raw))) return raw;
    const { text: freed, isFormula } = readFormula(raw);
    if (isFormula) this.note('formula_as_text', column, freed);
    const plain = isProse ? toPlainText(freed) : freed;
    if (plain !== freed) this.note('markup_removed', column);
    const clean = cleanText(plain, isProse);
    if (clean.length <= charsMax) return clean;
    this.note('text_shortened', column, clean);
    return shorten(clean, charsMax);
  }
}

/** Whether there is nothing to clean: true for nearly every cell, so it is asked first. */
function isPlain(text: string): boolean {
  const first = text.charCodeAt(0);
  // = + - @ ' begin what a spreadsheet would run, or what was kept from it.
  if (first === 61 || first === 43 || first === 45 || first === 64 || first === 39) return false;
  let before = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const isSafe = (code >= 32 && code < 127) || (code > 160 && code < 0x2000);
    if (!isSafe || code === 60 || code === 38 || (code === 32 && before === 32)) return false;
    before = code;
  }
  return true;
}

/** Text that a database and a screen can hold: no control characters, no lone halves of letters. */
export function cleanText(text: string, keepsLines: boolean): string {
  const clean = text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u2028\u2029\ufeff]/g, '')
    .replace(/\r\n?/g, '\n');
  if (!keepsLines) return clean.replace(/\s+/g, ' ').trim();
  return clean
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  euro: '€',
  pound: '£',
  copy: '©',
  reg: '®',
  trade: '™',
  deg: '°',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  laquo: '«',
  raquo: '»',
  times: '×',
  bull: '•',
  eacute: 'é',
  egrave: 'è',
  agrave: 'à',
  ccedil: 'ç',
  uuml: 'ü',
  ouml: 'ö',
  auml: 'ä',
  szlig: 'ß',
};

/** Markup as a person reads it: paragraphs and list items on their own lines, scripts and styles gone. */
export function toPlainText(html: string): string {
  if (!/[<&]/.test(html)) return html;
  const bare = html
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/<(script|style|template|noscript)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, '')
    .replace(/<li\b[^>]*>/gi, '\n• ')
    .replace(/<(?:br|hr)\b[^>]*>|<\/(?:p|div|h[1-6]|ul|ol|table|tr|blockquote|section)\s*>/gi, '\n')
    .replace(/<\/?[a-z][^<>]*>/gi, '');
  return bare.replace(/&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8});/gi, decodeEntity);
}

function decodeEntity(entity: string): string {
  const name = entity.slice(1, -1).toLowerCase();
  if (!name.startsWith('#')) return entities[name] ?? entity;
  const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '';
}

/** Cells that a spreadsheet would run: our export puts an apostrophe before them, which goes away again here. */
export function readFormula(cell: string): { text: string; isFormula: boolean } {
  if (/^'[=+\-@\t\r']/.test(cell)) return { text: cell.slice(1), isFormula: false };
  const isNumber = cell.length < 40 && /^[+-][\d.,]+\s?\p{Sc}?$/u.test(cell);
  const isFormula = /^[=@]/.test(cell) || (/^[+-]/.test(cell) && !isNumber);
  return { text: cell, isFormula };
}

/** The inverse of `readFormula`: text that no spreadsheet runs. */
export function neutralizeCell(text: string): string {
  return /^[=+\-@\t\r']/.test(text) ? `'${text}` : text;
}

export type Price = { amountMinor: bigint } | { failure: 'price_invalid' | 'currency_differs' };

/** "12.50 EUR", "EUR 12,50", "€12.50", "1,234.50" or "12.5" in `currency`. */
export function readPrice(cell: string, currency: string): Price {
  if (cell.length > 60) return { failure: 'price_invalid' };
  const usual = /^(\d{1,12}(?:\.\d{1,3})?)(?: ([A-Z]{3}))?$/.exec(cell);
  if (usual && (usual[2] ?? currency) === currency) {
    const amountMinor = parseDecimal(usual[1]!, currency);
    return amountMinor === null ? { failure: 'price_invalid' } : { amountMinor };
  }
  const code = /(?:^|[\s\d])([A-Za-z]{3})(?:$|[\s\d])/.exec(cell)?.[1]?.toUpperCase();
  if (code !== undefined && code !== currency) return { failure: 'currency_differs' };
  const digits = cell.replace(/[A-Za-z]{3}|\p{Sc}|[\s\u00a0'’]/gu, '');
  const plain = toPlainDecimal(digits);
  const amountMinor = plain === null ? null : parseDecimal(plain, currency);
  if (amountMinor === null || amountMinor < 0n) return { failure: 'price_invalid' };
  return { amountMinor };
}

/** The last of point and comma is the decimal one, unless it stands before three digits alone as "1,234" does. */
function toPlainDecimal(digits: string): string | null {
  if (!/^-?[\d.,]+$/.test(digits)) return null;
  const at = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
  if (at < 0) return digits;
  const separator = digits[at]!;
  const other = separator === '.' ? ',' : '.';
  const isRepeated = digits.indexOf(separator) !== at;
  const isGrouping = isRepeated || (separator === ',' && digits.length - at === 4);
  if (isGrouping) return isRepeated && digits.includes(other) ? null : digits.replaceAll(separator, '');
  return `${digits.slice(0, at).replaceAll(other, '')}.${digits.slice(at + 1)}`;
}

/** "2026-12-01T00:00+01:00/2026-12-31T23:59+01:00" as Unix ms; null when it is no such pair. */
export function readPeriod(cell: string): { from: number; until: number } | null {
  const [start, end, ...more] = cell.split('/').map((part) => readDate(part.trim()));
  if (start == null || end == null || more.length > 0 || end <= start) return null;
  return { from: start, until: end };
}

/** ISO 8601; a date without a zone is UTC. */
function readDate(text: string): number | null {
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?$/.exec(
    text,
  );
  if (!match) return null;
  const zone = match[3] === undefined ? 'Z' : match[3].replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
  const at = Date.parse(`${match[1]}T${match[2] ?? '00:00'}${zone}`);
  return Number.isNaN(at) ? null : at;
}

/** A whole number of units; null when it is none. */
export function readUnits(cell: string): number | null {
  const match = /^(-?\d{1,9})(?:[.,]0+)?$/.exec(cell);
  return match ? Number(match[1]) : null;
}

/** GTIN-8, -12, -13 or -14 with a right check digit (GS1 General Specifications 7.9); null otherwise. */
export function readGtin(cell: string): string | null {
  const digits = cell.replace(/[\s-]/g, '');
  if (!/^(\d{8}|\d{12,14})$/.test(digits)) return null;
  const sum = [...digits.slice(0, -1)]
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10 === Number(digits.at(-1)) ? digits : null;
}

/** An address of the web that can be fetched later; null for anything else. */
export function readAddress(cell: string): string | null {
  if (cell.length > 2_000) return null;
  if (/^https?:\/\/[a-z\d.-]+\/[\w./-]+$/.test(cell) && !cell.includes('/.')) return cell;
  const url = URL.canParse(cell) ? new URL(cell) : null;
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
  return isWeb && url.username === '' && url.password === '' ? url.href : null;
}

/** Lower-case letters, digits and dashes: what a sku or a handle is made of. */
export function slugOf(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
}

/** At most `charsMax` characters, no letter cut in two. */
function shorten(text: string, charsMax: number): string {
  return text.length <= charsMax
    ? text
    : `${text
        .slice(0, charsMax - 1)
        .toWellFormed()
        .replace(/\ufffd$/, '')}…`;
}
