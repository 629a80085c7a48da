import { html } from 'lit';
import { assertAccessible } from '../../test/accessible.ts';
import { ABOLISHED, CenterServer } from '../../test/center-samples.ts';
import { SAMPLE_GRANTS, sampleGrant } from '../../test/grant-samples.ts';
import { mount, until } from '../../test/mount.ts';
import '../define/seal-grant-editor.ts';
import '../define/seal-provider.ts';
import { catalogueFaults } from '../foundation/catalogue-faults.ts';
import type { SealConflictEvent, SealGrantSaveEvent } from './seal-grant-editor.events.ts';
import { GRANT_MESSAGES } from './seal-grant-editor.messages.ts';
import type { SealGrantEditor } from './seal-grant-editor.ts';

let server: CenterServer;
const CLOCK = { now: () => new Date('2026-09-18T06:30:00Z') };

async function mountEditor(number = 'QL-C-03', width = 560, locale = 'en'): Promise<SealGrantEditor> {
  const provider = await mount<HTMLElement>(
    html`<seal-provider endpoint="/api" time-zone="Asia/Shanghai" locale=${locale} .transport=${server.transport} .clock=${CLOCK}
      ><seal-grant-editor seal-number=${number}></seal-grant-editor
    ></seal-provider>`,
  );
  const element = provider.querySelector('seal-grant-editor') as SealGrantEditor;
  element.style.width = `${width}px`;
  await until(() => find(element, '.grants, .empty, .failure'), 'the grants');
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

async function click(element: SealGrantEditor, selector: string): Promise<void> {
  must(element, selector).click();
  await element.updateComplete;
}

async function write(element: SealGrantEditor, name: string, value: string): Promise<void> {
  const input = must(element, `.grant-form [name="${name}"]`) as HTMLInputElement;
  input.value = value;
  input.dispatchEvent(new Event('input'));
  await element.updateComplete;
}

async function pick(element: SealGrantEditor, id: string, index: number): Promise<void> {
  must(element, `#${id}`).dispatchEvent(new FocusEvent('focus'));
  await until(() => find(element, `#${id}-option-${index}`), 'the choices');
  must(element, `#${id}-option-${index}`).dispatchEvent(new PointerEvent('pointerdown'));
  await element.updateComplete;
}

describe('<seal-grant-editor>', () => {
  beforeEach(() => {
    server = new CenterServer();
    const saved = { grant: sampleGrant({ id: 'G-0200' }), receipt: 'g.r.t' };
    server.answers = {
      'GET /seals/QL-C-03/grants': () => ({ grants: SAMPLE_GRANTS }),
      'POST /seals/QL-C-03/grants': () => saved,
      'POST /grants/G-0138/changes': () => saved,
    };
  });

  it('has its messages in every locale', () => {
    expect(catalogueFaults(GRANT_MESSAGES)).to.deep.equal([]);
  });

  it('lists grants in force first, every condition in words, and withdrawn ones with their reason', async () => {
    const element = await mountEditor();
    expect(all(element, '.grant').map(({ dataset }) => dataset['grant'])).to.deep.equal(['G-0138', 'G-0101', 'G-0121']);
    await until(() => textOf(element, '[data-grant=G-0138] .terms').includes('许南星'), 'the names of the approvers');
    const terms = textOf(element, '[data-grant=G-0138] .terms');
    for (const words of [
      '2026-03-01 to 2026-09-24',
      'Only sales-contract, purchase-contract',
      'Up to CN¥2,000,000.00',
      'Mon, Tue, Wed, Thu, Fri, 09:00–18:00 (Asia/Shanghai)',
      'Only from 10.0.0.0/8',
      'From CN¥0.00: without approval',
      'From CN¥500,000.00: each in this order 许南星, finance',
      'The approver must have seen the file',
      'May be passed on',
      'Used 12 of 50 times',
    ])
      expect(terms).to.include(words);
    expect(textOf(element, '[data-grant=G-0101]')).to.include('Withdrawn by 沈知遥, 2026-08-01. 调岗');
    await assertAccessible(element);
  });

  it('says which grants end soon or have no use left', async () => {
    const element = await mountEditor();
    expect(textOf(element, '.lapses')).to.include('2 grants need attention');
    expect(textOf(element, '.lapses')).to.include('销售部, G-0138: ends in 7 days');
    expect(textOf(element, '.lapses')).to.include('许南星, G-0121: all uses are used up');
  });

  it('gives a grant with conditions and tiers of approval', async () => {
    const element = await mountEditor();
    const heard: SealGrantSaveEvent[] = [];
    element.addEventListener('seal-grant-save', (event) => heard.push(event as SealGrantSaveEvent));
    await click(element, '.give');
    await click(element, '.grant-form [type=submit]');
    expect(textOf(element, '.grant-form .fault')).to.equal('Choose who.');
    await pick(element, 'holder', 0);
    await write(element, 'to-day', '2026-12-31');
    await write(element, 'classes', 'sales-contract');
    await write(element, 'amount', '2000000');
    await write(element, 'max-uses', '20');
    await click(element, '[name=scheduled]');
    await click(element, '[name=approved]');
    await pick(element, 'approver-0', 0);
    await pick(element, 'approver-0', 3);
    await click(element, '.add-tier');
    await write(element, 'tier-1', '500000');
    await click(element, '[name=countersigns]');
    await assertAccessible(element);
    await write(element, 'reason', 'Annual contracts');
    await click(element, '.grant-form [type=submit]');
    await until(() => heard.length === 1, 'the grant');
    expect(server.asked('POST /seals/QL-C-03/grants')[0]?.body).to.deep.equal({
      holder: { type: 'person', id: 'p-7f21' },
      terms: {
        documentClasses: ['sales-contract'],
        amountCeiling: { value: 200_000_000, currency: 'CNY' },
        maxUses: 20,
        validFrom: '2026-09-17T16:00:00.000Z',
        validTo: '2026-12-31T16:00:00.000Z',
        schedule: { weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '18:00', timeZone: 'Asia/Shanghai' },
        networks: null,
        approval: {
          currency: 'CNY',
          tiers: [
            {
              fromValue: 0,
              mode: 'any',
              approvers: [
                { type: 'role', id: 'administrator' },
                { type: 'person', id: 'p-2' },
              ],
            },
            { fromValue: 50_000_000, mode: 'all', approvers: [] },
          ],
          approverAttests: false,
          approverCountersigns: 'passkey',
        },
        mayDelegate: false,
      },
      reason: 'Annual contracts',
    });
    expect([heard[0]?.act, heard[0]?.receipt]).to.deep.equal(['give', 'g.r.t']);
    await until(() => server.asked('GET /seals/QL-C-03/grants').length === 2, 'the list again');
  });

  it('shows conflicts while they are written, and does not send what would be refused', async () => {
    const element = await mountEditor();
    const heard: SealConflictEvent[] = [];
    element.addEventListener('seal-conflict', (event) => heard.push(event as SealConflictEvent));
    await click(element, '[data-change="delegate G-0138"]');
    await write(element, 'max-uses', '51');
    expect(textOf(element, '.conflicts')).to.include('Wider than what you have: number of uses.');
    expect(heard.at(-1)?.conflicts.map(({ code }) => code)).to.deep.equal(['wider']);
    await pick(element, 'holder', 1);
    await write(element, 'reason', 'Leave');
    await click(element, '.grant-form [type=submit]');
    expect(server.asked('POST /grants/G-0138/changes').length).to.equal(0);
    await assertAccessible(element);
    await write(element, 'max-uses', '10');
    expect(textOf(element, '.conflicts')).not.to.include('Wider');
    await click(element, '.grant-form [type=submit]');
    await until(() => server.asked('POST /grants/G-0138/changes').length === 1, 'the delegation');
    const body = server.asked('POST /grants/G-0138/changes')[0]?.body as { change: string; personId: string; terms: { maxUses: number } };
    expect([body.change, body.personId, body.terms.maxUses]).to.deep.equal(['delegate', 'p-2', 10]);
  });

  it('extends to a new last day, and withdraws with a reason', async () => {
    const element = await mountEditor();
    await click(element, '[data-change="extend G-0138"]');
    expect((must(element, '[name=to-day]') as HTMLInputElement).value).to.equal('2026-09-24');
    await write(element, 'to-day', '2026-12-31');
    await write(element, 'reason', 'Next quarter');
    await click(element, '.grant-form [type=submit]');
    await until(() => server.asked('POST /grants/G-0138/changes').length === 1, 'the extension');
    await until(() => !find(element, '.grant-form'), 'the end');
    await click(element, '[data-change="withdraw G-0138"]');
    await click(element, '.grant-form [type=submit]');
    expect(textOf(element, '.grant-form .fault')).to.equal('Write the reason first.');
    await write(element, 'reason', 'Left the company');
    await click(element, '.grant-form [type=submit]');
    await until(() => server.asked('POST /grants/G-0138/changes').length === 2, 'the withdrawal');
    expect(server.asked('POST /grants/G-0138/changes').map(({ body }) => body)).to.deep.equal([
      { change: 'extend', validTo: '2026-12-31T16:00:00.000Z', reason: 'Next quarter' },
      { change: 'withdraw', reason: 'Left the company' },
    ]);
  });

  it('asks nothing when the host forbids it, and gives the focus back when the person cancels', async () => {
    const element = await mountEditor();
    element.addEventListener('seal-before-grant-save', (event) => event.preventDefault());
    await click(element, '[data-change="withdraw G-0138"]');
    await write(element, 'reason', 'x');
    await click(element, '.grant-form [type=submit]');
    expect(server.asked('POST /grants/G-0138/changes').length).to.equal(0);
    await click(element, '.grant-form .button:not([type=submit])');
    await until(
      () => (element.shadowRoot?.activeElement as HTMLElement | null)?.dataset['change'] === 'withdraw G-0138',
      'the focus on what opened the form',
    );
  });

  it('keeps what cannot be done visible with its reason', async () => {
    const element = await mountEditor();
    expect(must(element, '[data-change="extend G-0121"]').getAttribute('aria-disabled')).to.equal('true');
    expect(textOf(element, '#why-G-0121')).to.equal('It has ended. Give a new grant.');
    expect(find(element, '[data-change$="G-0101"]')).to.equal(null);
    const abolished = await mountEditor(ABOLISHED.number);
    expect(must(abolished, '.give').getAttribute('aria-disabled')).to.equal('true');
    expect(textOf(abolished, '#why-give')).to.include('The seal is abolished');
    expect(textOf(abolished, '.empty')).to.include('Nobody may use this seal');
    await assertAccessible(abolished);
  });

  it('keeps what was written when the server refuses', async () => {
    server.problems = { '/grants/G-0138/changes': { code: 'GRANT_CLOSED', status: 409 } };
    const element = await mountEditor();
    await click(element, '[data-change="extend G-0138"]');
    await write(element, 'reason', 'Next quarter');
    await click(element, '.grant-form [type=submit]');
    await until(() => find(element, '.grant-form .failure'), 'the refusal');
    expect(textOf(element, '.grant-form .failure')).to.include('The grant has ended and cannot be changed.');
    expect((must(element, '[name=reason]') as HTMLInputElement).value).to.equal('Next quarter');
  });

  it('says why the grants could not be read', async () => {
    server.problems = { '/seals/QL-C-03/grants': { code: 'NOT_AUTHORIZED', status: 403 } };
    const element = await mountEditor();
    expect(textOf(element, '.failure')).to.include('You may not do this.');
  });

  it('fits 320 px with the form open', async () => {
    const element = await mountEditor('QL-C-03', 320, 'zh-CN');
    await click(element, '.give');
    await click(element, '[name=scheduled]');
    await click(element, '[name=approved]');
    expect(must(element, '.editor').scrollWidth <= 320).to.equal(true);
    for (const button of all(element, 'button'))
      if (button.checkVisibility() && !button.classList.contains('link')) expect(button.offsetHeight >= 24).to.equal(true);
    await assertAccessible(element);
  });
});
