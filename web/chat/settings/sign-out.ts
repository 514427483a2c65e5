import { api } from '../app/api.ts';
import { setAccount } from '../app/session.ts';

/** Ends the session here, and there when the server can be reached. What this device kept of the chats goes too. */
export async function signOut(): Promise<void> {
  await api.signOut().catch(() => {});
  setAccount(null);
  const databases = (await indexedDB.databases?.()) ?? [];
  for (const { name } of databases) if (name?.startsWith('comptoir-')) indexedDB.deleteDatabase(name);
  for (const key of Object.keys(localStorage))
    if (key.startsWith('comptoir.draft.')) localStorage.removeItem(key);
}
