import { assert, integer, nat, property, record } from 'fast-check';
import { EvidenceError } from '../evidence-error.ts';
import { formatTilePath, parseTilePath } from './tile-path.ts';

/** From C2SP tlog-tiles and golang.org/x/mod/sumdb/tlog. */
const PATHS = [
  ['tile/0/000', { level: 0, index: 0, width: 256 }],
  ['tile/0/001.p/5', { level: 0, index: 1, width: 5 }],
  ['tile/3/x123/x456/078', { level: 3, index: 123_456_078, width: 256 }],
  ['tile/1/x001/x234/067.p/255', { level: 1, index: 1_234_067, width: 255 }],
  ['tile/63/x009/x007/x199/x254/x740/991', { level: 63, index: Number.MAX_SAFE_INTEGER, width: 256 }],
] as const;

describe('paths of tiles (C2SP tlog-tiles)', () => {
  it('are written and read as published', () => {
    for (const [path, address] of PATHS) {
      expect(formatTilePath(address)).to.equal(path);
      expect(parseTilePath(path)).to.deep.equal(address);
    }
  });

  it('come back as they were', () => {
    const addresses = record({ level: integer({ min: 0, max: 63 }), index: nat(1_000_000_000), width: integer({ min: 1, max: 256 }) });
    assert(property(addresses, (address) => void expect(parseTilePath(formatTilePath(address))).to.deep.equal(address)));
  });

  for (const path of [
    '',
    'tile/0',
    'tile/0/',
    'tile/0/0',
    'tile/0/00',
    'tile/0/0000',
    '/tile/0/000',
    'tile/00/000',
    'tile/64/000',
    'tile/-1/000',
    'tile/0/x000/000',
    'tile/0/x000/001',
    'tile/0/000/001',
    'tile/0/x001',
    'tile/0/X001/000',
    'tile/0/000.p',
    'tile/0/000.p/',
    'tile/0/000.p/0',
    'tile/0/000.p/00',
    'tile/0/000.p/01',
    'tile/0/000.p/256',
    'tile/0/000.p/999',
    'tile/0/000.p/1/',
    'tile/0/000\n',
    'tile/0/../000',
    'tile/entries/000',
    'tile/0/x009/x007/x199/x254/x740/992',
    'tile/0/x999/x999/x999/x999/x999/x999/x999/x999/999',
  ])
    it(`refuse ${JSON.stringify(path)}`, () => {
      expect(() => parseTilePath(path))
        .to.throw(EvidenceError)
        .with.property('code', 'EVIDENCE_TILE_MALFORMED');
    });

  it('are not written for tiles that there are not', () => {
    for (const address of [
      { level: 64, index: 0, width: 1 },
      { level: -1, index: 0, width: 1 },
      { level: 0, index: -1, width: 1 },
      { level: 0, index: 2 ** 53, width: 1 },
      { level: 0, index: 0, width: 0 },
      { level: 0, index: 0, width: 257 },
    ])
      expect(() => formatTilePath(address), JSON.stringify(address)).to.throw(RangeError);
  });
});
