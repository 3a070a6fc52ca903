/** The composition that a command works on. */
export const compositionArg = {
  type: 'positional',
  description: 'Id of the composition',
  required: true,
} as const;

/** Props for the composition; `parseProps` reads them. */
export const propsOption = {
  type: 'string',
  description: 'Props for the composition: JSON, or a JSON file',
  valueHint: 'json',
} as const;

/** The clip that a command works on; `findClip` finds it. */
export const clipArg = {
  type: 'positional',
  description: 'The clip: the beginning of its key, words of its prompt, or with --composition its shot',
  required: true,
} as const;

/** The composition in whose shots a clip may be named; `shotsOf` finds them. */
export const shotOptions = {
  composition: { type: 'string', description: 'Composition whose shots are meant', valueHint: 'id' },
  props: { type: 'string', description: 'Props for --composition: JSON, or a JSON file', valueHint: 'json' },
} as const;

/** The take that a command works on; `findTake` finds it. */
export const takeArg = {
  type: 'positional',
  description: 'The take: its number or the beginning of its hash',
  required: true,
} as const;
