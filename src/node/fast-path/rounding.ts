/**
 * What a mixed sample of luma is raised by before it is cut to a whole number, in levels; half a level would round to the
 * nearest. Chromium mixes pixels in RGB and, where it draws without a GPU, cuts each channel: of 255 levels half a one less
 * on average, which are 219/255 of it in limited range. Rounded to the nearest, blends came out 0.45 levels brighter than the
 * browser's, and 2–4 dB further from them (with a GPU the browser rounds to the nearest). Colour differences are not moved
 * by what all channels lose.
 */
export const LUMA_ROUNDING: number = 0.5 * (1 - 219 / 255);

/** The same for samples of chroma. */
export const CHROMA_ROUNDING = 0.5;
