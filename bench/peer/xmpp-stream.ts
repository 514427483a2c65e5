/*
 * Cuts the text of an XMPP stream into stanzas. It knows only what a server of ours says on loopback: elements of the
 * stream's level never nest in an element of their own name.
 */

/** Returns a function that takes raw text as it comes and calls `onStanza` for each whole element of the top level. */
export function makeStanzaCutter(onStanza: (name: string, stanza: string) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    rest = rest === '' ? text : rest + text;
    let at = 0;
    for (let cut = cutStanza(rest, at); cut; cut = cutStanza(rest, at)) {
      if (cut.name !== '') onStanza(cut.name, rest.slice(at, cut.end));
      at = cut.end;
    }
    rest = at === rest.length ? '' : rest.slice(at);
  };
}

/** The value of the first attribute `name` of a stanza, or undefined. */
export function readAttribute(stanza: string, name: string): string | undefined {
  const at = stanza.indexOf(` ${name}=`);
  if (at < 0) return undefined;
  const from = at + name.length + 3;
  return stanza.slice(from, stanza.indexOf(stanza.charAt(from - 1), from));
}

/** Where the element at `at` ends; undefined when it is not complete yet. Space between elements has no name. */
function cutStanza(text: string, at: number): { name: string; end: number } | undefined {
  if (at >= text.length) return undefined;
  if (text.charCodeAt(at) !== 60) {
    const next = text.indexOf('<', at);
    return { name: '', end: next < 0 ? text.length : next };
  }
  const close = text.indexOf('>', at);
  if (close < 0) return undefined;
  const name = readName(text, at + 1);
  const alone = name === 'stream:stream' || name.startsWith('?') || name.startsWith('/');
  if (alone || text.charCodeAt(close - 1) === 47) return { name, end: close + 1 };
  const endTag = `</${name}>`;
  const end = text.indexOf(endTag, close);
  return end < 0 ? undefined : { name, end: end + endTag.length };
}

function readName(text: string, from: number): string {
  let end = from;
  for (let code = text.charCodeAt(end); !isNameEnd(code, end > from); code = text.charCodeAt(++end));
  return text.slice(from, end);
}

/** Space, `>` or a slash that is not the first character. */
function isNameEnd(code: number, inside: boolean): boolean {
  return code === 32 || code === 62 || code === 10 || (inside && code === 47);
}
