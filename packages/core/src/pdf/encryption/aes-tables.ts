/** Tables of FIPS 197, computed: the S-box, its inverse, and each with its column mix as one word. */
export interface AesTables {
  readonly sBox: Uint8Array;
  readonly inverseSBox: Uint8Array;
  /** MixColumns of a substituted octet in the first row. */
  readonly forward: Uint32Array;
  /** InvMixColumns of an inversely substituted octet in the first row. */
  readonly backward: Uint32Array;
}

function makeTables(): AesTables {
  const sBox = new Uint8Array(256);
  const inverseSBox = new Uint8Array(256);
  let generator = 1;
  let inverse = 1;
  do {
    // 3 generates the field; the inverse walks the other way round, by 3^-1 = 0xf6.
    generator = multiply(generator, 3);
    inverse = multiply(inverse, 0xf6);
    const value = inverse ^ rotate(inverse, 1) ^ rotate(inverse, 2) ^ rotate(inverse, 3) ^ rotate(inverse, 4) ^ 0x63;
    sBox[generator] = value;
    inverseSBox[value] = generator;
  } while (generator !== 1);
  sBox[0] = 0x63;
  inverseSBox[0x63] = 0;
  const forward = new Uint32Array(256);
  const backward = new Uint32Array(256);
  for (let index = 0; index < 256; index += 1) {
    const own = sBox[index] ?? 0;
    const back = inverseSBox[index] ?? 0;
    forward[index] = word(multiply(own, 2), own, own, multiply(own, 3));
    backward[index] = word(multiply(back, 14), multiply(back, 9), multiply(back, 13), multiply(back, 11));
  }
  return { sBox, inverseSBox, forward, backward };
}

function multiply(left: number, right: number): number {
  let product = 0;
  for (let a = left, b = right; b > 0; b >>= 1) {
    if ((b & 1) === 1) product ^= a;
    a = (a << 1) ^ ((a & 0x80) === 0 ? 0 : 0x11b);
  }
  return product & 0xff;
}

function rotate(value: number, count: number): number {
  return ((value << count) | (value >> (8 - count))) & 0xff;
}

function word(first: number, second: number, third: number, fourth: number): number {
  return ((first << 24) | (second << 16) | (third << 8) | fourth) >>> 0;
}

export const AES_TABLES: AesTables = makeTables();
