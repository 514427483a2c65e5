import { lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { Redirect, Route, Router, Switch } from 'wouter';
import type { Client } from '../../client/index.ts';
import type { CatalogId, StaffView } from '../../protocol/index.ts';
import { ClientProvider } from '../thread/index.ts';
import { Button, ChatDataProvider, EmptyState, ToastRegion, useI18n, wordError } from '../ui/index.ts';
import { clearResources } from './base/resource.ts';
import { type Live, openLive } from './live.ts';
import { api, SessionProvider } from './session.tsx';
import { PageSkeleton } from './shell/Page.tsx';
import { Shell } from './shell/Shell.tsx';
import { SignInPage } from './sign-in/SignInPage.tsx';

const InboxPage = lazy(() => import('./inbox/InboxPage.tsx').then((file) => ({ default: file.InboxPage })));
const OrdersPage = lazy(() =>
  import('./orders/OrdersPage.tsx').then((file) => ({ default: file.OrdersPage })),
);
const CataloguePage = lazy(() =>
  import('./catalogue/CataloguePage.tsx').then((file) => ({ default: file.CataloguePage })),
);
const WalletPage = lazy(() =>
  import('./wallet/WalletPage.tsx').then((file) => ({ default: file.WalletPage })),
);
const ShopPage = lazy(() => import('./shop/ShopPage.tsx').then((file) => ({ default: file.ShopPage })));
const PosterPage = lazy(() => import('./shop/PosterPage.tsx').then((file) => ({ default: file.PosterPage })));
const TeamPage = lazy(() => import('./shop/TeamPage.tsx').then((file) => ({ default: file.TeamPage })));
const DevelopersPage = lazy(() =>
  import('./developers/DevelopersPage.tsx').then((file) => ({ default: file.DevelopersPage })),
);
const AccountPage = lazy(() =>
  import('./account/AccountPage.tsx').then((file) => ({ default: file.AccountPage })),
);
const MorePage = lazy(() => import('./account/MorePage.tsx').then((file) => ({ default: file.MorePage })));

type State =
  | { kind: 'asking' }
  | { kind: 'unreached' }
  | { kind: 'out' }
  | { kind: 'in'; staff: StaffView; live: Live };

export function App() {
  const [state, setState] = useState<State>({ kind: 'asking' });
  const leave = useCallback(() => {
    clearResources();
    setState((present) => {
      if (present.kind === 'in') present.live.close(true);
      return { kind: 'out' };
    });
  }, []);
  const enter = useCallback(
    (staff: StaffView) => setState({ kind: 'in', staff, live: openLive(staff.shop.account_id, leave) }),
    [leave],
  );
  const ask = useCallback(() => {
    api
      .session()
      .then(({ staff }) => (staff ? enter(staff) : setState({ kind: 'out' })))
      .catch(() => setState({ kind: 'unreached' }));
  }, [enter]);
  useEffect(ask, [ask]);
  return (
    <>
      {state.kind === 'unreached' && <Unreached onRetry={ask} />}
      {state.kind === 'out' && <SignInPage onSignedIn={enter} />}
      {state.kind === 'in' && <Console staff={state.staff} client={state.live.client} onOut={leave} />}
      <ToastRegion />
    </>
  );
}

interface ConsoleProps {
  staff: StaffView;
  client: Client;
  onOut(): void;
}

function Console({ staff: initial, client, onOut }: ConsoleProps) {
  const [staff, setStaff] = useState(initial);
  const session = useMemo(
    () => ({
      staff,
      isOwner: staff.role === 'owner',
      update: (change: Partial<StaffView>) => setStaff((present) => ({ ...present, ...change })),
      signOut: async () => {
        await api.signOut();
        onOut();
      },
    }),
    [staff, onOut],
  );
  return (
    <SessionProvider session={session}>
      <ClientProvider client={client}>
        <CatalogueData>
          <Router base="/console">
            <Shell>
              <Suspense fallback={<PageSkeleton />}>
                <Pages isOwner={session.isOwner} />
              </Suspense>
            </Shell>
          </Router>
        </CatalogueData>
      </ClientProvider>
    </SessionProvider>
  );
}

/** What message bodies show of pictures and products. */
function CatalogueData({ children }: { children: ReactNode }) {
  const { locale } = useI18n();
  const data = useMemo(
    () => ({
      mediaUrls: api.mediaUrls,
      offers: async (catalogId: CatalogId, skus: string[]) =>
        (await api.offers(catalogId, skus, locale)).offers,
    }),
    [locale],
  );
  return <ChatDataProvider data={data}>{children}</ChatDataProvider>;
}

function Pages({ isOwner }: { isOwner: boolean }) {
  return (
    <Switch>
      <Route path="/inbox/:conversationId?">
        {({ conversationId }) => <InboxPage conversationId={conversationId ?? null} />}
      </Route>
      <Route path="/orders/:orderId?">{({ orderId }) => <OrdersPage orderId={orderId ?? null} />}</Route>
      <Route path="/catalogue/*?">
        <CataloguePage />
      </Route>
      <Route path="/wallet">
        <WalletPage />
      </Route>
      <Route path="/shop">
        <ShopPage />
      </Route>
      <Route path="/shop/poster">
        <PosterPage />
      </Route>
      <Route path="/shop/team">
        <TeamPage />
      </Route>
      {isOwner && (
        <Route path="/developers/:deliveryId?">
          {({ deliveryId }) => <DevelopersPage deliveryId={deliveryId ?? null} />}
        </Route>
      )}
      <Route path="/account">
        <AccountPage />
      </Route>
      <Route path="/more">
        <MorePage />
      </Route>
      <Route>
        <Redirect to="/inbox" replace />
      </Route>
    </Switch>
  );
}

function Unreached({ onRetry }: { onRetry(): void }) {
  const i18n = useI18n();
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState
        title={i18n.t('console.unreached')}
        text={wordError('overloaded', i18n)}
        action={<Button onClick={onRetry}>{i18n.t('common.retry')}</Button>}
      />
    </main>
  );
}
