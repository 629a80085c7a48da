import type { GlyphSource } from '@sealkit/core/ports';
import type { SealView } from '@sealkit/core/protocol';
import { html } from 'lit';
import { assertAccessible } from '../../test/accessible.ts';
import {
  ABOLISHED,
  CenterServer,
  CENTER_SEALS,
  CONTRACT_PREPARED,
  OFFICIAL,
  PENDING_LEGAL,
  SAMPLE_DRAFT,
  SENT_BACK,
  SUSPENDED_HR,
} from '../../test/center-samples.ts';
import { mount, until } from '../../test/mount.ts';
import { SAMPLE_SESSION, sampleSealList } from '../../test/samples.ts';
import '../define/seal-control-center.ts';
import '../define/seal-provider.ts';
import { catalogueFaults } from '../foundation/catalogue-faults.ts';
import type { SealActEvent } from './seal-control-center.events.ts';
import { CENTER_MESSAGES } from './seal-control-center.messages.ts';
import type { SealControlCenter } from './seal-control-center.ts';

/** Every character is a square: enough to see that a face is drawn. */
const SQUARES: GlyphSource = {
  outline: (codePoint) =>
    codePoint === 0x3402 ? undefined : { unitsPerEm: 1000, advance: 1000, path: 'M 100 0 L 900 0 L 900 800 L 100 800 Z' },
};

let server: CenterServer;

async function mountCenter(locale = 'en', width = 1300): Promise<SealControlCenter> {
  const provider = await mount<HTMLElement>(
    html`<seal-provider endpoint="/api" time-zone="Asia/Shanghai" locale=${locale} .transport=${server.transport}
      ><seal-control-center></seal-control-center
    ></seal-provider>`,
  );
  const element = provider.querySelector('seal-control-center') as SealControlCenter;
  element.style.width = `${width}px`;
  await until(() => server.asked('GET /seals').length > 0 && server.asked('GET /session').length > 0, 'the first questions');
  await until(() => !find(element, '.card-skeleton'), 'the list');
  await until(() => find(element, '.new-seal-button')?.getAttribute('aria-disabled') === 'false', 'the session');
  await element.updateComplete;
  return element;
}

const find = (element: Element, selector: string): HTMLElement | null => element.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;
const all = (element: Element, selector: string): readonly HTMLElement[] => [
  ...(element.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? []),
];
const textOf = (element: Element, selector: string): string => find(element, selector)?.textContent.replace(/\s+/g, ' ').trim() ?? '';

function must(element: Element, selector: string): HTMLElement {
  const found = find(element, selector);
  if (!found) throw new Error(`expected ${selector}`);
  return found;
}

async function click(element: SealControlCenter, selector: string): Promise<void> {
  must(element, selector).click();
  await element.updateComplete;
}

async function write(element: SealControlCenter, selector: string, value: string): Promise<void> {
  const input = must(element, selector) as HTMLInputElement;
  input.value = value;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  await element.updateComplete;
}

async function open(element: SealControlCenter, number: string): Promise<void> {
  element.openSeal(number);
  await until(() => find(element, '#panel'), 'the open seal');
  await element.updateComplete;
}

