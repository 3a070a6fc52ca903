/** A file, or a folder for temporary files, that nothing needs. */
export interface UnneededFile {
  /** Its name, by which it can be deleted. */
  name: string;
  path: string;
  sizeInBytes: number;
  /**
   * `take`: no lock file entry and no job knows it. `remains`: left behind by a process that was killed. `cache`: made by
   * beatcut from the project, and made again when it is wanted.
   */
  kind: 'take' | 'remains' | 'cache';
}
