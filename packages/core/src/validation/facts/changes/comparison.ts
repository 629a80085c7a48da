import { type PdfDict, type PdfObject, type PdfRef, dictOf } from '../../../pdf/index.ts';
import type { ChangeFact } from './change-fact.ts';
import type { RevisionStep } from './revision-step.ts';

/** How to name a change below some entry of the document. */
export interface ChangePlace {
  readonly code: string;
  readonly page?: number;
  readonly subject?: string;
}

/** Objects that are compared once, where they belong, however many references lead to them. */
export type ObjectRole = 'catalog' | 'page-tree-node' | 'page' | 'annotation' | 'field' | 'structure';

/** Objects looked at in one comparison; a file that needs more is not explained. */
const VISITS_LIMIT = 4_000_000;
const FINDINGS_LIMIT = 2_000;

/** Keys by which other parts of a document rightly refer to a field or annotation. */
const KEYS_TO_ANNOTATIONS: ReadonlySet<string> = new Set(['Obj', 'Parent', 'Popup', 'IRT', 'CO', 'Data', 'Fields', 'T', 'AN', 'TA']);

/**
 * The work of explaining one revision. `keep` follows what must not have changed, `allow` what may have; both mark the
 * touched objects that they meet. What lies on a kept path and was touched is a finding, also when an allowed path leads
 * there too.
 */
export class Comparison {
  readonly step: RevisionStep;
  readonly findings: ChangeFact[] = [];
  readonly roles: Map<number, ObjectRole> = new Map();
  readonly #covered = new Set<number>();
  readonly #kept = new Set<number>();
  readonly #named = new Set<number>();
  #visits = 0;

  constructor(step: RevisionStep) {
    this.step = step;
  }

  report(fact: Omit<ChangeFact, 'revision'>): void {
    if (this.findings.length < FINDINGS_LIMIT) this.findings.push({ ...fact, revision: this.step.revision });
  }

  isTouched(number: number): boolean {
    return this.step.touched.has(number);
  }

  isCovered(number: number): boolean {
    return this.#covered.has(number);
  }

  cover(object: PdfObject | undefined): void {
    if (object?.kind === 'ref') this.#covered.add(object.number);
  }

  /** Everything below `object` must be as it was. The value itself is equal in both revisions, references not followed. */
  keep(object: PdfObject | undefined, place: ChangePlace): void {
    if (object === undefined) return;
    const open: { object: PdfObject; place: ChangePlace; key: string }[] = [{ object, place, key: '' }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { object: value, place: at, key } = next;
      if (value.kind === 'ref') this.#keepReference(value, at, key, open);
      else if (value.kind === 'array') for (const item of value.items) open.push({ object: item, place: at, key });
      else this.#keepEntries(dictOf(value), at, open);
    }
  }

  /**
   * Everything below `object` may have changed, up to the next page, field or annotation. True when something was touched.
   */
  allow(object: PdfObject | undefined): boolean {
    let touched = false;
    this.#descend(object, (ref) => {
      if (!this.isTouched(ref.number)) return;
      touched = true;
      this.#covered.add(ref.number);
    });
    return touched;
  }

  /** What lies below a change that has been named needs no name of its own. */
  coverBelow(object: PdfObject | undefined): void {
    this.#descend(object, (ref) => this.#covered.add(ref.number));
  }

  /** The references below an object in the newer revision, pages, fields and annotations excluded. */
  #descend(object: PdfObject | undefined, visit: (ref: PdfRef) => void): void {
    if (object === undefined) return;
    const seen = new Set<number>();
    const open: PdfObject[] = [object];
    for (let value = open.pop(); value !== undefined; value = open.pop()) {
      if (value.kind === 'array') for (const item of value.items) open.push(item);
      else if (value.kind === 'dict' || value.kind === 'stream') for (const entry of entriesOf(value)) open.push(entry);
      else if (value.kind === 'ref' && !this.roles.has(value.number) && !seen.has(value.number) && this.#mayVisit()) {
        seen.add(value.number);
        visit(value);
        open.push(this.step.newer.object(value));
      }
    }
  }

  #keepReference(ref: PdfRef, place: ChangePlace, key: string, open: { object: PdfObject; place: ChangePlace; key: string }[]): void {
    const touch = this.step.touched.get(ref.number);
    const role = this.roles.get(ref.number);
    if (role !== undefined) {
      const expected = role !== 'annotation' && role !== 'field' ? true : KEYS_TO_ANNOTATIONS.has(key);
      if (touch === undefined || expected) return;
    }
    if (touch !== undefined) {
      this.#nameTouched(ref, place);
      return;
    }
    if (this.#kept.has(ref.number) || !this.#mayVisit()) return;
    this.#kept.add(ref.number);
    open.push({ object: this.step.newer.object(ref), place, key });
  }

  #keepEntries(dict: PdfDict | undefined, place: ChangePlace, open: { object: PdfObject; place: ChangePlace; key: string }[]): void {
    if (dict === undefined) return;
    for (const [key, value] of dict.entries) {
      if (value.kind === 'ref' || value.kind === 'array' || value.kind === 'dict')
        open.push({ object: value, place: placeBelow(place, key), key });
    }
  }

  #nameTouched(ref: PdfRef, place: ChangePlace): void {
    this.#covered.add(ref.number);
    if (this.#named.has(ref.number)) return;
    this.#named.add(ref.number);
    this.report({ ...place, level: 'forbidden', object: `${ref.number} ${ref.generation}` });
    this.coverBelow(this.step.newer.object(ref));
  }

  #mayVisit(): boolean {
    this.#visits += 1;
    if (this.#visits === VISITS_LIMIT) this.report({ code: 'ANALYSIS_LIMIT_REACHED', level: 'forbidden' });
    return this.#visits <= VISITS_LIMIT;
  }
}

/** Fonts and drawn objects below a page's resources have names of their own. */
function placeBelow(place: ChangePlace, key: string): ChangePlace {
  if (place.code === 'PAGE_RESOURCES_CHANGED' && key === 'Font') return { ...place, code: 'FONT_CHANGED' };
  if (place.code === 'PAGE_RESOURCES_CHANGED' && key === 'XObject') return { ...place, code: 'PAGE_CONTENT_CHANGED' };
  if ((place.code === 'FONT_CHANGED' || place.code === 'PAGE_CONTENT_CHANGED') && place.subject === undefined)
    return { ...place, subject: key };
  return place;
}

function entriesOf(object: PdfObject): Iterable<PdfObject> {
  return dictOf(object)?.entries.values() ?? [];
}
