import { Check, CheckCheck, CircleAlert, Clock } from 'lucide-react';
import { cx } from '../class-names.ts';
import { useI18n } from '../i18n/I18nProvider.tsx';
import type { Tick } from './types.ts';

const icons = { waiting: Clock, sent: Check, delivered: CheckCheck, read: CheckCheck, failed: CircleAlert };
const colours: Record<Tick, string> = {
  waiting: 'text-soft',
  sent: 'text-soft',
  delivered: 'text-soft',
  read: 'text-petrol',
  failed: 'text-bad',
};

/** How far a message of one's own has come: clock, one tick, two, two in petrol; in words for a screen reader. */
export function Ticks({ tick }: { tick: Tick }) {
  const { t } = useI18n();
  const Icon = icons[tick];
  return (
    <span className={cx('inline-flex', colours[tick])} data-tick={tick}>
      <Icon aria-hidden size={tick === 'waiting' ? 12 : 15} strokeWidth={tick === 'read' ? 2.6 : 2} />
      <span className="sr-only">{t(`tick.${tick}`)}</span>
    </span>
  );
}
