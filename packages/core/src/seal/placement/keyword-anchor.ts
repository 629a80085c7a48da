import type { SealPlacement } from '../../pades/index.ts';
import { SealError } from '../seal-error.ts';
import type { KeywordHit, KeywordSearch } from './find-keyword.ts';
import { type DisplayedPage, distanceInMicrometres, type SealBox, type UnitDistance } from './page-anchor.ts';
import { roundHalfAway } from './units.ts';

/** How a box stands to a keyword as displayed. `start` sets lower left corner on lower left corner. */
export type KeywordRelation = 'centre' | 'left' | 'right' | 'above' | 'below' | 'upper-right' | 'lower-right' | 'start';

/** A place that follows from where a keyword stands. */
export interface KeywordAnchor {
  readonly keyword: string;
  /** Pages that are searched; all when absent. */
  readonly pages?: readonly number[];
  /** Which hits: all, or some counted from 1, and from the last with -1. */
  readonly occurrences: 'all' | readonly number[];
  readonly relation: KeywordRelation;
  /** Further right and down. */
  readonly offset?: UnitDistance;
}

/** Which point of the hit (right, down) is met by which point of the box, as shares. */
const RELATIONS = {
  centre: { hit: [0.5, 0.5], box: [0.5, 0.5] },
  left: { hit: [0, 0.5], box: [1, 0.5] },
  right: { hit: [1, 0.5], box: [0, 0.5] },
  above: { hit: [0.5, 0], box: [0.5, 1] },
  below: { hit: [0.5, 1], box: [0.5, 0] },
  'upper-right': { hit: [1, 0], box: [0, 1] },
  'lower-right': { hit: [1, 1], box: [0, 0] },
  start: { hit: [0, 1], box: [0, 1] },
} as const satisfies { readonly [relation in KeywordRelation]: object };

/**
 * The places beside the chosen hits, in the order of the hits. They may lie off the page: see `clampToPage`.
 *
 * @throws {@link SealError} `KEYWORD_NOT_FOUND`, `KEYWORD_NO_TEXT` where the pages have no text, `KEYWORD_HIT_MISSING`.
 */
export function placeAtKeyword(
  search: KeywordSearch,
  anchor: Pick<KeywordAnchor, 'occurrences' | 'relation' | 'offset'>,
  box: SealBox,
  pages: readonly DisplayedPage[],
): readonly SealPlacement[] {
  if (search.reason === 'no-text-layer') throw new SealError('KEYWORD_NO_TEXT', 'expected pages with text');
  if (search.hits.length === 0)
    throw new SealError('KEYWORD_NOT_FOUND', 'expected the keyword in the text of the pages', {
      facts: { pagesWithoutText: search.pagesWithoutText },
    });
  return chosenHits(search.hits, anchor.occurrences).map((hit) => placeAtHit(hit, anchor, box, pages));
}

function chosenHits(hits: readonly KeywordHit[], occurrences: KeywordAnchor['occurrences']): readonly KeywordHit[] {
  if (occurrences === 'all') return hits;
  const chosen = occurrences.map((occurrence) => {
    const hit = occurrence === 0 ? undefined : hits.at(occurrence < 0 ? occurrence : occurrence - 1);
    if (hit === undefined)
      throw new SealError('KEYWORD_HIT_MISSING', `expected hit ${occurrence} among ${hits.length}`, {
        facts: { occurrence, hits: hits.length },
      });
    return hit;
  });
  return hits.filter((hit) => chosen.includes(hit));
}

function placeAtHit(
  hit: KeywordHit,
  { relation, offset }: Pick<KeywordAnchor, 'relation' | 'offset'>,
  box: SealBox,
  pages: readonly DisplayedPage[],
): SealPlacement {
  const page = pages.find((candidate) => candidate.page === hit.page);
  if (page === undefined) throw new RangeError(`pages: expected page ${hit.page} among them`);
  const { hit: onHit, box: onBox } = RELATIONS[relation];
  const further = offset === undefined ? { x: 0, y: 0 } : distanceInMicrometres(offset, page);
  return {
    page: hit.page,
    x: roundHalfAway(hit.box.x + hit.box.width * onHit[0] - box.widthUm * onBox[0] + further.x),
    y: roundHalfAway(hit.box.y + hit.box.height * onHit[1] - box.heightUm * onBox[1] + further.y),
    width: box.widthUm,
    height: box.heightUm,
    rotation: box.rotation ?? 0,
  };
}
