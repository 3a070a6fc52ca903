import { mix, white, type Rgb } from '../color.ts';
import type { Frame, World } from '../world.ts';
import { drawBeyond, portalLight } from './beyond.ts';
import { drawPortal } from './portal.ts';

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
