import type { EventProofView } from '@sealkit/core/protocol';
import { html } from 'lit';
import { assertAccessible } from '../../test/accessible.ts';
import { mount, until } from '../../test/mount.ts';
import { SAMPLE_SESSION, SAMPLE_USES, sampleSealList, sampleUse, sampleUseList } from '../../test/samples.ts';
import '../define/seal-provider.ts';
import '../define/seal-use-log.ts';
import { catalogueFaults } from '../foundation/catalogue-faults.ts';
import { MOST_ROWS } from '../foundation/virtual-rows.ts';
import { REFUSALS } from '../foundation/refusals.messages.ts';
import { SealReceiptEvent } from '../seal-provider/seal-provider.events.ts';
import type { SealProvider } from '../seal-provider/seal-provider.ts';
import type { SavedView } from './saved-views.ts';
import type { SealViewsChangeEvent } from './seal-use-log.events.ts';
import { USE_LOG_MESSAGES } from './seal-use-log.messages.ts';
import type { SealUseLog } from './seal-use-log.ts';
import { checkLinks } from './use-links.ts';
import { usesAsCsv } from './use-log-export.ts';

const asked: URL[] = [];
let answer: (url: URL) => Response = () => Response.json(sampleUseList());

const SAMPLE_PROOF: EventProofView = {
  tlogProof: 'c2sp.org/tlog-proof@v1\n',
  eventDigest: SAMPLE_USES[0]?.event ?? '',
  index: 18_203,
  size: 18_240,
  timestampToken: null,
};
let proof: () => Response = () => new Response(null, { status: 404 });
const provedIds: string[] = [];

let session = SAMPLE_SESSION;

const transport = (request: Request): Promise<Response> => {
  const url = new URL(request.url);
  if (url.pathname.endsWith('/session')) return Promise.resolve(Response.json(session));
  if (url.pathname.endsWith('/seals')) return Promise.resolve(Response.json(sampleSealList()));
  const event = /\/events\/([^/]+)\/proof$/.exec(url.pathname)?.[1];
  if (event !== undefined) {
    provedIds.push(event);
    return Promise.resolve(proof());
  }
  if (!url.pathname.endsWith('/uses')) return Promise.resolve(new Response(null, { status: 404 }));
  asked.push(url);
  return Promise.resolve(answer(url));
};

async function mountLog(): Promise<SealUseLog> {
  asked.length = 0;
  provedIds.length = 0;
  const provider = await mount<HTMLElement>(
    html`<seal-provider endpoint="/api" time-zone="Asia/Shanghai" locale="en" .transport=${transport}
      ><seal-use-log></seal-use-log
    ></seal-provider>`,
  );
  const log = provider.querySelector('seal-use-log') as SealUseLog;
  await until(() => asked.length > 0 && !log.shadowRoot?.querySelector('.loading'), 'the first answer');
  await log.updateComplete;
  return log;
}
const all = (log: SealUseLog, selector: string): HTMLElement[] => [...(log.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? [])];
const words = (log: SealUseLog, selector: string): string[] =>
  all(log, selector).map((element) => element.textContent.replace(/\s+/g, ' ').trim());

