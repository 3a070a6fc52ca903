/** Numbers that are stored together, a power of two. */
const BLOCK_LENGTH = 1 << 14;
/** What the largest number of a packed block becomes. */
const MOST = 65_535;

/** Numbers in half the room: the fourth root of each as a share of the largest one's, so that small ones stay exact. */
interface PackedNumbers {
  largest: number;
  roots: Uint16Array;
}

/** A list of numbers, none of them negative, that grows without ever being copied as a whole. */
export class GrowingNumbers {
  length = 0;
  private last = new Float32Array(BLOCK_LENGTH);
  private readonly full: (Float32Array | PackedNumbers)[] = [];
  private isPacked = false;

  push(value: number): void {
    const place = this.length++ & (BLOCK_LENGTH - 1);
    this.last[place] = value;
    if (place < BLOCK_LENGTH - 1) return;
    if (this.isPacked) {
      this.full.push(pack(this.last));
    } else {
      this.full.push(this.last);
      this.last = new Float32Array(BLOCK_LENGTH);
    }
  }

  /** Forgets all numbers. */
  clear(): void {
    this.length = 0;
    this.full.length = 0;
  }

  /** From now on the numbers, those already there too, take half the room; each keeps at least three digits. */
  pack(): void {
    if (this.isPacked) return;
    this.isPacked = true;
    this.full.forEach((block, index) => {
      if (block instanceof Float32Array) this.full[index] = pack(block);
    });
  }

  /** A copy of the numbers from one place to before another. */
  slice(from: number, to: number): Float32Array {
    const end = Math.min(to, this.length);
    const numbers = new Float32Array(Math.max(0, end - from));
    for (let at = from; at < end;) {
      const index = Math.floor(at / BLOCK_LENGTH);
      const first = at - index * BLOCK_LENGTH;
      const count = Math.min(BLOCK_LENGTH - first, end - at);
      const block = this.full[index] ?? this.last;
      if (block instanceof Float32Array) numbers.set(block.subarray(first, first + count), at - from);
      else unpack(block, first, numbers.subarray(at - from, at - from + count));
      at += count;
    }
    return numbers;
  }
}

function pack(block: Float32Array): PackedNumbers {
  let largest = 0;
  for (const value of block) largest = Math.max(largest, value);
  const roots = new Uint16Array(block.length);
  for (let index = 0; index < block.length; index++) {
    roots[index] = largest > 0 ? Math.round(MOST * Math.sqrt(Math.sqrt(block[index]! / largest))) : 0;
  }
  return { largest, roots };
}

function unpack({ largest, roots }: PackedNumbers, first: number, numbers: Float32Array): void {
  for (let index = 0; index < numbers.length; index++) {
    numbers[index] = largest * (roots[first + index]! / MOST) ** 4;
  }
}
