// Bytes of unknown make to UTF-8: the encoding is told by its first bytes and then held to throughout.
import { Fault, limits } from '../../protocol/index.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/**
 * The text of a file in pieces, without a byte order mark. Stops at the first byte that is no text of the file's
 * encoding. Faults: `import_encoding_invalid` (naming line and byte), `import_too_large`.
 */
export async function* decodeText(
  source: AsyncIterable<Uint8Array>,
  bytesMax: number = limits.importBytesMax,
): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  let first: Uint8Array = new Uint8Array();
  let bytes = 0;
  let line = 1;
  for await (const chunk of source) {
    bytes += chunk.byteLength;
    if (bytes > bytesMax) throw new Fault('import_too_large', `more than ${bytesMax} bytes`);
    let piece = chunk;
    if (decoder === null) {
      first = join(first, chunk);
      if (first.byteLength < 4) continue;
      decoder = new TextDecoder(detectEncoding(first), { fatal: true });
      piece = first;
    }
    const text = decodePiece(decoder, piece, line);
    line += countLines(text);
    if (text !== '') yield text;
  }
  decoder ??= new TextDecoder(detectEncoding(first), { fatal: true });
  const end = decodePiece(decoder, bytes < 4 ? first : null, line);
  if (end !== '') yield end;
}

/** By the byte order mark; else by where the zero bytes of the first letters lie. */
export function detectEncoding(first: Uint8Array): Encoding {
  const [a, b, c, d] = first;
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a !== 0 && b === 0 && c !== 0 && d === 0) return 'utf-16le';
  if (a === 0 && b !== 0 && c === 0 && d !== 0) return 'utf-16be';
  return 'utf-8';
}

function decodePiece(decoder: TextDecoder, piece: Uint8Array | null, line: number): string {
  try {
    const text = piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
    if (text.includes('\0')) throw new Fault('import_encoding_invalid', `near line ${line}: a zero byte`);
    return text;
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('import_encoding_invalid', describeFailure(decoder.encoding, piece, line));
  }
}

/** Finds the line by decoding one line after the other; the first that fails is it. */
function describeFailure(encoding: string, piece: Uint8Array | null, line: number): string {
  if (piece === null || encoding !== 'utf-8') return `near line ${line}: not ${encoding.toUpperCase()} text`;
  let at = line;
  let start = 0;
  for (let end = 0; end <= piece.byteLength; end++) {
    if (end < piece.byteLength && piece[end] !== 10) continue;
    const bad = findBadByte(piece.subarray(start, end));
    if (bad !== null) return `line ${at}: byte 0x${bad.toString(16)} is not UTF-8`;
    start = end + 1;
    at++;
  }
  return `near line ${at}: not UTF-8 text`;
}

function findBadByte(line: Uint8Array): number | null {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(line);
    return null;
  } catch {
    return line.find((byte) => byte >= 0x80) ?? null;
  }
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.byteLength + b.byteLength);
  both.set(a);
  both.set(b, a.byteLength);
  return both;
}
