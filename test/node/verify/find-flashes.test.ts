import { describe, expect, it } from 'vitest';
import { createFlashFinder, type FlashInspection } from '../../../src/node/verify/find-flashes.ts';

const [WIDTH, HEIGHT] = [96, 54];

/** The sRGB value of 8 bits whose relative luminance is nearest to one of 0–1. */
const grayOf = (luminance: number): number =>
  Math.round(255 * (luminance <= 0.0031308 ? 12.92 * luminance : 1.055 * luminance ** (1 / 2.4) - 0.055));

type Color = readonly [red: number, green: number, blue: number];
const gray = (luminance: number): Color => {
  const value = grayOf(luminance);
  return [value, value, value];
};

/** What is found in a film of some seconds, given as a colour by place (0–1) and time. */
function inspect(
  colorAt: (x: number, timeInSeconds: number, frame: number) => Color,
  { fps = 30, seconds = 3 }: { fps?: number; seconds?: number } = {},
): FlashInspection {
  const finder = createFlashFinder({ widthInPixels: WIDTH, heightInPixels: HEIGHT, fps });
  for (let frame = 0; frame < seconds * fps; frame++) {
    const row = Array.from({ length: WIDTH }, (_, x) =>
      colorAt((x + 0.5) / WIDTH, frame / fps, frame),
    ).flat();
    const picture = new Uint8Array(3 * WIDTH * HEIGHT);
    for (let y = 0; y < HEIGHT; y++) picture.set(row, y * row.length);
    finder.push(picture);
  }
  return finder.finish();
}

/** Whether a light that is on for half of the time is on. */
const isOn = (timeInSeconds: number, flashesPerSecond: number): boolean =>
  (timeInSeconds * flashesPerSecond + 1e-6) % 1 < 0.5;
const strobe =
  (flashesPerSecond: number, bright = 1, dark = 0) =>
  (_: number, time: number): Color =>
    gray(isOn(time, flashesPerSecond) ? bright : dark);

describe('createFlashFinder', () => {
  it.each([24, 25, 30_000 / 1001, 30, 50, 60])(
    'allows 3 flashes a second and tells 4 at %d frames/s',
    (fps) => {
      const allowed = inspect(strobe(3), { fps });
      expect(allowed).toEqual({ flashesPerSecond: 3, flashes: [] });
      const { flashesPerSecond, flashes } = inspect(strobe(4), { fps });
      expect(flashesPerSecond).toBeGreaterThanOrEqual(3.5);
      expect(flashesPerSecond).toBeLessThanOrEqual(4);
      expect(flashes).toHaveLength(1);
      expect(flashes[0]).toMatchObject({ kind: 'general', flashesPerSecond });
    },
  );

  it('tells where it is, and takes what lies apart for two places', () => {
    const { flashes } = inspect((x, time) => (Math.floor(time) % 3 === 1 ? strobe(8)(x, time) : gray(0)), {
      seconds: 6,
    });
    expect(flashes.map(({ startFrame, endFrame }) => [startFrame, endFrame])).toEqual([
      [30, 60],
      [120, 150],
    ]);
  });

  it('counts changes of a tenth of the luminance whose darker side is under 0.8, and no others', () => {
    expect(inspect(strobe(6, 0.5, 0.39)).flashes).toHaveLength(1);
    expect(inspect(strobe(6, 0.5, 0.41))).toEqual({ flashesPerSecond: 0, flashes: [] });
    expect(inspect(strobe(6, 1, 0.78)).flashes).toHaveLength(1);
    expect(inspect(strobe(6, 1, 0.82)).flashes).toEqual([]);
  });

  it('counts what flashes on a quarter of the picture, and nothing smaller', () => {
    const lamp =
      (share: number) =>
      (x: number, time: number): Color =>
        x < share ? strobe(6)(x, time) : gray(0.2);
    expect(inspect(lamp(0.27)).flashes).toHaveLength(1);
    expect(inspect(lamp(0.22)).flashes).toEqual([]);
  });

  it('counts flashes that decay, over a picture of many brightnesses', () => {
    const flash =
      (perSecond: number) =>
      (x: number, time: number): Color => {
        const light = 0.85 * Math.exp((-(time * perSecond) % 1) * 4);
        return gray(0.05 + 0.4 * x + (0.95 - 0.4 * x) * light);
      };
    for (const fps of [24, 60]) {
      expect(inspect(flash(4), { fps }).flashes).toHaveLength(1);
      expect(inspect(flash(3), { fps }).flashes).toEqual([]);
    }
  });

  it('counts quick cuts between bright and dark shots, not those between alike ones', () => {
    const shots =
      (bright: number, dark: number, framesPerShot: number) =>
      (x: number, _: number, frame: number): Color =>
        gray((Math.floor(frame / framesPerShot) % 2 === 0 ? bright : dark) + 0.08 * Math.sin(9 * x));
    expect(inspect(shots(0.7, 0.15, 3)).flashesPerSecond).toBe(5);
    expect(inspect(shots(0.7, 0.15, 3)).flashes).toHaveLength(1);
    expect(inspect(shots(0.7, 0.15, 6)).flashes).toEqual([]);
    expect(inspect(shots(0.4, 0.37, 3)).flashes).toEqual([]);
  });

  it('does not take for flashes what moves through the picture', () => {
    const stripes = (x: number, time: number): Color =>
      gray(0.45 + 0.4 * Math.sin(60 * x - 2 * Math.PI * 5 * time));
    for (const fps of [24, 30, 60]) expect(inspect(stripes, { fps }).flashes).toEqual([]);
  });

  it('tells flashes into saturated red whose brightness hardly changes', () => {
    const police = (x: number, time: number): Color => (isOn(time, 5) ? [255, 0, 0] : [115, 115, 115]);
    expect(inspect(police).flashes).toMatchObject([{ kind: 'red', flashesPerSecond: 5 }]);
    const orange = (x: number, time: number): Color => (isOn(time, 5) ? [230, 140, 60] : [168, 168, 168]);
    expect(inspect(orange).flashes).toEqual([]);
    const darkRed = (x: number, time: number): Color => (isOn(time, 5) ? [160, 0, 0] : [0, 0, 0]);
    expect(inspect(darkRed).flashes).toMatchObject([{ kind: 'red' }]);
  });
});
