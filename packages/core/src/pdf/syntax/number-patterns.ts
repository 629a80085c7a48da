import { isDigit, isRegular, isWhiteSpace } from './characters.ts';

const NONE = -1;
/** Digits of an integer that a reader may take for an object number. */
const DIGITS = 15;

/** How far the current token is one of those that matter. */
const EMPTY = 0;
const NUMBER = 1;
const R = 2;
const O = 3;
const OB = 4;
const OBJ = 5;
const OTHER = 6;

/**
 * Finds the highest object number in whatever looks like `n g R` or `n g obj`, piece by piece. Whether a `%` begins a comment
 * or stands in a string cannot be told from a piece, so both readings are followed: what stands before a `%` counts again
 * after the end of its line. A number too many does no harm, one too few could.
 */
export class NumberPatterns {
  highest = 0;
  /** The two integers before the current token, or `NONE`. */
  private first = NONE;
  private second = NONE;
  /** The same as they stood before any `%` on this line. */
  private heldFirst = NONE;
  private heldSecond = NONE;
  private token = EMPTY;
  private value = 0;
  private digits = 0;

  scan(bytes: Uint8Array): void {
    for (let index = 0; index < bytes.length; index += 1) {
      const byte = bytes[index] ?? 0;
      if (isRegular(byte)) this.extend(byte);
      else this.separate(byte);
    }
  }

  /** Ends the text: nothing continues beyond. */
  finish(): void {
    this.endToken();
    this.forget();
    this.heldFirst = NONE;
    this.heldSecond = NONE;
  }

  private extend(byte: number): void {
    const { token } = this;
    if (token === OTHER) return;
    if (byte >= 0x30 && byte <= 0x39 && token <= NUMBER) {
      this.value = token === EMPTY ? byte - 0x30 : this.value * 10 + byte - 0x30;
      this.digits = token === EMPTY ? 1 : this.digits + 1;
      this.token = this.digits > DIGITS ? OTHER : NUMBER;
    } else if (token === EMPTY) this.token = byte === 0x52 ? R : byte === 0x6f ? O : OTHER;
    else this.token = token === O && byte === 0x62 ? OB : token === OB && byte === 0x6a ? OBJ : OTHER;
  }

  private separate(byte: number): void {
    this.endToken();
    if (byte === 0x0a || byte === 0x0d) {
      this.first = Math.max(this.first, this.heldFirst);
      this.second = Math.max(this.second, this.heldSecond);
      this.heldFirst = NONE;
      this.heldSecond = NONE;
      return;
    }
    if (isWhiteSpace(byte)) return;
    if (byte === 0x25) {
      this.heldFirst = Math.max(this.heldFirst, this.first);
      this.heldSecond = Math.max(this.heldSecond, this.second);
    }
    this.forget();
  }

  private endToken(): void {
    const { token } = this;
    if (token === EMPTY) return;
    this.token = EMPTY;
    if (token === NUMBER) {
      this.first = this.second;
      this.second = this.value;
      return;
    }
    if ((token === R || token === OBJ) && this.first > this.highest) this.highest = this.first;
    this.forget();
  }

  private forget(): void {
    this.first = NONE;
    this.second = NONE;
  }
}

/**
 * The same for a text that is whole. Without a `%` in it, it is enough to look back from each `R` and `obj`; the runtime finds
 * their letters faster than a loop does.
 */
export function highestIn(bytes: Uint8Array): number {
  if (bytes.includes(0x25)) {
    const patterns = new NumberPatterns();
    patterns.scan(bytes);
    patterns.finish();
    return patterns.highest;
  }
  let highest = 0;
  for (let at = bytes.indexOf(0x52); at >= 0; at = bytes.indexOf(0x52, at + 1)) {
    if (isWhiteSpace(bytes[at - 1]) && !isRegular(bytes[at + 1])) highest = Math.max(highest, numberBefore(bytes, at));
  }
  for (let at = bytes.indexOf(0x6a); at >= 0; at = bytes.indexOf(0x6a, at + 1)) {
    if (bytes[at - 1] === 0x62 && bytes[at - 2] === 0x6f && isWhiteSpace(bytes[at - 3]) && !isRegular(bytes[at + 1]))
      highest = Math.max(highest, numberBefore(bytes, at - 2));
  }
  return highest;
}

/** The first of the two integers before a keyword with white space before it; `NONE` where they are not there. */
function numberBefore(bytes: Uint8Array, keyword: number): number {
  let at = keyword - 1;
  while (isWhiteSpace(bytes[at])) at -= 1;
  const generationEnd = at;
  while (isDigit(bytes[at])) at -= 1;
  const numberSpace = at;
  if (at === generationEnd || generationEnd - at > DIGITS) return NONE;
  while (isWhiteSpace(bytes[at])) at -= 1;
  const numberEnd = at;
  let value = 0;
  for (let scale = 1; isDigit(bytes[at]); scale *= 10, at -= 1) value += ((bytes[at] ?? 0) - 0x30) * scale;
  const plain = numberEnd < numberSpace && at < numberEnd && numberEnd - at <= DIGITS && !isRegular(bytes[at]);
  return plain ? value : NONE;
}
