import { Plus, Trash2, X } from 'lucide-react';
import { useId, useState } from 'react';
import { limits } from '../../../protocol/index.ts';
import { Button, cx, IconButton, TextField, useI18n } from '../../ui/index.ts';
import { amountPlaceholder, readAmount } from '../base/amounts.ts';
import { newVariant, optionValues, type ProductDraft, type VariantDraft } from './product-draft.ts';
import type { FieldsProps } from './WordsFields.tsx';

export interface VariantsFieldProps extends FieldsProps {
  currency: string;
  /** Saving was tried: what is missing is marked. */
  isTried: boolean;
}

/** What can be chosen, and a row for each thing that is sold with its price and stock. */
export function VariantsField({ draft, currency, isTried, onChange }: VariantsFieldProps) {
  const { t } = useI18n();
  const { variants } = draft;
  const put = (key: string, change: Partial<VariantDraft>) =>
    onChange({ variants: variants.map((each) => (each.key === key ? { ...each, ...change } : each)) });
  return (
    <div className="flex flex-col gap-4">
      <OptionNames draft={draft} onChange={onChange} />
      <ul className="flex flex-col gap-3">
        {variants.map((variant, index) => (
          <VariantRow
            key={variant.key}
            draft={draft}
            variant={variant}
            number={index + 1}
            currency={currency}
            isTried={isTried}
            onChange={(change) => put(variant.key, change)}
            onRemove={
              variants.length > 1
                ? () => onChange({ variants: variants.filter(({ key }) => key !== variant.key) })
                : null
            }
          />
        ))}
      </ul>
      {draft.optionNames.length > 0 && variants.length < limits.productVariantsMax && (
        <Button
          variant="secondary"
          size="s"
          className="self-start"
          onClick={() => onChange({ variants: [...variants, newVariant(variants.at(-1))] })}
        >
          <Plus aria-hidden size={16} />
          {t('console.product.add_variant')}
        </Button>
      )}
    </div>
  );
}

/** "Colour", "Size": what people choose between. */
function OptionNames({ draft, onChange }: FieldsProps) {
  const { t } = useI18n();
  const [text, setText] = useState('');
  const { optionNames } = draft;
  const add = () => {
    const name = text.trim();
    if (name && !optionNames.includes(name)) onChange({ optionNames: [...optionNames, name] });
    setText('');
  };
  return (
    <div className="flex flex-wrap items-end gap-2">
      {optionNames.map((name) => (
        <span key={name} className="flex items-center self-center rounded-full bg-sunken ps-3.5">
          <bdi>{name}</bdi>
          <button
            type="button"
            aria-label={t('console.product.option_remove', { name })}
            onClick={() => onChange(withoutOption(draft, name))}
            className="grid size-9 place-items-center rounded-full hover:bg-line pointer-coarse:size-11"
          >
            <X aria-hidden size={15} />
          </button>
        </span>
      ))}
      {optionNames.length < limits.productOptionsMax && (
        <>
          <TextField
            label={t('console.product.option_name')}
            hideLabel
            placeholder={t('console.product.option_name')}
            maxLength={50}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              add();
            }}
            className="w-60"
          />
          <Button variant="quiet" disabled={!text.trim()} onClick={add}>
            {t('console.product.option_add')}
          </Button>
        </>
      )}
    </div>
  );
}

interface VariantRowProps {
  draft: ProductDraft;
  variant: VariantDraft;
  number: number;
  currency: string;
  isTried: boolean;
  onChange(change: Partial<VariantDraft>): void;
  onRemove: (() => void) | null;
}

