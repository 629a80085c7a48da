import type { IntentMethodList, UseChallenge } from '@sealkit/core/protocol';
import { html } from 'lit';
import { assertAccessible } from '../../test/accessible.ts';
import { CHALLENGE, ENROLLED, FakeServer, TOTP_METHOD, TOTP_SECRET } from '../../test/fake-signing.ts';
import { mount, until } from '../../test/mount.ts';
import { ClientError } from '../client/client-error.ts';
import type { GivenIntent } from '../controllers/given-intent.ts';
import { codeDigits } from '../controllers/intent-state.ts';
import '../define/intent-check.ts';
import '../define/seal-provider.ts';
import { catalogueFaults } from '../foundation/catalogue-faults.ts';
import { REFUSALS } from '../foundation/refusals.messages.ts';
import type { SealChallengeSentEvent, SealFailedEvent } from './intent-check.events.ts';
import { INTENT_MESSAGES } from './intent-check.messages.ts';
import type { IntentCheck } from './intent-check.ts';

const PASSKEY: IntentMethodList['methods'][number] = { method: 'passkey', assurance: 3, form: 'passkey', enrols: true, ready: true };
const SMS: IntentMethodList['methods'][number] = { method: 'otp-sms', assurance: 1, form: 'code', enrols: false, ready: true };
const FACE: IntentMethodList['methods'][number] = { method: 'notary', assurance: 3, form: 'redirect', enrols: false, ready: true };

