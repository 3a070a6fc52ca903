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

/** A circle around the origin as a polygon. */
const round = (radius: number): readonly (readonly [number, number])[] =>
  Array.from(
    { length: 40 },
    (_, index) =>
      [Math.cos((index / 20) * Math.PI) * radius, Math.sin((index / 20) * Math.PI) * radius] as const,
  );

/** A box around the origin with half its width and height. */
const box = (w: number, h: number): readonly (readonly [number, number])[] => [
  [-w, -h],
  [w, -h],
  [w, h],
  [-w, h],
];

/** Draws a thing that the camera goes through, around a place. `size` is its height. */
export function drawPortal(world: World, frame: Frame, x: number, y: number, size: number): void {
  const { pen, time } = frame;
  const { palette, portal } = world;
  const { core, edge } = portalLight(world);
  const dark = mix(palette.near, [0, 0, 0], 0.25);
  const half = size / 2;
  pen.glow(x, y, size * 1.9, edge, 0.6);
  pen.within(x, y, 1, () => {
    switch (portal) {
      case 'door':
        pen.polygon(box(half * 0.62, half * 1.04), dark);
        pen.inside(box(half * 0.54, half * 0.98), () => drawBeyond(world, frame, half));
        break;
      case 'mirror':
        pen.ellipse(0, 0, half * 0.76, half * 1.06, palette.accent);
        pen.inside(
          round(1).map(([a, b]) => [a * half * 0.68, b * half * 0.97] as const),
          () => drawBeyond(world, frame, half),
        );
        pen.polygon(
          [
            [-half * 0.3, -half * 0.8],
            [-half * 0.1, -half * 0.86],
            [half * 0.1, half * 0.8],
            [-half * 0.2, half * 0.85],
          ],
          white,
          0.16,
        );
        break;
      case 'screen':
        pen.polygon(box(half * 0.98, half * 0.66), dark);
        pen.inside(box(half * 0.9, half * 0.57), () => drawBeyond(world, frame, half * 0.95));
        pen.rect(
          -half * 0.9,
          -half * 0.57 + ((time * 0.3) % 1) * half * 1.1,
          half * 1.8,
          half * 0.04,
          white,
          0.12,
        );
        break;
      case 'frame':
        pen.polygon(box(half * 0.88, half * 0.7), mix(palette.accent, [120, 80, 40], 0.5));
        pen.polygon(box(half * 0.78, half * 0.6), mix(palette.light, white, 0.5));
        pen.inside(box(half * 0.68, half * 0.5), () => drawBeyond(world, frame, half * 0.75));
        break;
      case 'ring':
        pen.context.lineWidth = half * 0.17;
        pen.inside(round(half * 0.85), () => drawBeyond(world, frame, half));
        pen.line(round(half * 0.86), half * 0.17, mix([232, 180, 80], palette.light, 0.3));
        pen.line(round(half * 0.9).slice(18, 28), half * 0.05, white, 0.85);
        break;
      case 'keyhole':
        pen.circle(0, 0, half * 1.05, mix([176, 128, 60], palette.near, 0.45));
        pen.inside(
          [
            ...round(half * 0.36)
              .map(([a, b]) => [a, b - half * 0.22] as const)
              .slice(8, 20),
            ...round(half * 0.36)
              .map(([a, b]) => [a, b - half * 0.22] as const)
              .slice(20),
            ...round(half * 0.36)
              .map(([a, b]) => [a, b - half * 0.22] as const)
              .slice(0, 5),
            [half * 0.34, half * 0.7],
            [-half * 0.34, half * 0.7],
          ],
          () => drawBeyond(world, frame, half * 0.8),
        );
        break;
      case 'puddle':
        pen.inside(
          round(1).map(([a, b]) => [a * half * 1.5, b * half * 0.52] as const),
          () => drawBeyond(world, frame, half * 1.5),
        );
        for (let ripple = 0; ripple < 2; ripple++) {
          const grow = (time * 0.4 + ripple * 0.5) % 1;
          pen.line(
            round(1).map(([a, b]) => [a * half * 1.3 * grow, b * half * 0.42 * grow] as const),
            0.003,
            white,
            0.6 * (1 - grow),
          );
        }
        break;
      case 'clock':
        pen.circle(0, 0, half, mix(palette.accent, dark, 0.4));
        pen.inside(round(half * 0.88), () => drawBeyond(world, frame, half));
        for (let hour = 0; hour < 12; hour++)
          pen.line(
            [
              [Math.sin(hour * 0.5236) * half * 0.72, Math.cos(hour * 0.5236) * half * 0.72],
              [Math.sin(hour * 0.5236) * half * 0.82, Math.cos(hour * 0.5236) * half * 0.82],
            ],
            half * 0.035,
            dark,
          );
        for (const [speed, length, width] of [
          [0.16, 0.5, 0.06],
          [1.9, 0.74, 0.035],
        ] as const)
          pen.line(
            [
              [0, 0],
              [Math.sin(time * speed) * half * length, -Math.cos(time * speed) * half * length],
            ],
            half * width,
            dark,
          );
        break;
      case 'cup': {
        const china = mix(palette.light, white, 0.55);
        const rim = round(1).map(([a, b]) => [a * half * 0.92, b * half * 0.3 - half * 0.3] as const);
        pen.ellipse(0, half * 0.62, half * 1.5, half * 0.34, mix(china, dark, 0.22));
        pen.ellipse(0, half * 0.56, half * 1.4, half * 0.28, china);
        pen.line(
          [
            [half * 0.85, -half * 0.1],
            [half * 1.4, -half * 0.1],
            [half * 1.3, half * 0.4],
            [half * 0.7, half * 0.42],
          ],
          half * 0.14,
          mix(china, dark, 0.12),
          1,
          true,
        );
        pen.blob(
          [
            [-half, -half * 0.34],
            [half, -half * 0.34],
            [half * 0.86, half * 0.4],
            [half * 0.4, half * 0.72],
            [-half * 0.4, half * 0.72],
            [-half * 0.86, half * 0.4],
          ],
          mix(china, dark, 0.08),
        );
        pen.ellipse(0, -half * 0.3, half, half * 0.34, china);
        pen.inside(rim, () => pen.within(0, -half * 0.3, 1, () => drawBeyond(world, frame, half)));
        for (let wisp = 0; wisp < 3; wisp++) {
          const x = (wisp - 1) * half * 0.4;
          pen.line(
            [
              [x, -half * 0.5],
              [x + Math.sin(time * 1.3 + wisp) * half * 0.2, -half * 1.2],
              [x - Math.sin(time * 1.1 + wisp) * half * 0.2, -half * 1.8],
              [x + half * 0.1, -half * 2.3],
            ],
            half * 0.07,
            white,
            0.22,
            true,
          );
        }
        break;
      }
      case 'lamp':
        pen.circle(0, 0, half * 0.42, core);
        pen.glow(0, 0, half * 2.4, core, 0.9);
        break;
      case 'eye':
      case 'moon':
      case 'sun':
      case 'tunnel':
      case 'window':
      case undefined:
        pen.polygon(box(half * 0.8, half), dark);
        pen.inside(box(half * 0.73, half * 0.93), () => drawBeyond(world, frame, half));
        pen.rect(-half * 0.03, -half, half * 0.06, size, dark);
        pen.rect(-half * 0.8, -half * 0.12, half * 1.6, half * 0.06, dark);
    }
  });
  pen.glow(x, y, size * 0.9, core, 0.3);
}

