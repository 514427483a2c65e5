import type { ReactNode } from 'react';
import { TextField, useI18n } from '../../ui/index.ts';
import { amountPlaceholder, readAmount } from './amounts.ts';

export interface AmountFieldProps {
  label: string;
  hideLabel?: boolean;
  currency: string;
  /** As typed; read it with `readAmount`. */
  value: string;
  onChange(text: string): void;
  error?: ReactNode;
  hint?: ReactNode;
  className?: string;
}

/** An amount of money as a merchant types it, with the currency beside it. */
export function AmountField({
  label,
  hideLabel = false,
  currency,
  value,
  onChange,
  ...rest
}: AmountFieldProps) {
  const { t, locale } = useI18n();
  const isWrong = readAmount(value, currency) === null;
  return (
    <TextField
      {...rest}
      label={label}
      hideLabel={hideLabel}
      inputMode="decimal"
      dir="ltr"
      placeholder={amountPlaceholder(currency, locale)}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onFocus={(event) => event.target.select()}
      error={rest.error ?? (isWrong ? t('console.amount_wrong') : undefined)}
      after={<span className="text-soft text-s">{currency}</span>}
      inputClassName="num text-end"
    />
  );
}
