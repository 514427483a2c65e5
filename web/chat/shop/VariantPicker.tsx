import type { Product } from '../../../protocol/index.ts';
import { cx, useI18n } from '../../ui/index.ts';
import { type Choice, chooseOption, listAxes, type OptionValue } from './variants.ts';

export interface VariantPickerProps {
  product: Product;
  choice: Choice;
  onChange(choice: Choice): void;
}

/** One row for each axis. What cannot be had with the other choices is drawn so, and still leads somewhere. */
export function VariantPicker({ product, choice, onChange }: VariantPickerProps) {
  return listAxes(product, choice).map((axis) => (
    <fieldset key={axis.name}>
      <legend className="mb-1.5 text-s">
        <span className="font-semibold">
          <bdi>{axis.name}</bdi>
        </span>{' '}
        <span className="text-soft">
          <bdi>{choice[axis.name]}</bdi>
        </span>
      </legend>
      <div className="flex flex-wrap gap-2">
        {axis.values.map((option) => (
          <OptionButton
            key={option.value}
            axis={axis.name}
            option={option}
            onChoose={() => onChange(chooseOption(product, choice, { name: axis.name, value: option.value }))}
          />
        ))}
      </div>
    </fieldset>
  ));
}

function OptionButton({ axis, option, onChoose }: { axis: string; option: OptionValue; onChoose(): void }) {
  const { t } = useI18n();
  const { value, isChosen, state } = option;
  return (
    <label
      className={cx(
        'relative grid min-h-11 place-items-center rounded-m border-[1.5px] px-4 transition-colors duration-150',
        'has-focus-visible:outline-2 has-focus-visible:outline-petrol has-focus-visible:outline-offset-2',
        isChosen ? 'border-petrol bg-tint font-semibold' : 'border-line-strong hover:bg-sunken',
        state !== 'available' && 'border-dashed text-soft line-through',
      )}
    >
      <input
        type="radio"
        name={`option-${axis}`}
        className="sr-only"
        checked={isChosen}
        onChange={onChoose}
      />
      <bdi>{value}</bdi>
      {state === 'sold_out' && <span className="sr-only">, {t('shop.sold_out')}</span>}
      {state === 'none' && <span className="sr-only">, {t('chat.shop.not_together')}</span>}
    </label>
  );
}
