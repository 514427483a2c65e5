import { Check, Search } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { type ProductCard as Card, type CatalogId, type Content, limits } from '../../../protocol/index.ts';
import {
  Button,
  cx,
  Dialog,
  EmptyState,
  Price,
  ProductPicture,
  Skeleton,
  Tabs,
  TextField,
  useI18n,
} from '../../ui/index.ts';
import { useResource } from '../base/resource.ts';
import { api, useSession } from '../session.tsx';
import { FaultState } from '../shell/Page.tsx';

export interface ProductPickerProps {
  onSend(content: Content): void;
  onClose(): void;
}

/** Products to send: one goes as itself, several as a selection with a title. */
export function ProductPicker({ onSend, onClose }: ProductPickerProps) {
  const { t } = useI18n();
  const catalogId = useSession().staff.shop.catalog_id!;
  const [text, setText] = useState('');
  const [collectionId, setCollectionId] = useState('');
  const [chosen, setChosen] = useState<Card[]>([]);
  const [title, setTitle] = useState('');
  const toggle = (card: Card) => {
    const isChosen = chosen.some(({ sku }) => sku === card.sku);
    if (isChosen) setChosen(chosen.filter(({ sku }) => sku !== card.sku));
    else if (chosen.length < limits.productListProductsMax) setChosen([...chosen, card]);
  };
  const send = () =>
    onSend(toContent(catalogId, chosen, title.trim() || t('console.products.title_standard')));
  return (
    <Dialog
      title={t('console.composer.products')}
      kind="sheet"
      size="m"
      onClose={onClose}
      footer={<SendBar chosen={chosen} title={title} onTitle={setTitle} onSend={send} />}
    >
      <div className="sticky top-0 z-1 flex flex-col gap-2 bg-panel pb-3">
        <TextField
          label={t('console.products.search')}
          hideLabel
          type="search"
          placeholder={t('console.products.search')}
          before={<Search aria-hidden size={17} className="text-soft" />}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <CollectionTabs catalogId={catalogId} value={collectionId} onChange={setCollectionId} />
      </div>
      <Products
        catalogId={catalogId}
        text={text}
        collectionId={collectionId}
        chosen={chosen}
        onToggle={toggle}
      />
    </Dialog>
  );
}

function SendBar({ chosen, title, onTitle, onSend }: SendBarProps) {
  const { t } = useI18n();
  return (
    <div className="flex w-full flex-wrap items-end gap-2">
      {chosen.length > 1 && (
        <TextField
          label={t('console.products.title')}
          placeholder={t('console.products.title_standard')}
          maxLength={limits.interactiveBodyCharsMax}
          value={title}
          onChange={(event) => onTitle(event.target.value)}
          className="min-w-52 flex-1"
        />
      )}
      <Button disabled={chosen.length === 0} onClick={onSend} wide={chosen.length < 2}>
        {chosen.length === 0
          ? t('console.products.choose')
          : t('console.products.send', { count: chosen.length })}
      </Button>
    </div>
  );
}

interface SendBarProps {
  chosen: Card[];
  title: string;
  onTitle(title: string): void;
  onSend(): void;
}

interface CollectionTabsProps {
  catalogId: CatalogId;
  value: string;
  onChange(collectionId: string): void;
}

function CollectionTabs({ catalogId, value, onChange }: CollectionTabsProps) {
  const { t, locale } = useI18n();
  const { data } = useResource(`collections ${locale}`, () => api.collections(catalogId, locale));
  const collections = data?.collections ?? [];
  if (collections.length === 0) return null;
  return (
    <Tabs<string>
      label={t('console.collections')}
      value={value}
      onChange={onChange}
      items={[
        { key: '', label: t('console.products.all') },
        ...collections.map(({ collection_id, title }) => ({ key: collection_id, label: <bdi>{title}</bdi> })),
      ]}
    />
  );
}

interface ProductsProps {
  catalogId: CatalogId;
  text: string;
  collectionId: string;
  chosen: Card[];
  onToggle(card: Card): void;
}

function Products({ catalogId, text, collectionId, chosen, onToggle }: ProductsProps) {
  const { t, locale } = useI18n();
  const query = useDeferredValue(text.trim());
  const page = useResource(`picker ${locale} ${collectionId} ${query}`, () =>
    api.products(catalogId, { query, collection_id: collectionId, limit: 60, language: locale }),
  );
  if (page.fault) return <FaultState fault={page.fault} onRetry={page.reload} />;
  if (!page.data) {
    return (
      <div className={gridLook}>
        {[0, 1, 2, 3, 4, 5].map((key) => (
          <Skeleton key={key} className="h-48 rounded-l" />
        ))}
      </div>
    );
  }
  if (page.data.products.length === 0) return <EmptyState title={t('console.products.none')} />;
  return (
    <ul className={gridLook}>
      {page.data.products.map((card) => (
        <li key={card.product_id}>
          <PickCard
            card={card}
            number={chosen.findIndex(({ sku }) => sku === card.sku) + 1}
            isOnly={chosen.length === 1}
            onToggle={onToggle}
          />
        </li>
      ))}
    </ul>
  );
}

const gridLook = 'grid min-h-80 grid-cols-2 content-start gap-2.5 two:grid-cols-3';

/** `number` is its place in the selection, 0 outside of it. */
function PickCard({ card, number, isOnly, onToggle }: PickCardProps) {
  const { t } = useI18n();
  return (
    <label
      className={cx(
        'relative flex h-full flex-col overflow-hidden rounded-l bg-panel has-focus-visible:outline-2 has-focus-visible:outline-petrol',
        number > 0 ? 'outline-2 outline-petrol' : 'outline-1 outline-line hover:outline-line-strong',
      )}
    >
      <input type="checkbox" className="sr-only" checked={number > 0} onChange={() => onToggle(card)} />
      <ProductPicture decorative picture={card.picture} className="aspect-[6/5] w-full" />
      <span className="flex flex-1 flex-col px-2.5 py-2">
        <span dir="auto" className="line-clamp-2 font-semibold text-s">
          {card.title}
        </span>
        <span className="mt-auto text-s">
          <Price price={card.price_from} regularPrice={card.regular_price} priceVaries={card.price_varies} />
        </span>
        {card.sold_out && <span className="text-soft text-xs">{t('shop.sold_out')}</span>}
      </span>
      {number > 0 && (
        <span
          aria-hidden
          className="num absolute end-2 top-2 grid size-7 animate-appear place-items-center rounded-full bg-petrol font-bold text-on-petrol text-s"
        >
          {isOnly ? <Check size={16} strokeWidth={3} /> : number}
        </span>
      )}
    </label>
  );
}

interface PickCardProps {
  card: Card;
  number: number;
  isOnly: boolean;
  onToggle(card: Card): void;
}

function toContent(catalogId: CatalogId, chosen: Card[], title: string): Content {
  const [first] = chosen;
  if (chosen.length === 1 && first) return { type: 'product', catalog_id: catalogId, sku: first.sku };
  return {
    type: 'product_list',
    catalog_id: catalogId,
    body: title,
    sections: [{ skus: chosen.map(({ sku }) => sku) }],
  };
}
