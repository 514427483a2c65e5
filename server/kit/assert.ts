/** A broken assumption is a bug of ours, never bad input: it throws, in production too. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`);
}