describe('<seal-use-log>', () => {
  beforeEach(() => {
    answer = () => Response.json(sampleUseList());
    session = SAMPLE_SESSION;
  });

  it('has its messages and the reasons of refusals in every locale', () => {
    expect([...catalogueFaults(USE_LOG_MESSAGES), ...catalogueFaults(REFUSALS)]).to.deep.equal([]);
  });

  it('shows uses and refused attempts in line, each with its reason', async () => {
    const log = await mountLog();
    expect(words(log, '.badge')).to.deep.equal(['Sealed', 'Sealed', 'Refused', 'Interrupted', 'Signed', 'Refused']);
    expect(words(log, '.reason')[0]).to.equal('The document differs from the one that the permit names.');
    expect(words(log, 'td.time')[0]).to.equal('14:31:122026-09-18');
    await assertAccessible(log);
  });

  it('takes names from others as text', async () => {
    const log = await mountLog();
    expect(words(log, 'td.document')[3]).to.include('<script>');
    expect(all(log, 'script').length).to.equal(0);
  });

  it('draws the face of the current version alone', async () => {
    const log = await mountLog();
    await until(() => all(log, 'svg.face').length > 0, 'the faces');
    expect(all(log, 'svg.face').length).to.equal(3);
  });

  it('asks anew with each filter, and says which log a filtered empty answer belongs to', async () => {
    const log = await mountLog();
    answer = () => Response.json(sampleUseList({ uses: [] }));
    const result = all(log, 'select').at(-1) as HTMLSelectElement;
    result.value = 'refused';
    result.dispatchEvent(new Event('change'));
    await until(() => words(log, '.empty').length > 0, 'the empty answer');
    expect(asked.at(-1)?.searchParams.get('result')).to.equal('refused');
    expect(words(log, '.empty p')[0]).to.include('18 240 entries');
    all(log, '.empty button')[0]?.click();
    await until(() => asked.at(-1)?.searchParams.get('result') === null, 'the question without filter');
  });

  it('takes days as days of the zone shown', async () => {
    const log = await mountLog();
    log.from = '2026-09-18';
    log.to = '2026-09-18';
    await until(() => asked.at(-1)?.searchParams.get('to'), 'the question with days');
    expect(asked.at(-1)?.searchParams.get('from')).to.equal('2026-09-17T16:00:00.000Z');
    expect(asked.at(-1)?.searchParams.get('to')).to.equal('2026-09-18T16:00:00.000Z');
  });

  it('pages by cursor, forwards and back', async () => {
    answer = (url) => Response.json(sampleUseList({ uses: [sampleUse()], nextCursor: url.searchParams.has('cursor') ? null : 'c-2' }));
    const log = await mountLog();
    const [previous, next] = all(log, '.foot button') as HTMLButtonElement[];
    expect([previous?.disabled, next?.disabled]).to.deep.equal([true, false]);
    next?.click();
    await until(() => next?.disabled, 'the second page');
    expect(asked.at(-1)?.searchParams.get('cursor')).to.equal('c-2');
    previous?.click();
    await until(() => previous?.disabled, 'the first page');
    expect(asked.at(-1)?.searchParams.get('cursor')).to.equal(null);
  });

  it('opens a row with the full digests', async () => {
    const log = await mountLog();
    const opened: string[] = [];
    log.addEventListener('seal-row-open', (event) => opened.push((event as unknown as { use: { id: string } }).use.id));
    all(log, '.action button:last-child')[0]?.click();
    await log.updateComplete;
    expect(words(log, '.details')[0]).to.include(SAMPLE_USES[0]?.fileDigest ?? 'nothing');
    expect(opened).to.deep.equal(['u-18204']);
    expect(all(log, '.action button:last-child')[0]?.getAttribute('aria-expanded')).to.equal('true');
    await assertAccessible(log);
  });

  it('says of a prepared use what is known: that going on was refused, or that nothing was accepted yet', async () => {
    const refused = sampleUse({ id: 'u-2', sequence: 2, result: 'refused', refusal: 'SEAL_SUSPENDED', time: '2026-09-18T06:32:00Z' });
    const prepared = sampleUse({ id: 'u-1', sequence: 1, result: 'awaiting-intent' });
    const other = sampleUse({ id: 'u-3', sequence: 1, result: 'awaiting-intent', permitId: 'another' });
    answer = () => Response.json(sampleUseList({ uses: [refused, prepared, other] }));
    const log = await mountLog();
    expect(words(log, '.reason')).to.deep.equal([
      'The seal is suspended.',
      'An attempt to go on with this permit was refused at 2026-09-18 14:32:00 +08:00; that entry says why. Nothing was signed.',
      'No confirmation was accepted so far; nothing was signed.',
    ]);
    expect(words(log, 'tbody').join()).not.to.include('has not confirmed');
  });

  it('counts an entry in the chain of its seal or its document, and says which', async () => {
    const log = await mountLog();
    expect(words(log, 'td.sequence').slice(2, 5)).to.deep.equal([
      'Event 18 202 of 合同专用章',
      'Event 31 of 公章',
      'Event 4 of this document',
    ]);
  });

  it('says beside the count of entries why the number of an event is higher, and how many events the chain has', async () => {
    const one = sampleUse({ sequence: 5 });
    answer = () =>
      Response.json(
        sampleUseList({
          uses: [one],
          total: 1,
          chain: { head: one.event, length: 6, intact: true, verified: 6, wholeAt: '2026-11-22T10:00:00.000Z' },
        }),
      );
    const log = await mountLog();
    expect(words(log, '.chain')[0]).to.match(/^1 entry; .*6 events in the chain, the last 5be0…c77a$/);
    expect(words(log, 'td.sequence')).to.deep.equal(['Event 5 of 合同专用章']);
    const note = all(log, '.foot .small').find((element) =>
      element.textContent.includes('event numbers run ahead of the count of entries'),
    );
    expect(note?.checkVisibility()).to.equal(true);
    answer = () =>
      Response.json(
        sampleUseList({
          uses: [one],
          total: 1,
          chain: { head: null, length: 6, intact: true, verified: 6, wholeAt: '2026-11-22T10:00:00.000Z' },
        }),
      );
    await log.refresh();
    await log.updateComplete;
    expect(words(log, '.chain')[0], 'many chains together').to.equal('1 entry; the server reports its chain unbroken');
  });

  it('keeps the button of a row apart from its words at the width of a phone', async () => {
    const log = await mountLog();
    log.style.inlineSize = '288px';
    await log.updateComplete;
    for (const row of all(log, 'tr.row')) {
      const button = row.querySelector('button')?.getBoundingClientRect();
      for (const cell of row.querySelectorAll('.time b, .time .small, .seal-name bdi, .person bdi, .reason, .document .name')) {
        const words = cell.getBoundingClientRect();
        const apart = !button || words.right <= button.left || words.bottom <= button.top || words.top >= button.bottom;
        expect(apart, `${cell.className} of ${row.textContent}`).to.equal(true);
      }
    }
  });

  it('follows a receipt, and does not ask again and again when reading fails', async () => {
    const log = await mountLog();
    const before = asked.length;
    log.parentElement?.dispatchEvent(new SealReceiptEvent('a.b.c'));
    await until(() => asked.length === before + 1, 'a question after the receipt');
    answer = () => new Response(null, { status: 500 });
    await log.refresh();
    await log.updateComplete;
    expect(asked.length).to.equal(before + 2);
    expect(words(log, '.failure code')).to.deep.equal(['HTTP_500']);
    expect(words(log, '.badge').length).to.equal(6);
  });

  it('leaves nothing of the log to the next person, and asks anew for them', async () => {
    const log = await mountLog();
    expect(words(log, '.badge').length).to.equal(6);
    const before = asked.length;
    answer = () => new Response(null, { status: 500 });
    session = { ...SAMPLE_SESSION, person: { ...SAMPLE_SESSION.person, id: 'p-another' } };
    await (log.parentElement as SealProvider).refresh();
    await until(() => words(log, '.failure code').length > 0, 'the refused answer');
    expect(asked.length).to.equal(before + 1);
    expect([words(log, '.badge'), words(log, '.chain')]).to.deep.equal([[], []]);
    answer = () => Response.json(sampleUseList({ uses: [sampleUse()] }));
    await (log.parentElement as SealProvider).refresh();
    await log.refresh();
    await log.updateComplete;
    expect(words(log, '.badge').length).to.equal(1);
  });

  it('says who approved, what kind of document it was, and from where', async () => {
    const log = await mountLog();
    expect(words(log, 'td.approvers').slice(0, 2)).to.deep.equal(['顾一宁', '—']);
    all(log, '.action button:last-child')[0]?.click();
    await log.updateComplete;
    expect(words(log, '.details')[0]).to.include('Kind of document sales-contract');
    expect(words(log, '.details')[0]).to.include('From 10.2.0.7');
    expect(words(log, '.details')[0]).to.include('requester and approver');
  });

  it('finds by version and by any digest of a document', async () => {
    const log = await mountLog();
    const set = (selector: string, value: string): void => {
      const input = all(log, selector)[0] as HTMLInputElement;
      input.value = value;
      input.dispatchEvent(new Event('change'));
    };
    set('.version input', 'v3');
    await until(() => asked.at(-1)?.searchParams.get('version') === '3', 'the version');
    set('.digest-filter input', ` ${'AB'.repeat(32)} `);
    await until(() => asked.at(-1)?.searchParams.get('digest') === `sha256:${'ab'.repeat(32)}`, 'the digest');
  });

  it('saves a selection under a name for the host to keep, and goes back to it', async () => {
    const log = await mountLog();
    const heard: (readonly SavedView[])[] = [];
    log.addEventListener('seal-views-change', (event) => heard.push((event as SealViewsChangeEvent).views));
    expect(all(log, '.save-view').length).to.equal(0);
    log.from = '2026-09-18';
    await log.updateComplete;
    all(log, '.save-view')[0]?.click();
    await log.updateComplete;
    await until(() => log.shadowRoot?.activeElement?.matches('.view-name'), 'the focus on the name');
    const name = all(log, '.view-name')[0] as HTMLInputElement;
    name.value = 'Today';
    name.dispatchEvent(new Event('input'));
    await log.updateComplete;
    await assertAccessible(log);
    all(log, '.views form button')[0]?.click();
    await log.updateComplete;
    expect(heard.at(-1)?.map((view) => [view.name, view.selection.from])).to.deep.equal([['Today', '2026-09-18']]);
    log.from = '';
    await log.updateComplete;
    const choice = all(log, '.view-choice')[0] as HTMLSelectElement;
    choice.value = 'Today';
    choice.dispatchEvent(new Event('change'));
    await log.updateComplete;
    expect(log.from).to.equal('2026-09-18');
    all(log, '.views .quiet')[0]?.click();
    await log.updateComplete;
    expect(heard.at(-1)).to.deep.equal([]);
  });

  it('asks for the proof of a row, compares what it can, and says that it cannot verify the rest', async () => {
    const log = await mountLog();
    proof = () => Response.json(SAMPLE_PROOF);
    all(log, '.prove')[0]?.click();
    await until(() => words(log, '.proof h3').length > 0, 'the proof');
    expect(provedIds).to.deep.equal(['event-1']);
    expect(words(log, '.proof h3')[0]).to.equal('The proof is here and not verified');
    expect(words(log, '.proof-checks li')[0]).to.equal('The proof is about this entry Pass, 5be0…c77a');
    expect(words(log, '.proof-checks li')[1]).to.equal('Steps lead from the entry to the root Not checked');
    expect(words(log, '.proof .why')[0]).to.include('This page cannot verify proofs');
    expect(words(log, '.proof')[0]).to.include('Entry 18 204 of 18 240 in the tree');
    await assertAccessible(log);
  });

  it('shows what the function of the host verified, and a pass only with a signed root', async () => {
    const log = await mountLog();
    proof = () => Response.json(SAMPLE_PROOF);
    log.verifyProof = () =>
      Promise.resolve([
        { id: 'inclusion', verdict: 'pass', detail: '15' },
        { id: 'checkpoint', verdict: 'pass' },
        { id: 'consistency', verdict: 'skip' },
      ]);
    all(log, '.prove')[0]?.click();
    await until(() => words(log, '.proof h3').length > 0, 'the proof');
    expect(words(log, '.proof h3')[0]).to.equal('This entry is in the log and was not changed');
    expect(words(log, '.proof .why')).to.deep.equal([]);
    proof = () => Response.json({ ...SAMPLE_PROOF, eventDigest: `sha256:${'00'.repeat(32)}` });
    all(log, '.prove')[1]?.click();
    await until(() => words(log, '.proof h3')[0]?.includes('does not hold'), 'the other proof');
    expect(all(log, '.proof-checks .mark-fail').length).to.equal(1);
  });

  it('says that a server without a tree has no proof, which is no failure, and why another one did not arrive', async () => {
    const log = await mountLog();
    proof = () => Response.json({ code: 'LOG_NOT_KEPT', title: 'x', status: 404, retryable: false }, { status: 404 });
    all(log, '.prove')[0]?.click();
    await until(() => words(log, '.not-kept').length > 0, 'the answer');
    expect(words(log, '.not-kept')[0]).to.include('This server keeps no tree over its log');
    expect(all(log, '.proof .failure').length).to.equal(0);
    proof = () => Response.json({ code: 'EVENT_NOT_FOUND', title: 'x', status: 404, retryable: false }, { status: 404 });
    all(log, '.prove')[1]?.click();
    await until(() => words(log, '.proof .failure').length > 0, 'the refusal');
    expect(words(log, '.proof .failure')[0]).to.include('There is no such entry in the log.');
  });

  it('shows a broken chain by shape and word', async () => {
    answer = () =>
      Response.json(sampleUseList({ chain: { head: null, length: 3, intact: false, verified: 3, wholeAt: '2026-11-22T10:00:00.000Z' } }));
    const log = await mountLog();
    expect(words(log, '.chain')[0]).to.include('reports a break');
    expect(all(log, '.chain .mark-fail').length).to.equal(1);
  });

  it('calls nothing unbroken while the server has not walked through all of it', async () => {
    answer = () =>
      Response.json(sampleUseList({ chain: { head: null, length: 1_000_000, intact: true, verified: 34_500, wholeAt: null } }));
    const log = await mountLog();
    expect(words(log, '.chain')[0]).to.include('34 500 of 1 000 000 events verified').and.not.include('unbroken');
    expect(all(log, '.chain .mark-unsure').length).to.equal(1);
  });

  it('takes in new rows by itself at its top, and names them to a reader who has a row open', async () => {
    const log = await mountLog();
    log.refreshSeconds = 0.05;
    const came = (id: string) => sampleUse({ id, event: `sha256:${'99'.repeat(32)}` });
    const [newest, ...older] = SAMPLE_USES;
    if (!newest) throw new Error('expected sample rows');
    const rowsBefore = all(log, '[data-row]').length;
    answer = () => Response.json(sampleUseList({ uses: [came('new-1'), newest, ...older] }));
    await until(() => all(log, '[data-row]').length === rowsBefore + 1, 'the new row');
    expect(all(log, '.news button').length).to.equal(0);
    all(log, '[data-row] [aria-expanded]')[1]?.click();
    await log.updateComplete;
    answer = () => Response.json(sampleUseList({ uses: [came('new-3'), came('new-2'), came('new-1'), newest, ...older] }));
    await until(() => words(log, '.news')[0]?.startsWith('2 new entries'), 'the strip');
    expect(all(log, '[data-row]').length).to.equal(rowsBefore + 1);
    await assertAccessible(log);
    all(log, '.news button')[0]?.click();
    await until(() => all(log, '[data-row]').length === rowsBefore + 3, 'the rows that came');
    expect(all(log, '.news button').length).to.equal(0);
    await until(() => log.shadowRoot?.activeElement?.id === 'title', 'the focus on the title');
  });

  it('asks nothing while the page is hidden, and at once when it is seen again', async () => {
    const log = await mountLog();
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    try {
      log.refreshSeconds = 0.02;
      await new Promise((resolve) => setTimeout(resolve, 200));
      const before = asked.length;
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(asked.length).to.equal(before);
      Reflect.deleteProperty(document, 'visibilityState');
      document.dispatchEvent(new Event('visibilitychange'));
      await until(() => asked.length > before, 'the question');
    } finally {
      Reflect.deleteProperty(document, 'visibilityState');
    }
  });

  it('keeps a bounded number of ten thousand rows of a host in the document, reaches all by keys, and prints them all', async () => {
    const uses = Array.from({ length: 10_000 }, (_, at) => sampleUse({ id: `u-${at}` }));
    const log = await mount<SealUseLog>(html`<seal-use-log lang="en" .list=${sampleUseList({ uses, total: uses.length })}></seal-use-log>`);
    await until(() => all(log, '[data-row]').length > 0, 'the rows');
    expect(log.shadowRoot?.querySelector('table')?.getAttribute('aria-rowcount')).to.equal('10001');
    const focusedRow = (): string | undefined =>
      log.shadowRoot?.activeElement?.closest<HTMLElement>('[data-row]')?.getAttribute('aria-rowindex') ?? undefined;
    all(log, '[data-row] [aria-expanded]')[0]?.focus();
    const press = (key: string) =>
      log.shadowRoot?.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
    press('End');
    await until(() => focusedRow() === '10001', 'the last row');
    expect(all(log, '[data-row]').length).to.be.below(MOST_ROWS + 2);
    press('ArrowUp');
    await until(() => focusedRow() === '10000', 'the row before');
    log.list = sampleUseList({ uses: uses.slice(0, 400), total: 400 });
    await log.updateComplete;
    expect(all(log, '[data-row]').length).to.be.below(MOST_ROWS + 2);
    dispatchEvent(new Event('beforeprint'));
    expect(all(log, '[data-row]').length).to.equal(400);
    dispatchEvent(new Event('afterprint'));
    expect(all(log, '[data-row]').length).to.be.below(MOST_ROWS + 2);
    await assertAccessible(log);
  });

  it('shows a list of the host without any server', async () => {
    const log = await mount<SealUseLog>(html`<seal-use-log lang="zh-CN" .list=${sampleUseList()}></seal-use-log>`);
    expect(words(log, '.badge')[2]).to.equal('已拒绝');
  });

  it('exports every page of the selection', async () => {
    answer = (url) =>
      Response.json(sampleUseList({ uses: [sampleUse({ id: url.search })], nextCursor: url.searchParams.has('cursor') ? null : 'c-2' }));
    const log = await mountLog();
    const exported = JSON.parse(await log.exportRows('json')) as { uses: unknown[] };
    expect(exported.uses.length).to.equal(2);
  });
});

describe('rows of the log', () => {
  it('are compared with the entry before them where it is shown', () => {
    expect(checkLinks(SAMPLE_USES)).to.deep.equal({ checked: 3, broken: [] });
    const torn = SAMPLE_USES.map((use) => (use.id === 'u-18203' ? { ...use, event: 'sha256:00' } : use));
    expect(checkLinks(torn).broken.map((use) => use.id)).to.deep.equal(['u-18204']);
  });

  it('go into CSV with quotes, and never as a formula', () => {
    const csv = usesAsCsv([sampleUse({ person: { id: 'p', name: '=HYPERLINK("x")' }, seal: null })]);
    expect(csv.startsWith('\uFEFFsequence,time,')).to.be.true;
    expect(csv).to.include(`"'=HYPERLINK(""x"")"`);
    expect(csv.split('\r\n').length).to.equal(3);
  });
});
