import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ConversationId, MemberView } from '../../../protocol/index.ts';
import { useConversation } from '../../thread/index.ts';
import { IconButton, useI18n } from '../../ui/index.ts';
import { useGoBack, useKeptScroll } from '../app/navigation.ts';
import { type Panel, pathTo } from '../app/routes.ts';
import { otherOf } from '../list/filter.ts';
import { BasketPanel } from './BasketPanel.tsx';
import { CataloguePanel } from './CataloguePanel.tsx';
import { ProductPanel } from './ProductPanel.tsx';
import { ProfilePanel } from './ProfilePanel.tsx';

export interface ShopPanelProps {
  conversationId: ConversationId;
  panel: Panel;
  /** Shown because there is room, not because it was asked for: nothing to go back from. */
  isHome: boolean;
}

/** The shop beside its chat: profile, catalogue, product, basket. */
export function ShopPanel({ conversationId, panel, isHome }: ShopPanelProps) {
  const conversation = useConversation(conversationId);
  const shop = conversation ? otherOf(conversation) : undefined;
  if (!shop) return null;
  const inside = { conversationId, shop, isHome };
  switch (panel.name) {
    case 'profile':
      return <ProfilePanel {...inside} />;
    case 'shop':
      return <CataloguePanel {...inside} collectionId={panel.collectionId} />;
    case 'product':
      return <ProductPanel key={panel.productId} {...inside} productId={panel.productId} />;
    case 'basket':
      return <BasketPanel {...inside} />;
  }
}

/** What every panel gets. */
export interface PanelInside {
  conversationId: ConversationId;
  shop: MemberView;
  isHome?: boolean;
}

export interface PanelFrameProps {
  title: string;
  conversationId: ConversationId;
  isHome?: boolean | undefined;
  /** Where one was in it is found again under this key. */
  scrollKey?: string;
  /** Buttons beside the title. */
  actions?: ReactNode;
  footer?: ReactNode;
  children: ReactNode;
}

/** Head with the way back, what scrolls, and what stays below it. */
export function PanelFrame(props: PanelFrameProps) {
  const { title, conversationId, isHome = false, scrollKey, actions, footer, children } = props;
  const { t } = useI18n();
  const goBack = useGoBack(pathTo(conversationId));
  const scroller = useKeptScroll(scrollKey);
  return (
    <section aria-label={title} className="flex h-full flex-col">
      <header className="flex min-h-15 items-center gap-1 border-line border-b px-1.5">
        {!isHome && (
          <IconButton label={t('common.back')} onClick={goBack}>
            <ArrowLeft size={22} className="rtl:-scale-x-100" />
          </IconButton>
        )}
        <h1 className="min-w-0 flex-1 truncate px-2 font-semibold text-l">
          <bdi>{title}</bdi>
        </h1>
        {actions}
      </header>
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        {children}
      </div>
      {footer && (
        <footer className="border-line border-t px-4 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
          {footer}
        </footer>
      )}
    </section>
  );
}