/** Draws a portal in the open, standing on the ground as such things do: a window in a house, a gate in a hedge. */
export function drawPortalOutside(world: World, frame: Frame, x: number, groundY: number): void {
  const { pen, time } = frame;
  const { palette } = world;
  const { core } = portalLight(world);
  const wall = mix(palette.near, palette.far, 0.22);
  const leaf = leafOf(world);
  const [focusX, focusY] = world.focus;
  switch (world.portal) {
    case 'moon':
    case 'sun':
    case 'tunnel':
    case undefined:
      return;
    case 'window': {
      const top = focusY - 0.16;
      pen.rect(x + 0.16, top - 0.2, 0.06, 0.2, wall);
      for (let puff = 0; puff < 5; puff++) {
        const rise = (time * 0.1 + puff / 5) % 1;
        pen.circle(
          x + 0.19 + rise * 0.1,
          top - 0.21 - rise * 0.24,
          0.014 + rise * 0.03,
          mix(palette.skyLow, white, 0.4),
          0.32 * (1 - rise),
        );
      }
      pen.rect(x - 0.27, top, 0.54, groundY - top, wall);
      for (let plank = 1; plank < 7; plank++)
        pen.rect(x - 0.27, top + plank * 0.065, 0.54, 0.004, mix(wall, palette.near, 0.5));
      pen.rect(x + 0.13, groundY - 0.2, 0.1, 0.2, mix(wall, palette.near, 0.7));
      pen.polygon(
        [
          [x - 0.34, top + 0.03],
          [x, top - 0.24],
          [x + 0.34, top + 0.03],
        ],
        mix(wall, palette.near, 0.6),
      );
      pen.line(
        [
          [x - 0.34, top + 0.025],
          [x, top - 0.245],
          [x + 0.34, top + 0.025],
        ],
        0.014,
        mix(palette.skyLow, white, world.scene.weather === 'snow' ? 0.7 : 0.1),
      );
      drawPortal(world, frame, focusX, focusY, 0.2);
      pen.beam(
        [
          [x - 0.07, groundY - 0.02],
          [x + 0.07, groundY - 0.02],
        ],
        [
          [x - 0.3, groundY + 0.3],
          [x + 0.3, groundY + 0.3],
        ],
        core,
        0.4,
      );
      return;
    }
    case 'door': {
      const top = focusY - 0.18;
      for (const side of [-1, 1])
        for (let bush = 0; bush < 9; bush++)
          pen.circle(
            x + side * (0.18 + bush * 0.13),
            groundY - 0.09 - 0.02 * Math.sin(bush * 2.4),
            0.12 + 0.02 * Math.sin(bush * 1.7),
            leaf,
          );
      const arch = (half: number, up: number): readonly (readonly [number, number])[] => [
        [x - half, groundY + 0.02],
        ...Array.from(
          { length: 13 },
          (_, index) =>
            [
              x - half * Math.cos((index / 12) * Math.PI),
              up + half - half * 1.1 * Math.sin((index / 12) * Math.PI),
            ] as const,
        ),
        [x + half, groundY + 0.02],
      ];
      pen.polygon(arch(0.155, top - 0.02), wall);
      pen.inside(arch(0.125, top + 0.012), () =>
        pen.within(x, (top + groundY) / 2, 1, () => drawBeyond(world, frame, 0.24)),
      );
      pen.glow(x, focusY, 0.5, core, 0.6);
      pen.beam(
        [
          [x - 0.12, groundY],
          [x + 0.12, groundY],
        ],
        [
          [x - 0.3, groundY + 0.34],
          [x + 0.3, groundY + 0.34],
        ],
        core,
        0.45,
      );
      return;
    }
    default:
      drawPortal(world, frame, focusX, focusY, world.portal === 'puddle' ? 0.34 : 0.26);
  }
}

