import type { SealView } from '@sealkit/core/protocol';
import { html } from 'lit';
import { assertAccessible } from '../../test/accessible.ts';
import { mount, until } from '../../test/mount.ts';
import { SAMPLE_SESSION, sampleSeal, sampleVersion } from '../../test/samples.ts';
import '../define/seal-lifecycle.ts';
import '../define/seal-provider.ts';
import { catalogueFaults } from '../foundation/catalogue-faults.ts';
import type { SealStateChangeEvent } from './seal-lifecycle.events.ts';
import { LIFECYCLE_MESSAGES } from './seal-lifecycle.messages.ts';
import type { SealLifecycle } from './seal-lifecycle.ts';

const bodies: unknown[] = [];
let refusal: Response | null = null;

const transport = async (request: Request): Promise<Response> => {
  const { pathname } = new URL(request.url);
  if (pathname.endsWith('/session')) return Response.json(SAMPLE_SESSION);
  if (pathname.endsWith('/transitions')) {
    bodies.push(await request.json());
    if (refusal) return refusal;
    return Response.json({
      seal: sampleSeal({ state: 'suspended', transitions: [{ to: 'active', allowed: true, needsSecondPerson: false }] }),
      receipt: 'a.b.c',
    });
  }
  if (pathname.endsWith('/seals/QL-C-03')) return Response.json(sampleSeal());
  return new Response(null, { status: 404 });
};

const RESUME: SealView['transitions'] = [{ to: 'active', allowed: true, needsSecondPerson: false }];

async function mountLifecycle(seal?: SealView): Promise<SealLifecycle> {
  bodies.length = 0;
  refusal = null;
  const provider = await mount<HTMLElement>(
    html`<seal-provider endpoint="/api" locale="en" .transport=${transport}
      ><seal-lifecycle seal-number="QL-C-03" .seal=${seal}></seal-lifecycle
    ></seal-provider>`,
  );
  const element = provider.querySelector('seal-lifecycle') as SealLifecycle;
  await until(() => element.shadowRoot?.querySelector('.steps'), 'the steps');
  return element;
}
const one = <Type extends HTMLElement>(element: SealLifecycle, selector: string): Type | null =>
  element.shadowRoot?.querySelector<Type>(selector) ?? null;

async function write(element: SealLifecycle, selector: string, value: string): Promise<void> {
  const input = one<HTMLInputElement>(element, selector);
  if (!input) throw new Error(`no ${selector}`);
  input.value = value;
  input.dispatchEvent(new Event('input'));
  await element.updateComplete;
}

