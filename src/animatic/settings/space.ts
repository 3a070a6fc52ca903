import { lerp, mix, rgb, white } from '../color.ts';
import type { Point } from '../pen.ts';
import { buildCast } from '../elements/cast.ts';
import { drawPortal } from '../elements/portal.ts';
import { buildThings } from '../elements/things.ts';
import type { Builder } from '../world.ts';

/** Stars in three depths, a nebula, a galaxy's band and a planet with a lit edge. */
export const buildSpace: Builder = (world) => {
  const { palette, halfWidth, scene } = world;
  const random = world.random('space');
  const deep = mix(palette.skyTop, [3, 4, 16], 0.72);
  const clouds = Array.from({ length: 11 }, (_, index) => ({
    along: (index / 10 - 0.5) * 2.6,
    off: (random() - 0.5) * 0.36,
    size: lerp(0.2, 0.55, random()),
    color: [palette.accent, palette.skyMiddle, palette.skyLow, mix(palette.accent, palette.light, 0.5)][
      Math.floor(random() * 4)
    ]!,
    pulse: random() * 6,
  }));
  const tilt = (random() < 0.5 ? -1 : 1) * lerp(0.25, 0.7, random());
  const stars = Array.from({ length: 420 }, (_, index) => {
    const band = index < 200;
    const along = (random() - 0.5) * 3.4;
    const off = band ? (random() + random() + random() - 1.5) * 0.3 : (random() - 0.5) * 1.9;
    return {
      x: along * Math.cos(tilt) - off * Math.sin(tilt),
      y: along * Math.sin(tilt) + off * Math.cos(tilt),
      radius: 0.0009 + 0.0042 * random() ** 4,
      group: index % 4,
    };
  });
  const planetX = (random() < 0.5 ? -1 : 1) * halfWidth * lerp(0.3, 0.7, random());
  const planetY = lerp(0.2, 0.5, random());
  const planetSize = lerp(0.2, 0.5, random());
  const rings = random() < 0.45 && planetY < 0.34;
  const hasPlanet = random() < 0.8 || /planet|earth|mars/i.test(scene.prompt);
  const bands = Array.from({ length: 7 }, () => [random(), random()] as const);
  const cast = buildCast({ height: 0.4, groundY: 0.26, at: -Math.sign(planetX) * 0.4, exposure: 0.4 })({
    ...world,
    scene: {
      ...scene,
      subjects: scene.subjects.map((subject) => ({
        ...subject,
        action: ['embrace', 'kiss', 'hold-child', 'dance', 'sit', 'hold-hands'].includes(subject.action)
          ? subject.action
          : 'float',
      })),
    },
  });
  const things = buildThings({ groundY: 0.3, indoors: false })(world);
  return (frame) => {
    const { pen, time } = frame;
    pen.fade(
      -halfWidth - 0.1,
      -0.6,
      halfWidth * 2 + 0.2,
      1.2,
      [-0.5, 0.5],
      [
        [0, deep],
        [0.6, mix(deep, palette.skyMiddle, 0.3)],
        [1, mix(deep, palette.accent, 0.14)],
      ],
    );
    for (const { along, off, size, color, pulse } of clouds)
      frame.at(0.12, () =>
        pen.glow(
          along * Math.cos(tilt) - off * Math.sin(tilt),
          along * Math.sin(tilt) + off * Math.cos(tilt),
          size * (1 + 0.06 * Math.sin(time * 0.5 + pulse)),
          color,
          0.5,
        ),
      );
    frame.at(0.12, () => {
      pen.glow(0, 0, 0.75, mix(palette.light, palette.accent, 0.5), 0.5);
      pen.glow(0, 0, 0.3, palette.light, 0.5);
    });
    for (let group = 0; group < 4; group++)
      frame.at(0.1 + group * 0.17, () =>
        pen.dots(
          stars.filter((star) => star.group === group).map(({ x, y, radius }) => [x, y, radius] as const),
          mix(palette.light, white, 0.7),
          0.7 + 0.28 * Math.sin(time * (1 + group * 0.5) + group),
        ),
      );
    for (const { x, y, radius } of stars)
      if (radius > 0.0043) frame.at(0.3, () => pen.glow(x, y, radius * 16, palette.light, 0.6));
    const life = (time * 0.35) % 1;
    frame.at(0.2, () =>
      pen.beam(
        [
          [-0.5 + life * 1.4, -0.36 + life * 0.3 - 0.002],
          [-0.5 + life * 1.4, -0.36 + life * 0.3 + 0.002],
        ],
        [
          [-0.74 + life * 1.4, -0.412 + life * 0.3],
          [-0.74 + life * 1.4, -0.41 + life * 0.3],
        ],
        white,
        0.9 * Math.sin(life * Math.PI),
      ),
    );
    if (world.portal)
      frame.at(0.5, () => {
        if (world.portal === 'moon' || world.portal === 'sun') {
          pen.circle(world.focus[0], world.focus[1], 0.13, mix(palette.light, white, 0.4));
          pen.glow(world.focus[0], world.focus[1], 0.6, palette.light, 0.8);
        } else drawPortal(world, frame, world.focus[0], world.focus[1], 0.26);
      });
    if (hasPlanet)
      frame.at(0.7, () => {
        const sphere: Point[] = Array.from({ length: 48 }, (_, index) => [
          planetX + Math.cos(index * 0.1309) * planetSize,
          planetY + Math.sin(index * 0.1309) * planetSize,
        ]);
        pen.glow(planetX, planetY, planetSize * 1.5, mix(palette.skyLow, palette.light, 0.4), 0.5);
        pen.polygon(
          sphere,
          pen.linear(planetX, planetY - planetSize, planetX, planetY + planetSize, [
            [0, mix(palette.skyLow, palette.accent, 0.2)],
            [1, deep],
          ]),
        );
        pen.inside(sphere, () => {
          for (const [y, width] of bands)
            pen.ellipse(
              planetX + Math.sin(time * 0.2 + y * 9) * 0.03,
              planetY + (y * 2 - 1) * planetSize,
              planetSize * 1.2,
              planetSize * (0.03 + width * 0.07),
              mix(palette.accent, palette.skyLow, width),
              0.34,
            );
          pen.circle(
            planetX + planetSize * 0.34,
            planetY + planetSize * 0.4,
            planetSize * 1.15,
            rgb('#02030a'),
            0.62,
          );
        });
        if (rings)
          pen.line(
            Array.from({ length: 30 }, (_, index): Point => {
              const angle = -0.25 + (index / 29) * 3.6;
              return [
                planetX + Math.cos(angle) * planetSize * 1.7,
                planetY + Math.sin(angle) * planetSize * 0.34 + Math.cos(angle) * planetSize * 0.3,
              ];
            }),
            planetSize * 0.07,
            mix(palette.light, palette.accent, 0.4),
            0.75,
            true,
          );
      });
    things.paint(frame);
    frame.at(1, () => cast(frame));
  };
};
