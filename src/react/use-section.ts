import { barAt, type BarPosition } from '../edit/bar-at.ts';
import { phraseAt, sectionAt, type PhrasePosition, type SectionPosition } from '../song/moment/stretch-at.ts';
import { useSongMoment } from './song.tsx';

/**
 * The bar that the current frame lies in.
 *
 * @example
 * const {bar, beatInBar, beatsInBar} = useBar();
 * return <Counter>{`${bar}: ${beatInBar}/${beatsInBar}`}</Counter>;
 */
export function useBar(): BarPosition {
  const { clock, timeInSeconds, lookAheadInSeconds } = useSongMoment('useBar()');
  return barAt(clock, timeInSeconds, { lookAheadInSeconds });
}

/**
 * The phrase that the current frame lies in; `null` outside of all phrases, as before the first downbeat.
 *
 * @example
 * const phrase = usePhrase();
 * return <Camera pan={phrase?.progress ?? 0} />;
 */
export function usePhrase(): PhrasePosition | null {
  const { song, timeInSeconds, lookAheadInSeconds } = useSongMoment('usePhrase()');
  return phraseAt(song, timeInSeconds, { lookAheadInSeconds });
}

/**
 * The section that the current frame lies in; `null` outside of the song.
 *
 * @example
 * const section = useSection();
 * return <Backdrop colour={section?.label === 'B' ? 'crimson' : 'navy'} />;
 */
export function useSection(): SectionPosition | null {
  const { song, timeInSeconds, lookAheadInSeconds } = useSongMoment('useSection()');
  return sectionAt(song, timeInSeconds, { lookAheadInSeconds });
}
