// The console's one socket, as staff of the business. What was shown and what was not sent yet survive a reload.
import { openIdbStore } from '../../client/idb-store.ts';
import { type Client, connect } from '../../client/index.ts';
import type { AccountId } from '../../protocol/index.ts';
import { useConversations, wakeWithThePage } from '../thread/index.ts';
import { followTickets } from './orders/order-cache.ts';

export interface Live {
  client: Client;
  /** `forget` also empties what is kept in this browser. */
  close(forget: boolean): void;
}

/** Connects, and stays connected by itself; `onOut` is called when the session ended on the server. */
export function openLive(businessId: AccountId, onOut: () => void): Live {
  const persist = openIdbStore(businessId);
  const client = connect({ url: `${location.origin.replace(/^http/, 'ws')}/socket?as=staff`, persist });
  client.onMessage((message) => followTickets(message.content));
  client.subscribe(() => {
    if (client.status().connection === 'signed_out') onOut();
  });
  const sleep = wakeWithThePage(client);
  return {
    client,
    close(forget) {
      sleep();
      client.close();
      if (forget) void persist.clear().catch(() => {});
    },
  };
}

/** Conversations with something unread. */
export function useUnreadCount(): number {
  return useConversations().filter(({ view }) => view.unread > 0).length;
}
