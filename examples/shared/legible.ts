/** A shadow under light letters that keeps them legible over any picture, hardly seen itself. */
export const LEGIBLE = '0 0 0.12em rgb(6 10 18 / 0.75), 0 0.06em 0.5em rgb(6 10 18 / 0.7)';
