import { generalCommand, itemCommand, type KeyPress } from './placement-keys.ts';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

describe('keys on a placed seal', () => {
  it('move by 1 mm, 10 mm and 0.1 mm', () => {
    expect(itemCommand(press('ArrowLeft'))).to.deep.equal({ name: 'move', dx: -1000, dy: 0 });
    expect(itemCommand(press('ArrowDown', { shiftKey: true }))).to.deep.equal({ name: 'move', dx: 0, dy: 10_000 });
    expect(itemCommand(press('ArrowRight', { altKey: true }))).to.deep.equal({ name: 'move', dx: 100, dy: 0 });
  });

  it('turn, change the page, go to edges, copy and remove', () => {
    expect(itemCommand(press('r'))).to.deep.equal({ name: 'rotate', by: 15_000 });
    expect(itemCommand(press('R', { shiftKey: true }))).to.deep.equal({ name: 'rotate', by: -15_000 });
    expect(itemCommand(press('PageDown'))).to.deep.equal({ name: 'page', by: 1 });
    expect(itemCommand(press('Home'))).to.deep.equal({ name: 'edge', side: 'left' });
    expect(itemCommand(press('End', { shiftKey: true }))).to.deep.equal({ name: 'edge', side: 'bottom' });
    expect(itemCommand(press('d', { ctrlKey: true }))).to.deep.equal({ name: 'duplicate' });
    expect(itemCommand(press('v', { metaKey: true }))).to.deep.equal({ name: 'paste' });
    expect(itemCommand(press('Delete'))).to.deep.equal({ name: 'remove' });
    expect(itemCommand(press('[')), 'previous seal').to.deep.equal({ name: 'step', by: -1 });
  });

  it('leave keys of the browser alone', () => {
    expect(itemCommand(press('Tab'))).to.equal(undefined);
    expect(itemCommand(press('r', { ctrlKey: true }))).to.equal(undefined);
    expect(itemCommand(press('c', { ctrlKey: true, shiftKey: true }))).to.equal(undefined);
    expect(itemCommand(press('x'))).to.equal(undefined);
  });

  it('undo and redo from anywhere', () => {
    expect(generalCommand(press('z', { ctrlKey: true }))).to.deep.equal({ name: 'undo' });
    expect(generalCommand(press('Z', { ctrlKey: true, shiftKey: true }))).to.deep.equal({ name: 'redo' });
    expect(generalCommand(press('y', { metaKey: true }))).to.deep.equal({ name: 'redo' });
    expect(generalCommand(press('z'))).to.equal(undefined);
  });
});
