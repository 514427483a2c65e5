import type { GraphErrorCode } from '../../protocol/cloud/index.ts';
import type { AccountId, ConversationId, MediaId, MessageId } from '../../protocol/index.ts';
import type { Db, Tx } from '../kit/index.ts';

export interface Refusal {
  refusalId: MessageId;
  businessAccountId: AccountId;
  conversationId: ConversationId | null;
  recipientId: string | null;
  recipientUserId: string | null;
  code: GraphErrorCode;
  details: string;
  opaque: string | null;
  refusedAt: number;
}
export interface CommerceSettings {
  isCartEnabled: boolean;
  isCatalogVisible: boolean;
}
export interface ToldReceipts {
  delivered: number;
  read: number;
}

/** Meta's lifetime of a file that came by a webhook. */
const grantTtlMs = 7 * 24 * 3_600_000;
const feed = 'webhooks';

export type Store = ReturnType<typeof createStore>;

export function createStore(db: Db) {
  return {
    ...createFeedStore(db),

    async insertRefusal(tx: Tx, refusal: Refusal): Promise<void> {
      await tx.sql`insert into refused_sends values (${refusal.refusalId}, ${refusal.businessAccountId},
        ${refusal.conversationId}, ${refusal.recipientId}, ${refusal.recipientUserId}, ${refusal.code},
        ${refusal.details}, ${refusal.opaque}, ${refusal.refusedAt})`;
    },

    async findRefusals(ids: readonly string[]): Promise<Map<string, Refusal>> {
      const rows =
        await db.sql<Refusal>`select refusal_id as "refusalId", business_account_id as "businessAccountId",
          conversation_id as "conversationId", recipient_id as "recipientId",
          recipient_user_id as "recipientUserId", code, details, opaque, refused_at as "refusedAt"
        from refused_sends where refusal_id = any(${ids})`;
      return new Map(rows.map((row) => [row.refusalId, row]));
    },

    async grantMedia(
      tx: Tx,
      grants: readonly { mediaId: MediaId; businessAccountId: AccountId }[],
      now: number,
    ) {
      await tx.sql`insert into media_grants
        select media_id, business_account_id, ${now}::bigint
        from unnest(${grants.map((grant) => grant.mediaId)}::text[],
          ${grants.map((grant) => grant.businessAccountId)}::text[]) as g (media_id, business_account_id)
        on conflict (media_id, business_account_id) do update set granted_at = excluded.granted_at`;
    },

    async isMediaGranted(mediaId: MediaId, businessAccountIds: readonly AccountId[], now: number) {
      const rows = await db.sql`select 1 from media_grants where media_id = ${mediaId}
        and business_account_id = any(${businessAccountIds}) and granted_at > ${now - grantTtlMs}::bigint`;
      return rows.length > 0;
    },

    /** A shop that never set anything shows its catalogue and takes baskets. */
    async commerceSettings(businessAccountId: AccountId): Promise<CommerceSettings> {
      const rows = await db.sql<CommerceSettings>`select is_cart_enabled as "isCartEnabled",
          is_catalog_visible as "isCatalogVisible"
        from commerce_settings where business_account_id = ${businessAccountId}`;
      return rows[0] ?? { isCartEnabled: true, isCatalogVisible: true };
    },

    async saveCommerceSettings(businessAccountId: AccountId, settings: CommerceSettings): Promise<void> {
      await db.sql`insert into commerce_settings
        values (${businessAccountId}, ${settings.isCartEnabled}, ${settings.isCatalogVisible})
        on conflict (business_account_id) do update set is_cart_enabled = excluded.is_cart_enabled,
          is_catalog_visible = excluded.is_catalog_visible`;
    },
  };
}

function createFeedStore(db: Db) {
  return {
    async feedCursor(): Promise<number> {
      const rows = await db.sql<{
        watermark: number;
      }>`select watermark from feed_cursors where feed = ${feed}`;
      return rows[0]?.watermark ?? 0;
    },

    async moveFeedCursor(tx: Tx, watermark: number): Promise<void> {
      await tx.sql`insert into feed_cursors values (${feed}, ${watermark})
        on conflict (feed) do update set watermark = excluded.watermark`;
    },

    /** From now on receipts of what comes after `seq` are told. */
    async openReceipts(
      tx: Tx,
      places: readonly { conversationId: ConversationId; seq: number }[],
    ): Promise<void> {
      await tx.sql`insert into told_receipts
        select conversation_id, seq - 1, seq - 1
        from unnest(${places.map((place) => place.conversationId)}::text[], ${places.map((place) => place.seq)}::bigint[])
          as p (conversation_id, seq)
        on conflict (conversation_id) do nothing`;
    },

    async toldReceipts(ids: readonly string[]): Promise<Map<ConversationId, ToldReceipts>> {
      const rows = await db.sql<
        ToldReceipts & { id: ConversationId }
      >`select conversation_id as id, delivered, read
        from told_receipts where conversation_id = any(${ids})`;
      return new Map(rows.map(({ id, ...told }) => [id, told]));
    },

    async moveToldReceipts(tx: Tx, moved: ReadonlyMap<ConversationId, ToldReceipts>): Promise<void> {
      const places = [...moved];
      await tx.sql`update told_receipts t set delivered = greatest(t.delivered, m.delivered),
          read = greatest(t.read, m.read)
        from unnest(${places.map(([id]) => id)}::text[], ${places.map(([, told]) => told.delivered)}::bigint[],
          ${places.map(([, told]) => told.read)}::bigint[]) as m (conversation_id, delivered, read)
        where t.conversation_id = m.conversation_id`;
    },
  };
}
