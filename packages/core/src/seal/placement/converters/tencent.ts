import type { JsonValue } from '../../../bytes/index.ts';
import type { KeywordAnchor, KeywordRelation } from '../keyword-anchor.ts';
import type { DisplayedPage, SealBox } from '../page-anchor.ts';
import { pt } from '../units.ts';
import { type ForeignReader, foreignReader, numberOr, pageAt } from './foreign-json.ts';
import type { ImportOptions, RequestedPlacement } from './requested-placement.ts';
import { assertPlain, boxOf, fromPoints, offsetIn, placeAt, roleOf, toPoints, unsupported } from './vendor-lengths.ts';

const VENDOR = '腾讯电子签';
const STRADDLE = 'SIGN_PAGING_SEAL';

/**
 * By the English words of `RelativeLocation`. The documentation calls LowerRight 右上角 and UpperRight 右下角, the opposite of what the
 * words say; the words are taken.
 */
export const TENCENT_RELATIONS: { readonly [word in 'Middle' | 'Below' | 'Right' | 'LowerRight' | 'UpperRight']: KeywordRelation } = {
  Middle: 'centre',
  Below: 'below',
  Right: 'right',
  LowerRight: 'lower-right',
  UpperRight: 'upper-right',
};

/** A `Component` (ess 2020-11-11, essbasic 2021-05-26), as far as it says where. */
export interface TencentComponent {
  readonly ComponentType: string;
  readonly GenerateMode: 'NORMAL' | 'FIELD' | 'KEYWORD';
  readonly ComponentPage?: number;
  readonly ComponentPosX?: number;
  readonly ComponentPosY?: number;
  readonly ComponentWidth: number;
  readonly ComponentHeight: number;
  /** The form field's name in mode FIELD. */
  readonly ComponentName?: string;
  /** The keyword in mode KEYWORD. */
  readonly ComponentId?: string;
  readonly KeywordOrder?: 'Positive' | 'Reverse';
  readonly KeywordIndexes?: readonly number[];
  readonly KeywordPage?: number;
  readonly RelativeLocation?: keyof typeof TENCENT_RELATIONS;
  readonly OffsetX?: number;
  readonly OffsetY?: number;
}

/**
 * Reads 腾讯电子签 components (SDK models, `Component`; cloud.tencent.com document 1323/78375, PDF 坐标计算): points from the upper left of the page to the upper left of the component; pages count from 1, and from the
 * last with -1; `KEYWORD` names the keyword in `ComponentId` with `KeywordIndexes` from 0 in `KeywordOrder`, `FIELD` the form field in
 * `ComponentName`; `SIGN_PAGING_SEAL` is a straddle with a y alone. Assumed: the page is the one that is displayed; offsets lead right and
 * down; without `KeywordIndexes` the first hit, without `RelativeLocation` the middle is meant; a straddle is on all pages.
 *
 * @throws `SealError` `PLACEMENT_IMPORT_MALFORMED`
 */
export function fromTencent(json: JsonValue, pages: readonly DisplayedPage[], options: ImportOptions): readonly RequestedPlacement[] {
  return foreignReader(VENDOR, json)
    .list()
    .map((component) => readComponent(component, pages, options));
}

function readComponent(component: ForeignReader, pages: readonly DisplayedPage[], options: ImportOptions): RequestedPlacement {
  const role = component.member('ComponentType').text();
  const box = readBox(component, options);
  const mode = component.member('GenerateMode');
  const posY = component.member('ComponentPosY');
  if (role === STRADDLE)
    return { kind: 'straddle', role, pages: pages.map(({ page }) => page), y: Math.round(fromPoints(posY.number())), box };
  switch (mode.isAbsent() ? 'NORMAL' : mode.text()) {
    case 'NORMAL': {
      const number = component.member('ComponentPage');
      const page = pageAt(pages, number, number.integer() < 0 ? pages.length + 1 + number.integer() : number.integer());
      const x = fromPoints(component.member('ComponentPosX').number());
      return { kind: 'place', role, placement: placeAt(page, x, fromPoints(posY.number()), box) };
    }
    case 'FIELD':
      return { kind: 'field', role, field: component.member('ComponentName').text(), box };
    case 'KEYWORD':
      return { kind: 'keyword', role, anchor: readKeyword(component, pages), box };
    default:
      throw mode.refuse('NORMAL, FIELD or KEYWORD');
  }
}

function readBox(component: ForeignReader, options: ImportOptions): SealBox {
  const [width, height] = [component.member('ComponentWidth'), component.member('ComponentHeight')];
  if (width.isAbsent() || height.isAbsent()) return options.box;
  return { widthUm: Math.round(fromPoints(width.size())), heightUm: Math.round(fromPoints(height.size())) };
}

