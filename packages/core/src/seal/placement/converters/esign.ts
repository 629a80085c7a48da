import type { JsonValue } from '../../../bytes/index.ts';
import type { DisplayedPage, SealBox } from '../page-anchor.ts';
import { formatPageSet } from '../page-set.ts';
import { type ForeignReader, foreignReader, pageAt, pageSetAt } from './foreign-json.ts';
import type { ImportOptions, RequestedPlacement } from './requested-placement.ts';
import { assertPlain, boxOf, fromPoints, pageOf, placeAt, toPoints, unsupported } from './vendor-lengths.ts';

const VENDOR = 'e签宝';
const SINGLE = 1;
const STRADDLE = 2;

/** One of `signers[].signFields[]` of 基于文件发起签署 (API V3), as far as it says where. */
export interface EsignField {
  readonly normalSignFieldConfig: {
    readonly signFieldStyle: 1 | 2;
    readonly signFieldSize?: number;
    readonly signFieldWidth?: number;
    readonly signFieldHeight?: number;
    readonly signFieldPosition: {
      readonly acrossPageMode?: 'ALL' | 'AssignedPages';
      readonly positionPage?: string;
      readonly positionX?: number;
      readonly positionY: number;
    };
  };
}

/**
 * Reads e签宝 sign fields (open.esign.cn, 基于文件发起签署; 设置签署区尺寸; the centre, 坐标为印章中心点, is said of `posBean` in V1). `positionX` and `positionY` name the centre of the seal; pages count from 1; `signFieldStyle` 2 is a straddle
 * on `ALL` or `AssignedPages` whose x counts for nothing; `signFieldSize` is the side of a square, in px. Assumed: px of 1/72 inch from
 * the lower left of the page as displayed. Keywords have no place in this model: e签宝 answers them with coordinates.
 *
 * @throws `SealError` `PLACEMENT_IMPORT_MALFORMED`, for fields in free mode too, which have no place.
 */
export function fromEsign(json: JsonValue, pages: readonly DisplayedPage[], options: ImportOptions): readonly RequestedPlacement[] {
  return foreignReader(VENDOR, json)
    .list()
    .map((field) => readField(field.member('normalSignFieldConfig'), pages, options));
}

function readField(config: ForeignReader, pages: readonly DisplayedPage[], options: ImportOptions): RequestedPlacement {
  const position = config.member('signFieldPosition');
  const style = config.member('signFieldStyle');
  if (!config.member('freeMode').isAbsent() && position.isAbsent()) throw position.refuse('a place, which free mode lacks');
  const box = readBox(config, options);
  const y = fromPoints(position.member('positionY').number()) + box.heightUm / 2;
  if (!style.isAbsent() && style.integer() === STRADDLE) {
    const straddled = readPages(position, pages.length);
    return { kind: 'straddle', pages: straddled, y: Math.round(pageOf(pages, straddled[0] ?? 1).heightUm - y), box };
  }
  if (!style.isAbsent() && style.integer() !== SINGLE) throw style.refuse('1 or 2');
  const page = pageAt(pages, position.member('positionPage'));
  const x = fromPoints(position.member('positionX').number()) - box.widthUm / 2;
  return { kind: 'place', placement: placeAt(page, x, page.heightUm - y, box) };
}

function readPages(position: ForeignReader, pageCount: number): readonly number[] {
  const mode = position.member('acrossPageMode');
  if (mode.isAbsent() || mode.text() === 'ALL') return pageSetAt(foreignReader(VENDOR, 'all'), pageCount);
  if (mode.text() !== 'AssignedPages') throw mode.refuse('ALL or AssignedPages');
  return pageSetAt(position.member('positionPage'), pageCount);
}

function readBox(config: ForeignReader, options: ImportOptions): SealBox {
  const size = config.member('signFieldSize');
  if (!size.isAbsent()) return { widthUm: Math.round(fromPoints(size.size())), heightUm: Math.round(fromPoints(size.size())) };
  const [width, height] = [config.member('signFieldWidth'), config.member('signFieldHeight')];
  if (width.isAbsent() || height.isAbsent()) return options.box;
  return { widthUm: Math.round(fromPoints(width.size())), heightUm: Math.round(fromPoints(height.size())) };
}

/** @throws `SealError` `PLACEMENT_EXPORT_UNSUPPORTED` for keywords, form fields, turned places and slices. */
export function toEsign(requests: readonly RequestedPlacement[], pages: readonly DisplayedPage[]): readonly EsignField[] {
  return requests.map((request) => ({ normalSignFieldConfig: writeConfig(request, pages) }));
}

function writeConfig(request: RequestedPlacement, pages: readonly DisplayedPage[]): EsignField['normalSignFieldConfig'] {
  if (request.kind === 'keyword' || request.kind === 'field') throw unsupported(VENDOR, request.kind);
  if (request.kind === 'straddle') {
    const bottom = pageOf(pages, request.pages[0] ?? 1).heightUm;
    const positionPage = formatPageSet(request.pages, pages.length);
    return {
      signFieldStyle: STRADDLE,
      ...writeSize(request.box),
      signFieldPosition: {
        ...(positionPage === 'all' ? { acrossPageMode: 'ALL' } : { acrossPageMode: 'AssignedPages', positionPage }),
        positionY: toPoints(bottom - request.y - request.box.heightUm / 2),
      },
    };
  }
  const { placement } = request;
  assertPlain(VENDOR, placement);
  return {
    signFieldStyle: SINGLE,
    ...writeSize(boxOf(placement)),
    signFieldPosition: {
      positionPage: String(placement.page),
      positionX: toPoints(placement.x + placement.width / 2),
      positionY: toPoints(pageOf(pages, placement.page).heightUm - placement.y - placement.height / 2),
    },
  };
}

function writeSize({ widthUm, heightUm }: SealBox): Partial<EsignField['normalSignFieldConfig']> {
  if (widthUm === heightUm) return { signFieldSize: toPoints(widthUm) };
  return { signFieldWidth: toPoints(widthUm), signFieldHeight: toPoints(heightUm) };
}
