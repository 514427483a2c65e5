/** Portraits of the demo people: drawn, calm, recognisable at 32 pixels. */
import { BACKDROPS, type Backdrop, mix, shade } from './palette.ts';
import {
  BOARD,
  circle,
  clipped,
  createScene,
  finishScene,
  linear,
  path,
  radial,
  rect,
  type Scene,
} from './picture-scene.ts';

export type Hair = 'long' | 'short-curls' | 'bun' | 'bob' | 'short';
export type Portrait = {
  readonly name: string;
  readonly backdrop: Backdrop;
  readonly skin: string;
  readonly hair: Hair;
  readonly hairColour: string;
  readonly clothes: string;
  readonly collar: 'round' | 'shirt' | 'apron';
  readonly glasses?: boolean;
  readonly beard?: boolean;
  readonly earrings?: string;
};

/** A person from the shoulders up, 800 × 800, safe for a round crop. */
export function drawPortrait(portrait: Portrait): string {
  const scene = createScene(portrait.name);
  const parts = [
    drawAir(scene, portrait),
    hairBehind(scene, portrait),
    drawShoulders(scene, portrait),
    drawNeck(scene, portrait),
    drawHead(scene, portrait),
    portrait.beard ? drawBeard(portrait) : '',
    drawFeatures(portrait),
    hairInFront(scene, portrait),
    portrait.glasses ? drawGlasses() : '',
    portrait.earrings ? drawEarrings(portrait.earrings) : '',
  ];
  return finishScene(scene, parts.join(''));
}

const HEAD =
  'M280 340C280 220 330 168 400 168C470 168 520 220 520 340C520 430 480 512 400 520C320 512 280 430 280 340z';

function drawAir(scene: Scene, { backdrop }: Portrait): string {
  const colour = BACKDROPS[backdrop];
  const glow = radial(
    scene,
    [280, 220, 700],
    `0 ${shade(colour, 0.5)}, .6 ${colour}, 1 ${shade(colour, -0.16)}`,
  );
  return rect([0, 0, BOARD, BOARD], `fill="${glow}"`);
}

function drawShoulders(scene: Scene, { clothes, collar }: Portrait): string {
  const body =
    'M96 820C104 690 190 634 306 606C340 598 350 590 356 574H444C450 590 460 598 494 606C610 634 696 690 704 820z';
  const cloth = linear(
    scene,
    [140, 580, 660, 800],
    `0 ${shade(clothes, 0.2)}, .5 ${clothes}, 1 ${shade(clothes, -0.28)}`,
  );
  const folds = path(
    'M230 690C250 740 244 780 236 820M572 690C552 740 560 780 566 820',
    `stroke="${shade(clothes, -0.3)}" stroke-width="7" fill="none" opacity=".5" stroke-linecap="round"`,
  );
  return path(body, `fill="${cloth}"`) + folds + COLLARS[collar](clothes);
}

const COLLARS: Record<Portrait['collar'], (clothes: string) => string> = {
  round: (clothes) =>
    path(
      'M322 600C340 664 460 664 478 600',
      `fill="none" stroke="${shade(clothes, -0.22)}" stroke-width="15" stroke-linecap="round"`,
    ),
  shirt: (clothes) =>
    path(
      'M318 598L400 690L330 716L292 612zM482 598L400 690L470 716L508 612z',
      `fill="${shade(clothes, 0.32)}"`,
    ) + path('M400 690V820', `stroke="${shade(clothes, -0.2)}" stroke-width="5"`),
  apron: (clothes) =>
    path('M262 820L286 690H514L538 820z', `fill="${mix('#8a5a33', clothes, 0.1)}"`) +
    path('M290 694L318 604M510 694L482 604', 'stroke="#6d4426" stroke-width="22"') +
    path('M290 708H510', 'stroke="#e8d3ab" stroke-width="3" stroke-dasharray="9 7"') +
    path('M318 600C340 654 460 654 482 600', `fill="none" stroke="${shade(clothes, 0.3)}" stroke-width="12"`),
};

function drawNeck(scene: Scene, { skin }: Portrait): string {
  const dusk = linear(
    scene,
    [0, 460, 0, 640],
    `0 ${shade(skin, -0.34)}, .7 ${shade(skin, -0.12)}, 1 ${skin}`,
  );
  return path('M346 450V580C346 634 454 634 454 580V450z', `fill="${dusk}"`);
}

function drawHead(scene: Scene, { skin }: Portrait): string {
  const face = linear(
    scene,
    [290, 200, 520, 500],
    `0 ${shade(skin, 0.2)}, .5 ${skin}, 1 ${shade(skin, -0.2)}`,
  );
  const ears = [282, 518]
    .map((x) => `<ellipse cx="${x}" cy="362" rx="22" ry="36" fill="${shade(skin, -0.1)}"/>`)
    .join('');
  const flush = [330, 470]
    .map((x) => circle([x, 410, 44], `fill="${radial(scene, [x, 410, 44], '0 #d2553f .26, 1 #d2553f 0')}"`))
    .join('');
  return ears + path(HEAD, `fill="${face}"`) + flush;
}

