import { describe, expect, it } from 'vitest';
import { createSongCourse } from '../../../src/edit/planner/song-course.ts';
import { makeSong } from './made-song.ts';

const rolesOf = (...sections: [label: string, energy: number][]): string[] =>
  createSongCourse(
    makeSong({ sections: sections.map(([label, energy]) => ({ label, energy, bars: 8 })) }),
  ).sections.map(({ role }) => role);

describe('createSongCourse', () => {
  it('takes the loudest part that comes again for the chorus', () => {
    const roles = rolesOf(['A', 0.5], ['B', 0.7], ['C', 1], ['B', 0.7], ['C', 1]);
    expect(roles).toEqual(['intro', 'verse', 'chorus', 'verse', 'chorus']);
  });

  it('knows a chorus with which the song fades out', () => {
    const roles = rolesOf(['A', 0.85], ['B', 0.95], ['C', 1], ['D', 0.91], ['C', 0.86]);
    expect(roles).toEqual(['intro', 'verse', 'chorus', 'verse', 'chorus']);
  });

  it('takes nothing for a chorus that is no louder than the rest', () => {
    expect(rolesOf(['A', 0.8], ['B', 0.8], ['A', 0.8], ['B', 0.8])).not.toContain('chorus');
  });
});
