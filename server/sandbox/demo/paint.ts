/**
 * A process of its own for the demo's pictures: one keeps a processor busy for a moment, and people come first. Told by
 * messages what to draw and where to put it; ends with who started it.
 */
import { rename, writeFile } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import sharp from 'sharp';
import { drawings } from './drawings.ts';
import { renderJpeg } from './picture-render.ts';

export type PaintOrder = {
  readonly name: string;
  readonly file: string;
  /** Nobody waits for it: from the first such order on, whoever else has work goes first. */
  readonly isIdle: boolean;
};
/** `error` is absent when the file is there, whole. */
export type Painted = { readonly name: string; readonly error?: string };

sharp.concurrency(1);
process.on('disconnect', () => process.exit());
process.on('message', async (order: PaintOrder) => {
  const failure = await paint(order).then(
    () => ({}),
    (error: Error) => ({ error: error.message }),
  );
  const painted: Painted = { name: order.name, ...failure };
  process.send?.(painted);
});

async function paint({ name, file, isIdle }: PaintOrder): Promise<void> {
  if (isIdle) setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const drawing = drawings.get(name);
  if (drawing === undefined) throw new Error(`the demo world has no picture "${name}"`);
  await writeFile(`${file}.new`, await renderJpeg(drawing.draw(), drawing.widthPx));
  await rename(`${file}.new`, file);
}