function readKeyword(component: ForeignReader, pages: readonly DisplayedPage[]): KeywordAnchor {
  const [indexes, order, page] = [component.member('KeywordIndexes'), component.member('KeywordOrder'), component.member('KeywordPage')];
  const isReverse = !order.isAbsent() && order.text() === 'Reverse';
  if (!order.isAbsent() && !isReverse && order.text() !== 'Positive') throw order.refuse('Positive or Reverse');
  const counted = indexes.isAbsent() ? [0] : indexes.list().map((index) => index.integer());
  if (counted.some((index) => index < 0)) throw indexes.refuse('indexes from 0');
  const located = component.member('RelativeLocation');
  const location = located.isAbsent() ? 'Middle' : located.text();
  const relation = Object.entries(TENCENT_RELATIONS).find(([word]) => word === location)?.[1];
  if (relation === undefined) throw located.refuse(Object.keys(TENCENT_RELATIONS).join(', '));
  const offset = {
    unit: 'pt',
    x: pt(numberOr(component.member('OffsetX'), 0)),
    y: pt(numberOr(component.member('OffsetY'), 0)),
  } as const;
  return {
    keyword: component.member('ComponentId').text(),
    ...(page.isAbsent() ? {} : { pages: [pageAt(pages, page).page] }),
    occurrences: counted.map((index) => (isReverse ? -1 - index : index + 1)),
    relation,
    offset,
  };
}

/**
 * Writes components, `SIGN_SEAL` where the request has no word of its own.
 *
 * @throws `SealError` `PLACEMENT_EXPORT_UNSUPPORTED` for turned places and slices, straddles on some pages, and keywords on several
 * pages, at all hits, counted from both ends, or left of, above or at the start of the keyword.
 */
export function toTencent(requests: readonly RequestedPlacement[], pages: readonly DisplayedPage[]): readonly TencentComponent[] {
  return requests.map((request) => writeComponent(request, pages));
}

function writeComponent(request: RequestedPlacement, pages: readonly DisplayedPage[]): TencentComponent {
  const ComponentType = roleOf(request, request.kind === 'straddle' ? STRADDLE : 'SIGN_SEAL');
  switch (request.kind) {
    case 'field':
      return { ComponentType, GenerateMode: 'FIELD', ...writeBox(request.box), ComponentName: request.field };
    case 'keyword':
      return { ComponentType, GenerateMode: 'KEYWORD', ...writeBox(request.box), ...writeKeyword(request.anchor, pages) };
    case 'straddle':
      if (request.pages.length !== pages.length) throw unsupported(VENDOR, 'pages');
      return { ComponentType: STRADDLE, GenerateMode: 'NORMAL', ...writeBox(request.box), ComponentPosY: toPoints(request.y) };
    case 'place': {
      const { placement } = request;
      assertPlain(VENDOR, placement);
      return {
        ComponentType,
        GenerateMode: 'NORMAL',
        ComponentPage: placement.page,
        ComponentPosX: toPoints(placement.x),
        ComponentPosY: toPoints(placement.y),
        ...writeBox(boxOf(placement)),
      };
    }
  }
}

function writeBox({ widthUm, heightUm }: SealBox): Pick<TencentComponent, 'ComponentWidth' | 'ComponentHeight'> {
  return { ComponentWidth: toPoints(widthUm), ComponentHeight: toPoints(heightUm) };
}

function writeKeyword(anchor: KeywordAnchor, pages: readonly DisplayedPage[]): Partial<TencentComponent> {
  const { occurrences, pages: searched } = anchor;
  if (occurrences === 'all') throw unsupported(VENDOR, 'occurrences');
  const isReverse = occurrences.every((occurrence) => occurrence < 0);
  if (!isReverse && occurrences.some((occurrence) => occurrence < 1)) throw unsupported(VENDOR, 'occurrences');
  if (searched !== undefined && searched.length !== 1) throw unsupported(VENDOR, 'pages');
  const words = Object.keys(TENCENT_RELATIONS) as (keyof typeof TENCENT_RELATIONS)[];
  const RelativeLocation = words.find((word) => TENCENT_RELATIONS[word] === anchor.relation);
  if (RelativeLocation === undefined) throw unsupported(VENDOR, 'relation');
  const { x, y } = offsetIn(VENDOR, anchor.offset, 'pt', pages);
  const [KeywordPage] = searched ?? [];
  return {
    ComponentId: anchor.keyword,
    KeywordOrder: isReverse ? 'Reverse' : 'Positive',
    KeywordIndexes: occurrences.map((occurrence) => (isReverse ? -1 - occurrence : occurrence - 1)),
    ...(KeywordPage === undefined ? {} : { KeywordPage }),
    RelativeLocation,
    OffsetX: x,
    OffsetY: y,
  };
}