function drawFeatures({ skin, hairColour }: Portrait): string {
  const dark = mix(skin, '#2a140a', 0.72);
  const eyes = [346, 454]
    .map(
      (x) =>
        `<ellipse cx="${x}" cy="352" rx="11" ry="13" fill="#241812"/>${circle([x + 4, 347, 4], 'fill="#fff" opacity=".9"')}${path(`M${x - 24} 343C${x - 12} 330 ${x + 12} 330 ${x + 24} 343`, `fill="none" stroke="${dark}" stroke-width="5" stroke-linecap="round"`)}`,
    )
    .join('');
  const brow = mix(hairColour, '#2a140a', 0.35);
  const brows = path(
    'M314 312C328 298 358 296 376 306M424 306C442 296 472 298 486 312',
    `fill="none" stroke="${brow}" stroke-width="10" stroke-linecap="round"`,
  );
  const nose = path(
    'M402 356C412 388 420 404 404 412C396 415 388 413 384 409',
    `fill="none" stroke="${shade(skin, -0.3)}" stroke-width="6" stroke-linecap="round"`,
  );
  const smile = path(
    'M352 446C376 476 424 476 448 446',
    'fill="none" stroke="#8c3b2e" stroke-width="9" stroke-linecap="round"',
  );
  return eyes + brows + nose + smile;
}

function hairBehind(scene: Scene, { hair, hairColour }: Portrait): string {
  const tone = linear(
    scene,
    [240, 140, 560, 640],
    `0 ${shade(hairColour, 0.14)}, 1 ${shade(hairColour, -0.35)}`,
  );
  const shapes: Partial<Record<Hair, string>> = {
    long: 'M250 360C232 200 300 112 404 112C510 112 568 200 552 360C546 470 584 560 566 664C500 700 300 700 234 664C216 560 256 470 250 360z',
    bob: 'M244 350C230 196 300 118 402 118C506 118 572 196 556 350C552 440 560 490 532 524H268C240 490 250 440 244 350z',
    bun: 'M330 130C330 66 470 66 470 130C470 176 330 176 330 130z',
  };
  const d = shapes[hair];
  return d ? path(d, `fill="${tone}"`) : '';
}

function hairInFront(scene: Scene, { hair, hairColour }: Portrait): string {
  const tone = linear(
    scene,
    [270, 140, 540, 380],
    `0 ${shade(hairColour, 0.24)}, .5 ${hairColour}, 1 ${shade(hairColour, -0.25)}`,
  );
  if (hair === 'short-curls') return curls(scene, hairColour);
  const shapes: Record<Exclude<Hair, 'short-curls'>, string> = {
    long: 'M272 380C258 240 300 140 404 138C506 138 548 236 530 380C520 310 500 262 452 232C400 290 310 270 290 300C280 320 276 350 272 380z',
    bob: 'M262 400C248 240 300 142 400 142C504 142 552 240 538 400C522 370 524 320 510 286C440 282 380 260 350 222C330 270 286 290 284 330C278 360 276 380 262 400z',
    bun: 'M274 350C262 226 318 146 400 146C482 146 538 226 526 350C516 292 494 246 400 236C306 246 284 292 274 350z',
    short:
      'M272 330C256 214 322 142 404 142C492 142 546 210 528 330C518 300 514 268 492 248C430 262 350 258 312 244C288 262 282 300 272 330z',
  };
  const shine = path(
    'M320 214C350 182 400 172 440 178',
    'fill="none" stroke="#fff" stroke-width="13" stroke-linecap="round" opacity=".16"',
  );
  return path(shapes[hair], `fill="${tone}"`) + shine;
}

function curls(scene: Scene, colour: string): string {
  const cap =
    'M276 318C262 214 316 142 400 142C484 142 538 214 524 318C508 262 468 236 400 236C332 236 292 262 276 318z';
  const spots: string[] = [];
  for (let spot = 0; spot < 90; spot++) {
    const [x, y] = [262 + scene.random() * 276, 130 + scene.random() * 150];
    const tone = scene.random() > 0.5 ? shade(colour, 0.16) : shade(colour, -0.3);
    spots.push(
      circle([x, y, 9 + scene.random() * 5], `fill="none" stroke="${tone}" stroke-width="4" opacity=".55"`),
    );
  }
  return path(cap, `fill="${colour}"`) + clipped(scene, path(cap), spots.join(''));
}

function drawBeard({ hairColour, skin }: Portrait): string {
  const colour = mix(hairColour, skin, 0.16);
  const jaw = `M283 376C290 470 330 534 400 536C470 534 510 470 517 376C508 420 490 442 470 440
    C440 408 360 408 330 440C310 442 292 420 283 376z`;
  const lips = `<ellipse cx="400" cy="456" rx="42" ry="17" fill="${mix(skin, '#8c3b2e', 0.3)}"/>`;
  return path(jaw, `fill="${colour}"`) + lips;
}

function drawGlasses(): string {
  const rims = [346, 454]
    .map((x) => circle([x, 354, 44], 'fill="#ffffff" fill-opacity=".14" stroke="#6b4a1e" stroke-width="7"'))
    .join('');
  const bridge = path(
    'M390 348C396 340 404 340 410 348M302 348L284 342M498 348L516 342',
    'fill="none" stroke="#6b4a1e" stroke-width="7" stroke-linecap="round"',
  );
  return (
    rims +
    bridge +
    path(
      'M326 334L344 322M434 334L452 322',
      'stroke="#fff" stroke-width="6" opacity=".6" stroke-linecap="round"',
    )
  );
}

function drawEarrings(colour: string): string {
  return [276, 524]
    .map(
      (x) => circle([x, 412, 13], `fill="${colour}"`) + circle([x - 3, 408, 4], 'fill="#fff" opacity=".7"'),
    )
    .join('');
}
