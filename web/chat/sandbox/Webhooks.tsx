import { Webhook } from 'lucide-react';
import type { WebhookDelivery } from '../../../protocol/index.ts';
import { EmptyState, Pill, Time, type Tone, useI18n } from '../../ui/index.ts';
import { sandboxApi } from '../app/api.ts';
import { CopyButton } from './Copyable.tsx';
import { usePoll } from './use-poll.ts';

const everyMs = 2_000;

/** What apps were told, newest first, with what they answered. */
export function Webhooks() {
  const { t } = useI18n();
  const { data } = usePoll(sandboxApi.webhooks, everyMs);
  const deliveries = data?.webhooks ?? [];
  if (deliveries.length === 0) {
    return (
      <EmptyState
        icon={<Webhook size={26} />}
        title={t('sandbox.webhooks.none')}
        text={t('sandbox.webhooks.none_text')}
      />
    );
  }
  return (
    <ol className="max-h-160 overflow-y-auto">
      {deliveries.map((delivery) => (
        <li key={delivery.seq} className="border-line not-first:border-t">
          <Delivery delivery={delivery} />
        </li>
      ))}
    </ol>
  );
}

const tones: Record<WebhookDelivery['state'], Tone> = {
  waiting: 'attention',
  accepted: 'good',
  expired: 'bad',
  dropped: 'bad',
  canceled: 'neutral',
};

function Delivery({ delivery }: { delivery: WebhookDelivery }) {
  const { t } = useI18n();
  const body = prettify(delivery.change);
  return (
    <details className="group">
      <summary className="flex min-h-12 items-center gap-3 py-1.5 -outline-offset-2">
        <Pill tone={tones[delivery.state]}>{delivery.status ?? t(`sandbox.webhooks.${delivery.state}`)}</Pill>
        <span className="min-w-0 flex-1 truncate font-mono text-s" dir="ltr">
          {nameOf(delivery.change)}
        </span>
        <span className="text-soft text-s">
          <Time at={delivery.tried_at ?? delivery.created_at} />
        </span>
      </summary>
      <div className="mb-3 text-s">
        <p className="text-soft">
          {t(`sandbox.webhooks.${delivery.state}`)} ·{' '}
          {t('sandbox.webhooks.tries', { count: delivery.attempts })}
          {delivery.duration_ms !== null && ` · ${delivery.duration_ms} ms`}
        </p>
        {delivery.url && (
          <p dir="ltr" className="break-all font-mono">
            {delivery.url}
          </p>
        )}
        {delivery.excerpt && (
          <p dir="auto" className="text-soft">
            {t('sandbox.webhooks.answer')} {delivery.excerpt}
          </p>
        )}
        <div className="relative mt-2">
          <pre
            dir="ltr"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
            tabIndex={0}
            className="max-h-96 overflow-auto rounded-m bg-sunken p-3 pe-12 font-mono text-xs leading-relaxed"
          >
            {body}
          </pre>
          <span className="absolute end-2 top-2 rounded-full bg-sunken">
            <CopyButton label={t('sandbox.webhooks.body')} value={body} />
          </span>
        </div>
      </div>
    </details>
  );
}

/** "messages · text", "messages · status delivered": what the update is about, from its own words. */
function nameOf(change: string): string {
  try {
    const { field, value } = JSON.parse(change) as { field?: string; value?: Record<string, unknown> };
    const message = (value?.messages as { type?: string }[] | undefined)?.[0]?.type;
    const status = (value?.statuses as { status?: string }[] | undefined)?.[0]?.status;
    return [field, message ?? (status && `status ${status}`)].filter(Boolean).join(' · ');
  } catch {
    return '…';
  }
}

function prettify(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
