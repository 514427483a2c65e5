import { Lock, QrCode, Share2, ShoppingBag } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { ConversationId, ShopView } from '../../../protocol/index.ts';
import { Button, Dialog, Skeleton, showToast, useI18n, wordError } from '../../ui/index.ts';
import { api, codeOf } from '../app/api.ts';
import { LoadError } from '../app/LoadError.tsx';
import { shopKey } from '../app/pages.ts';
import { pathTo } from '../app/routes.ts';
import { useLoad } from '../app/use-load.ts';
import { PanelFrame, type PanelInside } from './ShopPanel.tsx';
import { ShopFacts, ShopHead } from './ShopProfile.tsx';

export function ProfilePanel({ conversationId, shop: member, isHome }: PanelInside) {
  const { t } = useI18n();
  const [, navigate] = useLocation();
  const { handle } = member;
  const { data: shop, error, reload } = useLoad(handle && shopKey(handle), () => api.shop(handle!));
  return (
    <PanelFrame title={t('chat.shop.profile')} conversationId={conversationId} isHome={isHome}>
      {shop ? (
        <div className="grid gap-5 pb-8">
          <ShopHead shop={shop} level={2} />
          <div className="grid gap-5 px-5">
            {shop.catalog_id && (
              <Button onClick={() => navigate(pathTo(conversationId, { name: 'shop', collectionId: null }))}>
                <ShoppingBag aria-hidden size={20} /> {t('chat.shop.catalogue')}
              </Button>
            )}
            <ShopFacts shop={shop} />
            <Readers name={shop.name} />
            <ShareNumber conversationId={conversationId} name={shop.name} />
            <ShareShop shop={shop} />
          </div>
        </div>
      ) : error ? (
        <LoadError error={error} onRetry={reload} />
      ) : (
        <Skeleton className="h-40 rounded-none" />
      )}
    </PanelFrame>
  );
}

/** Who can read this chat, in whole sentences. */
function Readers({ name }: { name: string }) {
  const { t } = useI18n();
  return (
    <section className="flex gap-3 rounded-m bg-sunken p-3 text-s">
      <Lock aria-hidden size={18} className="mt-0.5 flex-none text-soft" />
      <p>{t('chat.shop.readers_long', { name })}</p>
    </section>
  );
}

/** The number stays with the person until they press this. */
function ShareNumber({ conversationId, name }: { conversationId: ConversationId; name: string }) {
  const i18n = useI18n();
  const { t } = i18n;
  const [isAsking, setIsAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const share = async () => {
    setBusy(true);
    try {
      await api.sharePhone(conversationId);
      showToast({ text: t('chat.shop.number_shared') });
      setIsAsking(false);
    } catch (error) {
      showToast({ text: wordError(codeOf(error), i18n) });
    }
    setBusy(false);
  };
  return (
    <>
      <Button variant="secondary" onClick={() => setIsAsking(true)}>
        {t('chat.shop.share_number')}
      </Button>
      {isAsking && (
        <Dialog
          title={t('chat.shop.share_number')}
          onClose={() => setIsAsking(false)}
          footer={
            <>
              <Button busy={busy} onClick={share}>
                {t('chat.shop.share_number_yes')}
              </Button>
              <Button variant="secondary" onClick={() => setIsAsking(false)}>
                {t('common.cancel')}
              </Button>
            </>
          }
        >
          <p>{t('chat.shop.share_number_text', { name })}</p>
        </Dialog>
      )}
    </>
  );
}

/** The shop's link and code, to pass on. */
function ShareShop({ shop }: { shop: ShopView }) {
  const { t } = useI18n();
  const [isOpen, setIsOpen] = useState(false);
  const share = async () => {
    if (navigator.share) return navigator.share({ title: shop.name, url: shop.link_url }).catch(() => {});
    await navigator.clipboard.writeText(shop.link_url);
    showToast({ text: t('message.copied') });
  };
  return (
    <div className="flex gap-2">
      <Button variant="secondary" size="s" className="flex-1" onClick={() => void share()}>
        <Share2 aria-hidden size={18} /> {t('chat.shop.share')}
      </Button>
      <Button variant="secondary" size="s" className="flex-1" onClick={() => setIsOpen(true)}>
        <QrCode aria-hidden size={18} /> {t('chat.shop.code')}
      </Button>
      {isOpen && (
        <Dialog title={shop.name} onClose={() => setIsOpen(false)}>
          <img
            src={shop.qr_url}
            alt={t('chat.shop.code_alt', { name: shop.name })}
            className="mx-auto size-64 rounded-m bg-[#fff]"
          />
          <p dir="ltr" className="mt-3 select-all text-center text-s text-soft">
            {shop.link_url}
          </p>
        </Dialog>
      )}
    </div>
  );
}
