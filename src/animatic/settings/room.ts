import { lerp, mix, white, type Rgb } from '../color.ts';
import type { Point } from '../pen.ts';
import { buildCast } from '../elements/cast.ts';
import {
  drawArmchair,
  drawBed,
  drawChair,
  drawCrib,
  drawDesk,
  drawKitchen,
  drawLampStand,
  drawPlant,
  drawShelf,
  drawSofa,
  drawTable,
  drawTv,
} from '../elements/furniture.ts';
import { drawBeyond, portalLight } from '../elements/beyond.ts';
import { drawPortal } from '../elements/portal.ts';
import { buildThings } from '../elements/things.ts';
import type { Builder, Frame, World } from '../world.ts';

const wallpapers: readonly Rgb[] = [
  [196, 120, 98],
  [92, 128, 132],
  [210, 170, 110],
  [126, 108, 150],
  [140, 160, 118],
  [176, 96, 110],
];

/** A room with a window that light falls through, its furniture, and who is in it. */
export const buildRoom: Builder = (world) => {
  const { scene, palette, halfWidth } = world;
  const random = world.random('room');
  const wallpaper = wallpapers[Math.floor(random() * wallpapers.length)]!;
  const night = scene.timeOfDay === 'night' || scene.timeOfDay === 'dusk';
  const ambient = night ? 0.2 : 0.5;
  const lit = mix(mix(palette.far, wallpaper, 0.5), palette.skyLow, night ? 0.02 : 0.22);
  const wall = mix(palette.near, lit, ambient + 0.32);
  const wallFar = mix(palette.near, lit, ambient);
  const floorY = 0.2;
  const floor = mix(mix(palette.near, [140, 92, 60], 0.4), palette.far, 0.22);
  const windowX =
    world.portal === 'window' || !world.portal
      ? world.portal
        ? world.focus[0]
        : (random() < 0.5 ? -1 : 1) * halfWidth * lerp(0.16, 0.42, random())
      : -Math.sign(world.focus[0] || 1) * halfWidth * 0.55;
  const windowY = -0.12;
  const windowSize = lerp(0.4, 0.52, random()) * world.scale;
  const panes = 1 + Math.floor(random() * 3);
  const side = windowX > 0 ? -1 : 1;
  const pattern = Math.floor(random() * 3);
  const furnish = furnitureOf(world, side, floorY);
  const lamp = night || random() < 0.4;
  const lampX = side * halfWidth * lerp(0.55, 0.8, random());
  const sits = scene.subjects.some(
    ({ action }) => action === 'sit' || action === 'read' || action === 'play',
  );
  const lies = scene.subjects.some(({ action }) => action === 'lie');
  const cast = buildCast({
    height: 0.46,
    groundY: lies ? 0.31 : 0.42,
    at: lies ? side * 0.55 : sits ? side * 0.4 : side * lerp(0.1, 0.5, random()),
    exposure: night ? 0.38 : 0.5,
  })(world);
  const things = buildThings({ groundY: 0.42, indoors: true, height: 0.4 })(world);
  const portalSize = world.portal === 'door' ? 0.5 : world.portal === 'cup' ? 0.17 : 0.3;
  const pictures = Array.from({ length: 3 }, (_, index) => ({
    x: side * halfWidth * (0.3 + index * 0.22) + random() * 0.04,
    y: -0.2 + random() * 0.1,
    w: 0.05 + random() * 0.05,
    h: 0.06 + random() * 0.05,
    hue: random(),
  }));

  return (frame) => {
    const { pen, time } = frame;
    const { core } = portalLight(world);
    pen.rect(-halfWidth - 0.1, -0.6, halfWidth * 2 + 0.2, 1.2, wallFar);
    frame.at(0.45, () => {
      pen.rect(
        -3,
        -1.4,
        6,
        1.4 + floorY,
        pen.radial(windowX, windowY, 1.25, [
          [0, mix(wall, core, night ? 0.1 : 0.26)],
          [1, wallFar],
        ]),
      );
      if (pattern === 1)
        pen.rects(
          Array.from({ length: 46 }, (_, index) => [-2.3 + index * 0.1, -1.4, 0.012, 1.6] as const),
          palette.light,
          0.045,
        );
      else if (pattern === 2)
        pen.dots(
          Array.from(
            { length: 120 },
            (_, index) =>
              [
                -1.5 + (index % 20) * 0.15 + (Math.floor(index / 20) % 2) * 0.075,
                -0.6 + Math.floor(index / 20) * 0.13,
                0.009,
              ] as const,
          ),
          palette.light,
          0.07,
        );
      pen.rect(-3, floorY - 0.035, 6, 0.035, mix(wallFar, palette.light, 0.2));
      for (const picture of pictures) {
        pen.rect(
          picture.x - picture.w / 2,
          picture.y - picture.h / 2,
          picture.w,
          picture.h,
          mix(palette.near, palette.light, 0.32),
        );
        pen.rect(
          picture.x - picture.w * 0.36,
          picture.y - picture.h * 0.36,
          picture.w * 0.72,
          picture.h * 0.72,
          mix(wallpapers[Math.floor(picture.hue * 6)]!, wall, 0.35),
        );
      }
      drawWindow(world, frame, windowX, windowY, windowSize, panes, night);
    });
    frame.at(0.7, () => {
      pen.polygon(
        [
          [-4, floorY],
          [4, floorY],
          [6, 2],
          [-6, 2],
        ],
        pen.linear(0, floorY, 0, 0.62, [
          [0, mix(floor, core, night ? 0.06 : 0.2)],
          [1, mix(floor, palette.near, 0.55)],
        ]),
      );
      // the window's light on the floor
      const drop = windowX + side * 0.2;
      if (!night)
        pen.beam(
          [
            [windowX - windowSize * 0.4, floorY],
            [windowX + windowSize * 0.4, floorY],
          ],
          [
            [drop - windowSize * 0.5, 0.72],
            [drop + windowSize * 0.8, 0.72],
          ],
          core,
          0.5,
        );
      pen.ellipse(
        side * halfWidth * 0.35,
        0.38,
        0.42,
        0.07,
        mix(mix(palette.accent, palette.near, 0.5), floor, 0.3),
        0.8,
      );
    });
    furnish(frame, 'behind');
    // the shaft that falls in through the window
    if (!night)
      frame.at(0.75, () => {
        const breath = 0.2 + 0.03 * Math.sin(time * 0.7);
        for (const part of [-0.5, 0.04]) {
          const left = windowX + windowSize * part;
          pen.beam(
            [
              [left, windowY - windowSize * 0.3],
              [left + windowSize * 0.46, windowY - windowSize * 0.3],
            ],
            [
              [left + side * 0.5 - 0.1, 0.62],
              [left + side * 0.5 + windowSize * 0.46 + 0.1, 0.62],
            ],
            core,
            breath,
          );
        }
      });
    if (world.portal && world.portal !== 'window')
      frame.at(world.portal === 'cup' || world.portal === 'puddle' ? 1.05 : 0.5, () =>
        drawPortal(world, frame, world.focus[0], world.focus[1], portalSize),
      );
    frame.at(0.95, () => {
      if (lamp)
        drawLampStand(pen, {
          x: lampX,
          y: 0.4,
          height: 0.5 * world.scale,
          color: palette.accent,
          shade: palette.near,
          light: mix(palette.light, [255, 190, 110], 0.45),
          time,
        });
    });
    frame.at(1, () => cast(frame));
    things.paint(frame);
    furnish(frame, 'front');
  };
};

