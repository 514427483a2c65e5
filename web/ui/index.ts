// What the apps share: tokens and ground styles (`ui.css`), plain components, the ticket, messages and their list,
// words and formats in the reader's language, theme. Promises: every user text has its own direction (dir="auto"),
// layout uses logical properties alone, every control has a name, focus shows, fingers get 44 px, and nothing here
// knows a server: data comes in by props and through `ChatDataProvider`.
export * from './base/Avatar.tsx';
export * from './base/Badge.tsx';
export * from './base/Button.tsx';
export * from './base/Dialog.tsx';
export * from './base/Menu.tsx';
export * from './base/Placeholder.tsx';
export * from './base/Popover.tsx';
export * from './base/Tabs.tsx';
export * from './base/TextField.tsx';
export * from './base/Toast.tsx';
export * from './base/use-now.ts';
export * from './base/Value.tsx';
export * from './class-names.ts';
export * from './i18n/I18nProvider.tsx';
export * from './i18n/translator.ts';
export * from './message/actions.tsx';
export * from './message/Bubble.tsx';
export * from './message/Composer.tsx';
export * from './message/chat-data.tsx';
export * from './message/ImageBody.tsx';
export * from './message/MessageList.tsx';
export * from './message/Notes.tsx';
export * from './message/RichText.tsx';
export * from './message/rows.ts';
export * from './message/Ticks.tsx';
export * from './message/types.ts';
export * from './message/words.ts';
export * from './theme.ts';
export * from './ticket/fold.ts';
export * from './ticket/OrderCard.tsx';
export * from './ticket/PaymentCard.tsx';
export * from './ticket/ProductCard.tsx';
export * from './ticket/states.ts';
export * from './ticket/Ticket.tsx';
