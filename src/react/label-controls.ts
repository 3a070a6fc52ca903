import type { SequenceControls } from 'remotion';

/**
 * Lets Studio call a track by a name that is not a literal in the source. It takes the component's name then, which therefore is
 * replaced in place: Studio knows where in the source to write by this very object.
 */
export function labelControls(controls: SequenceControls, label: string): SequenceControls {
  return Object.assign(controls, { componentName: label });
}
