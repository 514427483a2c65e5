import { ArrowDownLeft, ArrowUpRight, Wallet as WalletIcon } from 'lucide-react';
import { useState } from 'react';
import { isId, type Wallet } from '../../../protocol/index.ts';
import { Button, cx, EmptyState, Money, Skeleton, Time, useI18n } from '../../ui/index.ts';
import { api } from '../app/api.ts';
import { LoadError } from '../app/LoadError.tsx';
import { useLoad } from '../app/use-load.ts';
import { PageFrame } from './PageFrame.tsx';

export function WalletPage() {
  const { t } = useI18n();
  const { data: wallet, error, reload } = useLoad('wallet', () => api.wallet());
  return (
    <PageFrame title={t('chat.wallet.title')}>
      {wallet ? (
        <WalletView first={wallet} />
      ) : error ? (
        <LoadError error={error} onRetry={reload} />
      ) : (
        <Skeleton className="h-32 rounded-l" />
      )}
    </PageFrame>
  );
}

function WalletView({ first }: { first: Wallet }) {
  const { t } = useI18n();
  const [more, setMore] = useState<Wallet[]>([]);
  const pages = [first, ...more];
  const next = pages.at(-1)!.next;
  const transfers = pages.flatMap((page) => page.transfers);
  const loadMore = () => {
    if (next)
      void api.wallet(next).then(
        (page) => setMore((all) => [...all, page]),
        () => {},
      );
  };
  return (
    <>
      <div className="ticket">
        <div className="ticket-slip">
          <p className="text-soft text-s">{t('chat.wallet.balance')}</p>
          <p className="font-bold text-3xl tracking-tight">
            <Money value={first.balance} />
          </p>
        </div>
      </div>
      {transfers.length === 0 ? (
        <EmptyState
          icon={<WalletIcon size={28} />}
          title={t('chat.wallet.empty')}
          text={t('chat.wallet.empty_text')}
        />
      ) : (
        <section aria-label={t('chat.wallet.history')}>
          <h2 className="mb-2 font-semibold text-l">{t('chat.wallet.history')}</h2>
          <ul className="rounded-l bg-panel px-4 outline-1 outline-line">
            {transfers.map((transfer) => (
              <TransferRow key={transfer.transfer_id} transfer={transfer} />
            ))}
          </ul>
          {next && (
            <Button variant="quiet" className="mt-2" onClick={loadMore}>
              {t('chat.wallet.more')}
            </Button>
          )}
        </section>
      )}
    </>
  );
}

function TransferRow({ transfer }: { transfer: Wallet['transfers'][number] }) {
  const { t } = useI18n();
  const isIn = !transfer.amount.amount_minor.startsWith('-');
  const Icon = isIn ? ArrowDownLeft : ArrowUpRight;
  return (
    <li className="flex items-center gap-3 border-line border-b py-3 last:border-b-0">
      <span
        aria-hidden
        className={cx(
          'grid size-9 flex-none place-items-center rounded-full',
          isIn ? 'bg-ok-tint' : 'bg-sunken',
        )}
      >
        <Icon size={18} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="truncate font-semibold">
          <bdi>{transfer.other_party ?? t(`chat.wallet.kind_${transfer.kind}`)}</bdi>
        </p>
        <p className="text-soft text-xs">
          {t(`chat.wallet.kind_${transfer.kind}`)} · <Time at={transfer.at} show="point" />
          {transfer.reference_id && !isId('order', transfer.reference_id) && (
            <>
              {' '}
              · <bdi>{transfer.reference_id}</bdi>
            </>
          )}
        </p>
      </div>
      <span className={cx('font-semibold', isIn && 'text-ok-ink')}>
        {isIn && '+'}
        <Money value={transfer.amount} />
      </span>
    </li>
  );
}
