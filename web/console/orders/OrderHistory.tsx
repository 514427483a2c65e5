import type { OrderTicket } from '../../../protocol/index.ts';
import { Time, useI18n } from '../../ui/index.ts';
import { Timeline } from '../base/Timeline.tsx';

/** What became of an order and when, the newest first. */
export function OrderHistory({ order }: { order: OrderTicket }) {
  const { t } = useI18n();
  const turns = order.history.toReversed();
  return (
    <section>
      <h2 className="mb-2 font-semibold">{t('console.timeline')}</h2>
      <Timeline
        items={turns.map(({ state, at }) => ({
          key: `${state} ${at}`,
          title: t(`order.${state}`),
          note: <Time at={at} show="moment" />,
        }))}
      />
    </section>
  );
}
