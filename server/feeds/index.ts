// Feeds: from the bytes of a shop's export to product drafts, with a note for whatever was changed or refused on the
// way. Owns no table and touches no network: what a feed says is data, never an instruction.
export type { PictureDraft, ProductDraft, TranslationDraft, VariantDraft } from './draft.ts';
