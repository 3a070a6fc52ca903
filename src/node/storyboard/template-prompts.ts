import type { StoryboardPlace } from './plan-storyboard.ts';
import type { WrittenTreatment } from './read-treatment.ts';

/** Camera and pace by the music's energy, from calm to wild. */
const CAMERAS = [
  'wide and still, the camera hardly moves',
  'slow push in',
  'steady tracking shot',
  'close and quick, handheld',
] as const;

const TURNS = { drop: ', everything bursts open', 'build-up': ', tension rises' } as const;

/**
 * Writes prompts without a model: the story's sentences in order, spread over the song, each with a camera that suits the
 * music's energy. A beginning for a person to write on.
 */
export function templatePrompts(
  places: readonly StoryboardPlace[],
  { story, settings: { characters = {} } }: WrittenTreatment,
): string[] {
  return places.map(({ energy, event, in: section }, index) => {
    const sentence =
      story[Math.floor((index * story.length) / places.length)] ?? `A picture for the ${section}`;
    const camera = CAMERAS[Math.min(CAMERAS.length - 1, Math.floor(energy * CAMERAS.length))]!;
    const turn = event === undefined ? '' : TURNS[event];
    return `${withBraces(sentence, Object.keys(characters)).replace(/[.!?…]+$/, '')}${turn}; ${camera}.`;
  });
}

/** Names of characters in braces, as prompts name them. */
const withBraces = (text: string, names: readonly string[]): string =>
  names.reduce(
    (written, name) =>
      written.replaceAll(
        new RegExp(String.raw`(?<![\p{L}\p{N}{])${name}(?![\p{L}\p{N}}])`, 'giu'),
        `{${name}}`,
      ),
    text,
  );
