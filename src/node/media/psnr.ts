/** The largest likeness that is told; equal pictures are infinitely alike. */
const MAX_PSNR_DB = 100;

/**
 * How alike two pictures of 8 bits and of the same size are: their peak signal-to-noise ratio in dB, at most 100. Above 40
 * nobody sees a difference, under 30 everybody does.
 */
export function psnrDb(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index]! - b[index]!) ** 2;
  return sum === 0 ? MAX_PSNR_DB : Math.min(MAX_PSNR_DB, 10 * Math.log10((255 ** 2 * a.length) / sum));
}