/** A window with its cross bars, curtains that move, and a little landscape outside. */
function drawWindow(
  world: World,
  frame: Frame,
  x: number,
  y: number,
  size: number,
  panes: number,
  night: boolean,
): void {
  const { pen, time } = frame;
  const { palette } = world;
  const half = size / 2;
  const wide = half * (0.72 + 0.16 * panes);
  const wood = mix(mix(palette.near, white, 0.3), palette.light, night ? 0.1 : 0.35);
  const box = (w: number, h: number): Point[] => [
    [x - w, y - h],
    [x + w, y - h],
    [x + w, y + h],
    [x - w, y + h],
  ];
  pen.glow(x, y, size * 1.7, portalLight(world).core, night ? 0.25 : 0.6);
  pen.polygon(box(wide + 0.02, half + 0.02), wood);
  pen.inside(box(wide, half), () => {
    if (world.portal === 'window') pen.within(x, y, 1, () => drawBeyond(world, frame, Math.max(wide, half)));
    else {
      pen.fade(
        x - wide,
        y - half,
        wide * 2,
        size,
        [y - half, y + half],
        [
          [0, palette.skyTop],
          [0.6, palette.skyMiddle],
          [1, palette.skyLow],
        ],
      );
      pen.circle(x + wide * 0.3, y - half * 0.2, 0.035, mix(palette.light, white, 0.4));
      pen.glow(x + wide * 0.3, y - half * 0.2, 0.3, palette.light, 0.8);
      pen.blob(
        [
          [x - wide * 1.2, y + size],
          [x - wide * 1.1, y + half * 0.5],
          [x - wide * 0.3, y + half * 0.3],
          [x + wide * 0.5, y + half * 0.6],
          [x + wide * 1.2, y + half * 0.4],
          [x + wide * 1.2, y + size],
        ],
        palette.far,
      );
      if (world.scene.weather === 'rain' || world.scene.weather === 'snow')
        pen.dots(
          Array.from(
            { length: 40 },
            (_, drop) =>
              [
                x - wide + ((drop * 0.618) % 1) * wide * 2,
                y - half + ((drop * 0.37 + time * (world.scene.weather === 'rain' ? 0.8 : 0.14)) % 1) * size,
                0.0028,
              ] as const,
          ),
          white,
          0.7,
        );
    }
  });
  for (let bar = 1; bar < panes + 1; bar++)
    pen.rect(x - wide + (bar / (panes + 1)) * wide * 2 - 0.005, y - half, 0.01, size, wood);
  pen.rect(x - wide, y - half * 0.2, wide * 2, 0.01, wood);
  pen.rect(x - wide - 0.04, y + half + 0.02, wide * 2 + 0.08, 0.022, mix(wood, white, 0.2));
  const cloth = mix(mix(palette.accent, palette.light, 0.45), palette.near, night ? 0.5 : 0.12);
  for (const side of [-1, 1]) {
    const blow = Math.sin(time * 0.9 + side) * 0.02 + 0.03;
    const edge = x + side * (wide + 0.05);
    pen.blob(
      [
        [edge + side * 0.05, y - half - 0.07],
        [edge - side * 0.1, y - half - 0.07],
        [edge - side * (0.09 + blow), y],
        [edge - side * (0.02 - blow), y + half * 0.9],
        [edge - side * blow, y + half + 0.13],
        [edge + side * 0.06, y + half + 0.12],
      ],
      cloth,
      0.94,
    );
    pen.line(
      [
        [edge, y - half - 0.05],
        [edge - side * blow, y],
        [edge + side * 0.02, y + half + 0.1],
      ],
      0.004,
      mix(cloth, palette.near, 0.3),
      0.5,
      true,
    );
  }
  pen.rect(x - wide - 0.14, y - half - 0.075, wide * 2 + 0.28, 0.014, mix(palette.near, wood, 0.3));
}

