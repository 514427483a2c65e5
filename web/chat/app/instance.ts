import type { InstanceView } from '../../../protocol/index.ts';
import { api } from './api.ts';
import { type Loaded, useLoad } from './use-load.ts';

export const instanceKey = 'instance';

export function loadInstance(): Promise<InstanceView> {
  return api.call<InstanceView>('/api/instance');
}

export function useInstance(): Loaded<InstanceView> {
  return useLoad(instanceKey, loadInstance);
}
