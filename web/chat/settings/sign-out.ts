import { api } from '../app/api.ts';
import { setAccount } from '../app/session.ts';

/** Ends the session here, and there when the server can be reached. What this device kept of the chats goes too. */
export async function signOut(): Promise<void> {
  await api.signOut().catch(() => {});
  setAccount(null);
}
