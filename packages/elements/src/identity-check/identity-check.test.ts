import type { IdentityProviderList, IdentityVerificationRequest, IdentityVerificationView } from '@sealkit/core/protocol';
import { html } from 'lit';
import { assertAccessible } from '../../test/accessible.ts';
import { mount, until } from '../../test/mount.ts';
import { SAMPLE_SESSION } from '../../test/samples.ts';
import '../define/identity-check.ts';
import '../define/seal-provider.ts';
import { catalogueFaults } from '../foundation/catalogue-faults.ts';
import { IDENTITY_MESSAGES } from './identity-check.messages.ts';
import type { IdentityCheck } from './identity-check.ts';
import { claimsOf, EMPTY_DRAFT, fieldFault, fieldsOf } from './identity-form.ts';

/** Invented: the check character is right, the region and the person are not. */
const NUMBER = '11010519491231002X';
const USCC = '91350100M000100Y43';
const NOW = new Date('2026-09-18T06:30:00Z');

const PROVIDERS: IdentityProviderList = {
  providers: [
    { name: 'register', subjects: ['person', 'organisation'], methods: ['document-data', 'registration-number'], decidedByPeople: false },
    { name: 'faces', subjects: ['person'], methods: ['face'], decidedByPeople: false },
    { name: 'review', subjects: ['person', 'organisation'], methods: ['manual-review', 'authorisation-letter'], decidedByPeople: true },
  ],
};

const VERIFICATION: IdentityVerificationView = {
  id: 'v-1',
  subject: { kind: 'person', id: SAMPLE_SESSION.person.id },
  provider: 'register',
  method: 'document-data',
  state: 'passed',
  startedAt: '2026-09-18T06:30:00Z',
  startedBy: SAMPLE_SESSION.person.id,
  finishedAt: '2026-09-18T06:30:02Z',
  verifiedName: '沈知遥',
  registrationNumber: null,
  legalRepresentative: null,
  personalNumberShown: '1****************X',
  phoneShown: null,
  accountShown: null,
  documents: [],
  actionUrl: null,
  failure: null,
  decidedBy: null,
  event: null,
};

interface Refusal {
  readonly code: string;
  readonly status: number;
  readonly retryable?: boolean;
}

class IdentityServer {
  readonly calls: { readonly path: string; readonly body: unknown }[] = [];
  earlier: readonly IdentityVerificationView[] = [];
  /** What the verification is when it is begun, and what a later question finds. */
  begun: Partial<IdentityVerificationView> = {};
  later: Partial<IdentityVerificationView> = {};
  problem: Refusal | null = null;
  laterProblem: Refusal | null = null;

  readonly send = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const path = pathname.replace('/api', '');
    const body: unknown = request.method === 'POST' ? await request.json() : null;
    this.calls.push({ path, body });
    if (path === '/session') return Response.json(SAMPLE_SESSION);
    if (path === '/trust') return Response.json({ signers: [], sealMakers: [], registers: [], timestampAuthorities: [], logs: [] });
    if (path === '/identity-providers') return Response.json(PROVIDERS);
    if (path === '/identity-verifications' && request.method === 'GET') return Response.json({ verifications: this.earlier });
    if (path === '/identity-verifications') return this.#begin(body as IdentityVerificationRequest);
    if (path === '/identity-verifications/v-1/certificates')
      return Response.json({
        status: 'issued',
        certificate: `sha256:${'ab'.repeat(32)}`,
        notAfter: '2027-09-18T00:00:00Z',
        pollAfterMs: null,
      });
    if (this.laterProblem) return refused(this.laterProblem);
    return Response.json({ ...VERIFICATION, ...this.begun, ...this.later });
  };

  asked(path: string): number {
    return this.calls.filter((call) => call.path === path).length;
  }

  sent(): IdentityVerificationRequest | undefined {
    return this.calls.find(({ path, body }) => path === '/identity-verifications' && body !== null)?.body as
      | IdentityVerificationRequest
      | undefined;
  }

  #begin({ subject, provider, method }: IdentityVerificationRequest): Response {
    const { problem } = this;
    if (problem) return refused(problem);
    return Response.json({ ...VERIFICATION, subject, provider, method, ...this.begun }, { status: 201 });
  }
}

