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

type Part = string | Bytes;

interface Draft {
  readonly parts: readonly Part[];
  readonly length: number;
  readonly holeStart: number;
  readonly holeEnd: number;
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
  const ordered = [...objects].sort((left, right) => left.number - right.number);
  let byteRange: RevisionLayout['byteRange'] = [0, 0, 0, 0];
  for (;;) {
    const draft = write(original, ordered, holeSize, ending, byteRange);
    const settled: RevisionLayout['byteRange'] = [0, original + draft.holeStart, original + draft.holeEnd, draft.length - draft.holeEnd];
    if (settled.every((value, index) => value === byteRange[index])) {
      const bytes = concatBytes(...draft.parts.map((part) => (typeof part === 'string' ? encodeLatin1(part) : part)));
      return { bytes, holeStart: draft.holeStart, holeEnd: draft.holeEnd, byteRange };
    }
    byteRange = settled;
  }
}

function write(
  original: number,
  objects: readonly RevisionObject[],
  holeSize: number,
  ending: RevisionEnding,
  byteRange: RevisionLayout['byteRange'],
): Draft {
  const parts: Part[] = ['\n'];
  let length = 1;
  let holeStart = 0;
  const push = (...added: readonly Part[]): void => {
    parts.push(...added);
    for (const part of added) length += part.length;
  };
  const offsets: ObjectOffset[] = [];
  for (const { number, generation, body } of objects) {
    offsets.push({ number, generation, offset: original + length });
    push(`${number} ${generation} obj\n`);
    if (body.kind === 'object') push(spellObject(body.object));
    else if (body.kind === 'stream') push(spellObject(body.dict), '\nstream\n', body.content, '\nendstream');
    else {
      const { before, after } = aroundContents(body.dict.entries);
      push(`<< /ByteRange [ ${byteRange.join(' ')} ] ${before}/Contents `);
      holeStart = length;
      push(`<${'0'.repeat(holeSize * 2)}>`, ` ${after}>>`);
    }
    push('\nendobj\n');
  }
  const end = ending(offsets, original + length);
  push(...(typeof end === 'string' ? [end] : end));
  return { parts, length, holeStart, holeEnd: holeStart + holeSize * 2 + 2 };
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
