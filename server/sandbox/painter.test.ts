import { afterAll, expect, test } from 'bun:test';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPainter } from './painter.ts';

const folder = mkdtempSync(join(tmpdir(), 'comptoir-painter-'));
const painter = createPainter();
const paint = (name: string) => painter.paint({ name, file: join(folder, `${name}.jpg`), isIdle: false });

afterAll(() => {
  painter.close();
  rmSync(folder, { recursive: true, force: true });
});

test('draws a picture into its file, once for all who ask meanwhile', async () => {
  const [first, second] = [paint('shop-logo'), paint('shop-logo')];
  expect(second).toBe(first);
  await first;
  expect(readFileSync(join(folder, 'shop-logo.jpg')).subarray(0, 3).toString('hex')).toBe('ffd8ff');
  expect(readdirSync(folder)).toEqual(['shop-logo.jpg']);
});

test('says so when there is no such picture, and goes on', async () => {
  await expect(paint('mona-lisa')).rejects.toThrow('no picture "mona-lisa"');
  await paint('shop-cover');
});

test('closing ends what waits, and nothing is drawn after', async () => {
  const waiting = paint('shop-logo');
  painter.close();
  await expect(waiting).rejects.toThrow('closes');
  await expect(paint('shop-cover')).rejects.toThrow('closes');
});
