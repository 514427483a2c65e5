import { createHash } from 'node:crypto';
import { type Id, type IdKind, newId } from '../../protocol/index.ts';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** The same parts always give the same id: what is done twice for one event is done once. */
export function deriveId<K extends IdKind>(kind: K, ...parts: (string | number)[]): Id<K> {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest();
  const body = [...digest.subarray(0, 26)].map((byte) => alphabet[byte & 31]).join('');
  const prefix = newId(kind, 0).split('_')[0];
  return `${prefix}_${body}` as Id<K>;
}
