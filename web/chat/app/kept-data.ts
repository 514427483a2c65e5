// What this device keeps of a person's chats, and how it is forgotten when they leave.
import { openIdbStore } from '../../../client/idb-store.ts';
import type { Persist } from '../../../client/index.ts';
import type { AccountId } from '../../../protocol/index.ts';

let kept: Persist | null = null;

export function openKept(accountId: AccountId): Persist {
  kept = openIdbStore(accountId);
  return kept;
}

/** Forgets chats and drafts. Call it when nothing writes them any more. */
export async function forgetKept(): Promise<void> {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith('comptoir.draft.')) localStorage.removeItem(key);
  }
  await kept?.clear().catch(() => {});
  kept = null;
}
