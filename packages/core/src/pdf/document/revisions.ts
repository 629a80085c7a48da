import { type CallOptions, decodeLatin1, encodeLatin1 } from '../../bytes/index.ts';
import type { ChunkCache } from '../file/chunk-cache.ts';
import { findMarker } from '../file/find-marker.ts';
import type { PdfRange } from '../objects.ts';
import type { StartXref } from '../xref/header.ts';
import type { ChainedSection } from '../xref/xref-chain.ts';
import type { XrefEntry, XrefSection } from '../xref/xref-section.ts';
import type { EndOfLine, PdfRevision } from './revision.ts';

export interface RevisionsOptions extends CallOptions {
  /** The last one of the file, which names the newest section. */
  readonly startxref: StartXref;
  readonly linearized: boolean;
  /** Added to the offsets that the file states. */
  readonly offsetBase: number;
}

const STARTXREF = encodeLatin1('startxref');

/** The revisions, oldest first, of sections given newest first. */
export async function buildRevisions(
  cache: ChunkCache,
  sections: readonly ChainedSection[],
  options: RevisionsOptions,
): Promise<readonly PdfRevision[]> {
  const revisions: PdfRevision[] = [];
  let start = 0;
  for (const group of groupSections(sections, options.linearized)) {
    const [newest] = group;
    if (newest === undefined) continue;
    const last = group.reduce((left, right) => (right.range.end > left.range.end ? right : left));
    const isLast = newest === sections[0];
    const search: EndingSearch = {
      from: isLast ? options.startxref.at : last.range.end,
      value: isLast || group.length > 1 || newest.foundNear ? undefined : newest.range.start - options.offsetBase,
      otherwise: isLast ? cache.size : last.range.end,
    };
    const ending = await findEnding(cache, search, options);
    revisions.push({
      index: revisions.length + 1,
      start,
      ...ending,
      startxref: newest.range.start,
      xrefForm: newest.hybrid === undefined ? newest.form : 'hybrid',
      sections: group.flatMap(sectionRanges),
      notices: group.flatMap(sectionNotices),
      trailer: newest.trailer,
      entries: inOrder([...mergeSections(group).values()]),
    });
    start = ending.end;
  }
  return revisions;
}

/** Whether each revision ends after the one before and none beyond the file. */
export function areInOrder(revisions: readonly PdfRevision[], size: number): boolean {
  return revisions.every((revision) => revision.end > revision.start && revision.end <= size);
}

/** Whether the two oldest sections lie as those of a linearised file do: the older one behind (ISO 32000-2 annex F.3.4). */
export function hasFrontSection(sections: readonly XrefSection[]): boolean {
  const oldest = sections.at(-1);
  const front = sections.at(-2);
  return oldest !== undefined && front !== undefined && front.range.start < oldest.range.start;
}

/** Groups, oldest first, each newest section first. */
function groupSections(sections: readonly ChainedSection[], linearized: boolean): readonly (readonly ChainedSection[])[] {
  const first = linearized ? sections.slice(-2) : [];
  const others = sections.slice(0, sections.length - first.length).map((section) => [section]);
  return [...others, first].filter((group) => group.length > 0).reverse();
}

/** All that was read around in a section. */
export function sectionNotices({ notices, hybrid }: XrefSection): readonly string[] {
  return hybrid === undefined ? notices : [...notices, ...hybrid.notices];
}

function sectionRanges(section: XrefSection): readonly PdfRange[] {
  return section.hybrid === undefined ? [section.range] : [section.range, section.hybrid.range];
}

/** Sorted by number; most sections are as they come. */
function inOrder(entries: XrefEntry[]): readonly XrefEntry[] {
  let last = -1;
  for (const { number } of entries) {
    if (number < last) return entries.sort((left, right) => left.number - right.number);
    last = number;
  }
  return entries;
}

/** Entries of sections, newest first; within a hybrid section the table's entries in use, then the stream's, then its free ones. */
export function mergeSections(sections: readonly XrefSection[]): ReadonlyMap<number, XrefEntry> {
  const [only] = sections;
  if (only !== undefined && sections.length === 1 && only.hybrid === undefined) return only.entries;
  const merged = new Map<number, XrefEntry>();
  const add = (entry: XrefEntry): void => {
    if (!merged.has(entry.number)) merged.set(entry.number, entry);
  };
  for (const section of sections) {
    const hidden = section.hybrid?.entries;
    for (const entry of section.entries.values()) {
      const replacement = entry.kind === 'free' ? hidden?.get(entry.number) : undefined;
      add(replacement ?? entry);
    }
    if (hidden !== undefined) for (const entry of hidden.values()) add(entry);
  }
  return merged;
}

/** The cross-reference as a reader of these revisions sees it. */
export function mergeRevisions(revisions: readonly PdfRevision[]): Map<number, XrefEntry> {
  const merged = new Map<number, XrefEntry>();
  for (const revision of revisions) for (const entry of revision.entries) merged.set(entry.number, entry);
  return merged;
}

/** Octets that are searched for the end of a revision. */
const SEARCHED = 256 * 1024;
const ENDING = /^startxref[\0\t\n\f\r ]*(\d{1,15})[\0\t\n\f\r ]*%%EOF(\r\n|\n|\r)?/;
const END_OF_LINES: Readonly<Record<string, EndOfLine>> = { '\n': 'LF', '\r': 'CR', '\r\n': 'CRLF' };

interface EndingSearch {
  readonly from: number;
  /** What its startxref must state; undefined where any will do. */
  readonly value: number | undefined;
  /** The end when none is found. */
  readonly otherwise: number;
}

interface Ending {
  readonly end: number;
  readonly endOfLine: EndOfLine;
  readonly closed: boolean;
}

/**
 * Looks from the end of the section for the `startxref` that names it: mostly the next token, but other objects may lie
 * between. Of the newest revision it is known where that is.
 */
async function findEnding(cache: ChunkCache, search: EndingSearch, options: CallOptions): Promise<Ending> {
  const limit = Math.min(cache.size, search.from + SEARCHED);
  for (let at = search.from; ; at += STARTXREF.length) {
    const found = await findMarker(cache, STARTXREF, at, limit, options);
    if (found === undefined) return { end: search.otherwise, endOfLine: 'none', closed: false };
    at = found;
    const text = decodeLatin1(await cache.load(found, found + 128, options));
    const match = ENDING.exec(text);
    if (match === null || (search.value !== undefined && Number(match[1]) !== search.value)) continue;
    const eol = match[2] ?? '';
    return { end: found + match[0].length, endOfLine: END_OF_LINES[eol] ?? 'none', closed: true };
  }
}
