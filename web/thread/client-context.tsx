// The socket client of whoever is signed in, and views of it that change when it does.
import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';
import type { Client, ClientStatus, LocalConversation } from '../../client/index.ts';
import type { ConversationId } from '../../protocol/index.ts';

const ClientContext = createContext<Client | null>(null);

export function ClientProvider({ client, children }: { client: Client; children: ReactNode }) {
  return <ClientContext value={client}>{children}</ClientContext>;
}

export function useClient(): Client {
  const client = useContext(ClientContext);
  if (!client) throw new Error('useClient is called outside of ClientProvider');
  return client;
}

export function useStatus(): ClientStatus {
  const client = useClient();
  return useSyncExternalStore(client.subscribe, () => client.status());
}

/** Newest first. */
export function useConversations(): readonly LocalConversation[] {
  const client = useClient();
  return useSyncExternalStore(client.subscribe, () => client.conversations());
}

/** Null while it is not known here. */
export function useConversation(id: ConversationId): LocalConversation | null {
  const client = useClient();
  return useSyncExternalStore(client.subscribe, () => client.conversation(id));
}

/** A page that comes back to the front does not wait for the next attempt. Returns the way out. */
export function wakeWithThePage(client: Client): () => void {
  const wake = () => {
    if (document.visibilityState === 'visible') client.retryNow();
  };
  document.addEventListener('visibilitychange', wake);
  return () => document.removeEventListener('visibilitychange', wake);
}
