import { mix, rgb, white, type Rgb } from '../color.ts';
import type { Frame, World } from '../world.ts';

/** Hours unlike this one's: what lies behind a portal must not look like where the camera comes from. */
const otherLights: readonly (readonly [edge: Rgb, core: Rgb])[] = [
  [rgb('#f08a5d'), rgb('#ffe3a8')],
  [rgb('#3aa6b9'), rgb('#e9fbe5')],
  [rgb('#7b5cc4'), rgb('#ffc7d8')],
  [rgb('#2f6fd0'), rgb('#bfe8ff')],
  [rgb('#e0567a'), rgb('#ffd9a0')],
];

/** What shines through a portal: the light of the next world, of a hue far from this one's. */
export function portalLight(world: World): { core: Rgb; edge: Rgb } {
  const { palette } = world;
  const far = (color: Rgb): number =>
    Math.hypot(
      color[0] - palette.skyMiddle[0],
      color[1] - palette.skyMiddle[1],
      color[2] - palette.skyMiddle[2],
    );
  const random = world.random('beyond');
  const [edge, core] = [...otherLights].sort((a, b) => far(b[0]) - far(a[0]))[Math.floor(random() * 3)]!;
  return { core: mix(core, palette.light, 0.35), edge: mix(edge, palette.accent, 0.2) };
}

/** Draws the little world behind a portal inside the current clip, around the origin: hills, a sea, a city, or stars. */
export function drawBeyond(world: World, { pen, time }: Frame, radius: number): void {
  const { core, edge } = portalLight(world);
  const random = world.random('beyond place');
  const style = Math.floor(random() * 4);
  const sunX = (random() - 0.5) * radius * 0.7;
  const dark = mix(edge, world.palette.near, 0.55);
  pen.rect(
    -radius * 1.2,
    -radius * 1.2,
    radius * 2.4,
    radius * 2.4,
    pen.linear(0, -radius, 0, radius * 0.5, [
      [0, style === 3 ? dark : edge],
      [1, style === 3 ? edge : core],
    ]),
  );
  if (style === 3)
    pen.dots(
      Array.from(
        { length: 46 },
        () =>
          [
            (random() * 2 - 1) * radius,
            (random() * 2 - 1) * radius,
            radius * (0.006 + 0.02 * random() ** 3),
          ] as const,
      ),
      white,
      0.8,
    );
  pen.circle(sunX, radius * 0.06, radius * 0.24, mix(core, white, 0.55));
  pen.glow(sunX, radius * 0.06, radius * 0.9, core, 0.7);
  if (style === 1) {
    pen.rect(-radius * 1.2, radius * 0.2, radius * 2.4, radius * 2, mix(edge, dark, 0.4));
    for (let line = 0; line < 6; line++) {
      const y = radius * (0.26 + line * 0.12);
      const wide = radius * (0.24 + 0.08 * Math.sin(time * 1.3 + line * 2)) * (1 - line * 0.08);
      pen.rect(sunX - wide, y, wide * 2, radius * 0.026, core, 0.8);
    }
  } else if (style === 2)
    for (let house = 0; house < 14; house++) {
      const tall = radius * (0.25 + 0.55 * random());
      const x = (house / 7 - 1) * radius * 1.1;
      pen.rect(
        x,
        radius * 0.5 - tall,
        radius * 0.17,
        tall + radius,
        mix(edge, world.palette.near, 0.35 + 0.4 * (house % 2)),
      );
      for (let pane = 0; pane < 4; pane++)
        if (random() < 0.6)
          pen.rect(
            x + radius * 0.05,
            radius * 0.56 - tall + pane * radius * 0.12,
            radius * 0.06,
            radius * 0.06,
            core,
            0.9,
          );
    }
  else
    for (let layer = 0; layer < 3; layer++) {
      const y = radius * (0.22 + layer * 0.2);
      const wave = (x: number): number =>
        y + radius * 0.11 * Math.sin((x / radius) * (2.2 + layer) + layer * 2.1 + sunX * 9 + time * 0.1);
      pen.blob(
        [
          [-radius * 1.5, radius * 1.6],
          [-radius * 1.4, wave(-radius)],
          [-radius * 0.5, wave(-radius * 0.5)],
          [0, wave(0)],
          [radius * 0.5, wave(radius * 0.5)],
          [radius * 1.4, wave(radius)],
          [radius * 1.5, radius * 1.6],
        ],
        mix(edge, world.palette.near, 0.2 + layer * 0.26),
      );
    }
}
