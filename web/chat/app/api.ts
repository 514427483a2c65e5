import { createPersonApi } from '../../../client/http.ts';
import { createSandboxApi } from '../../../client/sandbox.ts';
import { Fault } from '../../../protocol/index.ts';

/** Calls of this origin, with the session cookie. */
export const api = createPersonApi({ url: '' });
export const sandboxApi = createSandboxApi({ url: '' });

/** The code to word: `offline` when the server was not reached at all. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Fault)) return 'internal';
  return error.code === 'overloaded' && error.details === 'not reached' ? 'offline' : error.code;
}
