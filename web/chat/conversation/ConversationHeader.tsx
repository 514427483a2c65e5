import { ArrowLeft, BadgeCheck, ShoppingBasket, Store } from 'lucide-react';
import { useLocation } from 'wouter';
import type { ConversationId, MemberView } from '../../../protocol/index.ts';
import { Avatar, IconButton, useI18n } from '../../ui/index.ts';
import { useGoBack } from '../app/navigation.ts';
import { pathTo } from '../app/routes.ts';
import { useCart } from '../shop/use-cart.ts';

/** Who it is, and who can read it: said plainly, on every chat. */
export function ConversationHeader({ id, other }: { id: ConversationId; other: MemberView }) {
  const { t } = useI18n();
  const [, navigate] = useLocation();
  const goBack = useGoBack('/');
  return (
    <header className="border-line border-b bg-panel">
      <h1 className="sr-only">{other.name}</h1>
      <div className="flex items-center gap-1 px-1.5 pt-1.5 two:px-3 two:pb-1.5">
        <IconButton label={t('chat.to_chats')} onClick={goBack} className="two:hidden">
          <ArrowLeft size={22} className="rtl:-scale-x-100" />
        </IconButton>
        <button
          type="button"
          onClick={() => navigate(pathTo(id, { name: 'profile' }))}
          className="flex min-w-0 flex-1 items-center gap-3 rounded-m p-1 text-start hover:bg-sunken"
        >
          <Avatar
            name={other.name}
            url={other.avatar_url}
            shape={other.role === 'business' ? 'square' : 'round'}
          />
          <span className="min-w-0">
            <span className="flex items-center gap-1.5 font-semibold text-l leading-snug">
              <span className="truncate">
                <bdi>{other.name}</bdi>
              </span>
              {other.verified && (
                <BadgeCheck
                  size={18}
                  className="flex-none text-petrol"
                  role="img"
                  aria-label={t('chat.shop.verified')}
                />
              )}
            </span>
            <span className="block text-soft text-xs max-two:hidden">
              {t('chat.conversation.readers', { name: other.name })}
            </span>
          </span>
        </button>
        {other.catalog_id && (
          <IconButton
            label={t('chat.shop.catalogue')}
            onClick={() => navigate(pathTo(id, { name: 'shop', collectionId: null }))}
          >
            <Store size={22} />
          </IconButton>
        )}
        {other.business_account_id && <BasketButton id={id} businessId={other.business_account_id} />}
      </div>
      <p className="px-4 pb-1.5 text-soft text-xs two:hidden">
        {t('chat.conversation.readers', { name: other.name })}
      </p>
    </header>
  );
}

function BasketButton({
  id,
  businessId,
}: {
  id: ConversationId;
  businessId: NonNullable<MemberView['business_account_id']>;
}) {
  const { t } = useI18n();
  const [, navigate] = useLocation();
  const { count } = useCart(businessId);
  return (
    <span className="relative">
      <IconButton
        label={count > 0 ? t('chat.basket.open_count', { count }) : t('chat.basket.title')}
        onClick={() => navigate(pathTo(id, { name: 'basket' }))}
      >
        <ShoppingBasket size={22} />
      </IconButton>
      {count > 0 && (
        <span
          aria-hidden
          className="num pointer-events-none absolute end-0 top-0 grid min-w-5 place-items-center rounded-full bg-petrol px-1 font-bold text-on-petrol text-xs"
        >
          {count}
        </span>
      )}
    </span>
  );
}
