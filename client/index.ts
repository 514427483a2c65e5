// The SDK: one socket client with its conversations, free of any framework: web apps, tests, benches and examples use
// the same. Typed HTTP calls lie beside it (`http.ts`, `console.ts`, `sandbox.ts`); `idb-store.ts` keeps conversations
// in a browser.
export { Client, connect } from './client.ts';
export type { ConnectOptions, MessageListener } from './engine.ts';
export type {
  ClientStatus,
  ConnectionState,
  LocalConversation,
  LocalMessage,
  Me,
  MessageState,
  Persist,
  QueuedSend,
  Since,
  StoredConversation,
} from './model.ts';
