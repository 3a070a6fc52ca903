import { lerp, mix, type Rgb } from '../color.ts';
import type { Point } from '../pen.ts';
import { buildCast, buildCrowd } from '../elements/cast.ts';
import { drawStreetLamp } from '../elements/lights.ts';
import { drawPortal } from '../elements/portal.ts';
import { buildSky } from '../elements/sky.ts';
import { buildThings } from '../elements/things.ts';
import type { Builder, World } from '../world.ts';

interface House {
  x: number;
  width: number;
  height: number;
  roof: number;
  windows: (readonly [x: number, y: number, width: number, height: number])[];
  blinking: (readonly [x: number, y: number, width: number, height: number])[];
}

/** A row of houses at one depth, with windows of which some are lit. */
function rowOf(
  world: World,
  name: string,
  { from, to, low, high, pane }: { from: number; to: number; low: number; high: number; pane: number },
): House[] {
  const random = world.random(name);
  const houses: House[] = [];
  const litShare = world.dark ? 0.42 : 0.12;
  for (let x = from; x < to;) {
    const width = lerp(0.07, 0.2, random()) * (0.6 + pane * 28);
    const height = lerp(low, high, random() ** 1.5);
    const windows: House['windows'] = [];
    const blinking: House['blinking'] = [];
    const style = Math.floor(random() * 3);
    const dx = pane * (style === 0 ? 1.9 : 2.4);
    for (let wy = pane * 2; wy < height - pane; wy += pane * 2.3)
      for (let wx = pane; wx < width - pane * 1.4; wx += dx) {
        const chance = random();
        if (chance < litShare)
          (chance < 0.02 ? blinking : windows).push([
            wx,
            -height + wy,
            style === 1 ? pane * 1.6 : pane,
            pane * 1.25,
          ]);
      }
    houses.push({ x, width, height, roof: Math.floor(random() * 5), windows, blinking });
    x += width + (random() < 0.3 ? random() * 0.05 : 0);
  }
  return houses;
}

/** A city seen from afar: rows of houses in the haze, with lit windows; on a rooftop, a parapet in front. */
export const buildSkyline: Builder = (world) => {
  const { scene, palette, tone, halfWidth } = world;
  const rooftop = scene.setting === 'rooftop';
  const edge = halfWidth + 0.6;
  const rows = [
    {
      depth: 0.08,
      y: 0.16,
      houses: rowOf(world, 'row1', { from: -edge, to: edge, low: 0.16, high: 0.5, pane: 0.006 }),
    },
    {
      depth: 0.2,
      y: 0.24,
      houses: rowOf(world, 'row2', { from: -edge, to: edge, low: 0.12, high: 0.46, pane: 0.009 }),
    },
    {
      depth: 0.4,
      y: 0.36,
      houses: rowOf(world, 'row3', { from: -edge, to: edge, low: 0.1, high: 0.36, pane: 0.013 }),
    },
    ...(rooftop
      ? []
      : [
          {
            depth: 0.7,
            y: 0.56,
            houses: rowOf(world, 'row4', { from: -edge, to: edge, low: 0.08, high: 0.3, pane: 0.02 }),
          },
        ]),
  ];
  const sky = buildSky(0.2)(world);
  const cast = buildCast({ height: 0.3, groundY: rooftop ? 0.36 : 0.4 })(world);
  const things = buildThings({ groundY: 0.36, indoors: false })(world);
  const lamp = mix(palette.light, [255, 196, 110], 0.5);
  return (frame) => {
    const { pen, time } = frame;
    sky(frame);
    for (const row of rows)
      frame.at(row.depth, () => {
        const color = mix(tone(row.depth * 1.15), palette.skyLow, 0.16 * (1 - row.depth));
        for (const house of row.houses) {
          pen.rect(house.x, row.y - house.height, house.width + 0.002, 1.2, color);
          const middle = house.x + house.width / 2;
          if (house.roof === 0) pen.rect(middle - 0.003, row.y - house.height - 0.07, 0.006, 0.08, color);
          else if (house.roof === 1)
            pen.rect(
              house.x + house.width * 0.25,
              row.y - house.height - 0.025,
              house.width * 0.5,
              0.03,
              color,
            );
          else if (house.roof === 2)
            pen.polygon(
              [
                [house.x, row.y - house.height],
                [middle, row.y - house.height - 0.05],
                [house.x + house.width, row.y - house.height],
              ],
              color,
            );
          const shift = ([x, y, w, h]: readonly [number, number, number, number]): readonly [
            number,
            number,
            number,
            number,
          ] => [house.x + x, row.y + y, w, h];
          pen.rects(
            house.windows.map(shift),
            lamp,
            (world.dark ? 0.85 : 0.4) * lerp(0.5, 1, row.depth * 1.4),
          );
          pen.rects(
            house.blinking.map(shift),
            palette.accent,
            0.5 + 0.5 * Math.sin(time * 2.1 + house.x * 40),
          );
        }
        pen.rect(
          -edge,
          row.y - 0.2,
          edge * 2,
          0.5,
          pen.linear(0, row.y - 0.2, 0, row.y + 0.12, [
            [0, palette.skyLow, 0],
            [1, mix(palette.skyLow, palette.far, 0.35), 0.42 * (1 - row.depth)],
          ]),
        );
      });
    if (rooftop) {
      frame.at(0.92, () => {
        pen.rect(-edge, 0.33, edge * 2, 1, mix(palette.near, palette.far, 0.1));
        pen.rect(-edge, 0.33, edge * 2, 0.02, mix(palette.near, palette.light, 0.35));
        pen.rect(halfWidth * 0.45, 0.08, 0.16, 0.26, palette.near);
        pen.polygon(
          [
            [halfWidth * 0.45 - 0.02, 0.09],
            [halfWidth * 0.45 + 0.08, 0.01],
            [halfWidth * 0.45 + 0.18, 0.09],
          ],
          palette.near,
        );
        pen.line(
          [
            [-halfWidth * 0.6, 0.34],
            [-halfWidth * 0.6, -0.05],
          ],
          0.006,
          palette.near,
        );
        for (const at of [0, 0.05, 0.1])
          pen.line(
            [
              [-halfWidth * 0.6 - 0.07 + at * 0.4, at],
              [-halfWidth * 0.6 + 0.07 - at * 0.4, at],
            ],
            0.004,
            palette.near,
          );
      });
    }
    if (world.portal && world.portal !== 'moon' && world.portal !== 'sun')
      frame.at(0.85, () => drawPortal(world, frame, world.focus[0], world.focus[1], 0.17));
    things.paint(frame);
    if (rooftop || scene.subjects.length > 0) frame.at(world.castDepth, () => cast(frame));
  };
};

