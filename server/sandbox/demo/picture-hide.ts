/** How hide is worked: a cut panel with its seam, the crescent pressed in, a snap of metal. */
import { type Metal, shade } from './palette.ts';
import { crescent } from './picture-dial.ts';
import { type Box, castShadow, circle, type Point, path, type Round, type Scene } from './picture-scene.ts';
import { pillow, seam } from './picture-solid.ts';
import { leatherFill, metalKnob, polishedRing } from './picture-surface.ts';

export type Panel = {
  d: string;
  box: Box;
  colour: string;
  stitch?: string;
  height?: number;
};

/** One cut of leather: shadow, grain, rounded edge and seam. */
export function leatherPanel(scene: Scene, { d, box, colour, stitch, height = 12 }: Panel): string {
  const sewn = stitch ? seam(stitch, shade(colour, 0.5), 3.2) : '';
  return castShadow(path(d), height) + pillow(scene, { d, depth: 5 }, leatherFill(scene, colour, box)) + sewn;
}

/** The maker's mark pressed into a hide. */
export function pressedMoon([x, y]: Point, size: number, colour: string): string {
  return (
    crescent([x + 1.4, y + 1.8], size, shade(colour, 0.32)) + crescent([x, y], size, shade(colour, -0.42))
  );
}

export function snap(scene: Scene, metal: Metal, [x, y, size]: Round): string {
  return (
    circle([x + 2, y + 3, size], 'fill="#000" opacity=".35"') +
    polishedRing([x, y], [size * 0.68, size], metal) +
    metalKnob(scene, metal, [x, y, size * 0.72])
  );
}
