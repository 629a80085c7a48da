import type { JsonValue } from '../../../bytes/index.ts';
import type { KeywordAnchor, KeywordRelation } from '../keyword-anchor.ts';
import type { DisplayedPage, SealBox } from '../page-anchor.ts';
import { pt } from '../units.ts';
import { type ForeignReader, foreignReader, numberOr, pageAt } from './foreign-json.ts';
import type { ImportOptions, RequestedPlacement } from './requested-placement.ts';
import { assertPlain, boxOf, fromPoints, offsetIn, placeAt, roleOf, toPoints, unsupported } from './vendor-lengths.ts';

const VENDOR = 'DocuSign';
const LISTS = ['signHereTabs', 'initialHereTabs', 'dateSignedTabs', 'signerAttachmentTabs'] as const;

/** Assumed: without offsets the tab's lower left corner stands on the text's, and offsets lead right and down. */
export const DOCUSIGN_KEYWORD_RELATION: KeywordRelation = 'start';

/** Points in one `anchorUnits`; a pixel is 1/72 inch. */
const UNITS: { readonly [unit in 'pixels' | 'inches' | 'mms' | 'cms']: number } = { pixels: 1, inches: 72, mms: 72 / 25.4, cms: 72 / 2.54 };

/** A tab of the eSignature REST API, as far as it says where. All numbers but sizes are texts. */
export interface DocusignTab {
  readonly pageNumber?: string;
  readonly xPosition?: string;
  readonly yPosition?: string;
  readonly width?: string;
  readonly height?: string;
  readonly anchorString?: string;
  readonly anchorXOffset?: string;
  readonly anchorYOffset?: string;
  readonly anchorUnits?: keyof typeof UNITS;
}

export type DocusignTabs = { readonly [list in (typeof LISTS)[number]]?: readonly DocusignTab[] };

/**
 * Reads DocuSign `tabs` (developers.docusign.com, Fixed positioning; Auto-Place; Rules for Anchor tagging): the lists of signing tabs, others are passed over. `xPosition` and `yPosition` are points from the upper left
 * of the page to the upper left of the tab; pages count from 1; `anchorString` stands for every hit, its offsets in `anchorUnits`,
 * pixels by default. The list's name is the role. Assumed: the page is the one that is displayed, width and height are pixels of 1/72 inch.
 *
 * @throws `SealError` `PLACEMENT_IMPORT_MALFORMED`
 */
export function fromDocusign(json: JsonValue, pages: readonly DisplayedPage[], options: ImportOptions): readonly RequestedPlacement[] {
  const tabs = foreignReader(VENDOR, json);
  return LISTS.flatMap((list) => {
    const reader = tabs.member(list);
    return reader.isAbsent() ? [] : reader.list().map((tab) => readTab(tab, list, pages, options));
  });
}

function readTab(tab: ForeignReader, role: string, pages: readonly DisplayedPage[], options: ImportOptions): RequestedPlacement {
  const [width, height] = [tab.member('width'), tab.member('height')];
  const box: SealBox =
    width.isAbsent() || height.isAbsent()
      ? options.box
      : { widthUm: Math.round(fromPoints(width.size())), heightUm: Math.round(fromPoints(height.size())) };
  if (!tab.member('anchorString').isAbsent()) return { kind: 'keyword', role, anchor: readAnchor(tab), box };
  const page = pageAt(pages, tab.member('pageNumber'));
  const at = (name: string): number => fromPoints(tab.member(name).number());
  return { kind: 'place', role, placement: placeAt(page, at('xPosition'), at('yPosition'), box) };
}

function readAnchor(tab: ForeignReader): KeywordAnchor {
  const named = tab.member('anchorUnits');
  const unit = named.isAbsent() ? 'pixels' : named.text();
  const points = Object.entries(UNITS).find(([name]) => name === unit)?.[1];
  if (points === undefined) throw named.refuse(Object.keys(UNITS).join(', '));
  const along = (name: string): number => numberOr(tab.member(name), 0) * points;
  const offset = { unit: 'pt', x: pt(along('anchorXOffset')), y: pt(along('anchorYOffset')) } as const;
  return { keyword: tab.member('anchorString').text(), occurrences: 'all', relation: DOCUSIGN_KEYWORD_RELATION, offset };
}

/**
 * Writes `tabs`, `signHereTabs` where the request has no list of its own. Positions are written to a thousandth of a point; DocuSign
 * itself rounds them to whole points.
 *
 * @throws `SealError` `PLACEMENT_EXPORT_UNSUPPORTED` for form fields, straddles, turned places and slices, and keywords on some pages,
 * at some hits or with another relation than {@link DOCUSIGN_KEYWORD_RELATION}.
 */
export function toDocusign(requests: readonly RequestedPlacement[], pages: readonly DisplayedPage[]): DocusignTabs {
  const tabs: { [list in (typeof LISTS)[number]]?: DocusignTab[] } = {};
  for (const request of requests) {
    const list = LISTS.find((name) => name === roleOf(request, 'signHereTabs'));
    if (list === undefined) throw unsupported(VENDOR, 'role');
    (tabs[list] ??= []).push(writeTab(request, pages));
  }
  return tabs;
}

function writeTab(request: RequestedPlacement, pages: readonly DisplayedPage[]): DocusignTab {
  if (request.kind === 'field' || request.kind === 'straddle') throw unsupported(VENDOR, request.kind);
  if (request.kind === 'keyword') return { ...writeAnchor(request.anchor, pages), ...writeBox(request.box) };
  const { placement } = request;
  assertPlain(VENDOR, placement);
  return {
    pageNumber: String(placement.page),
    xPosition: String(toPoints(placement.x)),
    yPosition: String(toPoints(placement.y)),
    ...writeBox(boxOf(placement)),
  };
}

function writeBox({ widthUm, heightUm }: SealBox): Pick<DocusignTab, 'width' | 'height'> {
  return { width: String(toPoints(widthUm)), height: String(toPoints(heightUm)) };
}

function writeAnchor(anchor: KeywordAnchor, pages: readonly DisplayedPage[]): DocusignTab {
  if (anchor.occurrences !== 'all') throw unsupported(VENDOR, 'occurrences');
  if (anchor.pages !== undefined) throw unsupported(VENDOR, 'pages');
  if (anchor.relation !== DOCUSIGN_KEYWORD_RELATION) throw unsupported(VENDOR, 'relation');
  const { x, y } = offsetIn(VENDOR, anchor.offset, 'pt', pages);
  return { anchorString: anchor.keyword, anchorXOffset: String(x), anchorYOffset: String(y), anchorUnits: 'pixels' };
}