/** What stands in each kind of room. */
function furnitureOf(
  world: World,
  side: number,
  floorY: number,
): (frame: Frame, layer: 'behind' | 'front') => void {
  const { scene, palette, halfWidth, scale } = world;
  const random = world.random('furniture');
  const wood = mix(palette.near, [150, 96, 58], 0.42);
  const base = { shade: palette.near, light: palette.light, color: palette.accent };
  const jitter = random() * 0.08;
  const unit = 0.46 * scale;
  return ({ pen, at, time }, layer) => {
    const put = (x: number, y: number, height = unit) => ({
      ...base,
      x: x * halfWidth,
      y,
      height,
      time,
      wood,
    });
    if (layer === 'behind')
      at(0.85, () => {
        switch (scene.setting) {
          case 'bedroom':
            drawShelf(pen, put(side * 1.02, floorY + 0.08, unit * 1.5));
            drawBed(pen, put(side * 0.45 + jitter, 0.42, unit), false);
            break;
          case 'ward':
            drawBed(pen, put(side * 0.45, 0.4, unit), true);
            break;
          case 'nursery':
            drawShelf(pen, put(-side * 0.95, floorY + 0.06, unit));
            drawCrib(pen, put(-side * 0.3 + jitter, 0.4));
            break;
          case 'kitchen':
            drawKitchen(pen, put(0, floorY + 0.03, unit), halfWidth);
            drawTable(pen, put(side * 0.4, 0.42), true);
            break;
          case 'living-room':
            drawShelf(pen, put(-side * 1.0, floorY + 0.06, unit * 1.4));
            drawSofa(pen, put(side * 0.4, 0.41));
            drawTv(pen, put(-side * 0.62, 0.36));
            break;
          case 'classroom': {
            pen.rect(side * halfWidth * 0.5 - 0.34, -0.26, 0.68, 0.32, wood);
            pen.rect(
              side * halfWidth * 0.5 - 0.325,
              -0.245,
              0.65,
              0.29,
              mix(palette.near, [52, 92, 76], 0.7),
            );
            for (let line = 0; line < 4; line++)
              pen.line(
                [
                  [side * halfWidth * 0.5 - 0.28, -0.19 + line * 0.06],
                  [
                    side * halfWidth * 0.5 - 0.28 + 0.2 + 0.3 * Math.abs(Math.sin(line * 2.3 + jitter * 40)),
                    -0.19 + line * 0.06,
                  ],
                ],
                0.006,
                white,
                0.6,
              );
            for (let desk = 0; desk < 5; desk++) drawDesk(pen, put(-1.1 + desk * 0.55, 0.33, unit * 0.8));
            break;
          }
          case 'cafe':
            for (let table = 0; table < 3; table++) {
              drawTable(pen, put(-0.85 + table * 0.85, 0.36, unit * 0.82), false);
            }
            for (let bulb = 0; bulb < 5; bulb++) {
              const x = (-0.9 + bulb * 0.45) * halfWidth;
              pen.line(
                [
                  [x, -0.8],
                  [x, -0.3],
                ],
                0.003,
                palette.near,
              );
              pen.circle(x, -0.285, 0.02, mix(palette.light, white, 0.4));
              pen.glow(x, -0.285, 0.3, palette.light, 0.6);
            }
            break;
          default:
            drawShelf(pen, put(-side * 1.0, floorY + 0.06, unit * 1.3));
            drawTable(pen, put(side * 0.62, 0.4), false);
            drawChair(pen, put(side * 0.3, 0.42));
            drawPlant(pen, put(-side * 0.55, 0.36));
        }
      });
    else
      at(1.35, () => {
        // a dark shape close to the camera gives the room depth
        switch (scene.setting) {
          case 'classroom':
            for (let desk = 0; desk < 3; desk++)
              drawDesk(pen, {
                ...put(-0.9 + desk * 0.9, 0.62, unit),
                shade: palette.near,
                light: mix(palette.near, palette.light, 0.25),
                wood: mix(palette.near, wood, 0.4),
              });
            break;
          case 'living-room':
          case 'room':
            drawPlant(pen, {
              ...put(-side * 1.02, 0.62, unit * 1.5),
              shade: mix(palette.near, [0, 0, 0], 0.3),
              light: palette.near,
            });
            break;
          case 'kitchen':
          case 'cafe':
            drawArmchair(pen, {
              ...put(-side * 0.85, 0.72, unit * 1.1),
              shade: mix(palette.near, [0, 0, 0], 0.3),
            });
            break;
          default:
            break;
        }
      });
  };
}