function VariantRow({ draft, variant, number, currency, isTried, onChange, onRemove }: VariantRowProps) {
  const { t, locale } = useI18n();
  const placeholder = amountPlaceholder(currency, locale);
  const isAmount = (text: string) => readAmount(text, currency) !== null;
  return (
    <li className="rounded-m border-[1.5px] border-line p-3">
      <fieldset>
        <legend className="sr-only">{t('console.product.variant_number', { number })}</legend>
        <div className="grid grid-cols-2 items-end gap-x-2.5 gap-y-2 two:grid-cols-4">
          {draft.optionNames.map((name) => (
            <OptionField
              key={name}
              draft={draft}
              variant={variant}
              name={name}
              isTried={isTried}
              onChange={onChange}
            />
          ))}
          <Small
            label={`${t('console.product.price')} (${currency})`}
            value={variant.price}
            placeholder={placeholder}
            isWrong={!isAmount(variant.price) || (isTried && !variant.price.trim())}
            onChange={(price) => onChange({ price })}
          />
          <Small
            label={t('console.product.sale')}
            value={variant.sale}
            placeholder="–"
            isWrong={!isAmount(variant.sale)}
            onChange={(sale) => onChange({ sale })}
          />
          <Small
            label={t('console.stock.on_hand')}
            value={variant.onHand}
            placeholder="∞"
            isWrong={!/^\d{0,9}$/.test(variant.onHand.trim())}
            note={variant.reserved > 0 ? t('console.stock.promised_count', { count: variant.reserved }) : ''}
            onChange={(onHand) => onChange({ onHand })}
          />
          <Small
            label={t('console.product.sku')}
            value={variant.sku}
            placeholder={t('console.product.sku_made')}
            isText
            onChange={(sku) => onChange({ sku })}
          />
          <Small
            label="GTIN"
            value={variant.gtin}
            placeholder="–"
            isText
            onChange={(gtin) => onChange({ gtin })}
          />
          <PictureChoice draft={draft} variant={variant} onChange={onChange} />
          {onRemove && (
            <IconButton
              label={t('console.product.variant_remove', { number })}
              onClick={onRemove}
              className="justify-self-end"
            >
              <Trash2 size={18} />
            </IconButton>
          )}
        </div>
      </fieldset>
    </li>
  );
}

type OptionFieldProps = Pick<VariantRowProps, 'draft' | 'variant' | 'isTried' | 'onChange'> & {
  name: string;
};

function OptionField({ draft, variant, name, isTried, onChange }: OptionFieldProps) {
  const listId = useId();
  const value = variant.options[name] ?? '';
  return (
    <>
      <Small
        label={name}
        value={value}
        isText
        list={listId}
        isWrong={isTried && !value.trim()}
        onChange={(next) => onChange({ options: { ...variant.options, [name]: next } })}
      />
      <datalist id={listId}>
        {optionValues(draft, name).map((known) => (
          <option key={known} value={known} />
        ))}
      </datalist>
    </>
  );
}

/** Which picture shows when this variant is chosen; the product's first unless said. */
function PictureChoice({
  draft,
  variant,
  onChange,
}: Pick<VariantRowProps, 'draft' | 'variant' | 'onChange'>) {
  const { t } = useI18n();
  if (draft.pictures.length < 2 || draft.optionNames.length === 0) return null;
  return (
    <label className="flex flex-col gap-1 text-xs">
      <span className="text-soft">{t('console.product.picture')}</span>
      <select
        dir="auto"
        value={variant.pictureSource ?? ''}
        onChange={(event) => onChange({ pictureSource: event.target.value || null })}
        className="min-h-10 rounded-s border-[1.5px] border-line-strong bg-panel px-2 text-s pointer-coarse:min-h-11"
      >
        <option value="">{t('console.product.picture_first')}</option>
        {draft.pictures.map(({ source, alt }, index) => (
          <option key={source} value={source}>
            {index + 1}. {alt}
          </option>
        ))}
      </select>
    </label>
  );
}

interface SmallProps {
  label: string;
  value: string;
  onChange(text: string): void;
  placeholder?: string;
  isWrong?: boolean;
  isText?: boolean;
  list?: string;
  note?: string;
}

/** A small field in a row of many. */
function Small({
  label,
  value,
  onChange,
  placeholder,
  isWrong = false,
  isText = false,
  list,
  note,
}: SmallProps) {
  return (
    <label className="flex min-w-0 flex-col gap-1 text-xs">
      <span dir="auto" className="truncate text-soft">
        {label}
        {note && ` · ${note}`}
      </span>
      <input
        dir={isText ? 'auto' : 'ltr'}
        inputMode={isText ? 'text' : 'decimal'}
        value={value}
        placeholder={placeholder}
        list={list}
        aria-invalid={isWrong || undefined}
        onChange={(event) => onChange(event.target.value)}
        className={cx(
          'num min-h-10 w-full rounded-s border-[1.5px] bg-panel px-2 text-s placeholder:text-soft pointer-coarse:min-h-11',
          isWrong ? 'border-bad' : 'border-line-strong',
          !isText && 'text-end',
        )}
      />
    </label>
  );
}

function withoutOption(draft: ProductDraft, name: string): Partial<ProductDraft> {
  const variants = draft.variants.map((variant) => {
    const { [name]: _, ...options } = variant.options;
    return { ...variant, options };
  });
  return { optionNames: draft.optionNames.filter((each) => each !== name), variants };
}