/** A street in perspective: house fronts on both sides, lamps, shop signs, wet asphalt that mirrors the lights. */
export const buildStreet: Builder = (world) => {
  const { scene, palette, tone, halfWidth } = world;
  const random = world.random('street');
  const vanish: Point = [world.focus[0], 0.05];
  const halfStreet = 0.62 + halfWidth * 0.35;
  const wet = scene.weather === 'rain' || scene.weather === 'storm' || scene.timeOfDay === 'night';
  const blocks = [-1, 1]
    .flatMap((side) =>
      Array.from({ length: 9 }, (_, index) => ({
        side,
        near: 0.55 + index * 0.95,
        far: 0.55 + (index + 1) * 0.95,
        height: lerp(1.2, 2.5, random()),
        hue: random(),
        sign:
          random() < 0.4
            ? {
                color: [palette.accent, palette.light, mix(palette.accent, palette.skyMiddle, 0.5)][
                  Math.floor(random() * 3)
                ]!,
                up: lerp(0.45, 1, random()),
              }
            : undefined,
        lit: Array.from({ length: 24 }, () => random() < (world.dark ? 0.4 : 0.13)),
      })),
    )
    .sort((a, b) => b.near - a.near);
  const sky = buildSky(0.1)(world);
  const away = scene.subjects.every(({ action }) =>
    ['walk', 'hold-hands', 'stand', 'look', 'run'].includes(action),
  );
  const cast = buildCast({
    height: 0.32,
    groundY: 0.36,
    at: world.portal ? (random() < 0.5 ? -0.6 : 0.6) : (random() - 0.5) * 0.4,
    away: away && random() < 0.7,
  })(world);
  const crowd =
    scene.crowd > 0
      ? buildCrowd({ count: 12, groundY: 0.62, height: 0.3, lively: scene.energy })(world)
      : undefined;
  const things = buildThings({ groundY: 0.36, indoors: false })(world);
  const lamp = mix(palette.light, [255, 190, 110], 0.4);
  return (frame) => {
    const { pen, time, camera } = frame;
    sky(frame);
    // the camera walks down the street: every distance shrinks by what it has gone
    const gone = camera.dolly * 1.3 + 0.02 * time;
    const at = (side: number, up: number, distance: number): Point => {
      const z = Math.max(0.12, distance - gone);
      return [
        vanish[0] + camera.x * (0.4 - 0.5 / z) + ((side * halfStreet) / z) * 0.8,
        vanish[1] + camera.y * (0.3 - 0.3 / z) + (0.36 - up * 0.55) / z,
      ];
    };
    pen.glow(vanish[0], vanish[1] - 0.05, 0.6, palette.light, 0.5);
    pen.polygon(
      [at(-1, 0, 12), at(1, 0, 12), at(1.6, 0, 0.3), at(-1.6, 0, 0.3)],
      pen.linear(0, vanish[1], 0, 0.55, [
        [0, mix(tone(0.35), palette.skyLow, 0.3)],
        [1, tone(0.95)],
      ]),
    );
    const ahead = world.portal && !['moon', 'sun', 'puddle'].includes(world.portal);
    if (ahead)
      drawPortal(world, frame, vanish[0], vanish[1] - 0.06, 0.11 / Math.max(0.25, 1 - camera.dolly * 1.5));
    for (const block of blocks) {
      if (block.far - gone < 0.14) continue;
      const depth = Math.min(1, 1.1 / (block.near - gone + 0.4));
      const face = mix(
        mix(tone(0.25 + 0.62 * depth), palette.skyLow, 0.22 * (1 - depth)),
        [block.hue * 255, 110, 130] as Rgb,
        0.07,
      );
      const quad = (from: number, to: number, low: number, high: number): Point[] => [
        at(block.side, low, from),
        at(block.side, low, to),
        at(block.side, high, to),
        at(block.side, high, from),
      ];
      pen.polygon(quad(block.near, block.far, -0.02, block.height), face);
      pen.polygon(
        quad(block.near, block.far, block.height, block.height + 0.06),
        mix(face, palette.light, 0.2),
      );
      for (const [index, lit] of block.lit.entries()) {
        const column = index % 4;
        const floor = Math.floor(index / 4);
        const from = lerp(block.near, block.far, 0.1 + column * 0.22);
        const to = lerp(block.near, block.far, 0.22 + column * 0.22);
        if (floor * 0.3 + 0.66 > block.height) continue;
        pen.polygon(
          quad(from, to, 0.48 + floor * 0.3, 0.64 + floor * 0.3),
          lit ? mix(lamp, face, 0.12) : mix(face, palette.near, 0.4),
          lit ? 0.95 : 0.6,
        );
      }
      // the shop window on the ground floor lights the pavement
      pen.polygon(
        quad(lerp(block.near, block.far, 0.12), lerp(block.near, block.far, 0.88), 0.06, 0.34),
        mix(face, lamp, world.dark ? 0.75 : 0.25),
      );
      const shop = at(block.side, 0.18, (block.near + block.far) / 2);
      if (world.dark) pen.glow(shop[0], shop[1], 0.32 * depth, lamp, 0.4);
      if (block.sign) {
        const z = Math.max(0.14, block.near - gone);
        const [sx, sy] = at(block.side * 0.88, block.sign.up, block.near + 0.2);
        pen.rect(sx - 0.03 / z, sy - 0.09 / z, 0.06 / z, 0.18 / z, block.sign.color, 0.95);
        if (world.dark)
          pen.glow(sx, sy, 0.32 / z, block.sign.color, 0.55 + 0.1 * Math.sin(time * 7 + block.hue * 20));
      }
      const height = 0.55 / Math.max(0.14, block.near - gone);
      if (block.side > 0 === (Math.round(block.near * 10) % 2 === 0) && block.near - gone > 0.35) {
        const [lx, ly] = at(block.side * 0.8, 0, block.near);
        drawStreetLamp(pen, {
          x: lx,
          y: ly,
          height: height * 0.5,
          flip: block.side > 0,
          color: lamp,
          shade: tone(0.4 + 0.6 * depth),
          light: lamp,
          time,
        });
      }
    }
    if (wet)
      for (const block of blocks) {
        if (block.near - gone < 0.2) continue;
        const [x, y] = at(block.side * 0.62, 0, block.near);
        const reach = 0.3 / (block.near - gone + 0.2);
        pen.beam(
          [
            [x - 0.05 * reach, y],
            [x + 0.05 * reach, y],
          ],
          [
            [x - 0.09 * reach, y + reach],
            [x + 0.09 * reach, y + reach],
          ],
          block.sign?.color ?? lamp,
          0.3,
        );
      }
    if (world.portal === 'puddle')
      frame.at(0.9, () => drawPortal(world, frame, world.focus[0], world.focus[1], 0.3));
    things.paint(frame);
    frame.at(0.9, () => cast(frame));
    if (crowd) frame.at(1.3, () => crowd(frame));
  };
};
