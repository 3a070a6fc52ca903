import { canonicalJson } from '../../core/json.ts';
import type { ClipWish } from '../../clips/treatment.ts';
import type { ShownClip, SweptPicture, SweptPictures, SweptSound } from '../../edit/page-protocol.ts';

/** Collects what frame after frame shows and plays, each thing once. */
export interface PictureList {
  add(frame: { picture: SweptPicture; clips: readonly ShownClip[]; sounds: readonly SweptSound[] }): void;
  /** Notes that a frame showed something else when it was shown again. */
  distrust(frame: number): void;
  report(): Omit<SweptPictures, 'isRepeatable' | 'usesOtherHosts'>;
  /** Whether no frame has been distrusted. */
  isSteady(): boolean;
}

/** Why a frame is not trusted that looks different each time. */
const UNSTEADY = 'something that looks different each time';

/** Creates an empty list. */
export function createPictureList(): PictureList {
  const pictures = createTable<SweptPicture>();
  const wishes = createTable<ClipWish>();
  const frames: SweptPictures['frames'] = [];
  const sounds: SweptPictures['sounds'] = [];
  let lastSounds = '';
  let steady = true;
  return {
    add({ picture, clips, sounds: heard }) {
      frames.push({
        picture: pictures.indexOf(picture),
        clips: clips.map(({ wish, ...clip }) => ({ ...clip, wish: wishes.indexOf(wish) })),
      });
      const offset = frames.length - 1;
      // a sound that plays on moves with the frames
      const playing = canonicalJson(
        heard.map(({ frame, mediaFrame, ...sound }) => ({
          ...sound,
          offset: frame - offset,
          ...(typeof mediaFrame === 'number' && { mediaOffset: mediaFrame - offset }),
        })),
      );
      sounds.push(offset > 0 && playing === lastSounds ? null : [...heard]);
      lastSounds = playing;
    },
    distrust(frame) {
      steady = false;
      const shown = frames[frame];
      const picture = pictures.values()[shown?.picture ?? -1];
      if (shown === undefined || picture === undefined) return;
      const { digest, files, unknowns } = picture;
      const distrusted = { digest, files, unknowns: [...unknowns, UNSTEADY] };
      frames[frame] = { ...shown, picture: pictures.indexOf(distrusted) };
    },
    isSteady: () => steady,
    report: () => ({ pictures: pictures.values(), wishes: wishes.values(), frames, sounds }),
  };
}

/** A list in which equal values have one place. */
function createTable<T extends object>(): { indexOf(value: T): number; values(): T[] } {
  const places = new Map<string, number>();
  const known = new Map<T, number>();
  const values: T[] = [];
  return {
    indexOf(value) {
      // the same object comes again and again
      const same = known.get(value);
      if (same !== undefined) return same;
      const key = canonicalJson(value);
      const place = places.get(key) ?? values.push(value) - 1;
      places.set(key, place);
      known.set(value, place);
      return place;
    },
    values: () => values,
  };
}
