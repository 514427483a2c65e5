// Who may enter a route. Each asks the session store anew: a revoked login is refused with its next request.
import type { MiddlewareHandler } from 'hono';
import { Fault, type StaffRole } from '../../protocol/index.ts';
import type { Accounts } from './index.ts';
import type { PersonViewer, StaffViewer, Viewer, ViewerKind } from './sessions.ts';

type Guard<V extends Viewer> = MiddlewareHandler<{ Variables: { viewer: V } }>;

/** Lets people in. Faults: `not_signed_in`, `session_expired`, `not_permitted` (staff). */
export function requirePerson(accounts: Accounts): Guard<PersonViewer> {
  return async (c, next) => {
    const viewer = await checkViewer(accounts, c.req.raw, 'person');
    if (viewer.kind !== 'person') throw new Fault('not_permitted');
    c.set('viewer', viewer);
    await next();
  };
}

/** Lets staff in, all of it or those of `roles`. Faults as above. */
export function requireStaff(accounts: Accounts, roles?: readonly StaffRole[]): Guard<StaffViewer> {
  return async (c, next) => {
    const viewer = await checkViewer(accounts, c.req.raw, 'staff');
    if (viewer.kind !== 'staff' || roles?.includes(viewer.role) === false) throw new Fault('not_permitted');
    c.set('viewer', viewer);
    await next();
  };
}

/** Lets anybody in who is signed in; `?as=staff` chooses between two cookies of one browser. */
export function requireViewer(accounts: Accounts): Guard<Viewer> {
  return async (c, next) => {
    c.set('viewer', await checkViewer(accounts, c.req.raw, askedKind(c.req.raw)));
    await next();
  };
}

/** Which of two logins of one browser a request means: the console's own paths and `?as=staff` mean staff. */
export function askedKind(request: Request): ViewerKind {
  const url = new URL(request.url);
  return url.searchParams.get('as') === 'staff' || url.pathname.startsWith('/api/console')
    ? 'staff'
    : 'person';
}

async function checkViewer(accounts: Accounts, request: Request, kind: ViewerKind): Promise<Viewer> {
  const session = await accounts.sessionOf(request, kind);
  if (session.state === 'live') return session.viewer;
  throw new Fault(session.state === 'ended' ? 'session_expired' : 'not_signed_in');
}