const refused = (problem: Refusal): Response =>
  Response.json({ type: 'about:blank', title: 'x', retryable: false, ...problem }, { status: problem.status });

interface Stage {
  readonly check: IdentityCheck;
  readonly server: IdentityServer;
  readonly heard: string[];
}

async function stage(server: IdentityServer, change: Partial<IdentityCheck> = {}): Promise<Stage> {
  const provider = await mount<HTMLElement>(
    html`<seal-provider endpoint="/api" locale="en" time-zone="Asia/Shanghai" .transport=${server.send} .clock=${{ now: () => NOW }}
      ><identity-check></identity-check
    ></seal-provider>`,
  );
  const check = provider.querySelector('identity-check') as IdentityCheck;
  Object.assign(check, change);
  const heard: string[] = [];
  for (const name of ['verified', 'failed', 'manual-review', 'error'])
    check.addEventListener(`seal-${name}`, ({ type }) => heard.push(type));
  await until(() => one(check, '.ways, .facts, .failure'), 'what the server knows');
  return { check, server, heard };
}

const one = <Type extends HTMLElement = HTMLElement>(check: IdentityCheck, selector: string): Type | null =>
  check.shadowRoot?.querySelector<Type>(selector) ?? null;
const textOf = (check: IdentityCheck, selector: string): string => one(check, selector)?.innerText.replace(/\s+/g, ' ').trim() ?? '';

async function choose(check: IdentityCheck, method: string): Promise<void> {
  one(check, `.way[value=${method}]`)?.click();
  await until(() => one(check, '.identity-form'), 'the form');
}

async function fill(check: IdentityCheck, field: string, text: string): Promise<void> {
  const input = one<HTMLInputElement>(check, `#${field}`);
  input?.dispatchEvent(new FocusEvent('focus'));
  await check.updateComplete;
  if (input) input.value = text;
  input?.dispatchEvent(new Event('input'));
  await check.updateComplete;
  input?.dispatchEvent(new FocusEvent('blur'));
  await check.updateComplete;
}

const send = (check: IdentityCheck): void => one(check, '.identity-form [type=submit]')?.click();

