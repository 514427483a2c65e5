import { Minus, Plus, Trash2 } from 'lucide-react';
import { IconButton, useI18n } from '../../ui/index.ts';

export interface QuantityFieldProps {
  value: number;
  max: number;
  onChange(value: number): void;
  /** One less than one takes it out. */
  onRemove?(): void;
}

export function QuantityField({ value, max, onChange, onRemove }: QuantityFieldProps) {
  const { t } = useI18n();
  const removes = value <= 1 && onRemove !== undefined;
  return (
    <fieldset
      aria-label={t('chat.basket.quantity')}
      className="inline-flex items-center rounded-m border-[1.5px] border-line"
    >
      <IconButton
        label={removes ? t('chat.basket.remove') : t('chat.basket.fewer')}
        disabled={value <= 1 && !removes}
        onClick={() => (removes ? onRemove() : onChange(value - 1))}
      >
        {removes ? <Trash2 size={18} /> : <Minus size={18} />}
      </IconButton>
      <span aria-live="polite" className="num min-w-7 text-center font-semibold">
        {value}
      </span>
      <IconButton label={t('chat.basket.more')} disabled={value >= max} onClick={() => onChange(value + 1)}>
        <Plus size={18} />
      </IconButton>
    </fieldset>
  );
}
