import { lerp, mix, white } from '../color.ts';
import type { Prop } from '../scene.ts';
import type { Frame, Painter, World } from '../world.ts';
import { drawBirds, drawCat, drawFish, drawHoofed, drawWhale } from './animals.ts';
import { drawTree, treeOf } from './nature.ts';
import {
  drawCampfire,
  drawCandles,
  drawFirework,
  drawLantern,
  drawStreetLamp,
  drawStringLights,
} from './lights.ts';
import {
  drawBench,
  drawCake,
  drawFerrisWheel,
  drawHouse,
  drawKite,
  drawLighthouse,
  drawPiano,
  drawSwing,
  drawTent,
  drawBoxes,
} from './objects.ts';
import { drawBicycle, drawBoat, drawCar, drawCoach, drawFlyer, drawHotAirBalloon } from './vehicles.ts';

/** Draws the things of a shot; some of them far behind, between the ridges. */
export interface Things {
  paint: Painter;
  behind?: (frame: Frame, depth: number) => void;
}

const skyward = new Set<Prop['kind']>([
  'birds',
  'plane',
  'rocket',
  'hot-air-balloon',
  'kite',
  'fireworks',
  'lanterns',
]);

/** The animals, vehicles and objects that the prompt names, each where such things are. */
export const buildThings =
  ({ groundY, indoors, height = 0.27 }: { groundY: number; indoors: boolean; height?: number }) =>
  (world: World): Things => {
    const { scene, palette, halfWidth } = world;
    const random = world.random('things');
    const zoom = scene.shotSize === 'wide' ? 1 : scene.shotSize === 'medium' ? 1.4 : 1.8;
    const tall = height * zoom * world.scale;
    const y = groundY + (zoom - 1) * 0.2;
    const shade = mix(palette.near, palette.far, 0.15);
    const wooded = ['forest', 'park', 'garden'].includes(scene.setting);
    const placed = scene.props
      .filter(({ kind }) => !(wooded && kind === 'tree') && !(world.portal === 'window' && kind === 'house'))
      .filter(
        ({ kind }) =>
          !(
            indoors &&
            ['bed', 'table', 'sofa', 'shelf', 'tv', 'crib', 'train', 'bus', 'car', 'house', 'tree'].includes(
              kind,
            )
          ),
      )
      .map((prop, index) => {
        const side = index % 2 === 0 ? 1 : -1;
        return {
          prop,
          x: side * lerp(0.3, 0.72, random()) * halfWidth * (random() < 0.5 ? -1 : 1),
          flip: random() < 0.5,
          phase: random() * 6,
          tree: treeOf(scene.season === 'winter' ? 'bare' : 'round', 0, 0, 1, random),
          color: prop.color ?? (index === 0 ? palette.accent : mix(palette.accent, palette.light, 0.3)),
        };
      });
    const paintOne = (frame: Frame, item: (typeof placed)[number]): void => {
      const { pen, time } = frame;
      const { prop, x, flip, color, phase } = item;
      const options = { x, y, height: tall, flip, color, shade, light: palette.light, time };
      const travel = (flip ? -1 : 1) * (time * 0.05 - 0.1);
      switch (prop.kind) {
        case 'dog':
        case 'horse':
        case 'deer':
          return drawHoofed(pen, {
            ...options,
            x: x + travel * 0.6,
            ...(prop.kind === 'deer' && { y: y - 0.07, height: tall * 0.62 }),
            kind: prop.kind,
            pace: 0.5 + scene.energy,
          });
        case 'cat':
          return drawCat(pen, options);
        case 'birds':
          return drawBirds(pen, { ...options, y: -0.22, height: 0.5 });
        case 'butterflies':
        case 'petals':
        case 'confetti':
          return;
        case 'fish':
          return drawFish(pen, { ...options, y: 0.05, height: 0.5 });
        case 'whale':
          return drawWhale(pen, { ...options, y: 0, height: 0.42 });
        case 'car':
          return drawCar(pen, { ...options, x: x + travel * 1.4, y: y - 0.01, height: tall * 0.85 });
        case 'bus':
          return drawCoach(pen, {
            ...options,
            x: x + travel + 0.3,
            y: y - 0.02,
            height: tall * 0.9,
            cars: 1,
          });
        case 'train':
          return drawCoach(pen, {
            ...options,
            x: halfWidth * (flip ? -0.6 : 0.6) + travel * 2,
            y: y - 0.04,
            height: tall * 0.7,
            cars: 4,
          });
        case 'bicycle':
          return scene.subjects.some(({ action }) => action === 'cycle')
            ? undefined
            : drawBicycle(pen, { ...options, time: 0 });
        case 'boat':
          return drawBoat(pen, { ...options, y: 0.2, height: 0.16 });
        case 'plane':
        case 'rocket':
          return drawFlyer(pen, {
            ...options,
            x: x + travel,
            y: -0.28 - (flip ? -travel : travel) * 0.2,
            height: 0.12,
            rocket: prop.kind === 'rocket',
          });
        case 'hot-air-balloon':
          return drawHotAirBalloon(pen, { ...options, y: -0.02, height: 0.2 });
        case 'street-lamp':
          return drawStreetLamp(pen, { ...options, height: tall * 1.5 });
        case 'bench':
          return drawBench(pen, options);
        case 'piano':
          return drawPiano(pen, options);
        case 'candles':
          return drawCandles(pen, { ...options, y: y - tall * 0.3, height: tall * 0.5 });
        case 'cake':
          return drawCake(pen, { ...options, height: tall * 0.6 });
        case 'boxes':
          return drawBoxes(pen, options);
        case 'tree':
          return drawTree(
            pen,
            { ...item.tree, x: x * 1.1, y, height: 0.72 },
            {
              time,
              trunk: palette.near,
              leaf: mix(palette.near, prop.color ?? palette.far, 0.3),
              highlight: palette.light,
            },
          );
        case 'swing':
          return drawSwing(pen, { ...options, height: tall * 1.5 });
        case 'ferris-wheel':
          return drawFerrisWheel(pen, { ...options, y: y - 0.1, height: 0.62 });
        case 'lighthouse':
          return drawLighthouse(pen, { ...options, y: y - 0.14, height: 0.42 });
        case 'house':
          return drawHouse(pen, { ...options, y: y - 0.07, height: 0.2 });
        case 'tent':
          return drawTent(pen, { ...options, height: tall * 0.8 });
        case 'campfire':
          return drawCampfire(pen, { ...options, height: tall * 0.6 });
        case 'lanterns':
          for (let index = 0; index < 16; index++)
            drawLantern(pen, {
              ...options,
              x: (((index * 0.618 + phase) % 1) - 0.5) * halfWidth * 2.2,
              y: 0.2 - ((index * 0.137 + time * 0.03) % 1) * 0.8,
              height: 0.03 + 0.03 * ((index * 0.37) % 1),
            });
          return;
        case 'fireworks':
          for (let index = 0; index < 4; index++)
            drawFirework(pen, {
              ...options,
              x: (((index * 0.618 + phase) % 1) - 0.5) * halfWidth * 1.5,
              y: -0.32 + ((index * 0.43) % 1) * 0.22,
              height: 0.24,
              time: time * 0.55 + index * 0.31,
              color: index % 2 ? palette.accent : mix(palette.light, white, 0.3),
            });
          return;
        case 'kite':
          return drawKite(pen, { ...options, y: -0.26, height: 0.1 });
        case 'string-lights':
          return drawStringLights(pen, { ...options, x: 0, y: -0.36, height: halfWidth * 2.2 });
        case 'flowers':
        case 'bed':
        case 'table':
        case 'sofa':
        case 'shelf':
        case 'tv':
        case 'crib':
          return;
      }
    };
    return {
      paint: (frame) => {
        for (const item of placed) {
          if (skyward.has(item.prop.kind) && !indoors) frame.at(0.2, () => paintOne(frame, item));
          else
            frame.at(
              ['ferris-wheel', 'lighthouse', 'house', 'train', 'boat', 'tree', 'deer'].includes(
                item.prop.kind,
              )
                ? 0.6
                : 0.97,
              () => paintOne(frame, item),
            );
        }
      },
    };
  };
