// The formatting that messengers share: *bold*, _italic_, ~struck~, `code`, and addresses that become links.
// The result is a tree for React to draw; no text ever becomes HTML.
export type RichNode =
  | { type: 'text'; text: string }
  | { type: 'link'; text: string; href: string }
  | { type: 'code'; text: string }
  | { type: 'bold' | 'italic' | 'struck'; children: RichNode[] };

const marks = { '*': 'bold', _: 'italic', '~': 'struck' } as const;
const tokenPattern = /```([^`]+)```|`([^`\n]+)`|(https?:\/\/[^\s<>"']+)|([*_~])/gi;
const wordChar = /[\p{L}\p{N}]/u;
const nestingMax = 6;

/** Parses `text`; a mark counts only around words, as in *this* but not in 2*3*4. */
export function parseRichText(text: string, depth = 0): RichNode[] {
  const nodes: RichNode[] = [];
  let from = 0;
  tokenPattern.lastIndex = 0;
  for (const match of [...text.matchAll(tokenPattern)]) {
    if (match.index < from) continue;
    const found = readToken(text, match, depth);
    if (!found) continue;
    pushText(nodes, text.slice(from, match.index));
    nodes.push(found.node);
    from = found.end;
  }
  pushText(nodes, text.slice(from));
  return nodes;
}

/** `text` without its marks: for lists and names. */
export function plainText(text: string): string {
  return joinText(parseRichText(text));
}

function joinText(nodes: RichNode[]): string {
  return nodes.map((node) => ('children' in node ? joinText(node.children) : node.text)).join('');
}

/** True for one to three emoji and nothing else: shown large. */
export function isEmojiOnly(text: string): boolean {
  return text.length <= 40 && (emojiPattern()?.test(text.trim()) ?? false);
}

let emojiOnly: RegExp | null | undefined;

/** Made at run time: a browser that does not know this kind of pattern shows emoji small instead of nothing. */
function emojiPattern(): RegExp | null {
  if (emojiOnly !== undefined) return emojiOnly;
  try {
    emojiOnly = /^(\p{RGI_Emoji}\s?){1,3}$/v;
  } catch {
    emojiOnly = null;
  }
  return emojiOnly;
}

function readToken(
  text: string,
  match: RegExpMatchArray & { index?: number },
  depth: number,
): { node: RichNode; end: number } | null {
  const at = match.index!;
  const [whole, block, inline, address, mark] = match;
  if (block ?? inline) return { node: { type: 'code', text: (block ?? inline)! }, end: at + whole.length };
  if (address) return readLink(address, at);
  return mark && depth < nestingMax ? readMarked(text, at, depth) : null;
}

/** Punctuation that ends a sentence does not belong to the address. */
function readLink(address: string, at: number): { node: RichNode; end: number } | null {
  const shown = address.replace(/[.,;:!?…)\]}*_~]+$/u, '');
  if (!URL.canParse(shown)) return null;
  return { node: { type: 'link', text: shown, href: shown }, end: at + shown.length };
}

function readMarked(text: string, at: number, depth: number): { node: RichNode; end: number } | null {
  const mark = text[at] as keyof typeof marks;
  if (wordChar.test(text[at - 1] ?? '') || isSpace(text[at + 1])) return null;
  const lineEnd = text.indexOf('\n', at);
  const end = lineEnd === -1 ? text.length : lineEnd;
  for (
    let close = text.indexOf(mark, at + 2);
    close !== -1 && close < end;
    close = text.indexOf(mark, close + 1)
  ) {
    if (isSpace(text[close - 1]) || wordChar.test(text[close + 1] ?? '')) continue;
    const children = parseRichText(text.slice(at + 1, close), depth + 1);
    return { node: { type: marks[mark], children }, end: close + 1 };
  }
  return null;
}

function isSpace(char: string | undefined): boolean {
  return char === undefined || /\s/.test(char);
}

function pushText(nodes: RichNode[], text: string): void {
  if (text) nodes.push({ type: 'text', text });
}
