import { ArrowDownLeft, ArrowUpRight, Wallet as WalletIcon } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { isId, type Wallet } from '../../../protocol/index.ts';
import { Button, cx, EmptyState, type I18n, Money, Skeleton, Time, useI18n, useNow } from '../../ui/index.ts';
import { useResource } from '../base/resource.ts';
import { useAction } from '../base/use-action.ts';
import { api } from '../session.tsx';
import { FaultNote, FaultState, Page } from '../shell/Page.tsx';

export function WalletPage() {
  const { t } = useI18n();
  const wallet = useResource('wallet', () => api.wallet());
  return (
    <Page title={t('console.wallet')} width="narrow">
      {wallet.data ? (
        <WalletView key={wallet.data.transfers[0]?.transfer_id ?? 'empty'} first={wallet.data} />
      ) : wallet.fault ? (
        <FaultState fault={wallet.fault} onRetry={wallet.reload} />
      ) : (
        <WalletSkeleton />
      )}
    </Page>
  );
}

function WalletView({ first }: { first: Wallet }) {
  const { t } = useI18n();
  const [older, setOlder] = useState<Wallet | null>(null);
  const transfers = [...first.transfers, ...(older?.transfers ?? [])];
  const { next } = older ?? first;
  const more = useAction(async () => {
    if (!next) return;
    const page = await api.wallet(next);
    setOlder({ ...page, transfers: [...(older?.transfers ?? []), ...page.transfers] });
  });
  return (
    <>
      <section className="ticket mb-6 block w-full">
        <div className="ticket-slip">
          <h2 className="text-soft text-s">{t('console.wallet.balance')}</h2>
          <p className="font-bold text-3xl tracking-tight">
            <Money value={first.balance} />
          </p>
        </div>
      </section>
      <h2 className="mb-2 font-semibold text-l">{t('console.wallet.transfers')}</h2>
      {transfers.length === 0 ? (
        <EmptyState
          icon={<WalletIcon size={26} />}
          title={t('console.wallet.empty')}
          text={t('console.wallet.empty_text')}
        />
      ) : (
        <ul className="overflow-hidden rounded-l bg-panel outline-1 outline-line">
          {transfers.map((transfer) => (
            <TransferRow key={transfer.transfer_id} transfer={transfer} />
          ))}
        </ul>
      )}
      {next && (
        <Button variant="quiet" wide busy={more.isBusy} onClick={() => more.run()} className="mt-2">
          {t('console.load_older')}
        </Button>
      )}
      <FaultNote fault={more.fault} />
    </>
  );
}

type Transfer = Wallet['transfers'][number];

function TransferRow({ transfer }: { transfer: Transfer }) {
  const i18n = useI18n();
  const now = useNow();
  const isIn = !transfer.amount.amount_minor.startsWith('-');
  const Icon = isIn ? ArrowDownLeft : ArrowUpRight;
  const content = (
    <>
      <span
        aria-hidden
        className={cx(
          'grid size-9 flex-none place-items-center rounded-full',
          isIn ? 'bg-ok-tint' : 'bg-sunken',
        )}
      >
        <Icon size={18} className="rtl:-scale-x-100" />
      </span>
      <span className="min-w-0 flex-1">
        <span dir="auto" className="block truncate font-semibold">
          {transfer.other_party ?? i18n.t(`console.transfer.${transfer.kind}`)}
        </span>
        <span className="block truncate text-soft text-xs">
          {wordTransfer(transfer, i18n)} · <Time at={transfer.at} show={isToday(transfer.at, now)} />
        </span>
      </span>
      <span className={cx('font-semibold', isIn && 'text-ok-ink')}>
        {isIn && '+'}
        <Money value={transfer.amount} />
      </span>
    </>
  );
  const look = 'flex min-h-16 items-center gap-3 px-4 py-2.5';
  const orderId = transfer.reference_id;
  return (
    <li className="border-line not-first:border-t">
      {isId('order', orderId) ? (
        <Link href={`/orders/${orderId}`} className={cx(look, '-outline-offset-2 hover:bg-sunken')}>
          {content}
        </Link>
      ) : (
        <div className={look}>{content}</div>
      )}
    </li>
  );
}

/** An order is opened by a press; a reference of the merchant's own is shown as it is. */
function wordTransfer({ kind, reference_id }: Transfer, { t }: I18n): string {
  const word = t(`console.transfer.${kind}`);
  return reference_id && !isId('order', reference_id) ? `${word} ${reference_id}` : word;
}

function isToday(at: number, now: number): 'clock' | 'moment' {
  return new Date(at).toDateString() === new Date(now).toDateString() ? 'clock' : 'moment';
}

function WalletSkeleton() {
  return (
    <div className="flex flex-col gap-4">
      <Skeleton className="h-24 rounded-l" />
      <Skeleton className="mt-2 h-6 w-32" />
      <Skeleton className="h-48 rounded-l" />
    </div>
  );
}
