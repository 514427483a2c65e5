// Receipts are cumulative cursors: "everything up to here". They only move forward, never past the log's end, and
// what was read was also delivered.
import type { Member } from './model.ts';
import type { ConversationState } from './states.ts';

/** Moves the member's cursors as far as asked and possible; whether anything moved. */
export function advanceCursors(
  state: ConversationState,
  member: Member,
  receipt: { delivered?: number | undefined; read?: number | undefined },
): boolean {
  const read = Math.max(member.read, Math.min(receipt.read ?? 0, state.lastSeq));
  const delivered = Math.max(member.delivered, read, Math.min(receipt.delivered ?? 0, state.lastSeq));
  if (read === member.read && delivered === member.delivered) return false;
  member.read = read;
  member.delivered = delivered;
  return true;
}