describe('<seal-lifecycle>', () => {
  it('has its messages in every locale', () => {
    expect(catalogueFaults(LIFECYCLE_MESSAGES)).to.deep.equal([]);
  });

  it('shows the state, and beside each step whether and why not', async () => {
    const element = await mountLifecycle();
    expect(one(element, '[aria-current=step]')?.textContent).to.include('Active');
    const abolish = one(element, '[data-to=abolished]');
    expect(abolish?.getAttribute('aria-disabled')).to.equal('true');
    expect(one(element, '#why-abolished')?.textContent).to.include('Requests for its use are still open.');
    abolish?.click();
    await element.updateComplete;
    expect(one(element, 'form')).to.equal(null);
    await assertAccessible(element);
  });

  it('knows what the seal itself stands in the way of: the maker, the likeness of a face, the second person', async () => {
    const step = (to: 'produced' | 'active' | 'abolished') => [{ to, allowed: true, needsSecondPerson: false }] as const;
    const why = async (seal: SealView): Promise<string> => {
      const element = await mountLifecycle(seal);
      await until(() => element.context?.session, 'the session');
      await element.updateComplete;
      const to = seal.transitions[0]?.to ?? '';
      expect(one(element, `[data-to=${to}]`)?.getAttribute('aria-disabled')).to.equal('true');
      return one(element, `#why-${to}`)?.textContent.trim() ?? '';
    };
    expect(await why(sampleSeal({ state: 'approved', transitions: step('produced') }))).to.include('The seal maker makes it');
    expect(await why(sampleSeal({ state: 'produced', transitions: step('active') }))).to.include('It has no produced version yet.');
    const like = [{ sealNumber: 'X', version: 1, organisation: SAMPLE_SESSION.organisation, likeness: 900 }];
    const prepared = { ...sampleVersion({ state: 'prepared' }), like, likenessAccepted: false };
    expect(await why(sampleSeal({ state: 'produced', transitions: step('active'), prepared }))).to.include('accept the likeness first');
    const { id, name } = SAMPLE_SESSION.person;
    const pendingTransition = { to: 'abolished', reason: 'r', by: { id, name }, at: '2026-09-18T03:00:00Z' } as const;
    expect(await why(sampleSeal({ transitions: step('abolished'), pendingTransition }))).to.include('Another person must approve it.');
  });

  it('asks for a reason before it asks the server, and tells of the change with its receipt', async () => {
    const element = await mountLifecycle();
    const heard: SealStateChangeEvent[] = [];
    element.addEventListener('seal-state-change', (event) => heard.push(event as SealStateChangeEvent));
    one(element, '[data-to=suspended]')?.click();
    await element.updateComplete;
    one(element, 'form button')?.click();
    await element.updateComplete;
    expect(one(element, '#fault')?.textContent).to.include('Write the reason first.');
    expect(bodies.length).to.equal(0);
    await write(element, '.reason', ' Keeper on leave ');
    one(element, 'form button')?.click();
    await until(() => heard.length === 1, 'the change');
    expect(bodies).to.deep.equal([{ to: 'suspended', reason: 'Keeper on leave' }]);
    expect([heard[0]?.sealNumber, heard[0]?.from, heard[0]?.to, heard[0]?.receipt]).to.deep.equal([
      'QL-C-03',
      'active',
      'suspended',
      'a.b.c',
    ]);
    await element.updateComplete;
    expect(one(element, '[data-to=active]')?.textContent).to.include('Resume');
  });

  it('keeps the focus when a step is taken, and when the host gives the seal anew', async () => {
    const element = await mountLifecycle(sampleSeal());
    element.addEventListener('seal-state-change', () => (element.seal = sampleSeal({ state: 'suspended', transitions: RESUME })));
    one(element, '[data-to=suspended]')?.click();
    await element.updateComplete;
    await until(() => element.shadowRoot?.activeElement?.matches('.reason'), 'the focus on the reason');
    await write(element, '.reason', 'Keeper on leave');
    one(element, 'form button')?.focus();
    one(element, 'form button')?.click();
    await until(() => one(element, '[data-to=active]'), 'the step back');
    await element.updateComplete;
    expect(element.shadowRoot?.activeElement?.getAttribute('data-to')).to.equal('active');
    element.seal = sampleSeal({ state: 'abolished', transitions: [] });
    await element.updateComplete;
    expect(element.shadowRoot?.activeElement?.localName).to.equal('h2');
  });

  it('asks nothing when the host forbids it', async () => {
    const element = await mountLifecycle();
    element.addEventListener('seal-before-state-change', (event) => event.preventDefault());
    expect(await element.changeState('suspended', 'x')).to.equal(false);
    expect(bodies.length).to.equal(0);
  });

  it('wants the number typed for the final act', async () => {
    const element = await mountLifecycle(sampleSeal({ transitions: [{ to: 'abolished', allowed: true, needsSecondPerson: false }] }));
    one(element, '[data-to=abolished]')?.click();
    await element.updateComplete;
    await write(element, '.reason', 'Company renamed');
    await write(element, '.number', 'QL-C-04');
    one(element, 'form button')?.click();
    await element.updateComplete;
    expect(one(element, '#fault')?.textContent).to.include('differs from QL-C-03');
    expect(one<HTMLInputElement>(element, '.number')?.getAttribute('aria-invalid')).to.equal('true');
    expect(bodies.length).to.equal(0);
    await assertAccessible(element);
    await write(element, '.number', 'QL-C-03');
    one(element, 'form button')?.click();
    await until(() => bodies.length === 1, 'the question');
  });

  it('keeps the reason when the server refuses, and says why', async () => {
    const element = await mountLifecycle();
    one(element, '[data-to=suspended]')?.click();
    await element.updateComplete;
    await write(element, '.reason', 'Keeper on leave');
    refusal = Response.json({ code: 'NOT_AUTHORIZED', title: 'x', status: 403, retryable: false }, { status: 403 });
    one(element, 'form button')?.click();
    await until(() => one(element, '.failure'), 'the refusal');
    expect(one(element, '.failure')?.textContent).to.include('You may not do this.');
    expect(one<HTMLInputElement>(element, '.reason')?.value).to.equal('Keeper on leave');
  });
});
