import { lerp, mix, white } from '../color.ts';
import type { Point } from '../pen.ts';
import { drawRidge, drawTree, ridgeOf, treeOf } from '../elements/nature.ts';
import { buildSky } from '../elements/sky.ts';
import type { Frame, World } from '../world.ts';

/** The land that flies past outside. Layers repeat, so that any time has a picture. */
export function passingLand(world: World): (frame: Frame, speed: number) => void {
  const { palette, tone, halfWidth, scene } = world;
  const random = world.random('passing');
  const span = 3.2;
  const sky = buildSky(0.1)(world);
  const layers = [
    { depth: 0.12, rate: 0.03, y: 0.06, height: 0.2, rough: 0.7 },
    { depth: 0.3, rate: 0.14, y: 0.12, height: 0.1, rough: 0.3 },
    { depth: 0.6, rate: 0.5, y: 0.2, height: 0.05, rough: 0.2 },
  ].map((layer) => {
    const points = ridgeOf({ random, width: span / 2, height: layer.height, rough: layer.rough, step: 0.05 });
    // ends meet: the last part fades into the first, so that the land can repeat
    const seamless = points.map(([x, y], index): Point => {
      const part = Math.max(0, (index / points.length - 0.75) * 4);
      return [x, lerp(y, points[0]![1], part)];
    });
    return { ...layer, points: seamless };
  });
  const trees = Array.from({ length: 12 }, (_, index) => ({
    tree: treeOf(
      scene.season === 'winter' ? 'bare' : index % 3 === 0 ? 'round' : 'pine',
      0,
      0,
      lerp(0.1, 0.26, random()),
      random,
    ),
    at: random(),
  }));
  return (frame, speed) => {
    const { pen, time } = frame;
    sky(frame);
    const gone = time * speed + 1.7;
    for (const { depth, rate, y, points } of layers) {
      const shift = (gone * rate) % span;
      for (const copy of [-1, 0, 1, 2]) {
        const left = copy * span - shift;
        if (left > halfWidth + span / 2 + 0.2 || left < -halfWidth - span / 2 - 0.2) continue;
        pen.within(left, 0, 1, () =>
          drawRidge(pen, points, y, tone(depth), mix(tone(depth), palette.skyLow, 0.12)),
        );
      }
    }
    const way = halfWidth * 2 + 1;
    if (world.dark)
      for (let lamp = 0; lamp < 26; lamp++) {
        const near = ((lamp * 0.37) % 1) ** 2;
        const x = way / 2 - ((((lamp * 0.618) % 1) * way + gone * lerp(0.05, 0.6, near)) % way);
        const y = lerp(0.03, 0.2, near) + 0.02 * Math.sin(lamp * 7);
        pen.circle(
          x,
          y,
          lerp(0.002, 0.006, near),
          mix(lamp % 4 ? palette.light : palette.accent, white, 0.3),
        );
        if (near > 0.2) pen.glow(x, y, 0.03 + 0.06 * near, lamp % 4 ? palette.light : palette.accent, 0.7);
      }
    for (const { tree, at } of trees) {
      const x = way / 2 - ((at * way + gone * 0.5) % way);
      drawTree(
        pen,
        { ...tree, x, y: 0.22 },
        { time, trunk: tone(0.75), leaf: tone(0.7), highlight: palette.light },
      );
    }
    for (let pole = 0; pole < 3; pole++) {
      const x = way / 2 - (((pole / 3) * way + gone * 1.5) % way);
      pen.line(
        [
          [x, 0.4],
          [x, -0.5],
        ],
        0.012,
        palette.near,
      );
      pen.line(
        [
          [x - 0.06, -0.34],
          [x + 0.06, -0.34],
        ],
        0.008,
        palette.near,
      );
    }
    for (const [wire, sag] of [
      [-0.34, 0.05],
      [-0.3, 0.055],
    ] as const)
      pen.line(
        Array.from({ length: 41 }, (_, index): Point => {
          const x = -halfWidth + (index / 40) * halfWidth * 2;
          const part = ((((x + gone * 1.5) % (way / 3)) + way / 3) % (way / 3)) / (way / 3);
          return [x, wire + sag * (1 - (2 * part - 1) ** 2)];
        }),
        0.0022,
        palette.near,
        0.7,
      );
  };
}
