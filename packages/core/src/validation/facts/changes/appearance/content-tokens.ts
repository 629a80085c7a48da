/** What stands before an operator of a content stream. Dictionaries are passed over: none of their values is looked at. */
export type Operand =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly value: string }
  | { readonly kind: 'string'; readonly bytes: readonly number[] }
  | { readonly kind: 'array'; readonly items: readonly Operand[] }
  | { readonly kind: 'other' };

export interface Operation {
  readonly operator: string;
  readonly operands: readonly Operand[];
}

const SPACE = new Set([0, 9, 10, 12, 13, 32]);
const DELIMITERS = new Set(Array.from('()<>[]{}/%', (character) => character.charCodeAt(0)));
const ESCAPES: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, b: 8, f: 12 };
const OPERANDS_LIMIT = 4096;
const DEPTH_LIMIT = 32;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;

/**
 * The operations of a content stream, or of a CMap, which is written alike. Undefined where it is not well-formed or has an inline
 * image. @see ISO 32000-2 §7.8.2
 */
export function readOperations(bytes: Uint8Array): readonly Operation[] | undefined {
  return new ContentReader(bytes).read();
}

class ContentReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #depth = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  read(): readonly Operation[] | undefined {
    const operations: Operation[] = [];
    let operands: Operand[] = [];
    for (;;) {
      const token = this.#next();
      if (token === 'end') return operands.length === 0 ? operations : undefined;
      if (token === undefined || typeof token === 'string' || operands.length > OPERANDS_LIMIT) return undefined;
      if (token.kind !== 'keyword') {
        operands.push(token);
        continue;
      }
      if (token.text === 'BI') return undefined;
      operations.push({ operator: token.text, operands });
      operands = [];
    }
  }

  /** An operand or keyword; `]` and `>>` close what is open; undefined for what is no token. */
  #next(): Operand | { readonly kind: 'keyword'; readonly text: string } | 'end' | ']' | '>>' | undefined {
    this.#skipSpace();
    const first = this.#bytes[this.#at];
    if (first === undefined) return 'end';
    const character = String.fromCharCode(first);
    if (character === '/') return this.#name();
    if (character === '(') return this.#literal();
    if (character === '[') return this.#nested(() => this.#array());
    if (character === ']') return this.#take(1, ']');
    if (character === '<') return this.#bytes[this.#at + 1] === first ? this.#nested(() => this.#dict()) : this.#hexadecimal();
    if (character === '>') return this.#bytes[this.#at + 1] === first ? this.#take(2, '>>') : undefined;
    if (DELIMITERS.has(first)) return undefined;
    const text = this.#word();
    return NUMBER.test(text) ? { kind: 'number', value: Number(text) } : { kind: 'keyword', text };
  }

  #take<T>(octets: number, token: T): T {
    this.#at += octets;
    return token;
  }

  #nested(read: () => Operand | undefined): Operand | undefined {
    if (this.#depth === DEPTH_LIMIT) return undefined;
    this.#depth += 1;
    const operand = read();
    this.#depth -= 1;
    return operand;
  }

  #skipSpace(): void {
    for (; this.#at < this.#bytes.length; this.#at += 1) {
      const octet = this.#bytes[this.#at] ?? 0;
      if (octet === 0x25) while (this.#at < this.#bytes.length && !isLineEnd(this.#bytes[this.#at])) this.#at += 1;
      else if (!SPACE.has(octet)) return;
    }
  }

  #word(): string {
    const start = this.#at;
    for (; this.#at < this.#bytes.length; this.#at += 1) {
      const octet = this.#bytes[this.#at] ?? 0;
      if (SPACE.has(octet) || DELIMITERS.has(octet)) break;
    }
    return String.fromCharCode(...this.#bytes.subarray(start, Math.min(this.#at, start + 256)));
  }

  #name(): Operand {
    this.#at += 1;
    const value = this.#word().replace(/#([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
    return { kind: 'name', value };
  }

  #array(): Operand | undefined {
    this.#at += 1;
    const items: Operand[] = [];
    for (;;) {
      const token = this.#next();
      if (token === ']') return { kind: 'array', items };
      if (token === undefined || typeof token === 'string' || token.kind === 'array') return undefined;
      items.push(token.kind === 'keyword' ? { kind: 'other' } : token);
    }
  }

  #dict(): Operand | undefined {
    let depth = 0;
    do {
      if (this.#bytes[this.#at] === 0x3c && this.#bytes[this.#at + 1] === 0x3c) {
        this.#at += 2;
        depth += 1;
        continue;
      }
      const token = this.#next();
      if (token === 'end' || token === undefined) return undefined;
      if (token === '>>') depth -= 1;
      this.#skipSpace();
    } while (depth > 0);
    return { kind: 'other' };
  }

  #hexadecimal(): Operand | undefined {
    const end = this.#bytes.indexOf(0x3e, this.#at);
    if (end < 0) return undefined;
    let digits = '';
    for (const octet of this.#bytes.subarray(this.#at + 1, end)) if (!SPACE.has(octet)) digits += String.fromCharCode(octet);
    this.#at = end + 1;
    if (!/^[0-9A-Fa-f]*$/.test(digits)) return undefined;
    const bytes = (digits.match(/..?/g) ?? []).map((pair) => Number.parseInt(pair.padEnd(2, '0'), 16));
    return { kind: 'string', bytes };
  }

  #literal(): Operand | undefined {
    const bytes: number[] = [];
    let depth = 1;
    for (this.#at += 1; this.#at < this.#bytes.length; this.#at += 1) {
      const octet = this.#bytes[this.#at] ?? 0;
      if (octet === 0x5c) {
        this.#escape(bytes);
        continue;
      }
      if (octet === 0x28) depth += 1;
      if (octet === 0x29) depth -= 1;
      if (depth === 0) return this.#take(1, { kind: 'string', bytes });
      bytes.push(octet);
    }
    return undefined;
  }

  /** Leaves the position on the last octet of the escape. */
  #escape(bytes: number[]): void {
    this.#at += 1;
    const text = String.fromCharCode(...this.#bytes.subarray(this.#at, this.#at + 3));
    const octal = /^[0-7]{1,3}/.exec(text)?.[0];
    if (octal !== undefined) {
      bytes.push(Number.parseInt(octal, 8) & 0xff);
      this.#at += octal.length - 1;
    } else if (text.startsWith('\r\n')) this.#at += 1;
    else if (!isLineEnd(text.charCodeAt(0))) bytes.push(ESCAPES[text.charAt(0)] ?? text.charCodeAt(0));
  }
}

function isLineEnd(octet: number | undefined): boolean {
  return octet === 10 || octet === 13;
}
