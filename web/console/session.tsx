// Who sits at this console, and the one caller of the server's HTTP doors.
import { createContext, type ReactNode, useContext } from 'react';
import { type ConsoleApi, createConsoleApi } from '../../client/console.ts';
import type { StaffView } from '../../protocol/index.ts';

export const api: ConsoleApi = createConsoleApi({ url: '' });

export interface Session {
  staff: StaffView;
  isOwner: boolean;
  /** After a change of the shop or of oneself. */
  update(change: Partial<StaffView>): void;
  signOut(): Promise<void>;
}

const SessionContext = createContext<Session | null>(null);

export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('This screen is for signed-in staff');
  return session;
}
