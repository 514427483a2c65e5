import { Send, ShoppingBasket } from 'lucide-react';
import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { type Cart, limits, newId } from '../../../protocol/index.ts';
import { useClient } from '../../thread/index.ts';
import {
  Button,
  EmptyState,
  Money,
  ProductPicture,
  Skeleton,
  showToast,
  useI18n,
  wordError,
  wordOptions,
} from '../../ui/index.ts';
import { codeOf } from '../app/api.ts';
import { LoadError } from '../app/LoadError.tsx';
import { pathTo } from '../app/routes.ts';
import { QuantityField } from './QuantityField.tsx';
import { PanelFrame, type PanelInside } from './ShopPanel.tsx';
import { type CartHandle, useCart } from './use-cart.ts';

export function BasketPanel({ conversationId, shop }: PanelInside) {
  const { t } = useI18n();
  const [, navigate] = useLocation();
  const cart = useCart(shop.business_account_id!);
  const [note, setNote] = useState('');
  const lines = cart.cart?.lines ?? [];
  return (
    <PanelFrame
      title={t('chat.basket.title')}
      conversationId={conversationId}
      footer={
        lines.length > 0 && <OrderBar conversationId={conversationId} shop={shop} cart={cart} note={note} />
      }
    >
      {!cart.cart && cart.error ? (
        <LoadError error={cart.error} onRetry={cart.reload} />
      ) : !cart.cart ? (
        <Skeleton className="m-5 h-24" />
      ) : lines.length === 0 ? (
        <EmptyState
          icon={<ShoppingBasket size={28} />}
          title={t('chat.basket.empty')}
          text={t('chat.basket.empty_text')}
          action={
            <Button onClick={() => navigate(pathTo(conversationId, { name: 'shop', collectionId: null }))}>
              {t('chat.basket.look_around')}
            </Button>
          }
        />
      ) : (
        <div className="px-5 pb-6">
          <ul>
            {lines.map((line) => (
              <Line key={line.sku} line={line} cart={cart} />
            ))}
          </ul>
          <label className="mt-4 flex flex-col gap-1.5">
            <span className="font-semibold text-s">{t('chat.basket.note')}</span>
            <textarea
              dir="auto"
              rows={2}
              value={note}
              maxLength={limits.orderNoteCharsMax}
              placeholder={t('chat.basket.note_hint')}
              onChange={(event) => setNote(event.target.value)}
              className="rounded-m border-[1.5px] border-line-strong bg-panel px-3 py-2 placeholder:text-soft"
            />
          </label>
        </div>
      )}
    </PanelFrame>
  );
}

function Line({ line, cart }: { line: Cart['lines'][number]; cart: CartHandle }) {
  const i18n = useI18n();
  const { t } = i18n;
  const remove = () => {
    const before = cart.cart!.lines.map(({ sku, quantity }) => ({ sku, quantity }));
    cart.setQuantity(line.sku, 0);
    showToast({
      text: t('chat.basket.removed', { title: line.title }),
      action: { label: t('common.undo'), run: () => cart.setLines(before) },
    });
  };
  return (
    <li className="flex gap-3 border-line border-b border-dashed py-3.5">
      <ProductPicture decorative picture={line.picture} className="size-18 flex-none rounded-m" />
      <div className="min-w-0 flex-1">
        <p className="font-semibold">
          <bdi>{line.title}</bdi>
        </p>
        <p className="text-soft text-s">
          <bdi>{wordOptions(line.options)}</bdi>
        </p>
        {line.problem && (
          <p role="alert" className="text-bad text-s">
            {wordError(line.problem, i18n)}
          </p>
        )}
        <div className="mt-2 flex items-center justify-between gap-2">
          <QuantityField
            value={line.quantity}
            max={Math.min(line.available ?? 99, 99)}
            onChange={(quantity) => cart.setQuantity(line.sku, quantity)}
            onRemove={remove}
          />
          <Money value={line.total} className="font-semibold" />
        </div>
      </div>
    </li>
  );
}

interface OrderBarProps extends PanelInside {
  cart: CartHandle;
  note: string;
}

/** The total and the button that sends it. A lost answer is asked for again under the same id: one order, not two. */
function OrderBar({ conversationId, cart, note }: OrderBarProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const client = useClient();
  const [, navigate] = useLocation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const attempt = useRef<{ id: ReturnType<typeof newId<'message'>>; of: Cart | null }>(null);
  const { cart: present, isSaving } = cart;
  if (!present) return null;
  const send = async () => {
    if (attempt.current?.of !== present) attempt.current = { id: newId('message'), of: present };
    setBusy(true);
    setError(null);
    try {
      const lines = present.lines.map(({ sku, quantity }) => ({ sku, quantity }));
      const text = note.trim();
      await client.placeOrder(conversationId, lines, { id: attempt.current.id, ...(text ? { text } : {}) });
      cart.setLines([]);
      navigate(pathTo(conversationId), { replace: true });
    } catch (fault) {
      setError(wordError(codeOf(fault), i18n));
      cart.reload();
      setBusy(false);
    }
  };
  return (
    <div className="flex flex-col gap-2">
      <p className="flex items-baseline justify-between">
        <span className="font-semibold">{t('chat.basket.total')}</span>
        <Money value={present.total} className="font-bold text-xl" />
      </p>
      {error && (
        <p role="alert" className="text-bad text-s">
          {error}
        </p>
      )}
      <Button
        wide
        busy={busy}
        disabled={isSaving || present.lines.some((line) => line.problem)}
        onClick={send}
      >
        <Send aria-hidden size={18} className="rtl:-scale-x-100" /> {t('chat.basket.send')}
      </Button>
      <p className="text-center text-soft text-xs">{t('chat.basket.not_paid_yet')}</p>
    </div>
  );
}
