import type { SongMap } from '../../song/song-map.ts';
import { SECTION_ROLES } from './cut-style.ts';
import type { PlannerShot } from './planner-shot.ts';
import type { SongCourse } from './song-course.ts';

/** Roles that mean one place of the film. */
const EDGES = ['opening', 'final'] as const;

/** Wishes that no place of the song can meet, in words: a misspelt one would be left aside in silence. */
export function unmetWishes({
  shots,
  song: { buildUps = [] },
  course: { sections },
}: {
  shots: readonly PlannerShot[];
  song: Pick<SongMap, 'buildUps'>;
  course: Pick<SongCourse, 'sections'>;
}): string[] {
  const known = new Set(sections.flatMap(({ words }) => words));
  // a list of shots made for many songs may well name parts that this one lacks
  const parts = new Set<string>(SECTION_ROLES);
  const unmet = shots.flatMap(({ id, role, in: section }) => [
    ...(role === undefined || parts.has(role.toLowerCase()) ? [] : [{ id, wish: role }]),
    ...(section === undefined ? [] : [{ id, wish: section }]),
  ]);
  const listed = sections.map(({ title }) => title).join(', ');
  const warnings = unmet.flatMap(({ id, wish }) => {
    const called = wish.toLowerCase();
    if (EDGES.some((edge) => edge === called) || known.has(called)) return [];
    if (called === 'drop')
      return buildUps.length > 0 ? [] : [`Shot "${id}" is meant for a drop, and the song has none.`];
    return [`Shot "${id}" wants to be in "${wish}", and the song has no such section: it has ${listed}.`];
  });
  for (const edge of EDGES) {
    const claimants = shots.filter(({ role }) => role?.toLowerCase() === edge).map(({ id }) => id);
    if (claimants.length > 1)
      warnings.push(
        `Only one shot can be the ${edge === 'opening' ? 'first' : 'last'}, and ${claimants.length} have the role "${edge}": ${claimants.join(', ')}.`,
      );
  }
  return warnings;
}
