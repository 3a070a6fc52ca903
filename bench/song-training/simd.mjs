// The two inner loops of training, as WebAssembly with 128-bit vectors, assembled by hand: one core trains in minutes.
//
//   mac(dst, bytes, sources, weights, countBytes): dst[t] += Σ weights[j] · sources[j][t]
//   dots(g, bytes, sources, sums, countBytes):     sums[j] += Σ g[t] · sources[j][t]
//
// `sources` points to a list of 32-bit addresses; lengths are in bytes, multiples of 64.

const LOCAL_GET = 0x20,
  LOCAL_SET = 0x21,
  I32_CONST = 0x41,
  I32_ADD = 0x6a,
  I32_LT_U = 0x49,
  LOOP = 0x03,
  BR_IF = 0x0d,
  END = 0x0b;
const VOID = 0x40,
  I32 = 0x7f,
  V128 = 0x7b;

const leb = (value) => {
  const bytes = [];
  for (;;) {
    const byte = value & 0x7f;
    value >>>= 7;
    if (value === 0) return [...bytes, byte];
    bytes.push(byte | 0x80);
  }
};
const signedLeb = (value) => (value < 64 ? [value] : [(value & 0x7f) | 0x80, value >> 7]);
const vector = (items) => [...leb(items.length), ...items.flat()];
const section = (id, content) => [id, ...leb(content.length), ...content];
const get = (local) => [LOCAL_GET, local];
const set = (local) => [LOCAL_SET, local];
const load = (offset) => [0xfd, ...leb(0), 2, ...leb(offset)];
const store = (offset) => [0xfd, ...leb(11), 2, ...leb(offset)];
const loadSplat = [0xfd, ...leb(9), 2, 0];
const mul = [0xfd, ...leb(230)];
const add = [0xfd, ...leb(228)];
const advance = (local, by) => [...get(local), I32_CONST, ...signedLeb(by), I32_ADD, ...set(local)];
const repeatWhileBelow = (local, limit) => [...get(local), ...get(limit), I32_LT_U, BR_IF, 0];
const zero = (local) => [I32_CONST, 0, ...set(local)];
const zeroVector = [0xfd, ...leb(12), ...Array(16).fill(0)];

// parameters 0–4, then t 5, j 6, p 7, accumulators 8–11, w 12
const T = 5,
  J = 6,
  P = 7,
  W = 12;
const lanes = [0, 1, 2, 3];
const sourceAddress = [...get(2), ...get(J), I32_ADD, 0x28, 2, 0];
const mac = [
  ...zero(T),
  LOOP,
  VOID,
  ...lanes.flatMap((n) => [...get(0), ...get(T), I32_ADD, ...load(16 * n), ...set(8 + n)]),
  ...zero(J),
  LOOP,
  VOID,
  ...sourceAddress,
  ...get(T),
  I32_ADD,
  ...set(P),
  ...get(3),
  ...get(J),
  I32_ADD,
  ...loadSplat,
  ...set(W),
  ...lanes.flatMap((n) => [
    ...get(8 + n),
    ...get(W),
    ...get(P),
    ...load(16 * n),
    ...mul,
    ...add,
    ...set(8 + n),
  ]),
  ...advance(J, 4),
  ...repeatWhileBelow(J, 4),
  END,
  ...lanes.flatMap((n) => [...get(0), ...get(T), I32_ADD, ...get(8 + n), ...store(16 * n)]),
  ...advance(T, 64),
  ...repeatWhileBelow(T, 1),
  END,
];
const dots = [
  ...zero(J),
  LOOP,
  VOID,
  ...sourceAddress,
  ...set(P),
  ...zero(T),
  ...lanes.flatMap((n) => [...zeroVector, ...set(8 + n)]),
  LOOP,
  VOID,
  ...lanes.flatMap((n) => [
    ...get(8 + n),
    ...get(0),
    ...get(T),
    I32_ADD,
    ...load(16 * n),
    ...get(P),
    ...get(T),
    I32_ADD,
    ...load(16 * n),
    ...mul,
    ...add,
    ...set(8 + n),
  ]),
  ...advance(T, 64),
  ...repeatWhileBelow(T, 1),
  END,
  ...get(8),
  ...get(9),
  ...add,
  ...get(10),
  ...add,
  ...get(11),
  ...add,
  ...set(8),
  ...get(3),
  ...get(J),
  I32_ADD,
  ...get(3),
  ...get(J),
  I32_ADD,
  0x2a,
  2,
  0,
  ...lanes.flatMap((n) => [...get(8), 0xfd, ...leb(31), n, 0x92]),
  0x38,
  2,
  0,
  ...advance(J, 4),
  ...repeatWhileBelow(J, 4),
  END,
];

/** Creates memory of so many bytes, and the two loops over it. */
export async function createKernels(bytes) {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / 65536) });
  const body = (code) => {
    const content = [
      ...vector([
        [3, I32],
        [5, V128],
      ]),
      ...code,
      END,
    ];
    return [...leb(content.length), ...content];
  };
  const binary = Uint8Array.from([
    0,
    0x61,
    0x73,
    0x6d,
    1,
    0,
    0,
    0,
    ...section(1, vector([[0x60, 5, I32, I32, I32, I32, I32, 0]])),
    ...section(2, vector([[1, 0x65, 1, 0x6d, 2, 0, 1]])),
    ...section(3, vector([[0], [0]])),
    ...section(
      7,
      vector([
        [1, 0x6d, 0, 0],
        [1, 0x64, 0, 1],
      ]),
    ),
    ...section(10, vector([body(mac), body(dots)])),
  ]);
  const { instance } = await WebAssembly.instantiate(binary, { e: { m: memory } });
  return { memory, mac: instance.exports.m, dots: instance.exports.d };
}
