import type { ClipRequest } from '../clips/clip-request.ts';

/**
 * A request as one text, for models that take nothing but a prompt: prompt, look and, unless `negativePrompt` is sent in
 * a field of its own, what must not be seen.
 */
export function promptText(
  { prompt, look, negativePrompt }: ClipRequest,
  { withNegativePrompt }: { withNegativePrompt: boolean },
): string {
  return [
    sentence(prompt),
    ...(look ? [sentence(look)] : []),
    ...(withNegativePrompt && negativePrompt ? [sentence(`Avoid: ${negativePrompt}`)] : []),
  ].join(' ');
}

const sentence = (text: string): string => (/[.!?…]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);
