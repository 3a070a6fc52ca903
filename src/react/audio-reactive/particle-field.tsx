import { useLayoutEffect, useMemo, useRef, type ReactNode } from 'react';
import { useVideoConfig } from 'remotion';
import { Fill } from '../fill.tsx';
import { createRandom } from '../../core/random.ts';
import { checkNumber } from '../effects/check-number.ts';
import { usePulse, type EffectTrigger } from '../effects/moments.ts';
import { useSongMoment } from '../song.tsx';
import { useReaction, type EnergyBand } from './reaction.ts';
import { createTravel, type Travel } from './travel.ts';

/** Props of `<ParticleField>`. */
export interface ParticleFieldProps {
  /** 1–5000; 160 by default. */
  count?: number;
  /** Any CSS colour; white by default. */
  color?: string;
  /** `rise` like sparks, `fall` like snow, `fly` out of the middle like stars; `rise` by default. */
  motion?: 'rise' | 'fall' | 'fly';
  /** The band that drives their speed and brightness; `overall` by default. */
  by?: EnergyBand;
  /** What makes them burst in size; `kick` by default. */
  on?: EffectTrigger;
  /** Mean radius as a share of the frame's height; 0.004 by default. */
  size?: number;
  /** Frame heights that a particle covers in a second at the loudest point; 0.25 by default. */
  speed?: number;
  /** Another number, another field; 1 by default. */
  seed?: string | number;
}

/** One particle as it is drawn. */
export interface PlacedParticle {
  /** In shares of width and height. */
  x: number;
  y: number;
  /** As a share of the frame's height. */
  radius: number;
  /** 0–1. */
  opacity: number;
}

/** Rises from 0, stays at 1, falls to 0 over a particle's life. */
const fade = (life: number): number => Math.min(1, life * 6, (1 - life) * 3);

/**
 * Where all particles of a field are after they have travelled some time. Each lives its life over and over, begun at a
 * moment of its own, at another place each time; nothing depends on the frame before.
 */
export function placeParticles({
  count,
  motion,
  size,
  speed,
  seed,
  travelled,
}: Required<Pick<ParticleFieldProps, 'count' | 'motion' | 'size' | 'speed'>> & {
  seed: string | number;
  /** From a `Travel`, in seconds. */
  travelled: number;
}): PlacedParticle[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const [begun, depth] = [random(), random()];
    // near ones are larger and faster
    const pace = 0.5 + depth;
    const lives = begun + travelled * speed * pace;
    const life = lives - Math.floor(lives);
    const place = createRandom(`${seed} ${index} ${Math.floor(lives)}`);
    const [across, drift] = [place(), place() - 0.5];
    const radius = size * (0.4 + 1.2 * depth);
    const opacity = fade(life) * (0.35 + 0.65 * depth);
    if (motion === 'fly') {
      const angle = across * 2 * Math.PI;
      const far = life ** 2 * 0.75;
      return {
        x: 0.5 + far * Math.cos(angle),
        y: 0.5 + far * Math.sin(angle),
        radius: radius * (0.3 + 2 * life),
        opacity,
      };
    }
    const way = -0.05 + 1.1 * life;
    const sway = 0.08 * drift * Math.sin(life * 2 * Math.PI + drift * 9);
    return { x: across + sway, y: motion === 'rise' ? 1 - way : way, radius, opacity };
  });
}

/** How far a light glows, in radii of the particle. */
const GLOW = 4;
/** Edge of the picture of one light, in pixels: larger than the largest is drawn, as a rule. */
const LIGHT_SIZE = 128;
/** How bright a light is from its middle to the end of its glow. */
const FALLOFF: readonly (readonly [distance: number, opacity: number])[] = [
  [0, 1],
  [0.16, 0.95],
  [0.26, 0.42],
  [0.45, 0.16],
  [0.7, 0.045],
  [1, 0],
];

/** One light of a colour, which all particles are drawn with. */
function drawLight(color: string): HTMLCanvasElement | null {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [LIGHT_SIZE, LIGHT_SIZE];
  const context = canvas.getContext('2d');
  if (context === null) return null;
  const middle = LIGHT_SIZE / 2;
  const glow = context.createRadialGradient(middle, middle, 0, middle, middle, middle);
  for (const [distance, opacity] of FALLOFF) glow.addColorStop(distance, `rgb(0 0 0 / ${opacity})`);
  context.fillStyle = glow;
  context.fillRect(0, 0, LIGHT_SIZE, LIGHT_SIZE);
  context.globalCompositeOperation = 'source-in';
  context.fillStyle = color;
  context.fillRect(0, 0, LIGHT_SIZE, LIGHT_SIZE);
  return canvas;
}

/**
 * A field of soft lights that move faster and shine brighter the louder the song is, and swell on its kicks. Drawn on a
 * canvas; each frame is drawn by itself.
 *
 * @throws BeatcutError `EFFECT_INVALID`.
 */
export function ParticleField({
  count = 160,
  color = 'white',
  motion = 'rise',
  by = 'overall',
  on = 'kick',
  size = 0.004,
  speed = 0.25,
  seed = 1,
}: ParticleFieldProps): ReactNode {
  checkNumber({ who: '<ParticleField>', name: 'count', value: count, least: 1, most: 5000 });
  checkNumber({ who: '<ParticleField>', name: 'size', value: size, least: 0.0001, most: 0.5 });
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = useVideoConfig();
  const { song, timeInSeconds } = useSongMoment('<ParticleField>');
  const travel: Travel = useMemo(() => createTravel(song, { by, rest: 0.2 }), [song, by]);
  const brightness = useReaction({ by, from: 0.35, to: 1 });
  const { pulse } = usePulse({ on });
  const travelled = travel(timeInSeconds);

  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    context.clearRect(0, 0, width, height);
    const light = drawLight(color);
    if (light === null) return;
    // lights that lie on each other add up
    context.globalCompositeOperation = 'lighter';
    for (const particle of placeParticles({ count, motion, size, speed, seed, travelled })) {
      const reach = GLOW * particle.radius * height * (1 + 0.8 * pulse);
      context.globalAlpha = Math.min(1, particle.opacity * brightness);
      context.drawImage(light, particle.x * width - reach, particle.y * height - reach, 2 * reach, 2 * reach);
    }
  }, [width, height, color, count, motion, size, speed, seed, travelled, brightness, pulse]);

  return (
    <Fill style={{ pointerEvents: 'none' }}>
      <canvas
        ref={canvas}
        // all that the drawing depends on, so that an unchanged frame need not be drawn again
        data-beatcut-drawing={[
          ...['lights', color, count, motion, size, speed, seed],
          ...[travelled, brightness, pulse],
        ].join(' ')}
        width={width}
        height={height}
        style={{ width: '100%', height: '100%' }}
      />
    </Fill>
  );
}
