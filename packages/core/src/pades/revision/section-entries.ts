import type { FrameXref } from '../document-frame.ts';
import type { ObjectOffset } from './layout.ts';
import type { SectionEntry } from './xref-section.ts';

/** The head of the list of free objects (ISO 32000-2 §7.5.4). */
const FREE_HEAD: SectionEntry = { kind: 'free', number: 0, generation: 65_535 };

/**
 * What a new section lists, by rising object number: the objects of its revision, and behind a file whose own
 * cross-reference does not hold all others and the head of the list of free objects.
 *
 * @see ISO 32000-2 §7.5.4, §7.5.8
 */
export function sectionEntries(offsets: readonly ObjectOffset[], { base = 0, objects }: FrameXref = {}): readonly SectionEntry[] {
  const own = offsets.map(({ number, generation, offset }): SectionEntry => ({
    kind: 'offset',
    number,
    generation,
    offset: offset - base,
  }));
  if (objects === undefined) return own;
  const merged = new Map<number, SectionEntry>([[0, FREE_HEAD]]);
  for (const entry of objects) {
    const [number, second, offset] = entry;
    if (typeof second === 'number') merged.set(number, { kind: 'offset', number, generation: second, offset: (offset ?? 0) - base });
    else merged.set(number, { kind: 'compressed', number, container: second[0], index: second[1] });
  }
  for (const entry of own) merged.set(entry.number, entry);
  return [...merged.values()].sort((left, right) => left.number - right.number);
}
