import type { SealIntentPolicyRequest, SealIntentPolicyView } from '@sealkit/core/protocol';
import { html } from 'lit';
import { assertAccessible } from '../../test/accessible.ts';
import { CenterServer, SAMPLE_POLICY } from '../../test/center-samples.ts';
import { mount, until } from '../../test/mount.ts';
import '../define/seal-control-center.ts';
import '../define/seal-provider.ts';
import { policyDraftOf, policyFault, policyOf } from './intent-policy.ts';
import type { SealControlCenter } from './seal-control-center.ts';

const PATH = '/seals/QL-C-03/intent-policy';
const find = (element: Element, selector: string): HTMLElement | null => element.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;
const textOf = (element: Element, selector: string): string => find(element, selector)?.textContent.replace(/\s+/g, ' ').trim() ?? '';

async function openTab(server: CenterServer, locale = 'en', width = 1300): Promise<SealControlCenter> {
  const provider = await mount<HTMLElement>(
    html`<seal-provider endpoint="/api" time-zone="Asia/Shanghai" locale=${locale} .transport=${server.transport}
      ><seal-control-center></seal-control-center
    ></seal-provider>`,
  );
  const element = provider.querySelector('seal-control-center') as SealControlCenter;
  element.style.width = `${width}px`;
  await until(() => find(element, '.new-seal-button')?.getAttribute('aria-disabled') === 'false', 'the session');
  element.openSeal('QL-C-03');
  await until(() => find(element, '#tab-policy'), 'the open seal');
  find(element, '#tab-policy')?.click();
  return element;
}

async function type(element: SealControlCenter, selector: string, value: string): Promise<void> {
  const input = find(element, selector) as HTMLInputElement | null;
  if (input === null) throw new TypeError(`expected ${selector}`);
  input.value = value;
  input.dispatchEvent(new Event(input.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true }));
  await element.updateComplete;
}

describe('what each use of a seal asks for, in <seal-control-center>', () => {
  it('writes every method that reaches the level as no list at all', () => {
    const draft = { ...policyDraftOf(SAMPLE_POLICY), methods: new Set(['totp', 'passkey', 'confirm']), reason: 'x' };
    const whole = { minimumAssurance: 2, methods: null, maximumAge: 300, commitment: true, batch: false, verifiedPerson: false };
    expect(policyOf(draft, SAMPLE_POLICY.offered)).to.deep.equal(whole);
    expect(policyOf({ ...draft, maximumAge: ' ' }, SAMPLE_POLICY.offered).maximumAge).to.equal(null);
    const faults = [
      { methods: new Set(['confirm']) },
      { maximumAge: '9' },
      { maximumAge: '86401' },
      { maximumAge: '1.5' },
      { reason: ' ' },
      {},
    ];
    expect(faults.map((part) => policyFault({ ...draft, ...part }, SAMPLE_POLICY.offered))).to.deep.equal([
      'policyNoMethod',
      'policyAgeWrong',
      'policyAgeWrong',
      'policyAgeWrong',
      'reasonMissing',
      null,
    ]);
  });

  it('keeps that one confirmation may be for several documents, as the seal or else the deployment has it', () => {
    const { policy, demanded, offered } = SAMPLE_POLICY;
    if (policy === null) throw new TypeError('expected a policy');
    const batchOf = (view: Partial<SealIntentPolicyView>) => policyOf(policyDraftOf({ ...SAMPLE_POLICY, ...view }), offered).batch;
    expect(batchOf({ policy: { ...policy, batch: true } })).to.equal(true);
    expect(batchOf({ policy: null, demanded: { ...demanded, batch: true } })).to.equal(true);
    expect(batchOf({ demanded: { ...demanded, batch: true } })).to.equal(false);
  });

  it('shows what is demanded, and sets it anew with a reason', async () => {
    const server = new CenterServer();
    const element = await openTab(server);
    await until(() => find(element, '.policy-facts'), 'what is demanded');
    expect(textOf(element, '.policy-facts')).to.include('2: something the person has').and.to.include('Authenticator app');
    expect(textOf(element, '.policy-facts')).to.include('300 s from beginning').and.to.include('not demanded');
    await assertAccessible(element);
    find(element, '.change-policy')?.click();
    await until(() => element.shadowRoot?.activeElement === find(element, '[name=minimum-assurance]'), 'the focus on the form');
    await assertAccessible(element);
    await type(element, '[name=minimum-assurance]', '3');
    find(element, '.policy-form [type=submit]')?.click();
    await until(() => textOf(element, '.policy-form .fault') !== '', 'the fault');
    expect(textOf(element, '.policy-form .fault')).to.include('at least one way');
    find(element, '[name=method][value=passkey]')?.click();
    find(element, '[name=verifiedPerson]')?.click();
    find(element, '[name=batch]')?.click();
    await type(element, '[name=maximum-age]', '120');
    await type(element, '.policy-form [name=reason]', ' Board ');
    const policy = { minimumAssurance: 3, methods: null, maximumAge: 120, commitment: true, batch: true, verifiedPerson: true } as const;
    server.answers = { [`POST ${PATH}`]: () => ({ ...SAMPLE_POLICY, policy, demanded: policy }) };
    find(element, '.policy-form [type=submit]')?.click();
    await until(() => find(element, '.policy-form') === null, 'the end of the form');
    const sent = server.calls.find(({ method, path }) => method === 'POST' && path === PATH)?.body as SealIntentPolicyRequest | undefined;
    expect(sent).to.deep.equal({ policy, reason: 'Board' });
    expect(textOf(element, '.policy-facts')).to.include('only who was verified').and.to.include('Passkey');
  });

  it('says why it cannot be changed, and keeps what was written where the server refuses', async () => {
    const server = new CenterServer();
    server.answers = { [`GET ${PATH}`]: () => ({ ...SAMPLE_POLICY, mayChange: false }) };
    const element = await openTab(server, 'zh-CN', 320);
    await until(() => find(element, '.change-policy'), 'the button');
    expect(find(element, '.change-policy')?.getAttribute('aria-disabled')).to.equal('true');
    expect(textOf(element, '#why-policy')).to.equal('你无权变更。');
    expect(element.scrollWidth).to.be.at.most(320);
    find(element, '.change-policy')?.click();
    await element.updateComplete;
    expect(find(element, '.policy-form')).to.equal(null);

    const refusing = new CenterServer();
    const other = await openTab(refusing);
    await until(() => find(other, '.change-policy'), 'the button');
    find(other, '.change-policy')?.click();
    await until(() => find(other, '.policy-form'), 'the form');
    await type(other, '.policy-form [name=reason]', 'Why');
    refusing.problems = { [PATH]: { code: 'INTENT_POLICY_UNMEETABLE', status: 409 } };
    find(other, '.policy-form [type=submit]')?.click();
    await until(() => find(other, '.policy-form .failure'), 'the refusal');
    expect((find(other, '.policy-form [name=reason]') as HTMLInputElement | null)?.value).to.equal('Why');
  });
});
