import { lazy, Suspense, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { useConversations } from '../../thread/index.ts';
import { cx, useI18n } from '../../ui/index.ts';
import { ConversationSkeleton } from '../conversation/ConversationSkeleton.tsx';
import { ChatList } from '../list/ChatList.tsx';
import { ChatClientProvider } from './chat-client.tsx';
import { Logo } from './Logo.tsx';
import { loadConversationPane } from './pages.ts';
import { type MessengerRoute, parseRoute } from './routes.ts';
import { useSession } from './session.ts';
import { useShortcuts } from './use-shortcuts.ts';

const ConversationPane = lazy(() =>
  loadConversationPane().then((module) => ({ default: module.ConversationPane })),
);
const ShopPanel = lazy(() =>
  import('../shop/ShopPanel.tsx').then((module) => ({ default: module.ShopPanel })),
);
const SettingsPage = lazy(() =>
  import('../settings/SettingsPage.tsx').then((module) => ({ default: module.SettingsPage })),
);
const WalletPage = lazy(() =>
  import('../settings/WalletPage.tsx').then((module) => ({ default: module.WalletPage })),
);
const ShortcutsDialog = lazy(() =>
  import('./ShortcutsDialog.tsx').then((module) => ({ default: module.ShortcutsDialog })),
);

/** List, conversation and context: one, two or three panes, as many as fit. */
export function Messenger() {
  const { account } = useSession();
  if (!account) return null;
  return (
    <ChatClientProvider accountId={account.account_id}>
      <Panes />
    </ChatClientProvider>
  );
}

function Panes() {
  const [path] = useLocation();
  const route = parseRoute(path);
  const [helpOpen, setHelpOpen] = useState(false);
  useShortcuts(route, () => setHelpOpen(true));
  useTitle(route);
  useEffect(preloadConversation, []);
  const { conversationId, page } = route;
  const hasMain = conversationId !== null || page !== null;
  return (
    <main className="relative grid h-dvh grid-cols-1 grid-rows-1 overflow-hidden two:grid-cols-[20rem_minmax(0,1fr)] three:grid-cols-[22rem_minmax(0,1fr)_auto]">
      <div className={cx('min-h-0 min-w-0 border-line border-e', hasMain && 'max-two:hidden')}>
        <ChatList selectedId={conversationId} onHelp={() => setHelpOpen(true)} />
      </div>
      <div className={cx('relative min-h-0 min-w-0', !hasMain && 'max-two:hidden')}>
        <MainPane route={route} />
      </div>
      {conversationId && <ContextPane route={route} />}
      {helpOpen && (
        <Suspense>
          <ShortcutsDialog onClose={() => setHelpOpen(false)} />
        </Suspense>
      )}
    </main>
  );
}

function MainPane({ route }: { route: MessengerRoute }) {
  const { conversationId, panel, page } = route;
  if (page) {
    return <Suspense fallback={null}>{page === 'settings' ? <SettingsPage /> : <WalletPage />}</Suspense>;
  }
  if (!conversationId) return <NothingChosen />;
  return (
    <div className="h-full max-three:data-covered:invisible" data-covered={panel ? '' : undefined}>
      <Suspense fallback={<ConversationSkeleton />}>
        <ConversationPane key={conversationId} id={conversationId} />
      </Suspense>
    </div>
  );
}

const idleMs = 5_000;

/** Whoever points at a chat fetches its pane; who does not gets it a little later, when nothing else is loading. */
function preloadConversation(): () => void {
  const timer = setTimeout(() => void loadConversationPane(), idleMs);
  return () => clearTimeout(timer);
}

/** Beside the conversation when there is room for three, over it when there is not. */
function ContextPane({ route }: { route: MessengerRoute }) {
  const { conversationId, panel } = route;
  if (!conversationId) return null;
  return (
    <div
      className={cx(
        'min-h-0 min-w-0 bg-panel max-three:absolute max-three:inset-0 max-three:z-10 two:max-three:start-80',
        'three:w-96 three:border-line three:border-s',
        !panel && 'max-three:hidden',
      )}
    >
      <Suspense fallback={null}>
        <ShopPanel conversationId={conversationId} panel={panel ?? { name: 'profile' }} isHome={!panel} />
      </Suspense>
    </div>
  );
}

function NothingChosen() {
  const { t } = useI18n();
  return (
    <div className="grid h-full place-items-center bg-paper">
      <div className="flex max-w-xs flex-col items-center gap-4 text-center text-soft">
        <Logo size={56} />
        <p>{t('chat.nothing_chosen')}</p>
        <p className="text-s">{t('chat.nothing_chosen_keys')}</p>
      </div>
    </div>
  );
}

/** "(2) Atelier Lune · Comptoir" */
function useTitle({ conversationId, page }: MessengerRoute): void {
  const { t } = useI18n();
  const conversations = useConversations();
  const unread = conversations.reduce((sum, { view }) => sum + (view.unread > 0 ? 1 : 0), 0);
  const view = conversations.find(({ id }) => id === conversationId)?.view;
  const name = page ? t(`chat.${page}.title`) : view?.members.find(({ member }) => member !== view.me)?.name;
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${name ? `${name} · ` : ''}Comptoir`;
  }, [unread, name]);
}
