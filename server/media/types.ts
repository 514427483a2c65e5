// Which files are taken, by their first bytes and never by what they are called, and how large each may be.
import { openAsBlob } from 'node:fs';
import { fileTypeFromBlob } from 'file-type';
import { Fault, limits } from '../../protocol/index.ts';

export type MediaKind = 'image' | 'audio' | 'video' | 'document';
interface FileType {
  kind: MediaKind;
  bytesMax: number;
}

const mebibyte = 1_048_576;
const image: FileType = { kind: 'image', bytesMax: limits.imageBytesMax };
const audio: FileType = { kind: 'audio', bytesMax: 16 * mebibyte };
const video: FileType = { kind: 'video', bytesMax: 16 * mebibyte };
const document: FileType = { kind: 'document', bytesMax: 100 * mebibyte };

/** Text with markup (SVG, HTML) has no magic bytes and is therefore nothing that is taken. */
const fileTypes: ReadonlyMap<string, FileType> = new Map([
  ['image/jpeg', image],
  ['image/png', image],
  ['image/webp', image],
  ['image/gif', image],
  ['image/avif', image],
  ['audio/aac', audio],
  ['audio/amr', audio],
  ['audio/mpeg', audio],
  ['audio/mp4', audio],
  ['audio/ogg', audio],
  ['video/mp4', video],
  ['video/3gpp', video],
  ['application/pdf', document],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', document],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', document],
  ['application/vnd.openxmlformats-officedocument.presentationml.presentation', document],
]);
/** Other names that the detector has for the same. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['audio/x-m4a', 'audio/mp4'],
  ['audio/ogg; codecs=opus', 'audio/ogg'],
  ['image/apng', 'image/png'],
]);

/** Nothing larger is read at all, whatever it turns out to be. */
export const fileBytesMax = document.bytesMax;

/** What a person may put into a chat. */
export const pictureBytesMax = image.bytesMax;

/** Faults: `media_type_unsupported`, `media_too_large`. */
export async function checkFileType(
  file: { path: string; sizeBytes: number },
  accept: 'image' | 'any',
): Promise<{ mimeType: string; kind: MediaKind }> {
  const detected = await fileTypeFromBlob(await openAsBlob(file.path)).catch(() => undefined);
  const mimeType = aliases.get(detected?.mime ?? '') ?? detected?.mime ?? '';
  const type = fileTypes.get(mimeType);
  if (!type || (accept === 'image' && type.kind !== 'image')) throw new Fault('media_type_unsupported');
  if (file.sizeBytes > type.bytesMax)
    throw new Fault('media_too_large', `${mimeType}: at most ${type.bytesMax} bytes`);
  return { mimeType, kind: type.kind };
}