describe('<identity-check>', () => {
  it('has its messages in every locale', () => {
    expect(catalogueFaults(IDENTITY_MESSAGES)).to.deep.equal([]);
  });

  it('offers the ways for a person, and keeps in sight with the reason what this page cannot do', async () => {
    const { check } = await stage(new IdentityServer());
    const ways = [...(check.shadowRoot?.querySelectorAll<HTMLButtonElement>('.way') ?? [])];
    expect(ways.map(({ value }) => value)).to.deep.equal(['document-data', 'face', 'manual-review']);
    expect(ways.map((way) => way.getAttribute('aria-disabled'))).to.deep.equal(['false', 'false', 'true']);
    expect(ways[2]?.innerText).to.include('no place for documents');
    ways[2]?.click();
    await check.updateComplete;
    expect(one(check, '.identity-form')).to.equal(null);
    await assertAccessible(check);
  });

  it('says at once what is wrong with a number, and sends nothing until all is right', async () => {
    const { check, server } = await stage(new IdentityServer());
    await choose(check, 'document-data');
    expect(textOf(check, '#fault-number')).to.equal('');
    await fill(check, 'number', '110105194912310021');
    expect(textOf(check, '#fault-number')).to.include('last character does not fit');
    expect(one(check, '#number')?.getAttribute('aria-describedby')).to.equal('fault-number');
    await assertAccessible(check);
    await fill(check, 'name', '');
    send(check);
    await until(() => check.shadowRoot?.activeElement?.id === 'name', 'the focus on the first fault');
    expect(server.sent()).to.equal(undefined);
    await fill(check, 'number', NUMBER.toLowerCase());
    expect(textOf(check, '#fault-number')).to.equal('');
  });

  it('sends what the way takes, and shows the verified person with masked numbers', async () => {
    const { check, server, heard } = await stage(new IdentityServer(), { returnUrl: 'https://host.example/back' });
    await choose(check, 'document-data');
    await fill(check, 'name', ' 沈知遥 ');
    await fill(check, 'number', '110105 19491231 002x');
    send(check);
    await until(() => heard.includes('seal-verified'), 'the result');
    expect(server.sent()).to.deep.equal({
      subject: VERIFICATION.subject,
      provider: 'register',
      method: 'document-data',
      claims: { kind: 'person', name: '沈知遥', personalNumber: { type: 'resident-id', number: NUMBER } },
      documents: [],
      returnUrl: 'https://host.example/back',
    });
    await check.updateComplete;
    expect(textOf(check, '.check')).to.include('沈知遥 is confirmed.').and.to.include('1****************X');
    await assertAccessible(check);
  });

  it('leaves a personal number in no attribute, no storage and no address, and masks it once its field is left', async () => {
    const { check, server } = await stage(new IdentityServer());
    server.problem = { code: 'IDENTITY_PROVIDER_FAILED', status: 409 };
    await choose(check, 'document-data');
    await fill(check, 'name', '沈知遥');
    await fill(check, 'number', NUMBER);
    expect(one<HTMLInputElement>(check, '#number')?.value).to.equal('1****************X');
    send(check);
    await until(() => one(check, '.failure'), 'the refusal');
    const places = [
      check.shadowRoot?.innerHTML,
      document.documentElement.outerHTML,
      location.href,
      JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
    ];
    expect(places.filter((place) => place?.includes(NUMBER))).to.deep.equal([]);
    one(check, '#number')?.dispatchEvent(new FocusEvent('focus'));
    await check.updateComplete;
    expect(one<HTMLInputElement>(check, '#number')?.value).to.equal(NUMBER);
    expect(one(check, '#number')?.getAttribute('autocomplete')).to.equal('off');
  });

  it('goes on with a pending verification after a reload, over the page of the provider', async () => {
    const server = new IdentityServer();
    const pending = {
      state: 'pending',
      provider: 'faces',
      method: 'face',
      finishedAt: null,
      actionUrl: 'https://faces.example/go',
    } as const;
    server.earlier = [{ ...VERIFICATION, ...pending }];
    server.begun = pending;
    const { check, heard } = await stage(server);
    const link = one<HTMLAnchorElement>(check, 'a.button');
    expect([link?.href, link?.target, link?.rel]).to.deep.equal(['https://faces.example/go', '_blank', 'noopener noreferrer']);
    await assertAccessible(check);
    server.later = { state: 'failed', failure: 'NOT_ALIVE', actionUrl: null };
    await check.continueWith('ticket-7');
    await until(() => heard.includes('seal-failed'), 'the result');
    expect(server.calls.findLast(({ path }) => path === '/identity-verifications/v-1/steps')?.body).to.deep.equal({ answer: 'ticket-7' });
    await check.updateComplete;
    expect(textOf(check, '.note.danger')).to.include('living person');
    await assertAccessible(check);
    one(check, '.again')?.click();
    await until(() => one(check, '.ways'), 'the ways again');
  });

  it('says that the provider gave no answer, and asks on until it has one', async () => {
    const server = new IdentityServer();
    server.earlier = [{ ...VERIFICATION, state: 'pending', finishedAt: null }];
    const { check, heard } = await stage(server);
    server.laterProblem = { code: 'IDENTITY_PROVIDER_FAILED', status: 503, retryable: true };
    one(check, '.check-now')?.click();
    await until(() => textOf(check, '.failure').includes('identity provider cannot be reached'), 'what is wrong');
    expect([one(check, '.facts') === null, heard.includes('seal-error')]).to.deep.equal([false, true]);
    await assertAccessible(check);
    server.laterProblem = null;
    await until(() => heard.includes('seal-verified'), 'the result, without another click');
    expect(one(check, '.failure')).to.equal(null);
  });

  it('follows no address but those of the web', async () => {
    const server = new IdentityServer();
    server.earlier = [{ ...VERIFICATION, state: 'pending', provider: 'faces', actionUrl: 'javascript:alert(1)' }];
    const { check } = await stage(server);
    expect(one(check, 'a')).to.equal(null);
  });

  it('hands documents to the host, their digests to the server, and waits for the person who decides', async () => {
    const server = new IdentityServer();
    server.begun = { state: 'pending', finishedAt: null };
    const kept: string[] = [];
    const { check, heard } = await stage(server, {
      subject: 'company',
      keepDocuments: (documents) => {
        kept.push(...documents.map(({ file, digest }) => `${file.name} ${digest}`));
        return Promise.resolve();
      },
    });
    await until(() => one(check, '.way[value=authorisation-letter]'), 'the ways of a company');
    await choose(check, 'authorisation-letter');
    await fill(check, 'name', '青岚数据科技有限公司');
    await fill(check, 'number', USCC);
    const files = new DataTransfer();
    files.items.add(new File(['letter'], `letter ${NUMBER}.pdf`, { type: 'application/pdf' }));
    const field = one<HTMLInputElement>(check, '#documents');
    if (field) field.files = files.files;
    field?.dispatchEvent(new Event('change'));
    await check.updateComplete;
    await assertAccessible(check);
    send(check);
    await until(() => heard.includes('seal-manual-review'), 'the review');
    // printf letter | sha256sum
    const digest = 'sha256:f80105efab6d863fd8fc243d269094469e2277e8f12e5a0a9f401e88494f7b4b';
    expect(kept).to.deep.equal([`letter ${NUMBER}.pdf ${digest}`]);
    expect(server.sent()?.documents).to.deep.equal([{ name: 'letter 1****************X.pdf', mediaType: 'application/pdf', digest }]);
    expect(server.sent()?.claims).to.deep.equal({
      kind: 'organisation',
      name: '青岚数据科技有限公司',
      registrationNumber: { type: 'uscc', number: USCC },
    });
    await check.updateComplete;
    expect(textOf(check, '.check')).to.include('A person looks at the documents');
    await assertAccessible(check);
  });

  it('keeps what was written when the server refuses, and says why', async () => {
    const { check, server, heard } = await stage(new IdentityServer());
    server.problem = { code: 'IDENTITY_NUMBER_MALFORMED', status: 422 };
    await choose(check, 'document-data');
    await fill(check, 'name', '沈知遥');
    await fill(check, 'number', NUMBER);
    send(check);
    await until(() => one(check, '.failure'), 'the refusal');
    expect(textOf(check, '.failure')).to.include('not written as such numbers are').and.to.include('What you entered stays here');
    expect(one<HTMLInputElement>(check, '#name')?.value).to.equal('沈知遥');
    expect(heard).to.include('seal-error');
  });

  it('begins with the registered name, of the person or of the company, and with none where it is not known', async () => {
    const { check } = await stage(new IdentityServer());
    await choose(check, 'document-data');
    expect(one<HTMLInputElement>(check, '#name')?.value).to.equal('沈知遥');
    const company = await stage(new IdentityServer(), { subject: 'company' });
    await until(() => one(company.check, '.way[value=registration-number]'), 'the ways of a company');
    await choose(company.check, 'registration-number');
    expect(one<HTMLInputElement>(company.check, '#name')?.value).to.equal('青岚数据科技有限公司');
    const other = await stage(new IdentityServer(), { subjectId: 'p-other' });
    await choose(other.check, 'document-data');
    expect(one<HTMLInputElement>(other.check, '#name')?.value).to.equal('');
  });

  it('says at the field of the name that the register has another one, and keeps what was written', async () => {
    const { check, server, heard } = await stage(new IdentityServer());
    server.problem = { code: 'IDENTITY_NAME_DIFFERS', status: 409 };
    await choose(check, 'document-data');
    await fill(check, 'name', '沈之遥');
    await fill(check, 'number', NUMBER);
    send(check);
    await until(() => check.shadowRoot?.activeElement?.id === 'name', 'the focus on the name');
    expect(textOf(check, '#fault-name')).to.include('The register has another name').and.to.include('Compare the name with the document.');
    expect(one(check, '#name')?.getAttribute('aria-invalid')).to.equal('true');
    expect([one(check, '.failure'), one<HTMLInputElement>(check, '#name')?.value]).to.deep.equal([null, '沈之遥']);
    expect(heard).to.include('seal-error');
    await assertAccessible(check);
    server.problem = null;
    await fill(check, 'name', '沈知遥');
    expect(textOf(check, '#fault-name')).to.equal('');
    send(check);
    await until(() => heard.includes('seal-verified'), 'the result');
    expect(server.calls.findLast(({ body }) => body !== null)?.body).to.deep.include({
      claims: { kind: 'person', name: '沈知遥', personalNumber: { type: 'resident-id', number: NUMBER } },
    });
  });

  it('keeps the form when the provider cannot be asked, and sends the same again', async () => {
    const { check, server, heard } = await stage(new IdentityServer());
    server.problem = { code: 'IDENTITY_PROVIDER_FAILED', status: 503, retryable: true };
    await choose(check, 'document-data');
    await fill(check, 'number', NUMBER);
    send(check);
    await until(() => one(check, '.failure'), 'the refusal');
    expect(textOf(check, '.failure')).to.include('identity provider cannot be reached').and.to.include('What you entered stays here');
    await assertAccessible(check);
    server.problem = null;
    send(check);
    await until(() => heard.includes('seal-verified'), 'the result');
  });

  it('gets a certificate for the verified person', async () => {
    const server = new IdentityServer();
    server.earlier = [VERIFICATION];
    const { check } = await stage(server);
    expect(textOf(check, '.certificate')).to.include('no certificate to sign with yet');
    one(check, '.get-certificate')?.click();
    await until(() => server.asked('/session') === 2, 'the session read anew');
    expect(server.asked('/identity-verifications/v-1/certificates')).to.equal(1);
  });

  it('can be gone through by keyboard: ways and fields are reached in order, and the title takes the focus of each step', async () => {
    const { check } = await stage(new IdentityServer());
    one<HTMLButtonElement>(check, '.way')?.focus();
    one(check, '.way')?.click();
    await until(() => check.shadowRoot?.activeElement?.id === 'title', 'the focus on the title');
    const order = [...(check.shadowRoot?.querySelectorAll<HTMLElement>('input, select, .identity-form button') ?? [])];
    expect(order.map(({ id, innerText, localName }) => (id === '' ? innerText : `${localName}#${id}`))).to.deep.equal([
      'input#name',
      'select#type',
      'input#number',
      'Cancel',
      'Confirm identity',
    ]);
  });
});

