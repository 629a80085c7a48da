import { isRegular, isWhiteSpace } from './characters.ts';

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
