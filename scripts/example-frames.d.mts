/** Each example by its composition: its folder, its song, and frames that show what it does. */
export const EXAMPLES: Record<string, { folder: string; song: string; frames: number[] }>;

/** Renders frames of examples to PNG files `<output>/<id>-<frame>.png`. */
export function renderExampleFrames(options: {
  ids?: string[];
  scale?: number;
  output: string;
  framesOf?: (id: string) => number[];
}): Promise<{ id: string; frame: number; path: string }[]>;