describe('the fields of an identity check', () => {
  const check = (kind: 'person' | 'organisation', number: string, more = {}): unknown =>
    fieldFault('number', kind, { ...EMPTY_DRAFT, number, ...more }, NOW);

  it('judges numbers by GB 11643 and GB 32100, and others by their characters alone', () => {
    expect(check('person', NUMBER)).to.equal(null);
    expect(check('person', '11010520271231002X')).to.equal('id-DATE_IN_FUTURE');
    expect(check('person', 'E12345678', { numberType: 'passport' })).to.equal(null);
    expect(check('person', 'E1234_5678', { numberType: 'passport' })).to.equal('characters');
    expect(check('organisation', USCC.toLowerCase())).to.equal(null);
    expect(check('organisation', '91350100M000100Y44')).to.equal('uscc-CHECK_CHARACTER');
    expect(check('organisation', '')).to.equal('missing');
  });

  it('sends no member that the way does not take', () => {
    const draft = { ...EMPTY_DRAFT, name: '沈知遥', number: NUMBER, phone: '13800005678', account: '6222020000000000' };
    expect(claimsOf('person', fieldsOf('face', false), draft)).to.deep.equal({
      kind: 'person',
      name: '沈知遥',
      personalNumber: { type: 'resident-id', number: NUMBER },
    });
    expect(Object.keys(claimsOf('person', fieldsOf('mobile-operator', false), draft))).to.deep.equal([
      'kind',
      'name',
      'personalNumber',
      'phone',
    ]);
  });
});
