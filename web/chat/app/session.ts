// Who is signed in on this device. The account is kept beside the cookie, so that the app opens without the network;
// the server has the last word.
import { useSyncExternalStore } from 'react';
import type { AccountView } from '../../../protocol/index.ts';
import { readStored } from '../../ui/theme.ts';
import { instanceKey, loadInstance } from './instance.ts';
import { clearLoaded, putLoaded } from './use-load.ts';

export interface Session {
  account: AccountView | null;
  /** False until the server was asked, when nothing was kept. */
  isKnown: boolean;
}

const storageKey = 'comptoir.account';
let present: Session = { account: null, isKnown: false };
const listeners = new Set<() => void>();

/** Reads what was kept and asks the server whether it still holds. */
export function startSession(): Session {
  const kept = readKept();
  present = { account: kept, isKnown: kept !== null };
  void confirmSession();
  return present;
}

export function presentSession(): Session {
  return present;
}

export function useSession(): Session {
  return useSyncExternalStore(subscribe, () => present);
}

export function setAccount(account: AccountView | null): void {
  const isLeft = present.account !== null && account?.account_id !== present.account.account_id;
  if (isLeft) clearLoaded();
  present = { account, isKnown: true };
  keep(account);
  for (const listener of listeners) listener();
}

async function confirmSession(): Promise<void> {
  try {
    const instance = await loadInstance();
    setAccount(instance.account);
    putLoaded(instanceKey, instance);
  } catch {
    // Not reached: who was signed in before still sees what is kept here.
    if (present.account === null) setAccount(null);
  }
}

function readKept(): AccountView | null {
  try {
    return JSON.parse(readStored(storageKey) ?? 'null') as AccountView | null;
  } catch {
    return null;
  }
}

function keep(account: AccountView | null): void {
  try {
    if (account) localStorage.setItem(storageKey, JSON.stringify(account));
    else localStorage.removeItem(storageKey);
  } catch {
    // Then the next start asks the server first.
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
