import type { SealView } from '@sealkit/core/protocol';
import { html } from 'lit';
import { assertAccessible } from '../../test/accessible.ts';
import { CenterServer, SUSPENDED_HR } from '../../test/center-samples.ts';
import { mount, until } from '../../test/mount.ts';
import '../define/seal-control-center.ts';
import '../define/seal-provider.ts';
import { MOST_ROWS } from '../foundation/virtual-rows.ts';
import type { SealControlCenter } from './seal-control-center.ts';

const COUNT = 10_000;
const numberAt = (at: number): string => `S-${String(at).padStart(5, '0')}`;
/** One name in three takes several lines: rows are of different heights. */
const SEALS: readonly SealView[] = Array.from({ length: COUNT }, (_, at) => ({
  ...SUSPENDED_HR,
  number: numberAt(at),
  name: at % 3 === 0 ? `人事专用章 ${'（分公司）'.repeat(12)}` : '人事专用章',
}));

let element: SealControlCenter;
const rows = (): readonly HTMLElement[] => [...(element.shadowRoot?.querySelectorAll<HTMLElement>('.seals [data-row]') ?? [])];
const focused = (): HTMLElement | null => (element.shadowRoot?.activeElement as HTMLElement | null) ?? null;
const inSight = (row: HTMLElement): boolean => {
  const { top, bottom } = row.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
};
const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));

async function press(key: string): Promise<void> {
  const before = focused();
  before?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
  await until(() => focused() !== before && focused() !== null, `another row after ${key}`);
}

const jumpTo = (top: number): void => window.scrollTo({ top, behavior: 'instant' });

/** Scrolls, and waits until rows stand where the reader looks. */
async function scrollAndWait(top: number): Promise<void> {
  jumpTo(top);
  await until(() => rows().filter(inSight).length > 3, `rows at ${top}`);
}

describe('<seal-control-center> with ten thousand seals', () => {
  beforeEach(async () => {
    const server = new CenterServer();
    server.seals = SEALS;
    const provider = await mount<HTMLElement>(
      html`<seal-provider endpoint="/api" time-zone="Asia/Shanghai" locale="en" .transport=${server.transport}
        ><seal-control-center view="table"></seal-control-center
      ></seal-provider>`,
    );
    element = provider.querySelector('seal-control-center') as SealControlCenter;
    element.style.width = '1100px';
    await until(() => rows().length > 0, 'the rows');
    await frame();
    await frame();
  });

  it('keeps a bounded number of rows in the document wherever the reader scrolls, and says how many there are', async () => {
    const table = element.shadowRoot?.querySelector('.seals');
    expect(table?.getAttribute('aria-rowcount')).to.equal(String(COUNT + 1));
    const height = document.documentElement.scrollHeight;
    expect(height).to.be.above(COUNT * 30);
    for (const part of [0, 0.2, 0.5, 0.8, 1]) {
      await scrollAndWait(part * document.documentElement.scrollHeight);
      expect(rows().length, `at ${part}`).to.be.below(MOST_ROWS + 1);
      const shown = rows().map(({ dataset }) => Number(dataset['row']));
      expect(shown).to.deep.equal([...shown].sort((a, b) => a - b));
      for (const row of rows()) expect(row.getAttribute('aria-rowindex')).to.equal(String(Number(row.dataset['row']) + 2));
    }
    await until(() => rows().at(-1)?.dataset['row'] === String(COUNT - 1), 'the last row');
    await assertAccessible(element);
  });

  it('brings the focus to every row by keys, also far from what is in sight, and keeps it there', async () => {
    rows()[0]?.querySelector<HTMLElement>('.row-name')?.focus();
    await press('End');
    expect(focused()?.dataset['seal']).to.equal(numberAt(COUNT - 1));
    await until(() => inSight(focused() as HTMLElement), 'the last row in sight');
    await press('PageUp');
    expect(focused()?.dataset['seal']).to.equal(numberAt(COUNT - 11));
    await press('Home');
    for (let at = 1; at <= 3 * MOST_ROWS; at += 1) {
      await press('ArrowDown');
      if (focused()?.dataset['seal'] !== numberAt(at)) throw new Error(`expected ${numberAt(at)}, got ${focused()?.dataset['seal']}`);
      if (rows().length > MOST_ROWS + 1) throw new Error(`expected at most ${MOST_ROWS + 1} rows, got ${rows().length}`);
    }
    expect(inSight(focused() as HTMLElement)).to.equal(true);
    // Whoever scrolls away with the wheel comes back to the same row with the next key.
    await scrollAndWait(document.documentElement.scrollHeight / 2);
    expect(focused()?.dataset['seal']).to.equal(numberAt(3 * MOST_ROWS));
    expect(rows().length).to.be.below(MOST_ROWS + 2);
    await press('ArrowDown');
    expect(focused()?.dataset['seal']).to.equal(numberAt(3 * MOST_ROWS + 1));
    await until(() => inSight(focused() as HTMLElement), 'the row in sight again');
  });

  it('scrolls without long pauses: half of all frames are drawn within 50 ms', async () => {
    const times: number[] = [];
    let last = await frame();
    for (let step = 1; step <= 60; step += 1) {
      jumpTo(step * 900);
      const now = await frame();
      times.push(now - last);
      last = now;
    }
    const median = times.sort((a, b) => a - b)[30] ?? Infinity;
    expect(median, `median frame ${median.toFixed(1)} ms, longest ${times.at(-1)?.toFixed(1)} ms`).to.be.below(50);
    await until(() => rows().filter(inSight).length > 3, 'rows at the end');
  });
});
