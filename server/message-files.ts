// Files in messages: where media and conversations meet. A message may name only files of its sender, and a file is
// shown to whoever had it sent.
import { type AccountId, type Content, Fault, type MediaId } from '../protocol/index.ts';
import type { Conversations } from './conversations/index.ts';
import type { Media } from './media/index.ts';

/** Checks the files that a content names and fills in what is known of them. Fault: `not_found`. */
export async function completeContent(
  media: Media,
  content: Content,
  accountId: AccountId,
): Promise<Content> {
  if (content.type === 'image') {
    const { width, height } = await ownPicture(media, content.media_id, accountId);
    const { width: _width, height: _height, ...said } = content;
    return width === null || height === null ? said : { ...said, width, height };
  }
  if ('header' in content && content.header?.type === 'image')
    await ownPicture(media, content.header.media_id, accountId);
  return content;
}

async function ownPicture(media: Media, mediaId: MediaId, accountId: AccountId) {
  const file = await media.ownFile(mediaId, accountId);
  if (file.kind !== 'image') throw new Fault('not_found', 'media_id');
  return file;
}

/** Whether the file was sent in the conversation that this account has with the file's owner. */
export async function maySeeFile(
  { media, conversations }: { media: Media; conversations: Conversations },
  accountId: AccountId,
  mediaId: MediaId,
): Promise<boolean> {
  const file = await media.view(mediaId);
  if (!file) return false;
  const { ownerAccountId } = file;
  const shared =
    (await conversations.find(accountId, ownerAccountId)) ??
    (await conversations.find(ownerAccountId, accountId));
  return shared !== null && conversations.hasMedia(shared, mediaId);
}
