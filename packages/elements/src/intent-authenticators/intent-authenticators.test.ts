import { digestOfJson } from '@sealkit/core/crypto';
import type { AuthenticatorActConfirmation } from '@sealkit/core/protocol';
import { html } from 'lit';
import { assertAccessible } from '../../test/accessible.ts';
import { authenticatorAct, ENROLLED, ENROLMENT, FakeServer, TOTP_METHOD } from '../../test/fake-signing.ts';
import { mount, until } from '../../test/mount.ts';
import '../define/intent-authenticators.ts';
import '../define/seal-provider.ts';
import { catalogueFaults } from '../foundation/catalogue-faults.ts';
import type { SealAuthenticatorsChangeEvent } from './intent-authenticators.events.ts';
import { AUTHENTICATORS_MESSAGES } from './intent-authenticators.messages.ts';
import type { IntentAuthenticators } from './intent-authenticators.ts';

const REMOVAL = authenticatorAct({ action: 'remove', authenticatorId: 'a-1', language: 'en' }).act;
const TOKEN: FakeServer['methods']['methods'][number] = { ...TOTP_METHOD, method: 'token' };
const NOTHING = { methods: [{ ...TOTP_METHOD, ready: false }], authenticators: [], changesBy: null };

async function stage(server: FakeServer, locale = 'en'): Promise<IntentAuthenticators> {
  const provider = await mount<HTMLElement>(
    html`<seal-provider endpoint="/api" locale=${locale} time-zone="Asia/Shanghai" .transport=${server.transport}
      ><intent-authenticators></intent-authenticators
    ></seal-provider>`,
  );
  const element = provider.querySelector('intent-authenticators') as IntentAuthenticators;
  await until(() => one(element, 'ul') ?? one(element, '.add') ?? one(element, '.failure'), 'the list');
  return element;
}

const serverWith = (methods: FakeServer['methods']): FakeServer => Object.assign(new FakeServer(), { methods });
const one = <Type extends HTMLElement = HTMLElement>(element: IntentAuthenticators, selector: string): Type | null =>
  element.shadowRoot?.querySelector<Type>(selector) ?? null;
const textOf = (element: IntentAuthenticators, selector: string): string =>
  one(element, selector)?.textContent?.replace(/\s+/g, ' ').trim() ?? '';

async function giveCode(element: IntentAuthenticators, field: string, button: string): Promise<void> {
  const input = one<HTMLInputElement>(element, field);
  if (input) input.value = '123456';
  input?.dispatchEvent(new Event('input'));
  await element.updateComplete;
  one(element, button)?.click();
}

