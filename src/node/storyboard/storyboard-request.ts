import type { SongMap } from '../../song/song-map.ts';
import type { StoryboardPlace } from './plan-storyboard.ts';
import type { WrittenTreatment } from './read-treatment.ts';

/** What a model is told about its work, with the whole treatment. */
export function instructionsFor({
  text,
  settings: { look, style, characters = {} },
}: WrittenTreatment): string {
  const names = Object.keys(characters);
  return [
    'You write the storyboard of a music video: one prompt for a video generation model for each shot that is asked for.',
    'A prompt says in one to three sentences what is to be seen: subject, action, place, light, and how the camera moves. It stands for itself, since the video model sees no other prompt.',
    'Follow the treatment and its story from the first shot to the last. Let pictures grow with the energy of the music (0 is silent, 1 is the loudest part) and turn at a drop. Lyrics are for mood and motifs; no text is to be seen in the picture. Parts that come back may bring motifs back, never the same picture.',
    names.length === 0
      ? 'Describe people the same way each time.'
      : `Name characters only in braces, never otherwise, and do not describe them: ${names.map((name) => `{${name}}`).join(', ')}. The braces are replaced by their description.`,
    ...(look === undefined && style === undefined
      ? []
      : ['Leave out the look and style of the film; it is added to each prompt.']),
    'Answer with JSON alone: {"shots": [{"id": "…", "prompt": "…"}]}, with exactly the ids that are asked for.',
    `The treatment:\n\n${text}`,
  ].join('\n\n');
}

/** What `describeSongFor` takes. */
export interface DescribeSongOptions {
  song: SongMap;
  /** The whole film. */
  places: readonly StoryboardPlace[];
  /** What is to be written now. */
  wanted: readonly StoryboardPlace[];
  /** What was wrong with an earlier answer, by shot. */
  troubles: ReadonlyMap<string, string> | undefined;
}

/** The song and the shots that are asked for, as JSON. */
export function describeSongFor({ song, places, wanted, troubles }: DescribeSongOptions): string {
  const { source, durationInSeconds, tempoBpm, beatsPerBar } = song;
  const wantedIds = new Set(wanted.map(({ id }) => id));
  return JSON.stringify({
    song: {
      ...(source?.title !== undefined && { title: source.title }),
      ...(source?.artist !== undefined && { artist: source.artist }),
      durationInSeconds: Number(durationInSeconds.toFixed(1)),
      tempoBpm: Math.round(tempoBpm),
      beatsPerBar,
    },
    film: places.map(({ id, lyrics, ...place }) => ({
      id,
      ...place,
      ...(lyrics.length > 0 && { lyrics }),
      ...(wantedIds.has(id) && { wanted: true }),
    })),
    write: wanted.map(({ id }) => {
      const trouble = troubles?.get(id);
      return trouble === undefined ? id : { id, lastAnswer: trouble };
    }),
  });
}
