import { readFileSync } from 'node:fs';
import { assert, constantFrom, integer, property, record } from 'fast-check';
import type { JsonValue } from '../../src/bytes/index.ts';
import { displayedSize, type PageBox, placementToRect, rectToPlacement } from '../../src/pades/index.ts';
import {
  type DisplayedPage,
  fromDocumenso,
  fromDocuseal,
  fromDocusign,
  fromEsign,
  fromFadada,
  fromQiyuesuo,
  fromTencent,
  type RequestedPlacement,
  SealError,
  toDocumenso,
  toDocuseal,
  toDocusign,
  toEsign,
  toFadada,
  toQiyuesuo,
  toTencent,
} from '../../src/seal/index.ts';

interface Converter {
  readonly from: (
    json: JsonValue,
    pages: readonly DisplayedPage[],
    box: { readonly widthUm: number; readonly heightUm: number },
  ) => readonly RequestedPlacement[];
  readonly to: (requests: readonly RequestedPlacement[], pages: readonly DisplayedPage[]) => unknown;
  /** Requests that its model lacks. */
  readonly lacks: readonly RequestedPlacement['kind'][];
}

const CONVERTERS: Readonly<Record<string, Converter>> = {
  esign: { from: (json, pages, box) => fromEsign(json, pages, { box }), to: toEsign, lacks: ['keyword', 'field'] },
  qiyuesuo: { from: (json, pages, box) => fromQiyuesuo(json, pages, { box }), to: toQiyuesuo, lacks: ['field'] },
  fadada: { from: (json, pages, box) => fromFadada(json, pages, { box }), to: toFadada, lacks: ['field'] },
  tencent: { from: (json, pages, box) => fromTencent(json, pages, { box }), to: toTencent, lacks: [] },
  docusign: { from: (json, pages, box) => fromDocusign(json, pages, { box }), to: toDocusign, lacks: ['field', 'straddle'] },
  docuseal: {
    from: (json, pages) => fromDocuseal(json, pages, { numbering: 'stored' }),
    to: (requests, pages) => toDocuseal(requests, pages, { numbering: 'stored' }),
    lacks: ['keyword', 'field', 'straddle'],
  },
  documenso: { from: (json, pages) => fromDocumenso(json, pages), to: toDocumenso, lacks: ['keyword', 'field', 'straddle'] },
};

const GREATEST_ERROR_UM = 0.01 * (25_400 / 72);
const BOX = { widthUm: 38_100, heightUm: 38_100 };

const golden = (name: string): JsonValue =>
  JSON.parse(readFileSync(new URL(`./placement-golden/${name}.json`, import.meta.url), 'utf8')) as JsonValue;
const PAGES = golden('pages') as unknown as readonly DisplayedPage[];
const A: RequestedPlacement = { kind: 'place', placement: { page: 1, x: 25_400, y: 50_800, width: 38_100, height: 38_100, rotation: 0 } };
const OTHERS: readonly RequestedPlacement[] = [
  { kind: 'field', field: 'a', box: BOX },
  { kind: 'straddle', pages: [1, 2, 3], y: 0, box: BOX },
  { kind: 'keyword', anchor: { keyword: 'a', occurrences: 'all', relation: 'right' }, box: BOX },
];

function refusal(act: () => unknown): SealError {
  try {
    act();
  } catch (error) {
    if (error instanceof SealError) return error;
    throw error;
  }
  throw new Error('expected a refusal');
}

