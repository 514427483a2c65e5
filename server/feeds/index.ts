// Feeds: from the bytes of a shop's export to product drafts, with a note for whatever was changed or refused on the
// way. Owns no table and touches no network: what a feed says is data, never an instruction. Promises to need little
// memory whatever the size, to go on behind a damaged row, and to take the same file always in the same way.
export {
  cleanText,
  type FeedNote,
  neutralizeCell,
  readAddress,
  readGtin,
} from './cells.ts';
export { decodeText } from './decode.ts';
export type { PictureDraft, ProductDraft, TranslationDraft, VariantDraft } from './draft.ts';
export type { FeedProduct, FeedRow } from './feed-product.ts';
export type { FeedFormat, Header } from './header.ts';
export { checkHeader, type FeedOptions, readFeed } from './read.ts';
