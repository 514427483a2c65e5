import type { AccountView, SandboxFace } from '../../../protocol/index.ts';
import { api } from './api.ts';
import { type Loaded, useLoad } from './use-load.ts';

/** `GET /api/instance`: what kind of server this is, who is signed in, and in a sandbox whom one may be with one press. */
export interface Instance {
  mode: 'sandbox' | 'production';
  account: AccountView | null;
  people: SandboxFace[];
  shops: { handle: string; name: string }[];
}

export const instanceKey = 'instance';

export function loadInstance(): Promise<Instance> {
  return api.call<Instance>('/api/instance');
}

export function useInstance(): Loaded<Instance> {
  return useLoad(instanceKey, loadInstance);
}
