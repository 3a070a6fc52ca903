import { BeatcutError } from '../core/error.ts';
import type { Json } from '../core/json.ts';

/** A workflow as ComfyUI exports it ("Save (API format)"): nodes by their ids. */
export type ComfyuiWorkflow = Readonly<
  Record<string, { class_type: string; inputs: Readonly<Record<string, Json>>; _meta?: { title?: string } }>
>;

/** Which input of which node takes what: `'6.text'`, or by a node's title `'Positive prompt.text'`. */
export interface ComfyuiInputs {
  prompt: string;
  /** Without it, what must not be seen becomes part of the prompt. */
  negativePrompt?: string;
  seed?: string;
  width?: string;
  height?: string;
  fps?: string;
  /** Takes the length in frames: seconds · fps + 1, as Wan and LTX count. */
  frameCount?: string;
  durationInSeconds?: string;
  /** The name of an uploaded picture that the clip begins with: the `image` input of a LoadImage node. */
  firstFrame?: string;
  /** The same for the first reference picture. */
  reference?: string;
}

/** The id of the node that is named by its id or its title. */
export const findNode = (workflow: ComfyuiWorkflow, name: string): string | undefined =>
  name in workflow ? name : Object.entries(workflow).find(([, { _meta }]) => _meta?.title === name)?.[0];

/**
 * The input that is named `node.input`.
 *
 * @throws BeatcutError `PROVIDER_OPTION_INVALID`, which lists what the workflow has.
 */
export function findInput(
  workflow: ComfyuiWorkflow,
  name: string,
  place: string,
): { node: string; input: string } {
  const dot = place.lastIndexOf('.');
  const node = findNode(workflow, place.slice(0, dot));
  const input = place.slice(dot + 1);
  if (node !== undefined && input in workflow[node]!.inputs) return { node, input };
  const nodes = Object.entries(workflow).map(
    ([key, { class_type, _meta }]) => `${key} (${_meta?.title ?? class_type})`,
  );
  throw new BeatcutError({
    code: 'PROVIDER_OPTION_INVALID',
    message: `comfyui: inputs.${name} is "${place}", but the workflow has no such ${node === undefined ? 'node' : 'input'}.`,
    hint:
      node === undefined
        ? `Its nodes are: ${nodes.join(', ') || 'none'}. Export it with "Save (API format)".`
        : `The inputs of node ${node} are: ${Object.keys(workflow[node]!.inputs).join(', ')}.`,
  });
}
