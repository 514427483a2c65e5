import { Receipt } from 'lucide-react';
import type { OrderId } from '../../../protocol/index.ts';
import { cx, EmptyState, useI18n } from '../../ui/index.ts';
import { OrderList } from './OrderList.tsx';
import { OrderPane } from './OrderPane.tsx';

/** The list beside the order, or one of them on a phone. */
export function OrdersPage({ orderId }: { orderId: string | null }) {
  const { t } = useI18n();
  const id = orderId as OrderId | null;
  return (
    <div className="flex min-h-0 flex-1">
      <div
        className={cx(
          'min-h-0 w-full flex-none flex-col border-line bg-panel two:flex two:w-80 two:border-e three:w-96',
          id ? 'hidden' : 'flex',
        )}
      >
        <OrderList openId={id} />
      </div>
      {id ? (
        <OrderPane key={id} orderId={id} />
      ) : (
        <div className="hidden flex-1 place-items-center two:grid">
          <EmptyState
            icon={<Receipt size={26} />}
            title={t('console.orders.choose')}
            text={t('console.orders.choose_text')}
          />
        </div>
      )}
    </div>
  );
}
