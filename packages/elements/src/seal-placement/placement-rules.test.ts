import { sampleSeal } from '../../test/samples.ts';
import { appendCopies, copiesForPages, inReadingOrder, moveSeal, toPage } from './placement-commands.ts';
import { placementChanges, type PlacementItem, type SealItem } from './placement-item.ts';
import { placementIssues, type PlacementRules } from './placement-rules.ts';

const A4 = { widthUm: 210_000, heightUm: 297_000 };
const A4_TURNED = { widthUm: 297_000, heightUm: 210_000 };
const sealOf = (number: string, change: Parameters<typeof sampleSeal>[0] = {}): ReturnType<typeof sampleSeal> =>
  sampleSeal({ number, ...change });
const at = (id: string, change: Partial<SealItem> = {}): SealItem => ({
  id,
  kind: 'seal',
  sealNumber: 'QL-C-03',
  page: 1,
  x: 42_000,
  y: 105_500,
  width: 38_000,
  height: 38_000,
  rotation: 0,
  ...change,
});
const codes = (items: readonly PlacementItem[], rules: PlacementRules = {}, sizes = [A4, A4]): readonly string[] =>
  placementIssues(items, {
    seals: [sealOf('QL-C-03'), sealOf('QL-G-01', { kind: 'official', use: { allowed: false, reason: 'SEAL_SUSPENDED' } })],
    sizes,
    rules,
  }).map((issue) => issue.code);

describe('what stands in the way of going on', () => {
  it('is nothing for a seal that fits', () => {
    expect(codes([at('a')])).to.deep.equal([]);
    expect(codes([{ id: 's', kind: 'invisible' }])).to.deep.equal([]);
  });

  it('is nothing for a seal of which each use is approved: signing asks for the approval', () => {
    const seals = [sealOf('QL-C-03', { use: { allowed: false, reason: 'APPROVAL_REQUIRED' } })];
    expect(placementIssues([at('a')], { seals, sizes: [A4], rules: {} })).to.deep.equal([]);
  });

  it('is named for each fault', () => {
    expect(codes([])).to.deep.equal(['nothing-placed']);
    expect(codes([at('a', { page: 3 })])).to.deep.equal(['page-missing']);
    expect(codes([at('a', { x: 172_001 })])).to.deep.equal(['outside-page']);
    expect(codes([at('a', { width: 40_000 })])).to.deep.equal(['size-differs']);
    expect(codes([at('a', { sealNumber: 'X' })])).to.deep.equal(['seal-unknown']);
    expect(codes([at('a', { sealNumber: 'QL-G-01', width: 40_000, height: 40_000 })])).to.deep.equal(['seal-unusable']);
    expect(codes([at('a'), at('b', { x: 60_000 })])).to.deep.equal(['overlap']);
    expect(codes([at('a')], { requiredKinds: ['legal-representative'] })).to.deep.equal(['missing-kind']);
  });

  it('is a second act, unless the host makes several', () => {
    const both: readonly PlacementItem[] = [at('a'), { id: 's', kind: 'invisible' }];
    expect(codes(both)).to.deep.equal(['several-acts']);
    expect(codes(both, { severalActs: true })).to.deep.equal([]);
  });

  it('says nothing of pages while no document is open', () => {
    expect(codes([at('a', { page: 9 })], {}, [])).to.deep.equal([]);
  });
});

describe('changes between two lists', () => {
  it('are told as removed, changed, added', () => {
    const [a, b, c] = [at('a'), at('b'), at('c')];
    const moved = { ...b, x: 0 };
    expect(placementChanges([a, b], [moved, c])).to.deep.equal([
      { placement: null, previous: a },
      { placement: moved, previous: b },
      { placement: c, previous: null },
    ]);
    expect(placementChanges([a, b], [{ ...a }, b])).to.deep.equal([]);
  });
});

describe('copies', () => {
  it('keep the distance from the nearest corner on a page of another size', () => {
    const low = toPage(at('a', { x: 160_000, y: 240_000 }), 2, [A4, A4_TURNED]);
    expect([low.page, low.x, low.y]).to.deep.equal([2, 247_000, 153_000]);
  });

  it('are left out where the same seal stands already', () => {
    const copies = copiesForPages([at('a')], [at('a')], [1, 2], [A4, A4]);
    expect(copies.map((copy) => copy.page)).to.deep.equal([2]);
    expect(appendCopies([at('placement-2')], copies).ids).to.deep.equal(['placement-3']);
  });

  it('are read by page, then from top to bottom', () => {
    const order = inReadingOrder([at('c', { page: 2 }), at('b', { y: 200_000 }), at('a')]);
    expect(order.map((item) => item.id)).to.deep.equal(['a', 'b', 'c']);
  });
});

describe('commands', () => {
  it('move no seal off its page, and none to a page that is not there', () => {
    expect(moveSeal(at('a'), { name: 'move', dx: -100_000, dy: 0 }, [A4]).x).to.equal(0);
    expect(moveSeal(at('a'), { name: 'edge', side: 'bottom' }, [A4]).y).to.equal(259_000);
    expect(moveSeal(at('a'), { name: 'page', by: 1 }, [A4]).page).to.equal(1);
    expect(moveSeal(at('a'), { name: 'rotate', by: 15_000 }, [A4]).rotation).to.equal(15_000);
  });
});
