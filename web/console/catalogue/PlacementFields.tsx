import { X } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import type { ConsoleCatalog } from '../../../protocol/index.ts';
import { Segmented, TextField, useI18n } from '../../ui/index.ts';
import type { ProductDraft } from './product-draft.ts';
import type { FieldsProps } from './WordsFields.tsx';

/** Where the product stands: shown or hidden, in which collections, by whom. */
export function PlacementFields({ draft, catalog, onChange }: FieldsProps & { catalog: ConsoleCatalog }) {
  const { t } = useI18n();
  return (
    <div className="flex flex-col gap-4">
      <div>
        <p className="mb-1.5 font-semibold text-s">{t('console.product.state')}</p>
        <Segmented<ProductDraft['state']>
          label={t('console.product.state')}
          value={draft.state}
          onChange={(state) => onChange({ state })}
          items={[
            { key: 'active', label: t('console.catalogue.active') },
            { key: 'hidden', label: t('console.catalogue.hidden') },
          ]}
        />
      </div>
      <CollectionsField draft={draft} catalog={catalog} onChange={onChange} />
      <TextField
        label={t('console.product.brand')}
        maxLength={100}
        value={draft.brand}
        onChange={(event) => onChange({ brand: event.target.value })}
      />
      <TextField
        label={t('console.product.type')}
        maxLength={250}
        value={draft.productType}
        onChange={(event) => onChange({ productType: event.target.value })}
      />
      <label className="flex flex-col gap-1.5">
        <span className="font-semibold text-s">{t('console.product.condition')}</span>
        <select
          value={draft.condition}
          onChange={(event) => onChange({ condition: event.target.value as ProductDraft['condition'] })}
          className="min-h-11 rounded-m border-[1.5px] border-line-strong bg-panel px-3"
        >
          <option value="new">{t('console.condition.new')}</option>
          <option value="refurbished">{t('console.condition.refurbished')}</option>
          <option value="used">{t('console.condition.used')}</option>
        </select>
      </label>
      <TextField
        label={t('console.product.link')}
        type="url"
        dir="ltr"
        placeholder="https://"
        value={draft.link}
        onChange={(event) => onChange({ link: event.target.value })}
      />
    </div>
  );
}

function CollectionsField({ draft, catalog, onChange }: FieldsProps & { catalog: ConsoleCatalog }) {
  const { t } = useI18n();
  const listId = useId();
  const [text, setText] = useState('');
  const others = catalog.collections.filter(({ title }) => !draft.collections.includes(title));
  const add = (title: string) => {
    const clean = title.trim();
    if (clean && !draft.collections.includes(clean)) onChange({ collections: [...draft.collections, clean] });
    setText('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ',') return;
    event.preventDefault();
    add(text);
  };
  const type = (value: string) => {
    // A choice from the list arrives whole, without a key.
    if (others.some(({ title }) => title === value)) add(value);
    else setText(value);
  };
  return (
    <div>
      <TextField
        label={t('console.collections')}
        hint={t('console.product.collections_text')}
        list={listId}
        value={text}
        onChange={(event) => type(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => add(text)}
      />
      <datalist id={listId}>
        {others.map(({ collection_id, title }) => (
          <option key={collection_id} value={title} />
        ))}
      </datalist>
      {draft.collections.length > 0 && (
        <ul className="mt-2 flex flex-wrap gap-1.5">
          {draft.collections.map((title) => (
            <li key={title} className="flex items-center rounded-full bg-brass-tint ps-3 text-s">
              <bdi>{title}</bdi>
              <button
                type="button"
                aria-label={t('console.product.collection_remove', { title })}
                onClick={() => onChange({ collections: draft.collections.filter((each) => each !== title) })}
                className="grid size-8 place-items-center rounded-full hover:bg-sunken pointer-coarse:size-11"
              >
                <X aria-hidden size={14} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
