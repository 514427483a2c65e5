// Typed calls of the sandbox's doors, for its page and for the one-click sign-ins. A page of this origin needs no
// token; scripts give the `sandbox_token`. In production every call is answered with `not_found`.
import type {
  BlockView,
  SandboxClock,
  SandboxCodeView,
  SandboxFace,
  SandboxFaults,
  SandboxWorld,
  SignedIn,
  WebhookDelivery,
} from '../protocol/index.ts';
import { createCall, type HttpOptions } from './http.ts';

export function createSandboxApi(options: HttpOptions) {
  const call = createCall(options);
  const post = <T>(path: string, body: unknown = {}) => call<T>(path, { method: 'POST', body });
  return {
    world: () => call<SandboxWorld>('/sandbox/world'),
    people: () => call<{ people: SandboxFace[] }>('/sandbox/people'),
    signInAsPerson: (phone: string) => post<SignedIn>('/sandbox/sign-in', { phone }),
    signInAsStaff: (email: string) => post<unknown>('/sandbox/sign-in', { email }),
    codes: () => call<{ codes: SandboxCodeView[] }>('/sandbox/codes'),
    clock: () => call<SandboxClock>('/sandbox/clock'),
    advanceClock: (advanceMs: number) => post<SandboxClock>('/sandbox/clock', { advance_ms: advanceMs }),
    faults: () => call<SandboxFaults>('/sandbox/faults'),
    setFaults: (faults: SandboxFaults) => post<SandboxFaults>('/sandbox/faults', faults),
    say: (phone: string, body: string) =>
      post<unknown>(`/sandbox/people/${encodeURIComponent(phone)}/messages`, {
        type: 'text',
        text: { body },
      }),
    sharePhone: (phone: string) => post<void>(`/sandbox/people/${encodeURIComponent(phone)}/share-phone`),
    block: (phone: string, blocked: boolean) =>
      call<BlockView>(`/sandbox/people/${encodeURIComponent(phone)}/block`, {
        method: blocked ? 'POST' : 'DELETE',
      }),
    webhooks: () => call<{ webhooks: WebhookDelivery[] }>('/sandbox/webhooks'),
    reset: () => post<SandboxWorld>('/sandbox/reset'),
  };
}
export type SandboxApi = ReturnType<typeof createSandboxApi>;
