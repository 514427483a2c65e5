import { type ErrorCode, Fault } from '../../../protocol/index.ts';

export function isFault(error: unknown, code: ErrorCode): boolean {
  return error instanceof Fault && error.code === code;
}
