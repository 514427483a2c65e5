// The demo's pictures, drawn by a process beside this one that goes when it has nothing to do.
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Painted, PaintOrder } from './demo/paint.ts';

export interface Painter {
  /** Draws the picture of that name into `file`. Rejects when it cannot, or when the painter is closed. */
  paint(order: PaintOrder): Promise<void>;
  close(): void;
}

const program = join(import.meta.dirname, 'demo', 'paint.ts');
const idleMs = 3_000;
const closed = 'the sandbox closes; its pictures are drawn later';

export function createPainter(): Painter {
  const waiting = new Map<string, { promise: Promise<void>; end(error?: string): void }>();
  let child: ChildProcess | null = null;
  let idle: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;

  function start(): ChildProcess {
    const started = fork(program, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    started.on('message', ({ name, error }: Painted) => finish(name, error));
    started.on('error', () => {});
    started.on('exit', () => {
      if (child === started) leave('the painter ended');
    });
    return started;
  }

  function finish(name: string, error?: string): void {
    waiting.get(name)?.end(error);
    waiting.delete(name);
    if (waiting.size === 0) idle = setTimeout(() => leave('idle'), idleMs);
  }

  function leave(reason: string): void {
    clearTimeout(idle);
    if (child?.connected) child.disconnect();
    child = null;
    for (const { end } of waiting.values()) end(reason);
    waiting.clear();
  }

  return {
    paint(order) {
      if (isClosed) return Promise.reject(new Error(closed));
      const known = waiting.get(order.name);
      if (known) return known.promise;
      clearTimeout(idle);
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const end = (error?: string) => (error === undefined ? resolve() : reject(new Error(error)));
      waiting.set(order.name, { promise, end });
      child ??= start();
      child.send(order);
      return promise;
    },
    close() {
      isClosed = true;
      leave(closed);
    },
  };
}
