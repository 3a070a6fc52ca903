import type { Anchor } from '../anchor.ts';
import type { SectionRole } from './cut-style.ts';

/**
 * What a shot is for. `opening` and `final` are the film's first and last shot, `drop` is strong enough for a drop; the
 * others name parts of a song.
 */
export type ShotRole = 'opening' | 'final' | 'drop' | SectionRole;

/** A shot that wants a place in the film. Entries of a storyboard (`{id, prompt, role}`) can be used as they are. */
export interface PlannerShot {
  /** Unique among the shots. */
  id: string;
  /** What it shows; shots whose words are alike are kept apart. */
  prompt?: string | undefined;
  /** What it is for. Roles that the planner does not know count as wishes for a section of that name. */
  role?: string | undefined;
  /** A section where it would like to be: a name, a part or a label (`chorus`, `chorus 2`, `B`). */
  in?: string | undefined;
  /** Where it must begin: seconds of the song, or a place in it (`'chorus 2'`, `{bar: 17}`, `'drop'`). */
  at?: number | Anchor | undefined;
  /** Shots of one group are kept apart, as if they were the same. */
  alike?: string | undefined;
  /** How lively it is, 0–1; it is put where the music is as lively. */
  energy?: number | undefined;
  /** How much of an eye-catcher it is, 0–1; strong ones go to drops and section borders. */
  strength?: number | undefined;
  /** How much material there is; longer slots cost more. */
  durationInSeconds?: number | undefined;
  /** Whether it may be shown once only. */
  once?: boolean | undefined;
}
