/** What a page shows over its clips, as shares and colours: each pixel of a frame is `share · clip + colour`. */
export interface Overlay {
  /** The page over black clips: planar 4:2:0, BT.709, limited range. */
  picture: Uint8Array;
  /** How much of the clip is seen, of 255: for each pixel of the luma, then for each of the chroma. */
  shares: Uint8Array;
}

/** What `createOverlay` takes. */
export interface CreateOverlayOptions {
  /** Of the pictures in pixels; both even. */
  width: number;
  height: number;
  /** The page over black and over white clips: RGB, 8 bits, full range. */
  overBlack: Uint8Array;
  overWhite: Uint8Array;
  /** The page over black clips as an encoder gets it: planar 4:2:0, BT.709, limited range. */
  picture: Uint8Array;
}

/** By how much, of 255, the share of a clip may differ between red, green and blue: what rounding makes of equal ones. */
const MAX_SPREAD = 4;

/**
 * Takes apart what a page shows over its clips, by difference matting on two backgrounds (Smith, Blinn: Blue Screen Matting,
 * SIGGRAPH 1996): over black only the page's own colours are seen, and over white so much more as it lets through.
 *
 * @returns `null` when it lets one colour through more than another.
 */
export function createOverlay(options: CreateOverlayOptions): Overlay | null {
  const { width, height, overBlack, overWhite, picture } = options;
  const size = width * height;
  const shares = new Uint8Array((size * 5) / 4);
  for (let pixel = 0; pixel < size; pixel++) {
    const red = overWhite[pixel * 3]! - overBlack[pixel * 3]!;
    const green = overWhite[pixel * 3 + 1]! - overBlack[pixel * 3 + 1]!;
    const blue = overWhite[pixel * 3 + 2]! - overBlack[pixel * 3 + 2]!;
    const least = Math.min(red, green, blue);
    if (Math.max(red, green, blue) - least > MAX_SPREAD || least < -MAX_SPREAD) return null;
    shares[pixel] = Math.max(0, Math.round((red + green + blue) / 3));
  }
  // a sample of the chroma lies at the left one of two columns and between two rows
  for (let row = 0; row < height; row += 2) {
    for (let column = 0; column < width; column += 2) {
      let sum = 0;
      for (const line of [row * width, (row + 1) * width]) {
        const left = shares[line + Math.max(0, column - 1)]!;
        sum += left + 2 * shares[line + column]! + shares[line + column + 1]!;
      }
      shares[size + ((row * width) / 4 + column / 2)] = Math.round(sum / 8);
    }
  }
  return { picture, shares };
}

/** Codes of black and of no colour. */
const [BLACK, GRAY] = [16, 128];

/** Lays an overlay over a picture in planar 4:2:0. Blending is linear, so it is the same as in RGB. */
export function layOver(frame: Uint8Array, { picture, shares }: Overlay): void {
  const size = (frame.length * 2) / 3;
  for (let index = 0; index < size; index++) {
    const share = shares[index]!;
    if (share !== 255) frame[index] = mix(frame[index]!, share, picture[index]!, BLACK);
  }
  const quarter = size / 4;
  for (let index = 0; index < quarter; index++) {
    const share = shares[size + index]!;
    if (share === 255) continue;
    for (const place of [size + index, size + quarter + index])
      frame[place] = mix(frame[place]!, share, picture[place]!, GRAY);
  }
}

function mix(clip: number, share: number, colour: number, zero: number): number {
  const value = colour + Math.round(((clip - zero) * share) / 255);
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

/** An overlay as the bytes of a file. */
export const serializeOverlay = ({ picture, shares }: Overlay): Uint8Array =>
  Buffer.concat([picture, shares]);

/** The overlay in the bytes of a file; `null` when they are not as many as its size asks for. */
export function parseOverlay(bytes: Uint8Array, width: number, height: number): Overlay | null {
  const pictureBytes = (width * height * 3) / 2;
  if (bytes.length !== pictureBytes + (width * height * 5) / 4) return null;
  return { picture: bytes.subarray(0, pictureBytes), shares: bytes.subarray(pictureBytes) };
}
