import type { Db, Tx } from '../kit/index.ts';

export interface AppRow {
  app_id: string;
  name: string;
  portfolio_id: string;
  secret_sealed: Uint8Array;
  webhook_batch_max: number;
  created_at: number;
}
export interface TokenRow {
  app_id: string;
  portfolio_id: string;
  user_id: string;
  created_at: number;
  expires_at: number | null;
  revoked_at: number | null;
}
export interface SubscriptionRow {
  app_id: string;
  object: string;
  callback_url: string;
  fields: string[];
  since_watermark: number;
}
export interface WabaSubscriptionRow {
  waba_id: string;
  app_id: string;
  name: string;
  override_url: string | null;
  since_watermark: number;
}
/** An app that listens to a number, with the address that wins for it. */
export interface TargetRow {
  app_id: string;
  url: string;
  fields: string[];
  since: number;
  batch_max: number;
}

const object = 'whatsapp_business_account';

export type Store = ReturnType<typeof createStore>;

export function createStore(db: Db) {
  return {
    ...createAppStore(db),
    async findSubscription(appId: string): Promise<SubscriptionRow | null> {
      const rows = await db.sql<SubscriptionRow>`select * from app_subscriptions
        where app_id = ${appId} and object = ${object}`;
      return rows[0] ?? null;
    },

    /** A subscription that is there keeps its place in the log. */
    async saveSubscription(row: SubscriptionRow & { now: number }): Promise<void> {
      await db.sql`insert into app_subscriptions values (${row.app_id}, ${row.object}, ${row.callback_url},
          ${row.fields}, ${row.since_watermark}, ${row.now})
        on conflict (app_id, object) do update set callback_url = excluded.callback_url, fields = excluded.fields`;
    },

    async deleteSubscription(appId: string): Promise<void> {
      await db.sql`delete from app_subscriptions where app_id = ${appId} and object = ${object}`;
    },

    wabaSubscriptions: (wabaId: string) =>
      db.sql<WabaSubscriptionRow>`select w.*, a.name from waba_subscriptions w join apps a using (app_id)
        where w.waba_id = ${wabaId} order by w.created_at, w.app_id`,

    async saveWabaSubscription(row: Omit<WabaSubscriptionRow, 'name'> & { now: number }): Promise<void> {
      await db.sql`insert into waba_subscriptions values (${row.waba_id}, ${row.app_id}, ${row.override_url},
          ${row.since_watermark}, ${row.now})
        on conflict (waba_id, app_id) do update set override_url = excluded.override_url`;
    },

    async deleteWabaSubscription(wabaId: string, appId: string): Promise<boolean> {
      const rows = await db.sql`delete from waba_subscriptions
        where waba_id = ${wabaId} and app_id = ${appId} returning 1`;
      return rows.length > 0;
    },

    async saveNumberOverride(row: { phoneNumberId: string; appId: string; url: string; now: number }) {
      await db.sql`insert into number_overrides values (${row.phoneNumberId}, ${row.appId}, ${row.url}, ${row.now})
        on conflict (phone_number_id, app_id) do update set override_url = excluded.override_url`;
    },

    async deleteNumberOverride(phoneNumberId: string, appId: string): Promise<void> {
      await db.sql`delete from number_overrides where phone_number_id = ${phoneNumberId} and app_id = ${appId}`;
    },

    async findNumberOverride(phoneNumberId: string, appId: string): Promise<string | null> {
      const rows = await db.sql<{ override_url: string }>`select override_url from number_overrides
        where phone_number_id = ${phoneNumberId} and app_id = ${appId}`;
      return rows[0]?.override_url ?? null;
    },

    /** The address of the number wins over that of its account, that over the app's. */
    targets: (wabaId: string, phoneNumberId: string) =>
      db.sql<TargetRow>`select w.app_id, coalesce(n.override_url, w.override_url, s.callback_url) as url, s.fields,
          greatest(w.since_watermark, s.since_watermark) as since, a.webhook_batch_max as batch_max
        from waba_subscriptions w
        join app_subscriptions s on s.app_id = w.app_id and s.object = ${object}
        join apps a on a.app_id = w.app_id
        left join number_overrides n on n.app_id = w.app_id and n.phone_number_id = ${phoneNumberId}
        where w.waba_id = ${wabaId} order by w.app_id`,

    /** The oldest place in the log that any subscription still wants; null when there is none. */
    async oldestSince(): Promise<number | null> {
      const rows = await db.sql<{ since: number | null }>`
        select min(greatest(w.since_watermark, s.since_watermark)) as since
        from waba_subscriptions w join app_subscriptions s on s.app_id = w.app_id and s.object = ${object}`;
      return rows[0]!.since;
    },
  };
}

function createAppStore(db: Db) {
  return {
    async insertApp(row: Omit<AppRow, 'webhook_batch_max'>): Promise<void> {
      await db.sql`insert into apps (app_id, name, portfolio_id, secret_sealed, created_at)
        values (${row.app_id}, ${row.name}, ${row.portfolio_id}, ${row.secret_sealed}, ${row.created_at})`;
    },

    async findApp(appId: string): Promise<AppRow | null> {
      const rows = await db.sql<AppRow>`select * from apps where app_id = ${appId}`;
      return rows[0] ?? null;
    },

    async setBatchMax(appId: string, count: number): Promise<void> {
      await db.sql`update apps set webhook_batch_max = ${count} where app_id = ${appId}`;
    },

    async insertToken(tx: Db | Tx, hash: Uint8Array, row: Omit<TokenRow, 'revoked_at'>): Promise<void> {
      await tx.sql`insert into app_tokens values (${hash}, ${row.app_id}, ${row.portfolio_id}, ${row.user_id},
        ${row.created_at}, ${row.expires_at}, null)`;
    },

    async findToken(hash: Uint8Array): Promise<TokenRow | null> {
      const rows = await db.sql<TokenRow>`select * from app_tokens where token_hash = ${hash}`;
      return rows[0] ?? null;
    },

    async revokeToken(hash: Uint8Array, now: number): Promise<void> {
      await db.sql`update app_tokens set revoked_at = ${now} where token_hash = ${hash} and revoked_at is null`;
    },
  };
}
