import { Suspense } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { ToastRegion } from '../../ui/index.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { OpenShopChat } from './OpenShopChat.tsx';
import { LandingPage, Messenger, SandboxPage, SignInPage } from './pages.ts';
import { SplashScreen } from './SplashScreen.tsx';
import { type Session, useSession } from './session.ts';

/** Signed out there are three pages: the shop behind a link, signing in, and (in a sandbox) the sandbox's own. */
export function App({ session: initial }: { session: Session }) {
  const { account, isKnown } = useSession() ?? initial;
  return (
    <ErrorBoundary>
      <Suspense fallback={<SplashScreen />}>
        <Switch>
          <Route path="/b/:handle">{({ handle }) => <LandingPage handle={handle} />}</Route>
          <Route path="/sandbox">
            <SandboxPage />
          </Route>
          {!isKnown && (
            <Route>
              <SplashScreen />
            </Route>
          )}
          <Route path="/sign-in">
            {account ? <Redirect to={nextOf(location.search)} replace /> : <SignInPage />}
          </Route>
          {!account && (
            <Route>
              <SignedOut />
            </Route>
          )}
          <Route path="/b/:handle/message">{({ handle }) => <OpenShopChat handle={handle} />}</Route>
          <Route>
            <Messenger key={account?.account_id} />
          </Route>
        </Switch>
      </Suspense>
      <ToastRegion />
    </ErrorBoundary>
  );
}

/** Where to go after signing in: a path of this app, whatever the address says. */
export function nextOf(search: string): string {
  const next = new URLSearchParams(search).get('next') ?? '/';
  return /^\/(?![/\\])/.test(next) ? next : '/';
}

function SignedOut() {
  const [path] = useLocation();
  if (path === '/') return <SignInPage />;
  return <Redirect to={`/sign-in?next=${encodeURIComponent(path + location.search)}`} replace />;
}
