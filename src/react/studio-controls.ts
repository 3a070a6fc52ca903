import type { SequenceControls } from 'remotion';

/**
 * Lets Studio call a track by a name that is not a literal in the source. It takes the component's name then, which therefore is
 * replaced in place: Studio knows where in the source to write by this very object.
 */
export function labelControls(controls: SequenceControls, label: string): SequenceControls {
  return Object.assign(controls, { componentName: label });
}

/** Lets Studio offer some of a component's props alone: those that could not be combined would be an error once written. */
export function narrowControls(
  controls: SequenceControls,
  isOffered: (key: string) => boolean,
): SequenceControls {
  const schema = Object.fromEntries(Object.entries(controls.schema).filter(([key]) => isOffered(key)));
  // in place, as above
  return Object.assign(controls, { schema });
}

/** Props as they stand in the source, whatever is being dragged or typed in Studio. */
export const propsInSource = <Props extends object>(
  props: Props,
  controls: SequenceControls | null | undefined,
): Props =>
  // Studio's values are those of the props in its schema
  controls ? ({ ...props, ...controls.currentRuntimeValueDotNotation } as Props) : props;

/**
 * The result of the first function that does not throw; the last one's error if all do. While someone types or drags in Studio
 * a value may make no sense yet, and an error would close the field.
 */
export function firstThatWorks<Result>(ways: readonly (() => Result)[]): Result {
  for (const way of ways.slice(0, -1)) {
    try {
      return way();
    } catch {
      // the next way says what is wrong
    }
  }
  return ways.at(-1)!(); // there is one way at least
}