for (const [name, { from, to, lacks }] of Object.entries(CONVERTERS)) {
  describe(`the placement model of ${name}`, () => {
    const file = golden(name) as { readonly json: JsonValue; readonly requests: JsonValue; readonly written: JsonValue };

    it('reads the golden file', () => {
      expect(from(file.json, PAGES, BOX)).to.deep.equal(file.requests);
    });

    it('writes the golden file', () => {
      expect(to(file.requests as unknown as readonly RequestedPlacement[], PAGES)).to.deep.equal(file.written);
    });

    it('reads what it writes as the same requests', () => {
      expect(from(file.written, PAGES, BOX)).to.have.deep.members(file.requests as unknown as RequestedPlacement[]);
    });

    it('finds every place again within 0.01 pt on rotated and cropped pages and with units of their own', () => {
      const boxes = record({
        left: integer({ min: -500, max: 500 }),
        bottom: integer({ min: -500, max: 500 }),
        width: integer({ min: 400, max: 3000 }),
        height: integer({ min: 400, max: 3000 }),
        tenths: integer({ min: 0, max: 9 }),
        rotate: constantFrom(0, 90, 180, 270),
        userUnit: constantFrom('1', '1.5', '2', '0.75'),
      });
      const places = record({
        right: integer({ min: 0, max: 1_000_000 }),
        down: integer({ min: 0, max: 1_000_000 }),
        width: integer({ min: 1000, max: 60_000 }),
        height: integer({ min: 1000, max: 60_000 }),
      });
      assert(
        property(boxes, places, ({ left, bottom, width, height, tenths, rotate, userUnit }, spot) => {
          const box: PageBox = {
            cropBox: [`${left}.${tenths}`, `${bottom}`, `${left + width + 1}`, `${bottom + height}.${tenths}`],
            rotate,
            userUnit,
          };
          const page = { page: 1, ...displayedSize(box) };
          // 契约锁 names no size: its seal's own is given when it is read.
          const size = { widthUm: spot.width, heightUm: spot.height };
          const x = Math.floor((spot.right / 1_000_000) * (page.widthUm - spot.width));
          const y = Math.floor((spot.down / 1_000_000) * (page.heightUm - spot.height));
          const placement = { page: 1, x, y, width: spot.width, height: spot.height, rotation: 0 };
          const [found] = from(JSON.parse(JSON.stringify(to([{ kind: 'place', placement }], [page]))) as JsonValue, [page], size);
          if (found?.kind !== 'place') throw new Error('expected a place');
          for (const member of ['x', 'y', 'width', 'height'] as const)
            expect(Math.abs(found.placement[member] - placement[member])).to.be.at.most(GREATEST_ERROR_UM);
          const shown = rectToPlacement(placementToRect(found.placement, box).rect, 1, box);
          for (const member of ['x', 'y', 'width', 'height'] as const)
            expect(Math.abs(shown[member] - placement[member])).to.be.at.most(GREATEST_ERROR_UM);
        }),
      );
    });

    it('refuses to drop what its model lacks: rotation, clip, and kinds of request', () => {
      const turned: RequestedPlacement = { ...A, placement: { ...A.placement, rotation: 1000 } };
      const sliced: RequestedPlacement = { ...A, placement: { ...A.placement, clip: { x: 0, y: 0, width: 1, height: 1 } } };
      for (const request of [turned, sliced, ...OTHERS.filter(({ kind }) => lacks.includes(kind))])
        expect(refusal(() => to([request], PAGES)).code).to.equal('PLACEMENT_EXPORT_UNSUPPORTED');
    });

    it('names the path of what it cannot read', () => {
      for (const [json, path] of [
        [null, '$'],
        ['[]', '$'],
        [{ signHereTabs: [{ pageNumber: '1', xPosition: 'left', yPosition: '0' }] }, '$'],
        [[null], '$[0]'],
        [[7], '$[0]'],
        [[{}], '$[0]'],
      ] as const) {
        if (name === 'docusign' && (json === null || Array.isArray(json))) continue;
        const error = refusal(() => from(json as unknown as JsonValue, PAGES, BOX));
        expect(error.code).to.equal('PLACEMENT_IMPORT_MALFORMED');
        expect(error.facts['path']).to.match(new RegExp(`^${path.replaceAll(/[$[\]]/gu, String.raw`\$&`)}`, 'u'));
      }
    });

    it('refuses a page that the document lacks', () => {
      const error = refusal(() => from(file.json, [{ page: 9, widthUm: 1, heightUm: 1 }], BOX));
      expect(error.code).to.equal('PLACEMENT_IMPORT_MALFORMED');
    });
  });
}

describe('pages of DocuSeal', () => {
  it('count from 0 where they are kept and from 1 in a request', () => {
    const [field] = toDocuseal([A], PAGES, { numbering: 'request' });
    expect(field?.areas[0]?.page).to.equal(1);
    expect(fromDocuseal([field] as unknown as JsonValue, PAGES, { numbering: 'request' })[0]?.placement).to.deep.equal(A.placement);
  });
});

describe('sizes', () => {
  it('are above zero', () => {
    const area = { x: 0, y: 0, w: 0, h: 0.1, page: 0 };
    const error = refusal(() => fromDocuseal([{ type: 'signature', areas: [area] }], PAGES, { numbering: 'stored' }));
    expect(error.facts).to.deep.equal({ vendor: 'DocuSeal', path: '$[0].areas[0].w' });
  });
});

describe('offsets of keywords', () => {
  const keyword = (unit: 'pt' | 'fraction', relation = 'right'): RequestedPlacement =>
    ({
      kind: 'keyword',
      anchor: { keyword: 'a', occurrences: 'all', relation, offset: { unit, x: 1, y: 0 } },
      box: BOX,
    }) as unknown as RequestedPlacement;

  it('turn into another unit only where all pages are of one size', () => {
    expect(refusal(() => toFadada([keyword('fraction', 'centre')], PAGES)).facts['what']).to.equal('offset');
    expect(refusal(() => toQiyuesuo([keyword('pt')], PAGES)).facts['what']).to.equal('offset');
    const alike = [PAGES[0] as DisplayedPage, { ...(PAGES[0] as DisplayedPage), page: 2 }];
    expect(toFadada([keyword('fraction', 'centre')], alike)[0]?.position.keywordOffsetX).to.equal('576');
  });
});