describe('<seal-control-center>', () => {
  beforeEach(() => {
    server = new CenterServer();
  });

  it('has its messages in every locale', () => {
    expect(catalogueFaults(CENTER_MESSAGES)).to.deep.equal([]);
  });

  it('shows active seals as cards and all others as rows with their reason, and deletes nothing', async () => {
    const element = await mountCenter();
    expect(all(element, '.card').map(({ dataset }) => dataset['seal'])).to.deep.equal(['QL-O-02', 'QL-C-03', 'QL-F-02', 'QL-I-02']);
    expect(all(element, '.seals .row-name').map(({ dataset }) => dataset['seal'])).to.deep.equal(['QL-L-01', 'QL-H-02', 'QL-O-01']);
    expect(textOf(element, '.seals tbody tr:last-child')).to.include('公司更名; Collected; Destroyed');
    expect(textOf(element, '.foot')).to.include('7 seals shown, 7 in all. Nothing is deleted here.');
    expect(find(element, '[d^="M2.8 4.2h10.4"]')).to.equal(null);
    await assertAccessible(element);
    element.view = 'table';
    await element.updateComplete;
    expect(all(element, '.card').length).to.equal(0);
    expect(all(element, '.seals').length).to.equal(2);
    await assertAccessible(element);
  });

  it('reads on below what is shown when it is wanted, and reads all of it again', async () => {
    const pages: Readonly<Record<string, readonly SealView[]>> = { '': CENTER_SEALS.slice(0, 4), 'c-2': CENTER_SEALS.slice(4) };
    server.answers = {
      'GET /seals': (_body, query) => {
        const seals = pages[query.get('cursor') ?? ''] ?? [];
        return { ...sampleSealList(CENTER_SEALS), seals, nextCursor: query.has('cursor') ? null : 'c-2' };
      },
    };
    const element = await mountCenter();
    expect(server.asked('GET /seals').map(({ query }) => query.toString())).to.deep.equal(['limit=48']);
    await click(element, '.more');
    await until(() => all(element, '.seals .row-name').length === 3, 'the seals below');
    expect(server.asked('GET /seals')[1]?.query.get('cursor')).to.equal('c-2');
    expect([all(element, '.card').length, find(element, '.more')]).to.deep.equal([4, null]);
    await element.refresh();
    expect([all(element, '.card').length, all(element, '.seals .row-name').length]).to.deep.equal([4, 3]);
  });

  it('looks again by itself: changed seals where they stand, a changed list once the reader wants it', async () => {
    const element = await mountCenter();
    element.refreshSeconds = 0.05;
    const [first, ...rest] = CENTER_SEALS;
    if (!first) throw new Error('expected seals');
    server.seals = [{ ...first, name: '公章（新）' }, ...rest];
    await until(() => textOf(element, '.card[data-seal="QL-O-02"]').includes('公章（新）'), 'the changed seal');
    await open(element, 'QL-C-03');
    server.seals = [first, { ...OFFICIAL, number: 'QL-O-09' }, ...rest.map((seal) => ({ ...seal, name: `${seal.name}。` }))];
    await until(() => textOf(element, '.news').startsWith('1 new seal in the list'), 'the strip');
    await until(() => textOf(element, '#detail-title').endsWith('。'), 'the open seal');
    expect(find(element, '[data-seal="QL-O-09"]')).to.equal(null);
    await click(element, '.news button');
    await until(() => find(element, '[data-seal="QL-O-09"]'), 'the new seal');
    expect(find(element, '.news button')).to.equal(null);
    await assertAccessible(element);
    // A seal below the page that is looked at shows in the counts.
    const { seals } = server;
    server.answers = { 'GET /seals': () => ({ ...sampleSealList(seals), counts: { ...sampleSealList(seals).counts, draft: 90 } }) };
    await until(() => textOf(element, '.news').startsWith('The list has changed'), 'the strip');
  });

  it('finds by text, state, kind and keeper, and names the whole when nothing fits', async () => {
    const element = await mountCenter();
    await write(element, '.search input', ' 合同 ');
    await until(() => server.asked('GET /seals').at(-1)?.query.get('text') === '合同', 'the text');
    const [state, kind] = all(element, 'select') as unknown as readonly HTMLSelectElement[];
    if (!state || !kind) throw new Error('expected two selects');
    expect(state.textContent).to.match(/Active\s+4/);
    state.value = 'suspended';
    state.dispatchEvent(new Event('change'));
    await until(() => server.asked('GET /seals').at(-1)?.query.get('state') === 'suspended', 'the state');
    kind.value = 'hr';
    kind.dispatchEvent(new Event('change'));
    await until(() => server.asked('GET /seals').at(-1)?.query.get('kind') === 'hr', 'the kind');
    must(element, '#keeper-filter').focus();
    await until(() => find(element, '#keeper-filter-list [role=option]'), 'the persons');
    await assertAccessible(element);
    const press = (key: string): boolean => must(element, '#keeper-filter').dispatchEvent(new KeyboardEvent('keydown', { key }));
    press('ArrowDown');
    press('ArrowDown');
    server.answers = { 'GET /seals': () => ({ seals: [], nextCursor: null, counts: { active: 7 } }) };
    press('Enter');
    await until(() => server.asked('GET /seals').at(-1)?.query.get('keeper') === 'p-2', 'the keeper');
    await until(() => find(element, '.empty'), 'the empty answer');
    expect(textOf(element, '.empty')).to.include('7 seals in all; none fits these filters.');
    await click(element, '.empty button');
    await until(() => server.asked('GET /seals').at(-1)?.query.toString() === 'limit=48', 'no filter');
  });

  it('opens a seal, gives the focus to its name and back to what opened it', async () => {
    const element = await mountCenter();
    const chosen: (string | null)[] = [];
    element.addEventListener('seal-selection-change', (event) => chosen.push((event as Event & { sealNumber: string | null }).sealNumber));
    await click(element, '.card[data-seal="QL-O-02"]');
    await until(() => element.shadowRoot?.activeElement?.id === 'detail-title', 'the focus on the name');
    expect(must(element, '.card[data-seal="QL-O-02"]').getAttribute('aria-pressed')).to.equal('true');
    await click(element, '.detail .icon-button');
    await until(() => (element.shadowRoot?.activeElement as HTMLElement | null)?.dataset['seal'] === 'QL-O-02', 'the focus on the card');
    expect(chosen).to.deep.equal(['QL-O-02', null]);
  });

  it('changes a draft that was sent back, from what it asks for now, and abandons it with a reason alone', async () => {
    server.seals = [...CENTER_SEALS, SENT_BACK];
    const element = await mountCenter();
    await open(element, 'QL-H-03');
    await until(() => find(element, '.asked-for'), 'what is asked for');
    expect(textOf(element, '.asked-for')).to.include('青岚数据科技有限公司');
    expect(textOf(element, '.asked-marks')).to.match(/Asked for by 许南星.*招聘合同用.*Changed by 韩墨.*横排文字改为人事专用章/);
    await click(element, '[data-act=revise]');
    expect((must(element, '.act-form [name=name]') as HTMLInputElement).value).to.equal('人事专用章');
    await assertAccessible(element);
    await write(element, '.act-form [name=name]', '人事章');
    await click(element, '.act-form [type=submit]');
    expect(textOf(element, '.act-form .fault')).to.equal('Write the reason first.');
    await write(element, '.act-form [name=reason]', 'shorter name');
    const values = { fault: 'LINE_TOO_LONG', actual: 9, limit: 8 };
    server.problems = { '/seals/QL-H-03/revisions': { code: 'SEAL_DESIGN_REFUSED', status: 422, values } };
    await click(element, '.act-form [type=submit]');
    await until(
      () => textOf(element, '.act-form').includes('The line has 9 characters; 8 is the most. Change what the face shows'),
      'the refusal',
    );
    server.problems = {};
    const read = server.asked('GET /seals/QL-H-03/draft').length;
    await click(element, '.act-form [type=submit]');
    await until(() => server.asked('POST /seals/QL-H-03/revisions').length === 2, 'the revision');
    expect(server.asked('POST /seals/QL-H-03/revisions')[1]?.body).to.deep.equal({
      reason: 'shorter name',
      name: '人事章',
      design: SAMPLE_DRAFT.design,
    });
    await until(() => !find(element, '.act-form'), 'the answer');
    await until(() => server.asked('GET /seals/QL-H-03/draft').length > read, 'the draft read again');
    await click(element, '[data-to=abolished]');
    expect(find(element, '.form .number')).to.equal(null);
    await write(element, '.form .reason', 'not wanted');
    await click(element, '.form [type=submit]');
    await until(() => server.asked('POST /seals/QL-H-03/transitions').length === 1, 'the end');
    expect(server.asked('POST /seals/QL-H-03/transitions')[0]?.body).to.deep.equal({ to: 'abolished', reason: 'not wanted' });
  });

  it('approves the draft that it shows, and none that it could not read', async () => {
    const step = { to: 'approved', allowed: true, needsSecondPerson: false } as const;
    server.seals = [{ ...PENDING_LEGAL, transitions: [step] }];
    server.problems = { '/seals/QL-L-01/draft': { code: 'STORE_BUSY', status: 503 } };
    const element = await mountCenter();
    await open(element, 'QL-L-01');
    await until(() => server.asked('GET /seals/QL-L-01/draft').length > 0, 'the draft');
    await element.updateComplete;
    expect(must(element, '[data-to=approved]').getAttribute('aria-disabled')).to.equal('true');
    expect(textOf(element, '#why-approved')).to.include('What was asked for has not been read yet.');
    server.problems = {};
    await element.refresh();
    await until(() => must(element, '[data-to=approved]').getAttribute('aria-disabled') === 'false', 'the step');
    await click(element, '[data-to=approved]');
    await write(element, '.form .reason', 'fits');
    await click(element, '.form [type=submit]');
    await until(() => server.asked('POST /seals/QL-L-01/transitions').length === 1, 'the approval');
    expect(server.asked('POST /seals/QL-L-01/transitions')[0]?.body).to.deep.equal({
      to: 'approved',
      reason: 'fits',
      draft: SAMPLE_DRAFT.digest,
    });
  });

  it('takes back or turns down a step that waits for a second person, with a reason', async () => {
    const element = await mountCenter();
    const ends: boolean[] = [];
    element.addEventListener('seal-proposal-end', (event) => ends.push((event as Event & { own: boolean }).own));
    await open(element, 'QL-C-03');
    expect(textOf(element, '.end-proposal')).to.equal('Turn it down');
    await click(element, '.end-proposal');
    await until(() => element.shadowRoot?.activeElement?.matches('.proposal-form input'), 'the focus on the reason');
    await click(element, '.proposal-form [type=submit]');
    expect(textOf(element, '.proposal-form .fault')).to.equal('Write the reason first.');
    await assertAccessible(element);
    await write(element, '.proposal-form input', 'still needed');
    server.answers = {
      'POST /seals/QL-C-03/pending-transition/end': () => ({ seal: { ...CONTRACT_PREPARED, pendingTransition: null }, receipt: 'a.b.c' }),
    };
    await click(element, '.proposal-form [type=submit]');
    await until(() => !find(element, '.pending'), 'the end of the proposal');
    expect(server.asked('POST /seals/QL-C-03/pending-transition/end')[0]?.body).to.deep.equal({ to: 'abolished', reason: 'still needed' });
    expect(ends).to.deep.equal([false]);
    await until(() => element.shadowRoot?.activeElement, 'the focus on what can be done next');
  });

  it('keeps what cannot be done visible with its reason', async () => {
    const element = await mountCenter();
    await open(element, 'QL-C-03');
    expect(must(element, '[data-act=activate]').getAttribute('aria-disabled')).to.equal('true');
    expect(textOf(element, '#why-act-activate')).to.include('accept the likeness first');
    expect(must(element, '[data-act=new-face]').getAttribute('aria-disabled')).to.equal('true');
    expect(textOf(element, '#why-act-destruction')).to.include('Only of an abolished seal.');
    await click(element, '[data-act=destruction]');
    expect(find(element, '.act-form')).to.equal(null);
    await assertAccessible(element);
  });

  it('shows what waits for a second person, and lets that person confirm it', async () => {
    const element = await mountCenter();
    await open(element, 'QL-C-03');
    expect(textOf(element, '.pending')).to.include('Abolish: asked for by 许南星');
    expect(textOf(element, '[data-to=abolished]')).to.equal('Confirm: Abolish');
    server.answers = {
      'POST /seals/QL-C-03/transitions': () => ({ seal: { ...ABOLISHED, number: 'QL-C-03' }, receipt: 'a.b.c' }),
    };
    await click(element, '[data-to=abolished]');
    await write(element, '.form .reason', 'Seen');
    await write(element, '.form .number', 'QL-C-03');
    await click(element, '.form button[type=submit]');
    await until(() => textOf(element, '.detail header').includes('Abolished'), 'the new state');
    expect(server.asked('POST /seals/QL-C-03/transitions')[0]?.body).to.deep.equal({ to: 'abolished', reason: 'Seen' });
    expect(all(element, '.card').length).to.equal(3);
  });

  it('says that a step waits when the server did not take it yet', async () => {
    const element = await mountCenter();
    await open(element, 'QL-H-02');
    const changes: Event[] = [];
    element.addEventListener('seal-state-change', (event) => changes.push(event));
    const by = SAMPLE_SESSION.person;
    const pendingTransition = { to: 'abolished', reason: 'x', by: { id: by.id, name: by.name }, at: '2026-09-18T03:00:00Z' };
    server.answers = { 'POST /seals/QL-H-02/transitions': () => ({ seal: { ...SUSPENDED_HR, pendingTransition }, receipt: 'a.b.c' }) };
    expect(textOf(element, '#why-abolished')).to.include('A second person must confirm it.');
    await click(element, '[data-to=abolished]');
    await write(element, '.form .reason', 'Renamed');
    await write(element, '.form .number', 'QL-H-02');
    await click(element, '.form button[type=submit]');
    await until(() => find(element, '.pending'), 'what waits');
    expect(textOf(element, '.pending')).to.include('Another person must confirm it.');
    expect(changes.length).to.equal(0);
  });

  it('accepts a likeness, puts a version into use, and tells of it with the receipt', async () => {
    const element = await mountCenter();
    await open(element, 'QL-C-03');
    const heard: SealActEvent[] = [];
    element.addEventListener('seal-act', (event) => heard.push(event as SealActEvent));
    expect(textOf(element, '.prepared')).to.include('QL-C-01, Version 2, 青岚数据科技（集团）有限公司: 93.4 % alike');
    const accepted = CONTRACT_PREPARED.prepared && { ...CONTRACT_PREPARED.prepared, likenessAccepted: true };
    server.answers = {
      'POST /seals/QL-C-03/versions/4/decisions': () => ({ seal: { ...CONTRACT_PREPARED, prepared: accepted }, receipt: 'l.k.n' }),
    };
    await click(element, '[data-act=accept-likeness]');
    await click(element, '.act-form button[type=submit]');
    expect(textOf(element, '.act-form .fault')).to.equal('Write the reason first.');
    await until(() => (element.shadowRoot?.activeElement as HTMLInputElement | null)?.name === 'reason', 'the focus on the reason');
    await write(element, '.act-form [name=reason]', ' Parent company ');
    await click(element, '.act-form button[type=submit]');
    await until(() => heard.length === 1, 'the act');
    expect([heard[0]?.act, heard[0]?.sealNumber, heard[0]?.receipt]).to.deep.equal(['accept-likeness', 'QL-C-03', 'l.k.n']);
    expect(server.asked('POST /seals/QL-C-03/versions/4/decisions')[0]?.body).to.deep.equal({
      decision: 'accept-likeness',
      reason: 'Parent company',
    });
    await element.updateComplete;
    expect(find(element, '[data-act=accept-likeness]')).to.equal(null);
    expect(must(element, '[data-act=activate]').getAttribute('aria-disabled')).to.equal('false');
  });

  it('keeps the focus in the open seal when a step was taken and its form is gone', async () => {
    const element = await mountCenter();
    await open(element, 'QL-O-02');
    const suspended = { ...OFFICIAL, state: 'suspended', transitions: SUSPENDED_HR.transitions };
    server.answers = { 'POST /seals/QL-O-02/transitions': () => ({ seal: suspended, receipt: 'a.b.c' }) };
    await click(element, '[data-to=suspended]');
    await write(element, '.form .reason', 'Leave');
    must(element, '.form button[type=submit]').focus();
    await click(element, '.form button[type=submit]');
    await until(() => textOf(element, '.detail header').includes('Suspended'), 'the new state');
    await element.updateComplete;
    expect(element.shadowRoot?.activeElement?.closest('.step')).not.to.equal(null);
  });

  it('asks nothing when the host forbids the act', async () => {
    const element = await mountCenter();
    await open(element, 'QL-O-02');
    element.addEventListener('seal-before-act', (event) => event.preventDefault());
    await click(element, '[data-act=produce]');
    await write(element, '.act-form [name=reason]', 'Expires soon');
    await click(element, '.act-form button[type=submit]');
    expect(server.asked('POST /seals/QL-O-02/productions').length).to.equal(0);
  });

  it('renews a certificate without a design, and makes a new face with one that it shows', async () => {
    const element = await mountCenter();
    element.glyphs = SQUARES;
    await open(element, 'QL-O-02');
    await click(element, '[data-act=produce]');
    await write(element, '.act-form [name=reason]', 'Expires soon');
    await click(element, '.act-form button[type=submit]');
    await until(() => !find(element, '.act-form'), 'the act');
    await click(element, '[data-act=new-face]');
    expect(find(element, '.act-form .preview svg.face')).not.to.equal(null);
    await write(element, '.act-form [name=reason]', 'Worn');
    await click(element, '.act-form button[type=submit]');
    await until(() => server.asked('POST /seals/QL-O-02/productions').length === 2, 'the second production');
    expect(server.asked('POST /seals/QL-O-02/productions').map(({ body }) => body)).to.deep.equal([
      { reason: 'Expires soon' },
      { reason: 'Worn', design: { type: 'drawn', ringText: '青岚数据科技有限公司', diameterUm: 40_000 } },
    ]);
  });

  it('records an act of an abolished seal with its number and day', async () => {
    const element = await mountCenter();
    await open(element, 'QL-O-01');
    await click(element, '[data-act=collection]');
    await write(element, '.act-form [name=reference]', 'R-7');
    await click(element, '.act-form button[type=submit]');
    expect(textOf(element, '.act-form .fault')).to.equal('Choose the day.');
    await write(element, '.act-form [name=day]', '2026-09-18');
    await click(element, '.act-form button[type=submit]');
    await until(() => server.asked('POST /seals/QL-O-01/acts').length === 1, 'the record');
    expect(server.asked('POST /seals/QL-O-01/acts')[0]?.body).to.deep.equal({
      act: 'collection',
      reference: 'R-7',
      at: '2026-09-18',
      note: '',
    });
  });

  it('keeps what was written when the server refuses, and says why', async () => {
    const element = await mountCenter();
    await open(element, 'QL-O-02');
    server.problems = { '/seals/QL-O-02/productions': { code: 'SEAL_MAKER_MISSING', status: 409 } };
    await click(element, '[data-act=produce]');
    await write(element, '.act-form [name=reason]', 'Expires soon');
    await click(element, '.act-form button[type=submit]');
    await until(() => find(element, '.act-form .failure'), 'the refusal');
    expect(textOf(element, '.act-form .failure')).to.include('This server has no seal maker.');
    expect((must(element, '.act-form [name=reason]') as HTMLInputElement).value).to.equal('Expires soon');
  });

  it('walks its tabs with the arrow keys, and shows the history with refusals and unknown entries', async () => {
    const element = await mountCenter();
    await open(element, 'QL-O-02');
    expect(all(element, '[role=tab]').map((tab) => tab.textContent.trim())).to.deep.equal([
      'Face',
      'Confirming',
      'Grants',
      'Uses',
      'Approvals',
      'History',
    ]);
    must(element, '[role=tablist]').dispatchEvent(new KeyboardEvent('keydown', { key: 'End' }));
    await until(() => all(element, '.history-entry').length === 3, 'the history');
    expect(textOf(element, '.history')).to.include('Step refused Awaiting approval → Approved');
    expect(textOf(element, '.history')).to.include('Another person has to confirm it.');
    expect(textOf(element, '.history')).to.include('something-new');
    expect(server.asked('GET /seals/QL-O-02/history').length).to.equal(1);
    await assertAccessible(element);
    must(element, '[role=tablist]').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft' }));
    await until(() => server.asked('GET /approvals').at(-1)?.query.get('sealNumber') === 'QL-O-02', 'the approvals of this seal');
    must(element, '[role=tablist]').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft' }));
    await until(() => find(element, '#panel seal-use-log'), 'the uses');
    await until(() => server.asked('GET /seals/QL-O-02/uses').length > 0, 'the uses of this seal');
    must(element, '[role=tablist]').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft' }));
    await until(() => server.asked('GET /seals/QL-O-02/grants').length > 0, 'the grants of this seal');
  });

  it('asks for a new seal with everything in its place', async () => {
    const element = await mountCenter();
    element.glyphs = SQUARES;
    const created: Event[] = [];
    element.addEventListener('seal-create', (event) => created.push(event));
    await click(element, '.new-seal-button');
    await until(() => find(element, 'dialog.new-seal[open]'), 'the dialog');
    await click(element, '.new-seal [type=submit]');
    expect(textOf(element, '.new-seal .fault')).to.equal('Write the reason first.');
    await click(element, '.new-seal input[value=hr]');
    await click(element, '.new-seal input[value=contract]');
    await write(element, '.new-seal [name=ordinal]', '1');
    await click(element, '.new-seal [type=submit]');
    expect(textOf(element, '.new-seal .fault')).to.equal('Write why there is to be more than one.');
    await write(element, '.new-seal [name=ordinal-reason]', 'Branch');
    expect(textOf(element, '.new-seal .preview')).to.include('38.0 mm wide');
    await assertAccessible(element);
    await write(element, '.new-seal [name=reason]', 'New branch');
    server.answers = { 'POST /seals': () => ({ seal: OFFICIAL, receipt: 'n.e.w' }) };
    await click(element, '.new-seal [type=submit]');
    await until(() => created.length === 1, 'the new seal');
    expect(server.asked('POST /seals')[0]?.body).to.deep.equal({
      organisationId: 'o-1',
      kind: 'contract',
      name: 'Contract seal',
      ordinal: 1,
      ordinalReason: 'Branch',
      design: { type: 'drawn', ringText: '青岚数据科技有限公司', line: '合同专用章', diameterUm: 38_000 },
      reason: 'New branch',
    });
    expect(find(element, 'dialog.new-seal[open]')).to.equal(null);
  });

  it('wants a reason for another ring text, and says which character cannot be drawn', async () => {
    const element = await mountCenter();
    element.glyphs = SQUARES;
    await click(element, '.new-seal-button');
    await until(() => find(element, 'dialog.new-seal[open]'), 'the dialog');
    await click(element, '.new-seal fieldset.stack input[type=checkbox]');
    await write(element, '.new-seal fieldset.stack .field input', '㐂章');
    expect(textOf(element, '.preview')).to.include('㐂');
    await click(element, '.new-seal [type=submit]');
    expect(textOf(element, '.new-seal .fault')).to.equal('Write why the ring text is not the registered name.');
  });

  it('names who is stopped, lets them act again with a reason, and leads to the suspended seals', async () => {
    const reason = '手机丢失';
    server.stopped = [
      { person: { id: 'p-9', name: '陆文舟' }, by: { id: 'p-5', name: '周岑' }, at: '2026-09-18T02:00:00Z', reason },
      { person: { id: 'p-8', name: '韩墨' }, by: { id: 'p-5', name: '周岑' }, at: '2026-09-18T02:00:00Z', reason },
    ];
    const element = await mountCenter();
    await until(() => find(element, '.stopped-persons'), 'who is stopped');
    expect(textOf(element, '.stopped-persons')).to.match(/2 persons are stopped.*陆文舟.*Stopped by 周岑.*手机丢失/);
    await click(element, '.release[data-person="p-9"]');
    await click(element, '.release-form [type=submit]');
    expect(textOf(element, '.release-form .fault')).to.equal('Write the reason first.');
    await assertAccessible(element);
    await write(element, '.release-form input', 'found again');
    await click(element, '.release-form [type=submit]');
    await until(() => all(element, '.release').length === 1, 'the release');
    expect(server.asked('POST /persons/p-9/release')[0]?.body).to.deep.equal({ reason: 'found again' });
    await until(() => (element.shadowRoot?.activeElement as HTMLElement | null)?.dataset['person'] === 'p-8', 'the focus on the next');
    await click(element, '.stopped-persons p button');
    await until(() => server.asked('GET /seals').at(-1)?.query.get('state') === 'suspended', 'the suspended seals');
  });

  it('fetches the outlines of a face as they are wanted, and names a character that nobody has', async () => {
    const asked: string[] = [];
    const element = await mountCenter();
    element.glyphs = async (characters) => {
      asked.push(...characters);
      return SQUARES;
    };
    await element.updateComplete;
    await click(element, '.new-seal-button');
    await until(() => find(element, '.preview-face path'), 'the face');
    expect(new Set(asked).size).to.equal(asked.length);
    expect(asked).to.include.members(Array.from('青岚数据科技有限公司合同专用章'));
    const before = asked.length;
    await write(element, '.new-seal-fields [maxlength="8"]', '合同㐂用章');
    await until(() => textOf(element, '.preview').includes('no outline of the character 㐂'), 'the missing outline');
    expect(asked.slice(before)).to.deep.equal(['㐂']);
    element.glyphs = async () => {
      throw new TypeError('no answer');
    };
    await until(() => textOf(element, '.preview').startsWith('No preview here.'), 'the words in its place');
  });

  it('stops all of a person only once the name is typed', async () => {
    const element = await mountCenter();
    await open(element, 'QL-O-02');
    await click(element, '.stop-button');
    await until(() => find(element, 'dialog.stop[open]'), 'the dialog');
    expect(textOf(element, '.stop .chosen')).to.include('QL-O-02');
    await assertAccessible(element);
    await click(element, '.stop input[value=person]');
    await click(element, '.stop [type=submit]');
    expect(textOf(element, '.stop .fault')).to.equal('Choose what is stopped.');
    must(element, '#stop-what').dispatchEvent(new FocusEvent('focus'));
    await until(() => find(element, '#stop-what-list [role=option]'), 'the persons');
    expect(all(element, '#stop-what-list [aria-disabled=true]').length).to.equal(1);
    must(element, '#stop-what-option-1').dispatchEvent(new PointerEvent('pointerdown'));
    await element.updateComplete;
    await write(element, '.stop [name=reason]', 'Phone stolen');
    await write(element, '.stop .typed', '许南');
    await click(element, '.stop [type=submit]');
    expect(textOf(element, '.stop .fault')).to.equal('What you typed differs.');
    expect(server.asked('POST /stops').length).to.equal(0);
    await write(element, '.stop .typed', '许南星');
    await click(element, '.stop [type=submit]');
    await until(() => server.asked('POST /stops').length === 1, 'the stop');
    expect(server.asked('POST /stops')[0]?.body).to.deep.equal({ scope: 'person', id: 'p-2', reason: 'Phone stolen' });
    await until(() => !find(element, 'dialog.stop[open]'), 'the end');
  });

  it('says why the list could not be read, and what to do without a provider', async () => {
    server.problems = { '/seals': { code: 'NOT_AUTHORIZED', status: 403 } };
    const element = await mountCenter();
    await until(() => find(element, '.list .failure'), 'the refusal');
    expect(textOf(element, '.list .failure')).to.include('You may not do this.');
    server.problems = {};
    await click(element, '.list .failure .button');
    await until(() => all(element, '.card').length === 4, 'the list after all');
    const alone = await mount<SealControlCenter>(html`<seal-control-center lang="en"></seal-control-center>`);
    expect(textOf(alone, '.empty')).to.include('Put the element into a seal-provider.');
  });

  it('fits 320 px, where an open seal takes the place of the list', async () => {
    const element = await mountCenter('zh-CN', 320);
    expect(element.scrollWidth <= 320).to.equal(true);
    await open(element, 'QL-C-03');
    expect(must(element, '.list').checkVisibility()).to.equal(false);
    expect(must(element, '.detail').scrollWidth <= 320).to.equal(true);
    for (const button of all(element, '.detail button'))
      if (button.checkVisibility()) expect(Math.min(button.offsetWidth, button.offsetHeight) >= 24).to.equal(true);
    await assertAccessible(element);
  });

  it('shows nothing of the person before when another one signs in', async () => {
    const element = await mountCenter();
    await open(element, 'QL-O-02');
    server.session = { ...SAMPLE_SESSION, person: { id: 'p-99', name: 'B', roles: [] } };
    server.answers = { 'GET /seals': () => ({ seals: CENTER_SEALS.slice(0, 1), nextCursor: null, counts: { active: 1 } }) };
    await (element.closest('seal-provider') as HTMLElement & { refresh: () => Promise<void> }).refresh();
    await until(() => all(element, '.card').length === 1, 'the list of the other person');
    expect(find(element, '.detail')).to.equal(null);
  });
});
