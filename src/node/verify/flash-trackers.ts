/** Finds, frame by frame, the cells of a picture that change by enough to be half of a flash. */
export interface FlashTracker {
  /** Takes the colours of the next frame's cells and gives the cells that change: brighter or into red, darker or out of it. */
  push: (cells: Float64Array) => { up: number[]; down: number[] };
}

/** The least change of relative luminance that is half of a flash (WCAG 2.2, general flash). */
const LUMINANCE_STEP = 0.1;
/** The darker side of a change must be darker than this (same place). */
const DARK_BELOW = 0.8;
/** The share of red in R + G + B, all linear, from which a colour is a saturated red (WCAG 2.2, red flash, after ISO 9241-391). */
const RED_SHARE = 0.8;
/** How far apart the colours on both sides of a red change are, in CIE 1976 u′v′ (same place). */
const RED_STEP = 0.2;
/** Under this sum of linear R, G and B a colour is black and has no hue: our choice, 2 % of white. */
const BLACK_SUM = 0.06;

/** Linear light of an sRGB value of 8 bits (IEC 61966-2-1; WCAG's "relative luminance"). */
const LINEAR: Float64Array = Float64Array.from({ length: 256 }, (_, value) => {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
});

/** What `readCells` takes. */
export interface ReadCellsOptions {
  /** Size of the picture, in pixels, even. */
  widthInPixels: number;
  heightInPixels: number;
}

/** The mean linear colour (R, G, B in 0–1) of every cell of 2 × 2 pixels of a small RGB picture, row by row. */
export function readCells(
  frame: Uint8Array,
  { widthInPixels, heightInPixels }: ReadCellsOptions,
): Float64Array {
  const columns = widthInPixels / 2;
  const rows = heightInPixels / 2;
  const cells = new Float64Array(3 * columns * rows);
  const rowBytes = 3 * widthInPixels;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const topLeft = 2 * row * rowBytes + 6 * column;
      for (let channel = 0; channel < 3; channel++) {
        const at = topLeft + channel;
        const sum =
          LINEAR[frame[at]!]! +
          LINEAR[frame[at + 3]!]! +
          LINEAR[frame[at + rowBytes]!]! +
          LINEAR[frame[at + rowBytes + 3]!]!;
        cells[3 * (row * columns + column) + channel] = sum / 4;
      }
    }
  }
  return cells;
}

/** Finds changes of brightness: from a valley to a peak and back, however many frames they take. */
export function createLuminanceTracker(cellCount: number): FlashTracker {
  const lowest = new Float64Array(cellCount).fill(Infinity);
  const highest = new Float64Array(cellCount).fill(-Infinity);
  /** The last change of each cell; 0 before the first. */
  const direction = new Int8Array(cellCount);
  return {
    push(cells) {
      const up: number[] = [];
      const down: number[] = [];
      for (let cell = 0; cell < cellCount; cell++) {
        // ITU-R BT.709 primaries
        const luminance =
          0.2126 * cells[3 * cell]! + 0.7152 * cells[3 * cell + 1]! + 0.0722 * cells[3 * cell + 2]!;
        lowest[cell] = Math.min(lowest[cell]!, luminance);
        highest[cell] = Math.max(highest[cell]!, luminance);
        const rise = luminance - lowest[cell]!;
        const fall = highest[cell]! - luminance;
        if (direction[cell]! <= 0 && rise >= LUMINANCE_STEP && lowest[cell]! < DARK_BELOW) {
          up.push(cell);
          direction[cell] = 1;
          highest[cell] = luminance;
        } else if (direction[cell]! >= 0 && fall >= LUMINANCE_STEP && luminance < DARK_BELOW) {
          down.push(cell);
          direction[cell] = -1;
          lowest[cell] = luminance;
        }
      }
      return { up, down };
    },
  };
}

/** Finds changes into a saturated red and out of it. */
export function createRedTracker(cellCount: number): FlashTracker {
  const isRed = new Uint8Array(cellCount);
  /** Of the colour that was most red while it is red, and least red while it is not: its share of red, u′ and v′. */
  const extreme = {
    share: new Float64Array(cellCount).fill(NaN),
    u: new Float64Array(cellCount),
    v: new Float64Array(cellCount),
  };
  return {
    push(cells) {
      const up: number[] = [];
      const down: number[] = [];
      for (let cell = 0; cell < cellCount; cell++) {
        const [red, green, blue] = [cells[3 * cell]!, cells[3 * cell + 1]!, cells[3 * cell + 2]!];
        const sum = red + green + blue;
        const [share, u, v] = sum < BLACK_SUM ? BLACK : [red / sum, ...chromaticityOf(red, green, blue)];
        const nowRed = share >= RED_SHARE;
        const remember = (): void => {
          extreme.share[cell] = share;
          extreme.u[cell] = u;
          extreme.v[cell] = v;
        };
        const before = extreme.share[cell]!;
        if (Number.isNaN(before)) {
          isRed[cell] = nowRed ? 1 : 0;
          remember();
        } else if (nowRed === (isRed[cell] === 1)) {
          if (nowRed ? share > before : share < before) remember();
        } else if (Math.hypot(u - extreme.u[cell]!, v - extreme.v[cell]!) > RED_STEP) {
          (nowRed ? up : down).push(cell);
          isRed[cell] = nowRed ? 1 : 0;
          remember();
        }
      }
      return { up, down };
    },
  };
}

/** CIE 1976 u′ and v′ of a linear colour with the primaries of sRGB. */
function chromaticityOf(red: number, green: number, blue: number): [u: number, v: number] {
  const x = 0.4124 * red + 0.3576 * green + 0.1805 * blue;
  const y = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const z = 0.0193 * red + 0.1192 * green + 0.9505 * blue;
  const sum = x + 15 * y + 3 * z;
  return [(4 * x) / sum, (9 * y) / sum];
}

/** Black counts as a grey: a third red, at the white point. */
const BLACK: readonly [share: number, u: number, v: number] = [1 / 3, ...chromaticityOf(1, 1, 1)];