/** A clock that stands until it is moved. */
class StillClock {
  #now = Date.parse('2026-09-18T06:31:00Z');
  now(): Date {
    return new Date(this.#now);
  }
  pass(seconds: number): void {
    this.#now += seconds * 1000;
  }
}

interface Stage {
  readonly check: IntentCheck;
  readonly server: FakeServer;
  readonly clock: StillClock;
  readonly given: GivenIntent[];
  readonly heard: Event[];
  /** What the next answer is refused with. */
  refuse: ClientError | null;
}

async function stage(
  methods: readonly IntentMethodList['methods'][number][],
  options: Partial<FakeServer> & { locale?: string } = {},
): Promise<Stage> {
  const { locale = 'en', ...rest } = options;
  const server = Object.assign(new FakeServer(), { methods: { methods, authenticators: [], changesBy: null } }, rest);
  const clock = new StillClock();
  const scene: { refuse: ClientError | null; given: GivenIntent[]; heard: Event[] } = { refuse: null, given: [], heard: [] };
  const challenge: UseChallenge = { ...CHALLENGE, methods: methods.map(({ method }) => method), minimumAssurance: 1 };
  const confirm = (given: GivenIntent): Promise<void> => {
    scene.given.push(given);
    return scene.refuse ? Promise.reject(scene.refuse) : Promise.resolve();
  };
  const provider = await mount<HTMLElement>(
    html`<seal-provider endpoint="/api" locale=${locale} time-zone="Asia/Shanghai" .transport=${server.transport} .clock=${clock}
      ><intent-check .challenge=${challenge} .confirm=${confirm}></intent-check
    ></seal-provider>`,
  );
  const check = provider.querySelector('intent-check') as IntentCheck;
  for (const name of ['method-change', 'challenge-sent', 'verified', 'failed', 'locked'])
    check.addEventListener(`seal-${name}`, (event) => scene.heard.push(event));
  await until(() => one(check, '.method') ?? one(check, '.note'), 'the methods');
  return Object.assign(scene, { check, server, clock });
}

const one = <Type extends HTMLElement = HTMLElement>(check: IntentCheck, selector: string): Type | null =>
  check.shadowRoot?.querySelector<Type>(selector) ?? null;
const textOf = (check: IntentCheck, selector: string): string => one(check, selector)?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
const action = (check: IntentCheck): HTMLElement | null => one(check, '[part=action]');
/** Colours change while something runs: axe looks when nothing does. */
async function restsAccessible(check: IntentCheck): Promise<void> {
  await until(() => action(check)?.getAttribute('aria-disabled') !== 'true', 'rest');
  await assertAccessible(check);
}
const wrongCode = (triesLeft: number): ClientError => new ClientError('INTENT_CODE_WRONG', 'x', { status: 422, values: { triesLeft } });

async function enter(check: IntentCheck, text: string, selector = '#code'): Promise<void> {
  const input = one<HTMLInputElement>(check, selector);
  if (!input) throw new Error('there is no field');
  input.value = text;
  input.dispatchEvent(new Event('input'));
  await check.updateComplete;
}

/** Puts something in the place of the browser's own authenticators until the test is over. */
const browser = navigator.credentials;
afterEach(() => {
  // The own property hides what the prototype has.
  Reflect.deleteProperty(browser, 'get');
});

const REQUEST_OPTIONS = {
  challenge: 'AAAA',
  rpId: 'localhost',
  timeout: 1000,
  userVerification: 'required',
  allowCredentials: [],
} as const;

describe('<intent-check>', () => {
  it('has its messages in every locale', () => {
    expect(catalogueFaults(INTENT_MESSAGES)).to.deep.equal([]);
    expect(catalogueFaults(REFUSALS)).to.deep.equal([]);
  });

  it('takes digits as people paste them, of full width too', () => {
    expect(codeDigits(' 12 3-456')).to.equal('123456');
    expect(codeDigits('１２３４５６')).to.equal('123456');
    expect(codeDigits('1234567')).to.equal('123456');
    expect(codeDigits('code')).to.equal('');
  });

  it('shows the act with the beginning and the end of the digest', async () => {
    const { check } = await stage([TOTP_METHOD]);
    expect(textOf(check, '.act p')).to.equal(
      '沈知遥, for 青岚数据科技有限公司, places 合同专用章 (version 3) once on pages 1–2, 6 of “数据采集设备购销合同.pdf”.',
    );
    expect(textOf(check, '.act')).to.include('9f2c 7b10 e6d3 … 41ab');
    await restsAccessible(check);
  });

  it('offers what the permit takes, the strongest that is ready first, and begins a code at once', async () => {
    const { check, server, heard } = await stage([SMS, TOTP_METHOD, { ...PASSKEY, ready: false }]);
    await until(() => one(check, '#code'), 'the field');
    const names = [...(check.shadowRoot?.querySelectorAll('.method b') ?? [])].map((each) => each.textContent);
    expect(names).to.deep.equal(['Authenticator app', 'Text message', 'Passkey']);
    expect(server.calls.filter(({ path }) => path.endsWith('/intents')).map(({ body }) => body)).to.deep.equal([{ method: 'totp' }]);
    expect(heard.map(({ type }) => type)).to.deep.equal(['seal-method-change', 'seal-challenge-sent']);
    expect(textOf(check, '#code-life')).to.include('4 min 0 s left to confirm.');
  });

  it('has one field for the code, which a password manager and a keyboard of digits know', async () => {
    const { check, given } = await stage([TOTP_METHOD]);
    await until(() => one(check, '#code'), 'the field');
    const input = one<HTMLInputElement>(check, '#code');
    expect(check.shadowRoot?.querySelectorAll('input:not([type=radio])').length).to.equal(1);
    expect([input?.autocomplete, input?.inputMode, input?.maxLength]).to.deep.equal(['one-time-code', 'numeric', -1]);
    await enter(check, ' 123 456 ');
    expect(input?.value).to.equal('123456');
    one<HTMLFormElement>(check, 'form.code')?.requestSubmit();
    await until(() => given.length === 1, 'the answer');
    expect(given[0]).to.deep.equal({ intentId: 'i-1', method: 'totp', answer: { code: '123456' }, asksOnly: false });
    await restsAccessible(check);
  });

  it('does not send a code that is not whole, and leads back to the field', async () => {
    const { check, given } = await stage([TOTP_METHOD]);
    await until(() => one(check, '#code'), 'the field');
    await enter(check, '123');
    action(check)?.click();
    await until(() => one(check, '#code[aria-invalid=true]'), 'the fault');
    expect(given.length).to.equal(0);
    expect(textOf(check, '#code-fault')).to.equal('Enter all 6 digits.');
    await until(() => check.shadowRoot?.activeElement === one(check, '#code'), 'the focus');
    expect(one(check, '#code')?.getAttribute('aria-describedby')).to.equal('code-fault code-life');
    await restsAccessible(check);
  });

  it('says at the field that a code is wrong, and how many tries are left', async () => {
    const scene = await stage([TOTP_METHOD]);
    const { check, heard } = scene;
    await until(() => one(check, '#code'), 'the field');
    scene.refuse = wrongCode(1);
    await enter(check, '000000');
    action(check)?.click();
    await until(() => one(check, '#code[aria-invalid=true]'), 'the fault');
    expect(textOf(check, '#code-fault')).to.include('The code is not right.');
    expect(textOf(check, '#code-life')).to.include('1 try left.');
    expect(one<HTMLInputElement>(check, '#code')?.value).to.equal('');
    const failed = heard.find(({ type }) => type === 'seal-failed') as SealFailedEvent;
    expect([failed.method, failed.code, failed.attemptsLeft]).to.deep.equal(['totp', 'INTENT_CODE_WRONG', 1]);
    // The last one: this proof is over, another can be begun.
    scene.refuse = wrongCode(0);
    await enter(check, '000001');
    action(check)?.click();
    await until(() => one(check, '.failure'), 'the end of the proof');
    expect(action(check)?.textContent?.trim()).to.equal('Begin again');
    scene.refuse = null;
    action(check)?.click();
    await until(() => one(check, '#code'), 'another proof');
    await restsAccessible(check);
  });

  it('closes codes for an account that is locked, and leaves other ways open', async () => {
    const scene = await stage([TOTP_METHOD, { ...PASSKEY, ready: false }]);
    const { check, heard } = scene;
    await until(() => one(check, '#code'), 'the field');
    scene.refuse = new ClientError('INTENT_LOCKED', 'x', { status: 429 });
    await enter(check, '000000');
    action(check)?.click();
    await until(() => one(check, '.failure'), 'the refusal');
    expect(heard.at(-1)?.type).to.equal('seal-locked');
    expect(one<HTMLInputElement>(check, '[value=totp]')?.disabled).to.equal(true);
    expect(one<HTMLInputElement>(check, '[value=passkey]')?.disabled).to.equal(false);
    expect(action(check)).to.equal(null);
    await restsAccessible(check);
  });

  it('says how long there is, warns before the end, and gives more time by another proof', async () => {
    const { check, clock, server } = await stage([TOTP_METHOD]);
    await until(() => one(check, '#code'), 'the field');
    const spoken = (): string => textOf(check, '[role=status].visually-hidden');
    await until(() => spoken().includes('You have 4 min 0 s to confirm.'), 'the time said');
    clock.pass(185);
    await until(() => spoken().startsWith('55 seconds left'), 'the warning');
    expect(spoken()).to.include('More time');
    one(check, '.more-time')?.click();
    await until(() => server.asked('/uses/u-18204/intents') === 2, 'another proof');
    await until(() => spoken().includes('You have 55 s to confirm.'), 'its time said');
    clock.pass(60);
    await until(() => textOf(check, '.note.warn') === 'The time is over. Nothing was signed.', 'the end');
    expect(action(check)?.textContent?.trim()).to.equal('Begin again');
    await restsAccessible(check);
  });

  it('says no time where the clock of the computer is wrong, and leaves it to the server', async () => {
    const { check, given } = await stage([TOTP_METHOD], { intent: { expiresAt: '2026-09-18T06:20:00Z' } });
    await until(() => one(check, '#code'), 'the field');
    expect(textOf(check, '#code-life')).to.equal('More time');
    await enter(check, '123456');
    action(check)?.click();
    await until(() => given.length === 1, 'the answer');
  });

  it('sends a code only when asked, says where it went, and counts down to another one', async () => {
    const intent = { sentTo: '138 •••• 2046', resendFrom: '2026-09-18T06:32:00Z' };
    const { check, clock, server, heard } = await stage([SMS], { intent });
    expect(server.asked('/uses/u-18204/intents')).to.equal(0);
    expect(action(check)?.textContent?.trim()).to.equal('Send code');
    action(check)?.click();
    await until(() => one(check, '#code'), 'the field');
    expect((heard.at(-1) as SealChallengeSentEvent).masked).to.equal('138 •••• 2046');
    expect(textOf(check, '.intent')).to.include('Sent to 138 •••• 2046');
    expect(textOf(check, '.intent')).to.include('the end of its fingerprint, 0041ab');
    const spoken = (): string => textOf(check, '[role=status].visually-hidden');
    await until(() => spoken().includes('It can be sent again in 1 min 0 s.'), 'the countdown said');
    expect(one(check, '.resend')?.getAttribute('aria-disabled')).to.equal('true');
    one(check, '.resend')?.click();
    expect(server.asked('/uses/u-18204/intents')).to.equal(1);
    clock.pass(12);
    await until(() => textOf(check, '.resend') === 'Send again in 48 s', 'the countdown shown');
    clock.pass(50);
    await until(() => spoken() === 'The code can be sent again now.', 'the end of the countdown said');
    one(check, '.resend')?.click();
    await until(() => server.asked('/uses/u-18204/intents') === 2, 'another code');
    await restsAccessible(check);
  });

  it('hands on what a passkey signed', async () => {
    const { check, given } = await stage([PASSKEY], { intent: { passkey: REQUEST_OPTIONS } });
    let asked: CredentialRequestOptions | undefined;
    const credential = Object.setPrototypeOf({ toJSON: () => ({ id: 'cred' }) }, PublicKeyCredential.prototype) as Credential;
    browser.get = (options) => {
      asked = options;
      return Promise.resolve(credential);
    };
    expect(textOf(check, '.intent')).to.include('signs what is written above');
    action(check)?.click();
    await until(() => given.length === 1, 'the answer');
    expect(asked?.publicKey?.userVerification).to.equal('required');
    expect(given[0]?.answer).to.deep.equal({ credential: { id: 'cred' } });
    await restsAccessible(check);
  });

  for (const [name, words] of [
    ['NotAllowedError', 'cancelled, the time ran out'],
    ['AbortError', 'cancelled, the time ran out'],
    ['SecurityError', 'cannot be used on this page’s address'],
    ['NotSupportedError', 'has no passkeys of the kind'],
    ['ConstraintError', 'cannot check that it is you'],
    ['InvalidStateError', 'has a passkey for you already'],
    ['UnknownError', 'could not use the passkey'],
    ['SomeOtherError', 'could not use the passkey'],
  ] as const) {
    it(`says in words that the browser answered ${name}`, async () => {
      const { check, given, heard } = await stage([PASSKEY], { intent: { passkey: REQUEST_OPTIONS } });
      browser.get = () => Promise.reject(new DOMException('x', name));
      action(check)?.click();
      await until(() => one(check, '.failure'), 'the failure');
      expect(textOf(check, '.failure')).to.include(words);
      expect(given.length).to.equal(0);
      expect(heard.at(-1)?.type).to.equal('seal-failed');
      await restsAccessible(check);
    });
  }

  it('ends the wait for a device on request, without a failure', async () => {
    const { check } = await stage([PASSKEY], { intent: { passkey: REQUEST_OPTIONS } });
    browser.get = (options) =>
      new Promise((_, reject) => options?.signal?.addEventListener('abort', () => reject(new DOMException('x', 'AbortError'))));
    action(check)?.click();
    await until(() => one(check, '.stop-waiting'), 'the wait');
    await assertAccessible(check);
    one(check, '.stop-waiting')?.click();
    await until(() => action(check)?.getAttribute('aria-disabled') === 'false', 'the button');
    expect(one(check, '.failure')).to.equal(null);
  });

  it('opens the page of a provider in a window of its own and asks until the person is done', async () => {
    const scene = await stage([FACE], { intent: { actionUrl: 'https://provider.example/f?o=1' } });
    const { check, given } = scene;
    expect(textOf(check, '.method b')).to.equal('notary');
    action(check)?.click();
    await until(() => one(check, 'a.button'), 'the link');
    const link = one<HTMLAnchorElement>(check, 'a.button');
    expect([link?.target, link?.rel]).to.deep.equal(['_blank', 'noopener noreferrer']);
    expect(textOf(check, 'a.button')).to.equal('Open the page of provider.example opens in a new window');
    await restsAccessible(check);
    link?.addEventListener('click', (event) => event.preventDefault());
    scene.refuse = new ClientError('INTENT_PENDING', 'x', { status: 409 });
    link?.click();
    await until(() => given.length === 1, 'the first question');
    expect(given[0]).to.deep.equal({ intentId: 'i-1', method: 'notary', answer: {}, asksOnly: true });
    expect(textOf(check, '.waiting')).to.include('Waiting until you have finished there.');
    one(check, '.stop-waiting')?.click();
    await until(() => one(check, '.waiting') === null, 'the end of the wait');
    scene.refuse = null;
    link?.click();
    await until(() => scene.heard.at(-1)?.type === 'seal-verified', 'the end');
  });

  it('sends what the script of a provider says of the device', async () => {
    const { check, server } = await stage([FACE], { intent: { actionUrl: 'https://provider.example/f' } });
    check.deviceOf = (method) => Promise.resolve(`device of ${method}`);
    check.challenge = { ...CHALLENGE, methods: ['notary'] };
    await check.updateComplete;
    await until(() => action(check), 'the button');
    action(check)?.click();
    await until(() => one(check, 'a.button'), 'the link');
    expect(server.calls.at(-1)?.body).to.deep.equal({ method: 'notary', device: 'device of notary' });
  });

  it('follows no address that is not one of the web', async () => {
    const { check } = await stage([FACE], { intent: { actionUrl: 'javascript:alert(1)' } });
    action(check)?.click();
    await until(() => action(check) === null, 'the proof');
    expect(one(check, 'a.button')).to.equal(null);
  });

  it('says that a browser has no passkeys, and chooses another way', async () => {
    const was = Object.getOwnPropertyDescriptor(window, 'PublicKeyCredential');
    Object.defineProperty(window, 'PublicKeyCredential', { value: undefined, configurable: true });
    try {
      const { check } = await stage([PASSKEY, SMS]);
      expect(one<HTMLInputElement>(check, '[value=passkey]')?.disabled).to.equal(true);
      expect(textOf(check, '.off small')).to.equal('Not possible in this browser or at this address');
      expect(one<HTMLInputElement>(check, '[value=otp-sms]')?.checked).to.equal(true);
      await restsAccessible(check);
    } finally {
      if (was) Object.defineProperty(window, 'PublicKeyCredential', was);
    }
  });

  it('sets up an authenticator app where there is none, by key and by QR code, and goes on', async () => {
    const { check, server } = await stage([{ ...TOTP_METHOD, ready: false }]);
    expect(textOf(check, '.enrolment')).to.include('You have not set this up yet.');
    expect(action(check)).to.equal(null);
    await restsAccessible(check);
    one(check, '.set-up')?.click();
    await until(() => one(check, '.qr'), 'the QR code');
    expect(textOf(check, '.secret-text').replaceAll(' ', '')).to.equal(TOTP_SECRET);
    expect(one(check, '.qr')?.getAttribute('aria-label')).to.equal('QR code of the key');
    await restsAccessible(check);
    server.problems = { '/intent-enrolments/enrol-1/confirm': { code: 'INTENT_CODE_WRONG', status: 422 } };
    await enter(check, '000000', '#first-code');
    one(check, '.finish')?.click();
    await until(() => one(check, '#first-code[aria-invalid=true]'), 'the fault');
    expect(textOf(check, '#first-code-fault')).to.include('The code is not right.');
    server.problems = {};
    await enter(check, '123456', '#first-code');
    one(check, '.finish')?.click();
    await until(() => one(check, '#code'), 'the field of the act');
    expect(textOf(check, '.note.info')).to.include('Wait for the next code');
    expect(server.methods).to.equal(ENROLLED);
    expect(one(check, '.qr')).to.equal(null);
  });

  it('is walked by the keyboard: ways by arrows, the code by Enter', async () => {
    const { check, given } = await stage([TOTP_METHOD, SMS]);
    await until(() => one(check, '#code'), 'the field');
    const radios = [...(check.shadowRoot?.querySelectorAll<HTMLInputElement>('[name=intent-method]') ?? [])];
    expect(radios.map(({ type, value }) => [type, value])).to.deep.equal([
      ['radio', 'totp'],
      ['radio', 'otp-sms'],
    ]);
    radios[1]?.click();
    await until(() => action(check)?.textContent?.trim() === 'Send code', 'the other way');
    radios[0]?.click();
    await until(() => one(check, '#code'), 'the way back');
    await enter(check, '123456');
    one<HTMLFormElement>(check, 'form.code')?.requestSubmit();
    await until(() => given.length === 1, 'the answer');
  });

  it('says that nothing is offered, and that the server did not answer', async () => {
    const { check } = await stage([]);
    expect(textOf(check, '.note.warn')).to.include('is not offered here');
    const failing = await stage([TOTP_METHOD], {
      problems: { '/uses/u-18204/intents': { code: 'INTENT_PROVIDER_FAILED', status: 503, retryable: false } },
    });
    await until(() => one(failing.check, '.failure'), 'the failure');
    expect(textOf(failing.check, '.failure')).to.include('The service that confirms could not do its work.');
    expect(action(failing.check)?.textContent?.trim()).to.equal('Begin again');
    await restsAccessible(failing.check);
  });

  it('fits into 320 pixels, in both languages', async () => {
    for (const locale of ['en', 'zh-CN']) {
      const intent = { sentTo: '138 •••• 2046', resendFrom: '2026-09-18T06:32:00Z' };
      const { check } = await stage([TOTP_METHOD, SMS, { ...PASSKEY, ready: false }], { intent, locale });
      check.style.inlineSize = '288px';
      await until(() => one(check, '#code'), 'the field');
      expect(check.scrollWidth, locale).to.be.at.most(288);
      expect(one(check, '#code')?.getBoundingClientRect().width).to.be.at.most(288);
      one(check, '[value=passkey]')?.click();
      await until(() => one(check, '.enrolment'), 'the setup');
      expect(check.scrollWidth, locale).to.be.at.most(288);
    }
  });
});
