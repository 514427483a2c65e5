// The grammar of `fields`: `id,name,edge.limit(5){c,d},analytics.start(1).end(2)`, as text or as a JSON list.
import { cloudLimits } from '../../protocol/cloud/index.ts';
import { GraphFault } from './fault.ts';
import { listParam } from './request.ts';

export interface FieldSelection {
  name: string;
  /** `.limit(5)` is `{limit: '5'}`. */
  args: Record<string, string>;
  /** What stands in braces; null when nothing does. */
  children: FieldSelection[] | null;
}

/** What a node offers: each field by a function that gives its value; `undefined` leaves it out. */
export interface Shape {
  /** Meta's name of the type, for the message about an unknown field. */
  typeName: string;
  id: string;
  /** Given when `fields` is absent. */
  standard: readonly string[];
  fields: Record<string, (selection: FieldSelection) => unknown>;
}

/** The fields asked for; `id` is always among them. Fault 100 for one that the node does not have. */
export async function selectFields(shape: Shape, asked: readonly FieldSelection[] | null) {
  const selections = asked ?? shape.standard.map((name) => ({ name, args: {}, children: null }));
  const result: Record<string, unknown> = {};
  for (const selection of selections) {
    if (selection.name === 'id') continue;
    const read = Object.hasOwn(shape.fields, selection.name) ? shape.fields[selection.name] : undefined;
    if (read === undefined) {
      const message = `Tried accessing nonexisting field (${selection.name}) on node type (${shape.typeName})`;
      throw new GraphFault(100, { message });
    }
    const value = await read(selection);
    if (value !== undefined) result[selection.name] = value;
  }
  result.id = shape.id;
  return result;
}

/** The parameter `fields`; null when it is absent or empty. Fault 100 when it does not follow the grammar. */
export function parseFields(value: unknown): FieldSelection[] | null {
  if (value === undefined || value === '') return null;
  const text = typeof value === 'string' && !/^\s*\[/.test(value) ? value : joinList(value);
  const reader = new FieldReader(text);
  const selections = reader.readList(0);
  reader.expectEnd();
  return selections.length === 0 ? null : selections;
}

function joinList(value: unknown): string {
  const list = listParam(value);
  if (!Array.isArray(list) || list.some((item) => typeof item !== 'string')) throw syntaxFault('fields');
  return list.join(',');
}

class FieldReader {
  readonly #text: string;
  #at = 0;
  #count = 0;
  constructor(text: string) {
    this.#text = text;
  }

  readList(depth: number): FieldSelection[] {
    if (depth > cloudLimits.fieldsDepthMax) throw syntaxFault('nested too deep');
    const selections: FieldSelection[] = [];
    this.#skipSpace();
    while (this.#at < this.#text.length && this.#text[this.#at] !== '}') {
      if (++this.#count > cloudLimits.fieldsCountMax) throw syntaxFault('too many fields');
      selections.push(this.#readField(depth));
      this.#skipSpace();
      if (this.#text[this.#at] !== ',') break;
      this.#at++;
      this.#skipSpace();
    }
    return selections;
  }

  expectEnd(): void {
    if (this.#at < this.#text.length) throw syntaxFault(`at character ${this.#at + 1}`);
  }

  #readField(depth: number): FieldSelection {
    const name = this.#readName();
    const args: Record<string, string> = {};
    while (this.#text[this.#at] === '.') {
      this.#at++;
      const arg = this.#readName();
      args[arg] = this.#readArgument();
    }
    this.#skipSpace();
    if (this.#text[this.#at] !== '{') return { name, args, children: null };
    this.#at++;
    const children = this.readList(depth + 1);
    if (this.#text[this.#at] !== '}') throw syntaxFault('a brace is not closed');
    this.#at++;
    return { name, args, children };
  }

  #readName(): string {
    const match = /^[A-Za-z_][A-Za-z0-9_]{0,99}/.exec(this.#text.slice(this.#at, this.#at + 101));
    if (!match) throw syntaxFault(`at character ${this.#at + 1}`);
    this.#at += match[0].length;
    return match[0];
  }

  #readArgument(): string {
    if (this.#text[this.#at] !== '(') throw syntaxFault(`at character ${this.#at + 1}`);
    const start = this.#at + 1;
    let depth = 0;
    for (; this.#at < this.#text.length; this.#at++) {
      if (this.#text[this.#at] === '(') depth++;
      else if (this.#text[this.#at] === ')' && --depth === 0) return this.#text.slice(start, this.#at++);
    }
    throw syntaxFault('a parenthesis is not closed');
  }

  #skipSpace(): void {
    while (this.#text[this.#at] === ' ') this.#at++;
  }
}

function syntaxFault(where: string): GraphFault {
  return new GraphFault(100, {
    message: `Syntax error "Expected a list of field names" in fields: ${where}`,
  });
}
