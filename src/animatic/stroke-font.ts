import type { AnimaticContext } from './canvas.ts';

/**
 * A plotter's alphabet of our own: each glyph is a few strokes on a grid 4 wide and 6 high, written as pairs of digits
 * (x from the left, y from the top), strokes parted by spaces. Drawn as lines it looks the same in every browser and in
 * Node, with no font installed and none to load, which a text drawn with `fillText` would not.
 */
const glyphs: Record<string, string> = {
  A: '0602204246 0444',
  B: '06003041423303 3344453606',
  C: '4130100105163645',
  D: '06003041453606',
  E: '40000646 0333',
  F: '400006 0333',
  G: '41301001051636454323',
  H: '0006 4046 0343',
  I: '1030 2026 1636',
  J: '404536160504',
  K: '0006 4003 1346',
  L: '000646',
  M: '0600234046',
  N: '06004640',
  O: '103041453616050110',
  P: '06003041423303',
  Q: '103041453616050110 2446',
  R: '06003041423303 2346',
  S: '413010010213334445361605',
  T: '0040 2026',
  U: '000516364540',
  V: '002640',
  W: '0016233640',
  X: '0046 4006',
  Y: '002340 2326',
  Z: '00400646',
  '0': '103041453616050110 1531',
  '1': '112026 1636',
  '2': '01103041420646',
  '3': '011030414233 133344453616 1605',
  '4': '36300444',
  '5': '400002324345361605',
  '6': '30100105163645443303',
  '7': '004016',
  '8': '1030414233130201 0110 1304051636454433',
  '9': '43130201103041453616',
  '.': '2526',
  ',': '252617',
  ':': '2223 2526',
  ';': '2223 252617',
  '!': '2024 2526',
  '?': '01103041422324 2526',
  '-': '1333',
  '–': '0343',
  '—': '0343',
  "'": '2021',
  '’': '2021',
  '‘': '2021',
  '"': '1011 3031',
  '“': '1011 3031',
  '”': '1011 3031',
  '(': '3021 2125 2536',
  ')': '1021 2125 2516',
  '/': '0640',
  '&': '4613011020310405162644',
  '%': '0640 1011 3536',
  '+': '2125 0343',
  '=': '0242 0444',
  '#': '1016 3036 0242 0444',
  '*': '2125 0244 4204',
  '…': '0506 2526 4546',
  '·': '2324',
  '@': '343212142444 44 41301001051636',
  $: '413010010213334445361605 2026',
  _: '0646',
  '<': '400346',
  '>': '004306',
  '[': '30101636',
  ']': '10303616',
  '{': '302022 2213 1324 2426 2636',
  '}': '102022 2233 3324 2426 2616',
  '|': '2026',
};

/** Cyrillic and Greek letters in Latin ones, so that these prompts can be read too. */
const romanized: Record<string, string> = Object.fromEntries(
  (
    'А:A,Б:B,В:V,Г:G,Д:D,Е:E,Ё:E,Ж:ZH,З:Z,И:I,Й:J,К:K,Л:L,М:M,Н:N,О:O,П:P,Р:R,С:S,Т:T,У:U,Ф:F,Х:H,Ц:C,Ч:CH,Ш:SH,Щ:SCH,Ъ:,Ы:Y,Ь:,Э:E,Ю:JU,Я:JA,І:I,Ї:I,Є:E,' +
    'Α:A,Β:V,Γ:G,Δ:D,Ε:E,Ζ:Z,Η:I,Θ:TH,Ι:I,Κ:K,Λ:L,Μ:M,Ν:N,Ξ:X,Ο:O,Π:P,Ρ:R,Σ:S,Τ:T,Υ:Y,Φ:F,Χ:CH,Ψ:PS,Ω:O,Ø:O,Ł:L,Đ:D,Þ:TH,Æ:AE,Œ:OE,ẞ:SS,ß:SS'
  )
    .split(',')
    .map((pair) => pair.split(':') as [string, string]),
);

/** A letter that has no glyph (Chinese, Arabic, an emoji) is written as a small box. */
const missing = '1131351511';

/** Writes a text in the letters that the font has: capitals, accents left out, Cyrillic and Greek in Latin letters. */
export function toGlyphs(text: string): string[] {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();
  return Array.from(plain)
    .flatMap((letter) => Array.from(romanized[letter] ?? letter))
    .filter((letter) => !/[\p{Cc}\p{Cf}]/u.test(letter));
}

/** From one glyph to the next, in heights of a letter. */
const advance = 5.6 / 6;

/** How wide a text is, in heights of a letter. */
export const widthOf = (letters: readonly string[]): number =>
  Math.max(0, letters.length * advance - 1.6 / 6);

/** What `traceText` takes: where the text begins (left, top of the letters), and how high its letters are. */
export interface TraceTextOptions {
  letters: readonly string[];
  x: number;
  y: number;
  height: number;
}

/** Adds the strokes of a text to the context's current path. */
export function traceText(context: AnimaticContext, { letters, x, y, height }: TraceTextOptions): void {
  const unit = height / 6;
  for (const [index, letter] of letters.entries()) {
    if (letter.trim() === '') continue;
    const left = x + index * advance * height;
    for (const stroke of (glyphs[letter] ?? missing).split(' '))
      for (let at = 0; at + 1 < stroke.length; at += 2) {
        const px = left + Number(stroke[at]) * unit;
        const py = y + Number(stroke[at + 1]) * unit;
        if (at === 0) context.moveTo(px, py);
        else context.lineTo(px, py);
      }
  }
}
