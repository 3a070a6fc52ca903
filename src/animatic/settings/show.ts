import { lerp, mix, white, type Rgb } from '../color.ts';
import type { Point } from '../pen.ts';
import { buildCast, buildCrowd } from '../elements/cast.ts';
import { drawPortal } from '../elements/portal.ts';
import { buildThings } from '../elements/things.ts';
import type { Builder } from '../world.ts';

/** A stage or a club: beams that swing, haze, those in the light, and the crowd in front. */
export const buildShow: Builder = (world) => {
  const { scene, palette, halfWidth } = world;
  const random = world.random('show');
  const club = scene.setting === 'club';
  const dark = mix(palette.near, [6, 2, 18], 0.5);
  const hues: Rgb[] = [
    palette.accent,
    mix(palette.skyLow, white, 0.2),
    mix(palette.accent, palette.skyMiddle, 0.5),
    palette.light,
  ];
  const beams = Array.from({ length: club ? 9 : 7 }, (_, index) => ({
    x: lerp(-1, 1, (index + 0.5) / (club ? 9 : 7)) * (halfWidth + 0.1),
    aim: (random() - 0.5) * 0.8,
    speed: lerp(0.5, 1.3, random()),
    hue: hues[Math.floor(random() * hues.length)]!,
    phase: random() * 6,
  }));
  const cast = buildCast({ height: 0.42, groundY: 0.27, at: (random() - 0.5) * 0.4, exposure: 0.5 })(world);
  const crowd = buildCrowd({
    count: Math.round(11 + halfWidth * 8),
    groundY: 0.56,
    height: 0.26,
    lively: 0.35 + scene.energy * 0.6,
  })(world);
  const things = buildThings({ groundY: 0.27, indoors: true, height: 0.36 })(world);
  const speckles = Array.from({ length: 70 }, () => ({
    angle: random() * 6.28,
    ring: random(),
    size: random(),
  }));
  return (frame) => {
    const { pen, time } = frame;
    const pulse = 0.75 + 0.25 * Math.sin(time * (3 + 5 * scene.energy));
    pen.fade(
      -halfWidth - 0.1,
      -0.6,
      halfWidth * 2 + 0.2,
      1.2,
      [-0.5, 0.4],
      [
        [0, dark],
        [0.75, mix(dark, hues[0]!, 0.32)],
        [1, mix(dark, hues[1]!, 0.2)],
      ],
    );
    frame.at(0.3, () => {
      pen.glow(world.focus[0], 0.04, 0.95, hues[0]!, 0.55 * pulse);
      pen.glow(world.focus[0] + 0.3, 0.1, 0.6, hues[1]!, 0.4);
      if (!club) {
        for (const side of [-1, 1])
          for (let fold = 0; fold < 5; fold++)
            pen.blob(
              [
                [side * (halfWidth + 0.12), -0.8],
                [side * (halfWidth * 0.98 - fold * 0.05), -0.8],
                [side * (halfWidth * 0.92 - fold * 0.055 + 0.01 * Math.sin(time + fold)), 0],
                [side * (halfWidth * 0.98 - fold * 0.035), 0.4],
                [side * (halfWidth + 0.12), 0.4],
              ],
              mix(mix([120, 16, 34], dark, 0.45), palette.light, fold * 0.04),
            );
      } else {
        pen.line(
          [
            [0, -0.8],
            [0, -0.36],
          ],
          0.006,
          dark,
        );
        pen.circle(0, -0.28, 0.09, mix(palette.skyMiddle, white, 0.3));
        for (let tile = 0; tile < 40; tile++) {
          const a = tile * 2.399 + time * 0.5;
          const r = 0.085 * Math.sqrt((tile + 0.5) / 40);
          pen.rect(
            Math.cos(a) * r - 0.006,
            -0.28 + Math.sin(a) * r - 0.006,
            0.011,
            0.011,
            tile % 3 ? white : hues[tile % 4]!,
            0.35 + 0.6 * Math.max(0, Math.sin(time * 3 + tile * 1.7)),
          );
        }
        pen.dots(
          speckles.map(
            ({ angle, ring, size }) =>
              [
                Math.cos(angle + time * 0.35) * (0.2 + ring * 1.1),
                -0.1 + Math.sin(angle + time * 0.35) * (0.1 + ring * 0.5),
                0.004 + size * 0.007,
              ] as const,
          ),
          white,
          0.5,
        );
      }
    });
    if (world.portal) frame.at(0.4, () => drawPortal(world, frame, world.focus[0], -0.1, 0.24));
    frame.at(0.6, () => {
      pen.polygon(
        [
          [-4, 0.2],
          [4, 0.2],
          [4, 1],
          [-4, 1],
        ],
        pen.linear(0, 0.2, 0, 0.5, [
          [0, mix(dark, hues[0]!, 0.55)],
          [1, dark],
        ]),
      );
      pen.rect(-4, 0.2, 8, 0.006, hues[0]!, 0.9);
    });
    frame.at(0.5, () => {
      for (const { x, aim, speed, hue, phase } of beams) {
        const turn = aim + Math.sin(time * speed + phase) * 0.45;
        const end = (offset: number): Point => [x + Math.tan(turn + offset) * 1.1, 0.55];
        pen.beam(
          [
            [x - 0.008, -0.56],
            [x + 0.008, -0.56],
          ],
          [end(-0.09), end(0.09)],
          hue,
          0.55 * (0.7 + 0.3 * Math.sin(time * 2.2 + phase)),
        );
        pen.glow(x, -0.55, 0.12, white, 0.8);
      }
    });
    if (!club)
      frame.at(0.9, () =>
        pen.beam(
          [
            [world.focus[0] - 0.03, -0.65],
            [world.focus[0] + 0.03, -0.65],
          ],
          [
            [-0.34, 0.36],
            [0.34, 0.36],
          ],
          white,
          0.42,
        ),
      );
    things.paint(frame);
    frame.at(0.9, () => cast(frame));
    if (scene.crowd > 0 || club || scene.subjects.length > 0) frame.at(1.25, () => crowd(frame));
    frame.at(0.9, () =>
      pen.rect(
        -3,
        0,
        6,
        0.7,
        pen.linear(0, 0, 0, 0.4, [
          [0, hues[1]!, 0],
          [1, hues[1]!, 0.12 * pulse],
        ]),
      ),
    );
  };
};
