// Conversations in a browser's IndexedDB, one database an account.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { AccountId, ConversationId, MessageId } from '../protocol/index.ts';
import type { Persist, QueuedSend, Since, StoredConversation } from './model.ts';

interface Schema extends DBSchema {
  conversations: { key: ConversationId; value: StoredConversation };
  queue: { key: MessageId; value: QueuedSend };
  marks: { key: 'since'; value: Since };
}

const databaseVersion = 1;

/** What is kept for `accountId` in this browser. */
export function openIdbStore(accountId: AccountId): Persist {
  const opened = openDB<Schema>(`comptoir-${accountId}`, databaseVersion, { upgrade: createStores });
  return {
    accountId,
    async load() {
      const tx = (await opened).transaction(['conversations', 'queue', 'marks']);
      const [conversations, queue, since] = await Promise.all([
        tx.objectStore('conversations').getAll(),
        tx.objectStore('queue').getAll(),
        tx.objectStore('marks').get('since'),
      ]);
      return { conversations, queue, since: since ?? null };
    },
    async putQueued(send) {
      await (await opened).put('queue', send, send.messageId);
    },
    async deleteQueued(messageId) {
      await (await opened).delete('queue', messageId);
    },
    async saveConversations(changed, since) {
      const tx = (await opened).transaction(['conversations', 'marks'], 'readwrite');
      const writes = changed.map((each) =>
        tx.objectStore('conversations').put(each, each.view.conversation_id),
      );
      await Promise.all([...writes, tx.objectStore('marks').put(since, 'since'), tx.done]);
    },
    async clear() {
      const tx = (await opened).transaction(['conversations', 'queue', 'marks'], 'readwrite');
      const stores = ['conversations', 'queue', 'marks'] as const;
      await Promise.all([...stores.map((name) => tx.objectStore(name).clear()), tx.done]);
    },
  };
}

function createStores(db: IDBPDatabase<Schema>): void {
  db.createObjectStore('conversations');
  db.createObjectStore('queue');
  db.createObjectStore('marks');
}