describe('<intent-authenticators>', () => {
  it('has its messages in every locale', () => {
    expect(catalogueFaults(AUTHENTICATORS_MESSAGES)).to.deep.equal([]);
  });

  it('lists what the person has, and what can be added', async () => {
    const element = await stage(serverWith({ ...ENROLLED, methods: [...ENROLLED.methods, TOKEN] }));
    expect(textOf(element, '.authenticator')).to.include('手机 phoneAuthenticator app · Set up 2026-09-01 · not used yet');
    // One app at a time; of another kind there may be more.
    expect([...(element.shadowRoot?.querySelectorAll('.add') ?? [])].map((each) => each.textContent.trim())).to.deep.equal(['Add: token']);
    await assertAccessible(element);
  });

  it('says why a passkey cannot be added where there can be none', async () => {
    const was = Object.getOwnPropertyDescriptor(window, 'PublicKeyCredential');
    Object.defineProperty(window, 'PublicKeyCredential', { value: undefined, configurable: true });
    try {
      const passkey = { method: 'passkey', assurance: 3, form: 'passkey', enrols: true, ready: false } as const;
      const element = await stage(serverWith({ ...NOTHING, methods: [passkey, ...NOTHING.methods] }));
      const add = one(element, '.add[value=passkey]');
      expect([add?.innerText.trim(), add?.getAttribute('aria-disabled')]).to.deep.equal(['Add: Passkey', 'true']);
      expect(textOf(element, `#${add?.getAttribute('aria-describedby') ?? ''}`)).to.equal(
        'Not possible in this browser or at this address',
      );
      add?.click();
      await element.updateComplete;
      expect([one(element, '.adding'), one(element, '.add[value=totp]')?.getAttribute('aria-disabled')]).to.deep.equal([null, 'false']);
      await assertAccessible(element);
    } finally {
      if (was) Object.defineProperty(window, 'PublicKeyCredential', was);
    }
  });

  it('removes one after a question that says it is the last, and tells the page', async () => {
    const server = serverWith(ENROLLED);
    const element = await stage(server);
    let told: SealAuthenticatorsChangeEvent | undefined;
    element.addEventListener('seal-authenticators-change', (event) => (told = event as SealAuthenticatorsChangeEvent));
    one(element, '.remove')?.click();
    await until(() => one(element, '.removal'), 'the question');
    expect(textOf(element, '.removal')).to.include('It is the last one');
    expect(server.asked('/authenticator-acts')).to.equal(0);
    await until(() => element.shadowRoot?.activeElement === one(element, '.removal .quiet'), 'the focus on the way out');
    await assertAccessible(element);
    one(element, '.removal .danger')?.click();
    await until(() => one(element, '#code'), 'the field of the code');
    expect(element.shadowRoot?.activeElement?.id).to.equal('change-title');
    expect(textOf(element, '.change')).to.include('Remove “手机 phone”.');
    await assertAccessible(element);
    server.methods = NOTHING;
    await giveCode(element, '#code', '.confirm-change');
    await until(() => told, 'the event');
    expect(told?.authenticators).to.deep.equal([]);
    expect(server.calls.find(({ path }) => path === '/authenticator-acts')?.body).to.deep.equal({
      action: 'remove',
      authenticatorId: 'a-1',
      language: 'en',
    });
    const confirmed = server.calls.find(({ path }) => path.endsWith('/confirm'))?.body as AuthenticatorActConfirmation | undefined;
    expect(confirmed?.proof).to.deep.equal({
      intentId: 'i-1',
      shownDigest: await digestOfJson({ ...REMOVAL }),
      answer: { code: '123456' },
    });
    expect(textOf(element, '.authenticators')).to.include('You have set up nothing yet.');
  });

  it('says why one was not removed, and keeps it', async () => {
    const server = serverWith(ENROLLED);
    server.problems = { '/authenticator-acts': { code: 'AUTHENTICATOR_NOT_FOUND', status: 404 } };
    const element = await stage(server);
    one(element, '.remove')?.click();
    await until(() => one(element, '.removal'), 'the question');
    one(element, '.removal .danger')?.click();
    await until(() => one(element, '.failure'), 'the failure');
    expect(textOf(element, '.failure')).to.include('Not removed');
    expect(one(element, '.authenticator')).not.to.equal(null);
    await assertAccessible(element);
  });

  it('adds an authenticator app, and tells the page', async () => {
    const element = await stage(serverWith(NOTHING));
    let told: SealAuthenticatorsChangeEvent | undefined;
    element.addEventListener('seal-authenticators-change', (event) => (told = event as SealAuthenticatorsChangeEvent));
    one(element, '.add')?.click();
    await until(() => one(element, '.set-up'), 'the form');
    await until(() => element.shadowRoot?.activeElement?.getAttribute('name') === 'authenticator-name', 'the focus on the name');
    one(element, '.set-up')?.click();
    await until(() => one(element, '.qr'), 'the QR code');
    await assertAccessible(element);
    await giveCode(element, '#first-code', '.finish');
    await until(() => told, 'the event');
    expect(told?.authenticators.map(({ name }) => name)).to.deep.equal(['手机 phone']);
    expect(one(element, '.qr')).to.equal(null);
  });

  it('adds another one after the change was confirmed by what the person has, and asks the device when they say so', async () => {
    const methods = [TOTP_METHOD, { ...TOKEN, ready: false }];
    const server = serverWith({ ...ENROLLED, methods });
    server.actResult = { action: 'add-authenticator', enrolment: { ...ENROLMENT, method: 'token' } };
    const element = await stage(server);
    one(element, '.add')?.click();
    await until(() => one(element, '.set-up'), 'the form');
    one(element, '.set-up')?.click();
    await until(() => one(element, '#code'), 'the field of the code');
    expect(server.asked('/intent-methods/token/enrolments')).to.equal(0);
    await assertAccessible(element);
    await giveCode(element, '#code', '.confirm-change');
    await until(() => one(element, '.qr'), 'the QR code');
    expect(textOf(element, '.adding')).to.include('The change is confirmed. Now set up “token” within ten minutes.');
    await assertAccessible(element);
    await giveCode(element, '#first-code', '.finish');
    await until(() => (one(element, '.adding') === null ? true : null), 'the end');
  });

  it('keeps a wrong code at its field, and a change that is given up ends', async () => {
    const server = serverWith(ENROLLED);
    server.problems = { '/authenticator-acts/act-1/confirm': { code: 'INTENT_CODE_WRONG', status: 422 } };
    const element = await stage(server);
    one(element, '.remove')?.click();
    await until(() => one(element, '.removal'), 'the question');
    one(element, '.removal .danger')?.click();
    await until(() => one(element, '#code'), 'the field of the code');
    await giveCode(element, '#code', '.confirm-change');
    await until(() => (textOf(element, '.change').includes('The code is not right.') ? true : null), 'the fault');
    one(element, '.change .quiet:last-child')?.click();
    await until(() => (one(element, '.change') === null ? true : null), 'the end');
    expect(one(element, '.authenticator')).not.to.equal(null);
  });

  it('offers no change where nothing that the person has is enough', async () => {
    const element = await stage(serverWith({ ...ENROLLED, methods: [...ENROLLED.methods, TOKEN], changesBy: [] }));
    expect(textOf(element, '.note.warn')).to.include('Ask an administrator.');
    expect([one(element, '.remove'), one(element, '.add')]).to.deep.equal([null, null]);
    await assertAccessible(element);
  });

  it('says that the list could not be read', async () => {
    const server = serverWith(ENROLLED);
    server.problems = { '/intent-methods': { code: 'FORBIDDEN', status: 403 } };
    const element = await stage(server);
    expect(textOf(element, '.failure')).to.include('could not be read');
    await assertAccessible(element);
  });

  it('fits into 320 pixels, in both languages', async () => {
    for (const locale of ['en', 'zh-CN']) {
      const element = await stage(serverWith(NOTHING), locale);
      element.style.inlineSize = '288px';
      one(element, '.add')?.click();
      await until(() => one(element, '.set-up'), 'the form');
      one(element, '.set-up')?.click();
      await until(() => one(element, '.qr'), 'the QR code');
      expect(element.scrollWidth, locale).to.be.at.most(288);
    }
  });
});
