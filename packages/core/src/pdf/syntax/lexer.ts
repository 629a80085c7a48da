import { type Bytes, decodeLatin1 } from '../../bytes/index.ts';
import { type PdfLimits, PDF_LIMITS, assertWithin } from '../limits.ts';
import { PdfError } from '../pdf-error.ts';
import { hexValue, isDigit, isRegular, isWhiteSpace } from './characters.ts';
import { readLiteralString } from './literal-string.ts';

export interface LexerOptions {
  /** Position of the first octet in the file; absent for octets that are not of the file. */
  readonly base?: number;
  /** Whether the octets end where their source ends; otherwise a token at their end is cut and more are needed. */
  readonly final?: boolean;
  readonly limits?: PdfLimits;
}

/**
 * A cursor over loaded octets (ISO 32000-2 §7.2). It fails with `PDF_UNEXPECTED_END` when they do not suffice, so that a
 * reader may load more and start again.
 */
export class PdfLexer {
  readonly bytes: Uint8Array;
  readonly base: number | undefined;
  readonly final: boolean;
  readonly limits: PdfLimits;
  position = 0;
  /** Values read so far, against `PdfLimits.objectValues`. */
  values = 0;

  constructor(bytes: Uint8Array, options: LexerOptions = {}) {
    this.bytes = bytes;
    this.base = options.base;
    this.final = options.final ?? true;
    this.limits = options.limits ?? PDF_LIMITS;
  }

  /** The octet at the cursor; undefined at the end of the source. */
  peek(): number | undefined {
    const byte = this.bytes[this.position];
    if (byte === undefined && !this.final) throw this.unexpectedEnd();
    return byte;
  }

  /** Moves over white space and comments. */
  skipSpace(): void {
    for (;;) {
      const byte = this.peek();
      if (byte === 0x25) this.skipComment();
      else if (isWhiteSpace(byte)) this.position += 1;
      else return;
    }
  }

  /** Consumes the octets of `word` if they stand at the cursor and no regular character follows. */
  takeKeyword(word: string): boolean {
    const start = this.position;
    for (let index = 0; index < word.length; index += 1) {
      const byte = this.peek();
      if (byte !== word.charCodeAt(index)) {
        this.position = start;
        return false;
      }
      this.position += 1;
    }
    if (!isRegular(this.peek())) return true;
    this.position = start;
    return false;
  }

  /** The run of regular characters at the cursor. */
  readRegular(maximum: number = this.limits.nameBytes): string {
    const start = this.position;
    while (isRegular(this.peek())) {
      this.position += 1;
      if (this.position - start > maximum) throw this.malformed(`a token of up to ${maximum} characters`);
    }
    return tokenText(this.bytes, start, this.position);
  }

  /** A run of digits as an unsigned integer; undefined, and nothing consumed, where no such token stands. */
  takeUnsigned(): number | undefined {
    const start = this.position;
    let value = 0;
    while (isDigit(this.peek())) {
      value = value * 10 + ((this.bytes[this.position] ?? 0) - 0x30);
      this.position += 1;
    }
    if (this.position > start && this.position - start <= 15 && !isRegular(this.peek())) return value;
    this.position = start;
    return undefined;
  }

  /** A name at its `/`, decoded (§7.3.5). A `#` without two digits stands for itself, as readers have it. */
  readName(): string {
    this.position += 1;
    const { bytes, position: start } = this;
    let end = start;
    while (isRegular(bytes[end])) end += 1;
    this.position = end;
    this.peek();
    assertWithin('nameBytes', end - start, this.limits);
    const text = end - start > LONGEST_KNOWN ? decodeLatin1(bytes.subarray(start, end)) : knownName(bytes, start, end);
    if (!text.includes('#')) return text;
    return text.replace(/#([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
  }

  /** A string in parentheses (§7.3.4.2). */
  readLiteral(): Bytes {
    const read = readLiteralString(this.bytes, this.position);
    if (read === undefined) throw this.unexpectedEnd();
    this.position = read.end;
    return read.bytes;
  }

  /** A hexadecimal string (§7.3.4.3). */
  readHexadecimal(): Bytes {
    const close = this.bytes.indexOf(0x3e, this.position);
    if (close < 0) throw this.unexpectedEnd();
    const { bytes } = this;
    const value = new Uint8Array((close - this.position) >> 1);
    let length = 0;
    let high = -1;
    for (let index = this.position + 1; index < close; index += 1) {
      const byte = bytes[index];
      const digit = hexValue(byte);
      if (digit < 0) {
        if (isWhiteSpace(byte)) continue;
        throw this.malformed('hexadecimal digits');
      }
      if (high < 0) high = digit << 4;
      else {
        value[length++] = high | digit;
        high = -1;
      }
    }
    if (high >= 0) value[length++] = high;
    this.position = close + 1;
    return length === value.length ? value : value.slice(0, length);
  }

  malformed(expected: string): PdfError {
    const offset = (this.base ?? 0) + this.position;
    return new PdfError('PDF_OBJECT_MALFORMED', `expected ${expected} at ${offset}`, { facts: { offset } });
  }

  unexpectedEnd(): PdfError {
    const offset = (this.base ?? 0) + this.bytes.length;
    return new PdfError('PDF_UNEXPECTED_END', `expected more octets, got the end at ${offset}`, { facts: { offset } });
  }

  private skipComment(): void {
    for (let byte = this.peek(); byte !== undefined && byte !== 0x0a && byte !== 0x0d; byte = this.peek()) this.position += 1;
  }
}

/** Names of up to so many octets are looked up before they are decoded: few differ, and they come by the thousand. */
const LONGEST_KNOWN = 24;
const KNOWN = 1024;
const knownNames: string[] = Array.from({ length: KNOWN }, () => '');

/** Latin-1 text of a short name. */
function knownName(bytes: Uint8Array, start: number, end: number): string {
  let hash = 0;
  for (let index = start; index < end; index += 1) hash = (hash * 31 + (bytes[index] ?? 0)) | 0;
  const slot = hash & (KNOWN - 1);
  const known = knownNames[slot] ?? '';
  if (known.length === end - start && isTextOf(known, bytes, start)) return known;
  const text = tokenText(bytes, start, end);
  knownNames[slot] = text;
  return text;
}

function isTextOf(text: string, bytes: Uint8Array, start: number): boolean {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) !== bytes[start + index]) return false;
  return true;
}

/** Latin-1 text of a token; most are too short for the general way to pay. */
function tokenText(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > 32) return decodeLatin1(bytes.subarray(start, end));
  let text = '';
  for (let index = start; index < end; index += 1) text += String.fromCharCode(bytes[index] ?? 0);
  return text;
}