/** The colour of leaves against the light. */
function leafOf({ scene, palette }: World): Rgb {
  const season = {
    spring: [86, 150, 96],
    summer: [74, 132, 72],
    autumn: [214, 112, 46],
    winter: [120, 134, 140],
  } as const;
  return mix(mix(palette.near, palette.far, 0.2), season[scene.season], 0.66);
}

/** A tunnel of trees: leafy arches cut out of flat layers one behind the other, with the light at the end. */
export function drawLeafTunnel(world: World, frame: Frame): void {
  const { pen, time } = frame;
  const { core } = portalLight(world);
  const leaf = leafOf(world);
  const [x, y] = world.focus;
  frame.at(0.25, () => {
    pen.glow(x, y, 0.62, core, 1);
    pen.circle(x, y, 0.09, mix(core, white, 0.5));
  });
  for (let layer = 0; layer < 4; layer++)
    frame.at(0.35 + layer * 0.2, () => {
      const reach = 0.22 + layer * 0.11;
      const lobes = 9 + layer * 2;
      pen.shape(mix(mix(leaf, core, 0.3 - layer * 0.1), world.palette.near, layer * 0.2), 1, (path) => {
        path.rect(-4, -4, 8, 4.24 + y + 0.1);
        // against the direction of the rectangle: a hole whose edge is tufts of leaves
        const points = 120;
        for (let index = points; index >= 0; index--) {
          const angle = (index / points) * Math.PI * 2;
          const tuft = Math.abs(Math.sin(angle * lobes + layer * 1.7 + 0.05 * Math.sin(time + layer)));
          const radius = reach * (1 + 0.16 * tuft + 0.06 * Math.sin(angle * 3 + layer));
          const px = x + Math.cos(angle) * radius * 1.35;
          const py = Math.min(y + Math.sin(angle) * radius, 0.24 + y + 0.1);
          if (index === points) path.moveTo(px, py);
          else path.lineTo(px, py);
        }
        path.closePath();
      });
      for (const side of [-1, 1])
        pen.polygon(
          [
            [x + side * reach * 1.5, 0.5],
            [x + side * reach * 1.42, y - reach * 0.2],
            [x + side * (reach * 1.5 + 0.05), y - reach * 0.2],
            [x + side * (reach * 1.62 + 0.06), 0.5],
          ],
          mix(world.palette.near, leaf, 0.25 - layer * 0.05),
        );
    });
}
