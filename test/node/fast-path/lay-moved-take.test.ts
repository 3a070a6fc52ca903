import { describe, expect, it } from 'vitest';
import type { BoxTransform, MaskGradient } from '../../../src/edit/moved-box.ts';
import { layMovedTake, moveTake } from '../../../src/node/fast-path/lay-moved-take.ts';
import { LUMA_ROUNDING } from '../../../src/node/fast-path/rounding.ts';

const FRAME = { width: 64, height: 36 };
const TAKE = { width: 96, height: 54 };
const [BELOW, BELOW_CHROMA] = [40, 100];

/** What mixed luma loses on average, as it does in the browser. */
const CUT = 0.5 - LUMA_ROUNDING;

const ramp = (x: number, y: number): number => 60 + x + 1.5 * y;
const chromaRamp = (x: number, y: number): number => 90 + x / 2 + y;

/** A take whose colours rise evenly: bilinear sampling gives them exactly at any place. */
function createRampTake(): Uint8Array {
  const { width, height } = TAKE;
  const picture = new Uint8Array((width * height * 3) / 2);
  const size = width * height;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) picture[y * width + x] = Math.round(ramp(x + 0.5, y + 0.5));
  for (let y = 0; y < height / 2; y++)
    for (let x = 0; x < width / 2; x++) {
      const index = (y * width) / 2 + x;
      // in the middle of four pixels
      picture[size + index] = Math.round(chromaRamp(2 * x + 1, 2 * y + 1));
      picture[size + size / 4 + index] = 200;
    }
  return picture;
}

function draw(
  transform: BoxTransform,
  { opacity = 1, masks = [] as MaskGradient[] } = {},
): {
  luma: (x: number, y: number) => number;
  chroma: (x: number, y: number) => number;
} {
  const size = FRAME.width * FRAME.height;
  const frame = new Uint8Array((size * 3) / 2).fill(BELOW, 0, size).fill(BELOW_CHROMA, size);
  const moved = moveTake({ moved: { transform, masks }, take: TAKE, frame: FRAME });
  layMovedTake({ frame, frameSize: FRAME, picture: createRampTake(), moved, opacity });
  return {
    luma: (x, y) => frame[y * FRAME.width + x]!,
    chroma: (x, y) => frame[size + (y * FRAME.width) / 2 + x]!,
  };
}

/** What the ramp shows at a place of the frame that lies so in the box. */
const shown = (boxX: number, boxY: number, of = ramp): number =>
  of((boxX / FRAME.width) * TAKE.width, (boxY / FRAME.height) * TAKE.height);

