// Who hears what: an app has one address, a WABA or a number may name another, and several apps may listen to one
// WABA. An address counts once it has answered the handshake.
import { randomInt } from 'node:crypto';
import { Fault } from '../../protocol/index.ts';
import { GraphFault } from '../graph/index.ts';
import type { Kit, Outbound } from '../kit/index.ts';
import type { Store, SubscriptionRow, WabaSubscriptionRow } from './store.ts';

export interface Subscriptions {
  subscription(appId: string): Promise<SubscriptionRow | null>;
  /** Runs the handshake first. Graph fault 2200 when the address does not answer it. */
  subscribe(
    appId: string,
    input: { callbackUrl: string; verifyToken: string; fields: string[] },
  ): Promise<void>;
  /** Without `fields` the whole subscription goes. */
  unsubscribe(appId: string, fields: string[] | null): Promise<void>;
  appsOfWaba(wabaId: string): Promise<WabaSubscriptionRow[]>;
  subscribeWaba(wabaId: string, appId: string, override: Override | null): Promise<void>;
  unsubscribeWaba(wabaId: string, appId: string): Promise<boolean>;
  /** Null takes the override away. */
  overrideNumber(phoneNumberId: string, appId: string, override: Override | null): Promise<void>;
  numberOverride(phoneNumberId: string, appId: string): Promise<string | null>;
}
export interface Override {
  url: string;
  verifyToken: string;
}

const handshakeTimeoutMs = 10_000;
const handshakeBytesMax = 4_096;

export interface SubscriptionDeps {
  kit: Kit;
  store: Store;
  outbound: Outbound;
  /** The present end of the log. */
  latestWatermark: () => number | Promise<number>;
  /** Called after each change. */
  changed(): void;
}

export function createSubscriptions(deps: SubscriptionDeps): Subscriptions {
  const { kit, store, outbound, latestWatermark, changed } = deps;
  return {
    subscription: store.findSubscription,
    async subscribe(appId, { callbackUrl, verifyToken, fields }) {
      const position = await latestWatermark();
      await shakeHands(outbound, { url: callbackUrl, verifyToken });
      await store.saveSubscription({
        app_id: appId,
        object: 'whatsapp_business_account',
        callback_url: callbackUrl,
        fields: [...new Set(fields)].sort(),
        since_watermark: position,
        now: kit.clock.now(),
      });
      changed();
    },
    async unsubscribe(appId, fields) {
      const row = await store.findSubscription(appId);
      if (row === null) return;
      const left = fields === null ? [] : row.fields.filter((field) => !fields.includes(field));
      if (left.length === 0) await store.deleteSubscription(appId);
      else await store.saveSubscription({ ...row, fields: left, now: kit.clock.now() });
      changed();
    },
    appsOfWaba: store.wabaSubscriptions,
    async subscribeWaba(wabaId, appId, override) {
      const position = await latestWatermark();
      if (override !== null) await shakeHands(outbound, override);
      await store.saveWabaSubscription({
        waba_id: wabaId,
        app_id: appId,
        override_url: override?.url ?? null,
        since_watermark: position,
        now: kit.clock.now(),
      });
      changed();
    },
    async unsubscribeWaba(wabaId, appId) {
      const removed = await store.deleteWabaSubscription(wabaId, appId);
      changed();
      return removed;
    },
    async overrideNumber(phoneNumberId, appId, override) {
      if (override === null) await store.deleteNumberOverride(phoneNumberId, appId);
      else {
        await shakeHands(outbound, override);
        await store.saveNumberOverride({ phoneNumberId, appId, url: override.url, now: kit.clock.now() });
      }
      changed();
    },
    numberOverride: store.findNumberOverride,
  };
}

/** `GET url?hub.mode=subscribe&hub.challenge=…&hub.verify_token=…` must answer 200 with the challenge alone. */
async function shakeHands(
  outbound: Outbound,
  { url, verifyToken }: { url: string; verifyToken: string },
): Promise<void> {
  const address = new URL(url);
  const challenge = String(randomInt(100_000_000, 2_000_000_000));
  address.searchParams.set('hub.mode', 'subscribe');
  address.searchParams.set('hub.challenge', challenge);
  address.searchParams.set('hub.verify_token', verifyToken);
  const options = { timeoutMs: handshakeTimeoutMs, bytesMax: handshakeBytesMax, truncate: true };
  const answer = await outbound.fetchGuarded(address.href, options).catch((error) => {
    if (error instanceof Fault) throw refusal(`The address is refused: ${error.details ?? error.code}`);
    throw error;
  });
  if (!answer.ok) throw refusal(`No answer from the address: ${answer.failure}`);
  if (answer.status !== 200) throw refusal(`HTTP Status Code = ${answer.status}`);
  if (new TextDecoder().decode(answer.body).trim() !== challenge) {
    throw refusal('The answer is not the value of hub.challenge.');
  }
}

function refusal(reason: string): GraphFault {
  return new GraphFault(2200, {
    message: `Callback verification failed with the following errors: ${reason.slice(0, 200)}`,
  });
}
