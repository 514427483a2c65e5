import type { SandboxWorld } from '../../../protocol/index.ts';
import { Values } from './People.tsx';

/** Every id and secret that a client of the Cloud API is configured with, by the names of `sandbox.json`. */
export function ApiValues({ world }: { world: SandboxWorld }) {
  const names = [
    'graph_url',
    'access_token',
    'phone_number_id',
    'display_phone_number',
    'waba_id',
    'business_id',
    'catalog_id',
    'app_id',
    'app_secret',
    'verify_token',
    'sandbox_token',
  ] as const;
  return <Values values={names.map((name) => [name, world[name]] as const)} />;
}