describe('layMovedTake', () => {
  const turn = (degrees: number, scale: number): BoxTransform => {
    const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    const [a, b] = [scale * cos, scale * sin];
    return [a, b, -b, a, 32 - a * 32 + b * 18, 18 - b * 32 - a * 18];
  };
  it.each<[string, BoxTransform]>([
    ['in its place', [1, 0, 0, 1, 0, 0]],
    ['a part of a pixel further', [1, 0, 0, 1, 0.3, -0.4]],
    ['enlarged', [3.3, 0, 0, 3.3, -70, -40]],
    ['turned', turn(3, 1.3)],
    ['mirrored', [-1.2, 0, 0, 1.2, 70, -4]],
  ])('shows each place where it has moved to: %s', (_, transform) => {
    const [a, b, c, d, e, f] = transform;
    const area = a * d - b * c;
    const { luma, chroma } = draw(transform);
    for (const [x, y] of [
      [5, 5],
      [31, 17],
      [58, 30],
    ] as const) {
      const back = (left: number, top: number): [number, number] => [
        (d * (left - e) - c * (top - f)) / area,
        (a * (top - f) - b * (left - e)) / area,
      ];
      expect(luma(x, y)).toBeCloseTo(shown(...back(x + 0.5, y + 0.5)) - CUT, -0.25);
      // chroma of a frame lies above the left one of two columns, between two rows
      const [column, row] = [x >> 1, y >> 1];
      const expected = shown(...back(2 * column + 0.5, 2 * row + 1), chromaRamp);
      expect(Math.abs(chroma(column, row) - expected)).toBeLessThan(1.1);
    }
  });

  it('draws a turned take upright first, at its size on the screen', () => {
    const [width, height] = [FRAME.width, FRAME.height];
    const fine = Uint8Array.from({ length: width * height * 1.5 }, (_, index) => (index * 7919) % 211);
    const lay = (
      frameSize: typeof FRAME,
      take: { width: number; height: number },
      picture: Uint8Array,
      transform: BoxTransform,
    ): Uint8Array => {
      const frame = new Uint8Array((frameSize.width * frameSize.height * 3) / 2);
      layMovedTake({ frame, frameSize, picture, moved: { take, transform, masks: [] }, opacity: 1 });
      return frame;
    };
    const double = { width: 2 * width, height: 2 * height };
    const upright = lay(double, FRAME, fine, [2, 0, 0, 2, 0, 0]);
    const [a, b, c, d, e, f] = turn(5, 2);
    const inSteps = lay(FRAME, double, upright, [a / 2, b / 2, c / 2, d / 2, e, f]);
    const turned = lay(FRAME, FRAME, fine, [a, b, c, d, e, f]);
    // the chroma of a frame lies elsewhere than that of a take
    const luma = width * height;
    const differences = turned.slice(0, luma).map((value, index) => Math.abs(value - inSteps[index]!));
    expect(Math.max(...differences)).toBeLessThanOrEqual(1);
    // a quarter turn needs none
    expect(lay(FRAME, FRAME, fine, [0, 1, -1, 0, 40, 0])[10 * width + 20]).toBe(fine[(39 - 20) * width + 10]);
  });

  it('leaves what lies outside of the box, and mixes its edges by how much of a pixel lies in it', () => {
    // from 10.25 to 42.25 across, from 9 to 27 down
    const { luma } = draw([0.5, 0, 0, 0.5, 10.25, 9]);
    expect(luma(9, 18)).toBe(BELOW);
    expect(luma(43, 18)).toBe(BELOW);
    expect(luma(20, 8)).toBe(BELOW);
    expect(luma(20, 27)).toBe(BELOW);
    const inside = shown((20.5 - 10.25) / 0.5, 1);
    expect(Math.abs(luma(20, 9) - inside)).toBeLessThan(1.1);
    expect(Math.abs(luma(10, 18) - (BELOW + 0.75 * (shown(0.5, 19) - BELOW)))).toBeLessThan(1.6);
    expect(Math.abs(luma(42, 18) - (BELOW + 0.25 * (shown(63.9, 19) - BELOW)))).toBeLessThan(1.6);
  });

  it('goes on with the outermost pixels up to the edge of the take', () => {
    const { luma } = draw([8, 0, 0, 8, 0, 0]);
    expect(luma(0, 0)).toBe(Math.round(ramp(0.5, 0.5)));
  });

  it('lets through what opacity and all masks let through', () => {
    const stops = [
      { at: 0, opacity: 0 },
      { at: 1, opacity: 1 },
    ];
    const masks: MaskGradient[] = [
      { kind: 'linear', axis: 'x', stops },
      { kind: 'linear', axis: 'y', stops: [{ at: 0.25, opacity: 0.5 }, ...stops.slice(1)] },
      {
        kind: 'radial',
        center: { x: 0.5, y: 0.5 },
        radius: { x: 0.5, y: 1 },
        stops: [
          { at: 0.5, opacity: 1 },
          { at: 1, opacity: 0 },
        ],
      },
    ];
    for (const transform of [
      [1, 0, 0, 1, 0, 0],
      [1, 1e-6, 0, 1, 0, 0], // by the way that turned boxes go
    ] as BoxTransform[]) {
      const { luma } = draw(transform, { opacity: 0.8, masks });
      for (const [x, y] of [
        [20, 4],
        [40, 20],
        [62, 33],
      ] as const) {
        const [shareX, shareY] = [(x + 0.5) / 64, (y + 0.5) / 36];
        const radius = Math.hypot((shareX - 0.5) / 0.5, shareY - 0.5);
        const share =
          0.8 *
          shareX *
          (shareY < 0.25 ? 0.5 : 0.5 + (0.5 * (shareY - 0.25)) / 0.75) *
          Math.min(1, Math.max(0, (1 - radius) / 0.5));
        const expected = BELOW + share * (shown(x + 0.5, y + 0.5) - BELOW);
        expect(Math.abs(luma(x, y) - expected)).toBeLessThan(1.2);
      }
    }
  });
});
