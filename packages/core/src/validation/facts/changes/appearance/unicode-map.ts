import { type Operand, readOperations } from './content-tokens.ts';

/** Text by character code, and how many octets a code has. */
export interface UnicodeMap {
  readonly codeLength: number;
  readonly texts: ReadonlyMap<number, string>;
}

const ENTRIES_LIMIT = 70_000;

/** A /ToUnicode CMap; undefined where codes differ in length or it is not well-formed. @see ISO 32000-2 §9.10.3 */
export function parseUnicodeMap(bytes: Uint8Array): UnicodeMap | undefined {
  const texts = new Map<number, string>();
  const lengths = new Set<number>();
  for (const { operator, operands } of readOperations(bytes) ?? []) {
    if (operator === 'usecmap') return undefined;
    if (operator === 'endcodespacerange') for (const operand of operands) if (operand.kind === 'string') lengths.add(operand.bytes.length);
    const fits = operator === 'endbfchar' ? addCharacters(texts, operands) : operator === 'endbfrange' ? addRanges(texts, operands) : true;
    if (!fits || texts.size > ENTRIES_LIMIT) return undefined;
  }
  const [codeLength] = lengths;
  return lengths.size === 1 && (codeLength === 1 || codeLength === 2) ? { codeLength, texts } : undefined;
}

function addCharacters(texts: Map<number, string>, operands: readonly Operand[]): boolean {
  for (let index = 0; index + 1 < operands.length; index += 2) {
    const [code, text] = [operands[index], operands[index + 1]];
    if (code?.kind !== 'string' || text?.kind !== 'string' || texts.has(codeOf(code.bytes))) return false;
    texts.set(codeOf(code.bytes), utf16(text.bytes));
  }
  return operands.length % 2 === 0;
}

function addRanges(texts: Map<number, string>, operands: readonly Operand[]): boolean {
  for (let index = 0; index + 2 < operands.length; index += 3) {
    const [first, last, target] = [operands[index], operands[index + 1], operands[index + 2]];
    if (first?.kind !== 'string' || last?.kind !== 'string' || target === undefined) return false;
    const start = codeOf(first.bytes);
    const count = codeOf(last.bytes) - start + 1;
    if (count < 1 || count > 65_536) return false;
    for (let offset = 0; offset < count; offset += 1) {
      const text = textAt(target, offset);
      if (text === undefined || texts.has(start + offset)) return false;
      texts.set(start + offset, text);
    }
  }
  return operands.length % 3 === 0;
}

function textAt(target: Operand, offset: number): string | undefined {
  if (target.kind === 'array') {
    const item = target.items[offset];
    return item?.kind === 'string' ? utf16(item.bytes) : undefined;
  }
  if (target.kind !== 'string' || target.bytes.length < 2) return undefined;
  const last = target.bytes.length - 1;
  const low = (target.bytes[last] ?? 0) + offset;
  const high = (target.bytes[last - 1] ?? 0) + Math.floor(low / 256);
  return utf16([...target.bytes.slice(0, -2), high & 0xff, low & 0xff]);
}

function codeOf(bytes: readonly number[]): number {
  return bytes.reduce((code, octet) => code * 256 + octet, 0);
}

export function utf16(bytes: readonly number[]): string {
  let text = '';
  for (let index = 0; index + 1 < bytes.length; index += 2)
    text += String.fromCharCode((bytes[index] ?? 0) * 256 + (bytes[index + 1] ?? 0));
  return text;
}
