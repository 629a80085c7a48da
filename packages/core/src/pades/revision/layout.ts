import { type Bytes, concatBytes, encodeLatin1 } from '../../bytes/index.ts';
import { pdfDict, spellObject } from '../../pdf/index.ts';
import type { RevisionObject } from './revision-object.ts';

/** The octets of a revision and the positions that its writer gave to its parts. */
export interface RevisionLayout {
  readonly bytes: Bytes;
  /** Offset of `<` within `bytes`, and of the octet after `>`. */
  readonly holeStart: number;
  readonly holeEnd: number;
  readonly byteRange: readonly [number, number, number, number];
}

/** Where an object starts, in octets of the whole file. */
export interface ObjectOffset {
  readonly number: number;
  readonly generation: number;
  readonly offset: number;
}

/** Writes what follows the last object; `position` is where it starts in the whole file. */
export type RevisionEnding = (offsets: readonly ObjectOffset[], position: number) => string | readonly (string | Bytes)[];

const LINE_FEED = encodeLatin1('\n');

/** An object as octets. Of the signature, head and byte range are written anew in each round, and the hole follows `beforeHole`. */
export interface SpelledObject {
  readonly number: number;
  readonly generation: number;
  readonly parts: readonly Bytes[];
  /** Given for the signature alone: what stands between its byte range and its hole. */
  readonly beforeHole?: Bytes;
}

interface Draft {
  readonly parts: readonly Bytes[];
  readonly length: number;
  readonly holeStart: number;
}

/**
 * Lays out objects in rising order behind `original` octets: LF, objects, ending. `/ByteRange` holds positions that depend
 * on how many digits it has itself; since longer numbers only move things further back, a few rounds settle it.
 */
export function layOutRevision(
  original: number,
  objects: readonly RevisionObject[],
  holeSize: number,
  ending: RevisionEnding,
): RevisionLayout {
  const spelled = [...objects].sort((left, right) => left.number - right.number).map(spellIndirect);
  const holeLength = holeSize * 2 + 2;
  const hole = new Uint8Array(holeLength).fill(0x30);
  hole[0] = 0x3c;
  hole[holeLength - 1] = 0x3e;
  let byteRange: RevisionLayout['byteRange'] = [0, 0, 0, 0];
  for (;;) {
    const { parts, length, holeStart } = draft(original, spelled, hole, ending, byteRange);
    const holeEnd = holeStart + holeLength;
    const settled: RevisionLayout['byteRange'] = [0, original + holeStart, original + holeEnd, length - holeEnd];
    if (settled.every((value, index) => value === byteRange[index])) return { bytes: concatBytes(...parts), holeStart, holeEnd, byteRange };
    byteRange = settled;
  }
}

function draft(
  original: number,
  objects: readonly SpelledObject[],
  hole: Bytes,
  ending: RevisionEnding,
  byteRange: RevisionLayout['byteRange'],
): Draft {
  const parts: Bytes[] = [LINE_FEED];
  let length = 1;
  let holeStart = 0;
  const push = (...added: readonly Bytes[]): void => {
    parts.push(...added);
    for (const part of added) length += part.length;
  };
  const offsets: ObjectOffset[] = [];
  for (const { number, generation, parts: own, beforeHole } of objects) {
    offsets.push({ number, generation, offset: original + length });
    if (beforeHole !== undefined) {
      push(encodeLatin1(`${number} ${generation} obj\n<< /ByteRange [ ${byteRange.join(' ')} ] `), beforeHole);
      holeStart = length;
      push(hole);
    }
    push(...own);
  }
  const end = ending(offsets, original + length);
  for (const part of typeof end === 'string' ? [end] : end) push(typeof part === 'string' ? encodeLatin1(part) : part);
  return { parts, length, holeStart };
}

export function spellIndirect({ number, generation, body }: RevisionObject): SpelledObject {
  const head = `${number} ${generation} obj\n`;
  if (body.kind === 'object') return { number, generation, parts: [encodeLatin1(`${head}${spellObject(body.object)}\nendobj\n`)] };
  if (body.kind === 'stream') {
    const dict = encodeLatin1(`${head}${spellObject(body.dict)}\nstream\n`);
    return { number, generation, parts: [dict, body.content, encodeLatin1('\nendstream\nendobj\n')] };
  }
  const { before, after } = aroundContents(body.dict.entries);
  const parts = [encodeLatin1(` ${after}>>\nendobj\n`)];
  return { number, generation, beforeHole: encodeLatin1(`${before}/Contents `), parts };
}

/** The entries whose keys stand before and after `/Contents` in the one spelling; `/ByteRange` is the first of all. */
function aroundContents(entries: RevisionObjectEntries): { readonly before: string; readonly after: string } {
  const spell = (chosen: RevisionObjectEntries): string => {
    const text = spellObject(pdfDict(chosen));
    return chosen.size === 0 ? '' : text.slice('<< '.length, -'>>'.length);
  };
  const sides = {
    before: new Map([...entries].filter(([key]) => key < 'Contents')),
    after: new Map([...entries].filter(([key]) => key > 'Contents')),
  };
  return { before: spell(sides.before), after: spell(sides.after) };
}

type RevisionObjectEntries = Extract<RevisionObject['body'], { kind: 'signature' }>['dict']['entries'];
