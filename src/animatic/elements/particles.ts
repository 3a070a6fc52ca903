import { lerp, mix, white, type Rgb } from '../color.ts';
import type { Builder, World } from '../world.ts';

/** Keeps a number in 0..1 by wrapping around: particles that leave the frame come in again on the other side. */
const wrap = (value: number): number => value - Math.floor(value);

interface Fall {
  count: number;
  color: Rgb;
  alpha: number;
  /** Radius from, to. */
  size: readonly [number, number];
  /** Heights of the frame per second: down, and sideways. */
  fall: number;
  drift: number;
  /** How far it swings to the sides. */
  swing: number;
}

/** What is in the air of a shot, chosen by weather, season, place and things. */
function fallsOf({ scene, palette, tone }: World): Fall[] {
  const falls: Fall[] = [];
  const outside = ![
    'room',
    'bedroom',
    'kitchen',
    'living-room',
    'classroom',
    'nursery',
    'ward',
    'cafe',
    'corridor',
    'school',
    'hospital',
    'aisle',
    'church',
    'library',
    'train',
    'bus',
    'car',
    'underwater',
    'space',
    'insert',
    'club',
    'stage',
    'station',
    'tunnel',
  ].includes(scene.setting);
  const bright = mix(palette.light, white, 0.35);
  const has = (kind: string): boolean => scene.props.some((prop) => prop.kind === kind);
  if (scene.weather === 'snow' && outside)
    falls.push({
      count: 150,
      color: mix(palette.skyLow, white, 0.75),
      alpha: 0.9,
      size: [0.0016, 0.0075],
      fall: 0.11,
      drift: 0.03,
      swing: 0.02,
    });
  if (has('petals'))
    falls.push({
      count: 60,
      color: mix(palette.accent, [255, 214, 224], 0.72),
      alpha: 0.95,
      size: [0.003, 0.007],
      fall: 0.09,
      drift: 0.07,
      swing: 0.05,
    });
  else if (
    scene.season === 'autumn' &&
    outside &&
    !['sea', 'beach', 'desert', 'space', 'sky', 'snow'].includes(scene.setting)
  )
    falls.push({
      count: 30,
      color: mix(palette.accent, [226, 120, 44], 0.55),
      alpha: 0.9,
      size: [0.003, 0.008],
      fall: 0.1,
      drift: 0.09,
      swing: 0.06,
    });
  if (has('confetti'))
    falls.push({
      count: 130,
      color: palette.accent,
      alpha: 0.95,
      size: [0.002, 0.005],
      fall: 0.16,
      drift: 0.02,
      swing: 0.05,
    });
  if (has('butterflies'))
    falls.push({
      count: 30,
      color: mix(palette.accent, white, 0.3),
      alpha: 0.9,
      size: [0.002, 0.005],
      fall: -0.02,
      drift: 0.03,
      swing: 0.09,
    });
  if (scene.setting === 'underwater')
    falls.push({
      count: 60,
      color: mix(palette.skyLow, white, 0.5),
      alpha: 0.45,
      size: [0.0015, 0.009],
      fall: -0.11,
      drift: 0.005,
      swing: 0.015,
    });
  if (!outside || scene.season === 'summer' || scene.timeOfDay === 'golden')
    if (scene.weather !== 'rain' && scene.setting !== 'space' && scene.setting !== 'underwater')
      falls.push({
        count: 46,
        color: bright,
        alpha: 0.42,
        size: [0.0009, 0.0034],
        fall: -0.012,
        drift: 0.014,
        swing: 0.03,
      });
  if (falls.length === 0 && scene.setting !== 'space')
    falls.push({
      count: 22,
      color: mix(tone(0), bright, 0.6),
      alpha: 0.34,
      size: [0.0009, 0.003],
      fall: -0.01,
      drift: 0.02,
      swing: 0.03,
    });
  return falls;
}

/** Snow, petals, leaves, dust and bubbles in three depths, and rain in slanted lines. */
export const buildParticles: Builder = (world) => {
  const { halfWidth, scene, palette } = world;
  const random = world.random('particles');
  const width = halfWidth * 2 + 0.3;
  const falls = fallsOf(world).map((fall) => ({
    ...fall,
    grains: Array.from({ length: fall.count }, () => ({
      x: random(),
      y: random(),
      near: random(),
      phase: random() * 6.28,
    })),
  }));
  const indoors = [
    'room',
    'bedroom',
    'kitchen',
    'living-room',
    'classroom',
    'nursery',
    'ward',
    'cafe',
    'corridor',
    'school',
    'hospital',
    'aisle',
    'church',
    'library',
    'train',
    'bus',
    'car',
    'club',
    'stage',
  ].includes(scene.setting);
  const drops =
    (scene.weather === 'rain' || scene.weather === 'storm') && !indoors
      ? Array.from({ length: scene.weather === 'storm' ? 200 : 130 }, () => ({
          x: random(),
          y: random(),
          near: random(),
        }))
      : [];
  const wind = scene.weather === 'wind' || scene.weather === 'storm' ? 3 : 1;

  return ({ pen, time, camera }) => {
    for (const fall of falls) {
      pen.shape(fall.color, fall.alpha, (path) => {
        for (const { x, y, near, phase } of fall.grains) {
          const speed = lerp(0.5, 1.6, near);
          const px =
            (wrap(x + (time * fall.drift * wind * speed) / width + (camera.x * near * 0.8) / width) - 0.5) *
              width +
            fall.swing * Math.sin(time * 1.3 * speed + phase);
          const py = (wrap(y + (time * fall.fall * speed) / 1.2) - 0.5) * 1.2;
          const radius = lerp(fall.size[0], fall.size[1], near ** 2.4) * (1 + camera.dolly * near);
          path.moveTo(px + radius, py);
          path.ellipse(
            px,
            py,
            radius,
            radius * (fall.swing > 0.04 ? 0.35 + 0.6 * Math.abs(Math.sin(time * 2.1 + phase)) : 1),
            phase + time * (fall.swing > 0.04 ? 1.4 : 0),
            0,
            Math.PI * 2,
          );
        }
      });
    }
    if (drops.length > 0) {
      const path = pen.context;
      for (const layer of [0, 1]) {
        path.beginPath();
        for (const { x, y, near } of drops) {
          if (near > 0.5 !== (layer === 1)) continue;
          const speed = lerp(1.1, 2.1, near);
          const length = lerp(0.025, 0.075, near);
          const px = (wrap(x - time * 0.12 * wind * speed) - 0.5) * width;
          const py = (wrap(y + (time * speed) / 1.3) - 0.5) * 1.3;
          path.moveTo(px, py);
          path.lineTo(px - length * 0.13 * wind, py + length);
        }
        pen.context.lineWidth = layer === 1 ? 0.0026 : 0.0014;
        pen.context.strokeStyle = `rgba(${mix(palette.skyLow, white, 0.55).map(Math.round).join(',')},${layer === 1 ? 0.4 : 0.26})`;
        path.stroke();
      }
    }
  };
};
