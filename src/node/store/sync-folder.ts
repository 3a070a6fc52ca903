import { open } from 'node:fs/promises';

/** A folder's entries reach the disk, so that a crash can't undo a rename or a link. Does nothing where that can't be. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined); // Windows can't open a folder
  await handle?.sync().catch(() => {}); // nor can every file system sync one
  await handle?.close();
}
