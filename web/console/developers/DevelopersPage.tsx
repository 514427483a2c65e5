import { RotateCw, Webhook } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { WebhookDelivery } from '../../../protocol/index.ts';
import {
  Button,
  cx,
  EmptyState,
  Pill,
  Skeleton,
  showToast,
  Time,
  type Tone,
  useI18n,
  wordError,
} from '../../ui/index.ts';
import { invalidateResources, useResource } from '../base/resource.ts';
import { toFault, useAction } from '../base/use-action.ts';
import { api } from '../session.tsx';
import { FaultState, Page } from '../shell/Page.tsx';
import { nameDelivery, prettify } from './delivery.ts';

const everyMs = 5_000;

/** What apps were told about this shop, what they answered, and the button that tells them once more. */
export function DevelopersPage({ deliveryId }: { deliveryId: string | null }) {
  const { t } = useI18n();
  const log = useResource('webhooks', async () => (await api.webhooks()).webhooks);
  const { reload } = log;
  useEffect(() => {
    const timer = setInterval(() => !document.hidden && reload(), everyMs);
    return () => clearInterval(timer);
  }, [reload]);
  return (
    <Page
      title={t('console.developers')}
      text={t('console.webhooks.text')}
      backTo="/more"
      backOn="phone"
      actions={
        <Button variant="secondary" onClick={reload}>
          <RotateCw aria-hidden size={17} />
          {t('console.webhooks.reload')}
        </Button>
      }
    >
      {log.data ? (
        <Log first={log.data} openSeq={deliveryId === null ? null : Number(deliveryId)} />
      ) : log.fault ? (
        <FaultState fault={log.fault} onRetry={log.reload} />
      ) : (
        <Skeleton className="h-60 rounded-l" />
      )}
    </Page>
  );
}

const pageSize = 50;

function Log({ first, openSeq }: { first: WebhookDelivery[]; openSeq: number | null }) {
  const { t } = useI18n();
  const [older, setOlder] = useState<WebhookDelivery[]>([]);
  const [isEnd, setEnd] = useState(first.length < pageSize);
  const shown = [...first, ...older.filter(({ seq }) => seq < (first.at(-1)?.seq ?? 0))];
  const more = useAction(async () => {
    const { webhooks } = await api.webhooks(shown.at(-1)?.seq);
    setEnd(webhooks.length < pageSize);
    setOlder([...older, ...webhooks]);
  });
  if (shown.length === 0) {
    return (
      <EmptyState
        icon={<Webhook size={26} />}
        title={t('console.webhooks.none')}
        text={t('console.webhooks.none_text')}
      />
    );
  }
  return (
    <>
      <ol className="overflow-hidden rounded-l bg-panel outline-1 outline-line">
        {shown.map((delivery) => (
          <li key={delivery.seq} className="border-line not-first:border-t">
            <Row delivery={delivery} isOpen={delivery.seq === openSeq} />
          </li>
        ))}
      </ol>
      {!isEnd && (
        <Button variant="quiet" wide busy={more.isBusy} onClick={() => more.run()} className="mt-2">
          {t('console.load_older')}
        </Button>
      )}
    </>
  );
}

const tones: Record<WebhookDelivery['state'], Tone> = {
  waiting: 'attention',
  accepted: 'good',
  expired: 'bad',
  dropped: 'bad',
  canceled: 'neutral',
};

function Row({ delivery, isOpen }: { delivery: WebhookDelivery; isOpen: boolean }) {
  const { t } = useI18n();
  const { state, status, change, tried_at, created_at, duration_ms } = delivery;
  return (
    <>
      <Link
        href={isOpen ? '/developers' : `/developers/${delivery.seq}`}
        aria-expanded={isOpen}
        className={cx(
          'flex min-h-13 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 -outline-offset-2 hover:bg-sunken',
          isOpen && 'bg-tint hover:bg-tint',
        )}
      >
        <Pill tone={tones[state]}>{t(`console.webhooks.${state}`)}</Pill>
        <span dir="ltr" className="min-w-40 flex-1 truncate font-mono text-s rtl:text-right">
          {nameDelivery(change)}
        </span>
        <span className="num text-soft text-s">
          {status ?? ''} {duration_ms !== null && `${duration_ms} ms`}
        </span>
        <span className="text-soft text-s">
          <Time at={tried_at ?? created_at} show="brief" />
        </span>
      </Link>
      {isOpen && <Details delivery={delivery} />}
    </>
  );
}

function Details({ delivery }: { delivery: WebhookDelivery }) {
  const i18n = useI18n();
  const { t } = i18n;
  const { url, excerpt, attempts, state, due_at, change, seq } = delivery;
  const replay = useAction(async () => {
    try {
      await api.replayWebhook(seq);
      invalidateResources('webhooks');
      showToast({ text: t('console.webhooks.replayed') });
    } catch (error) {
      showToast({ text: wordError(toFault(error).code, i18n) });
    }
  });
  return (
    <div className="px-4 pt-2 pb-4 text-s">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        <Fact name={t('console.webhooks.address')} value={url} isCode />
        <Fact name={t('console.webhooks.tries')} value={String(attempts)} />
        <Fact name={t('console.webhooks.answer')} value={excerpt} isCode />
        {state === 'waiting' && <Fact name={t('console.webhooks.next')} value={i18n.moment(due_at)} />}
      </dl>
      <pre
        dir="ltr"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
        tabIndex={0}
        className="my-3 max-h-96 overflow-auto rounded-m bg-sunken p-3 font-mono text-xs leading-relaxed"
      >
        {prettify(change)}
      </pre>
      <Button variant="secondary" size="s" busy={replay.isBusy} onClick={() => replay.run()}>
        <RotateCw aria-hidden size={15} />
        {t('console.webhooks.replay')}
      </Button>
    </div>
  );
}

function Fact({ name, value, isCode = false }: { name: string; value: string | null; isCode?: boolean }) {
  if (!value) return null;
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd dir="auto" className={cx('break-all', isCode && 'font-mono')}>
        {value}
      </dd>
    </>
  );
}
