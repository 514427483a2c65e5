// A conversation on a screen, the same for whoever sits on either side of it: the socket client as React sees it, opening
// at the unread boundary, "read" only of what was looked at, drafts, pictures on their way up. Knows no page of an app.
export * from './client-context.tsx';
export * from './DropZone.tsx';
export * from './drafts.ts';
export * from './ImageDialog.tsx';
export * from './ImageViewer.tsx';
export * from './shrink-image.ts';
export * from './use-open-conversation.ts';
export * from './use-outgoing-images.ts';
export * from './use-read-receipts.ts';
