import type { ClipLayer } from '../segments/plan-segments.ts';
import type { PictureSize } from './place-take.ts';
import { openTakeReader, type TakeReader } from './take-reader.ts';

/** Gives the pictures of takes and keeps their decoders for what comes next. */
export interface TakeReaders {
  /** The pictures of a frame's clips: those of moved takes as they are stored. Valid until the next call. */
  picturesOf(layers: readonly ClipLayer[]): Promise<Uint8Array[]>;
  /** Ends the decoders that were not used since it was last called. */
  closeIdle(): void;
  /** Ends all decoders. */
  close(): void;
}

interface OpenReader {
  reader: TakeReader;
  /** The same for takes and places of which the same pictures are read. */
  source: string;
  isUsed: boolean;
}

/** Opens takes when they are asked for. Decoders go on where they stand: the next segment mostly shows the same take. */
export function createTakeReaders({
  frame,
  signal,
}: {
  /** The film's frame. */
  frame: PictureSize;
  signal?: AbortSignal | undefined;
}): TakeReaders {
  let open: OpenReader[] = [];
  const keepIf = (isKept: (entry: OpenReader) => boolean): void => {
    for (const entry of open) if (!isKept(entry)) entry.reader.close();
    open = open.filter((entry) => isKept(entry));
  };
  const optionsOf = ({ placement, moved }: ClipLayer): Pick<ClipLayer, 'placement'> & { size: PictureSize } =>
    moved === undefined
      ? { placement, size: frame }
      : {
          placement: {
            ...{ widthInPixels: moved.take.width, heightInPixels: moved.take.height },
            ...{ left: 0, top: 0 },
          },
          size: moved.take,
        };
  return {
    async picturesOf(layers) {
      // two clips on the screen at once may play the same take at different places
      const taken = new Set<OpenReader>();
      const entries = layers.map((layer) => {
        const { placement, size } = optionsOf(layer);
        const source = JSON.stringify([layer.sha256, placement, size]);
        const [nearest] = open
          .filter((entry) => entry.source === source && !taken.has(entry))
          .filter(({ reader }) => reader.position <= layer.sourceFrame)
          .sort((a, b) => b.reader.position - a.reader.position);
        const entry = nearest ?? {
          source,
          isUsed: true,
          reader: openTakeReader({
            ...{ file: layer.file, placement, signal },
            ...{ widthInPixels: size.width, heightInPixels: size.height },
          }),
        };
        if (nearest === undefined) open.push(entry);
        entry.isUsed = true;
        taken.add(entry);
        return entry;
      });
      return Promise.all(entries.map(({ reader }, index) => reader.frameAt(layers[index]!.sourceFrame)));
    },
    closeIdle() {
      keepIf(({ isUsed }) => isUsed);
      for (const entry of open) entry.isUsed = false;
    },
    close: () => keepIf(() => false),
  };
}
