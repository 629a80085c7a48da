import { encodeUtf8, type JsonValue } from '@sealkit/core/bytes';
import { digestOfJson, digestText } from '@sealkit/core/crypto';
import { ASIC_MEDIA_TYPE, buildEvidencePackage, type EvidenceRecords, readCanonicalZip, writeCanonicalZip } from '@sealkit/core/evidence';
import { TEST_TIME, testPki } from '@sealkit/testkit';
import { html } from 'lit';
import { assertAccessible } from '../../test/accessible.ts';
import { mount, until } from '../../test/mount.ts';
import { SAMPLE_SESSION } from '../../test/samples.ts';
import '../define/evidence-certificate.ts';
import '../define/seal-provider.ts';
import type { SealProvider } from '../seal-provider/seal-provider.ts';
import type { TrustAnchors } from '../foundation/context.ts';
import { runTask, type TaskInput, type TaskName, type TaskOutput } from '../worker/tasks.ts';
import { TaskError } from '../worker/task-error.ts';
import type { TaskRunner } from '../worker/task-runner.ts';
import type { SealEvidenceEvent } from './evidence-certificate.events.ts';
import type { EvidenceCertificate } from './evidence-certificate.ts';

/** An envelope that was opened and nothing more, issued by the test register. */
async function samplePackage(changes: Partial<EvidenceRecords> = {}): Promise<Uint8Array<ArrayBuffer>> {
  const { register } = await testPki();
  const document = encodeUtf8('no PDF');
  const version = { version: 1, digest: await digestText('SHA-256', document), length: document.length, useId: null };
  const envelope = { id: 'env-1', name: '合同', versions: [version] };
  const event: { readonly [name: string]: JsonValue } = {
    type: 'envelope-opened',
    chain: 'env-1',
    tenant: 't',
    sequence: 1,
    prev: null,
    body: { envelope: await digestOfJson(envelope) },
  };
  const records: EvidenceRecords = {
    tenant: 't',
    issued: { at: TEST_TIME.toISOString(), personId: 'p', issuer: '<img src=x>' },
    envelope,
    persons: [],
    organisations: [],
    seals: [],
    document: null,
    events: [event],
    log: null,
    uses: [],
    certificates: [],
    crls: [],
    ocspResponses: [],
    signatures: null,
    anchors: [],
    environment: null,
    report: null,
    missing: [{ what: 'issuer of CN=x', reason: 'the certificate is not at hand' }],
    ...changes,
  };
  return buildEvidencePackage(records, { signer: register.signer });
}

async function trusted(): Promise<TrustAnchors> {
  const { root } = await testPki();
  return { signers: [], sealMakers: [], registers: [root.certificate], timestampAuthorities: [] };
}

/** The same package with one octet of one entry changed. */
function spoilt(bytes: Uint8Array, name: string): Uint8Array<ArrayBuffer> {
  const entries = readCanonicalZip(bytes);
  if ('reason' in entries) throw new RangeError(entries.reason);
  return writeCanonicalZip(
    entries.map((entry) => {
      if (entry.name !== name) return entry;
      const changed = entry.bytes.slice();
      changed[10] = (changed[10] ?? 0) ^ 1;
      return { name, bytes: changed };
    }),
  );
}

const IN_PAGE: TaskRunner = { run: (name, input, signal) => runTask(name, input, signal), close: () => {} };
const CLOCK = { now: () => TEST_TIME };
const fileOf = (bytes: Uint8Array<ArrayBuffer>): File => new File([bytes], '案件.asice', { type: ASIC_MEDIA_TYPE });

/** A server that gives packages, or what `evidence` says; counts how often it is asked for one. */
function serverOf(evidence: (request: Request) => Response | Promise<Response>): {
  readonly transport: (request: Request) => Promise<Response>;
  readonly asked: Request[];
} {
  const asked: Request[] = [];
  return {
    asked,
    async transport(request) {
      const { pathname } = new URL(request.url);
      if (pathname.endsWith('/session')) return Response.json(SAMPLE_SESSION);
      if (pathname.endsWith('/trust'))
        return Response.json({ signers: [], sealMakers: [], registers: [], timestampAuthorities: [], logs: [] });
      asked.push(request);
      return evidence(request);
    },
  };
}
const packageAnswer = (bytes: Uint8Array<ArrayBuffer>): Response => new Response(bytes, { headers: { 'content-type': ASIC_MEDIA_TYPE } });
const problem = (status: number, code: string): Response =>
  Response.json({ type: 'about:blank', title: code, status, code }, { status, headers: { 'content-type': 'application/problem+json' } });

async function inProvider(
  transport: (request: Request) => Promise<Response>,
  { tasks = IN_PAGE, trust = undefined as TrustAnchors | undefined } = {},
): Promise<EvidenceCertificate> {
  const provider = await mount<SealProvider>(
    html`<seal-provider endpoint="/api" locale="en" time-zone="UTC" .clock=${CLOCK} .transport=${transport} .trust=${trust}
      ><evidence-certificate envelope-id="env-1" .tasks=${tasks}></evidence-certificate
    ></seal-provider>`,
  );
  const element = provider.querySelector('evidence-certificate');
  if (!element) throw new Error('no element');
  await until(() => element.context?.session, 'the session');
  await element.updateComplete;
  return element;
}

async function alone(file: File | undefined, settings: { trust?: TrustAnchors; locale?: string } = {}): Promise<EvidenceCertificate> {
  const element = await mount<EvidenceCertificate>(
    html`<evidence-certificate
      lang=${settings.locale ?? 'en'}
      .tasks=${IN_PAGE}
      .trust=${settings.trust}
      .file=${file}
    ></evidence-certificate>`,
  );
  if (file) await until(() => element.shadowRoot?.querySelector('.headline, .failure'), 'the findings');
  await element.updateComplete;
  return element;
}

const all = (element: EvidenceCertificate, selector: string): HTMLElement[] => [
  ...(element.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? []),
];
const textOf = (element: EvidenceCertificate, selector: string): string =>
  all(element, selector)
    .map((node) => node.textContent ?? '')
    .join(' | ')
    .replace(/\s+/g, ' ')
    .trim();
const rowOf = (element: EvidenceCertificate, id: string): string => textOf(element, `[data-id="${id}"] .check-head`);

describe('<evidence-certificate>', () => {
  it('has the evidence made at once, verifies it here and shows name, size, both digests and every row', async () => {
    const bytes = await samplePackage();
    const { transport, asked } = serverOf(() => packageAnswer(bytes));
    const element = await inProvider(transport, { trust: await trusted() });
    expect(textOf(element, '.holds')).to.include('Steps for checking it offline');
    await assertAccessible(element);
    const told = new Promise<SealEvidenceEvent>((resolve) =>
      element.addEventListener('seal-evidence', (event) => resolve(event as SealEvidenceEvent), { once: true }),
    );
    all(element, '.make')[0]?.click();
    const event = await told;
    await element.updateComplete;
    expect([asked.length, asked[0]?.method, new URL(asked[0]?.url ?? '').pathname]).to.deep.equal([
      1,
      'GET',
      '/api/envelopes/env-1/evidence',
    ]);
    expect(event.sha256).to.equal(await digestText('SHA-256', bytes));
    expect(event.from).to.equal('server');
    expect(event.report.rows.length).to.equal(11);
    expect(all(element, '.check').length).to.equal(14);
    expect(textOf(element, '[data-digest="sha256"]').replaceAll(' ', '')).to.equal(event.sha256.replace('sha256:', ''));
    expect(textOf(element, '[data-digest="sm3"]').replaceAll(' ', '')).to.equal(event.sm3);
    expect(textOf(element, '.meta')).to.include('case-env-1.asice');
    expect(rowOf(element, 'container.sm3')).to.match(/^SM3 digests The whole package Pass$/);
    expect(textOf(element, '.gaps')).to.include('issuer of CN=x');
    expect(element.shadowRoot?.querySelector('img')).to.equal(null);
    await assertAccessible(element);
  });

  it('marks what was not checked as not checked, and the whole then as no pass', async () => {
    const element = await alone(fileOf(await samplePackage()), { trust: await trusted() });
    expect(textOf(element, 'h2')).to.equal('What was checked holds; not everything could be checked here.');
    expect(all(element, '.headline')[0]?.classList.contains('pass')).to.equal(false);
    expect(rowOf(element, 'document.integrity')).to.match(/The document is not in the package: it was not looked at Not checked$/);
    expect(rowOf(element, 'log.inclusion')).to.match(/Not checked$/);
    expect(all(element, '[data-id="document.integrity"] .mark-skip').length).to.equal(1);
    expect(textOf(element, '.headline p')).to.equal('14 checks: 11 passed, 3 not made here');
  });

  it('leaves open what rests on trust where the page trusts nobody, and says so', async () => {
    const element = await alone(fileOf(await samplePackage()));
    expect(textOf(element, 'h2')).to.equal('Nothing is wrong, but something stays open.');
    expect(textOf(element, '.note')).to.include('This page names nobody whom you trust');
    expect(rowOf(element, 'container.signature')).to.match(/leads to no authority that you trust Cannot tell$/);
    expect(all(element, '.check .mark-fail').length).to.equal(0);
  });

  it('names the file of which one octet was changed, first in its group, with the technical line behind it', async () => {
    const element = await alone(fileOf(spoilt(await samplePackage(), 'events.jsonl')), { trust: await trusted() });
    expect(textOf(element, 'h2')).to.equal('The evidence does not hold.');
    expect(all(element, '.headline.fail').length).to.equal(1);
    const [first] = all(element, '.check .check-head');
    expect(first?.textContent?.replace(/\s+/g, ' ')).to.include('events.jsonl');
    first?.focus();
    first?.click();
    await element.updateComplete;
    expect(first?.getAttribute('aria-expanded')).to.equal('true');
    expect(textOf(element, '.check-body:not([hidden]) pre')).to.include('container.manifest events.jsonl DIGEST_DIFFERS');
    await assertAccessible(element);
  });

  it('says of a file that is no package what is wrong with it', async () => {
    const element = await alone(fileOf(encodeUtf8('%PDF-1.7')));
    expect(textOf(element, 'h2')).to.equal('The evidence does not hold.');
    expect(all(element, '.check').length).to.equal(1);
    expect(all(element, '.note').length).to.equal(0);
    expect(rowOf(element, 'container.form')).to.match(/Form of the package .+ Fail$/);
  });

  it('takes a dropped or chosen package without any server', async () => {
    const element = await alone(undefined, { trust: await trusted() });
    expect(textOf(element, 'h2')).to.equal('Check an evidence package');
    expect(all(element, '.make').length).to.equal(0);
    await assertAccessible(element);
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(fileOf(await samplePackage()));
    element.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    await until(() => element.shadowRoot?.querySelector('.headline'), 'the findings of the dropped file');
    expect(textOf(element, '.meta')).to.include('案件.asice');
    const chosen = new DataTransfer();
    chosen.items.add(new File([spoilt(await samplePackage(), 'VERIFY.md')], 'second.asice'));
    const input = element.shadowRoot?.querySelector<HTMLInputElement>('#file');
    if (!input) throw new Error('no input');
    input.files = chosen.files;
    input.dispatchEvent(new Event('change'));
    await until(() => element.shadowRoot?.querySelector('.headline.fail'), 'the findings of the chosen file');
    await until(() => element.shadowRoot?.activeElement?.matches('h2, .busy'), 'the focus on the sentence');
  });

  it('says that the package is about another envelope than the one here', async () => {
    const bytes = await samplePackage();
    const { transport } = serverOf(() => packageAnswer(bytes));
    const element = await inProvider(transport);
    element.envelopeId = 'env-2';
    await element.updateComplete;
    await element.verify(fileOf(bytes));
    await element.updateComplete;
    expect(textOf(element, '.note')).to.include('about another envelope');
  });

  it('sends the document along where the host has it', async () => {
    const document = encodeUtf8('no PDF');
    const { transport, asked } = serverOf(async () => packageAnswer(await samplePackage({ document })));
    const element = await inProvider(transport, { trust: await trusted() });
    element.document = new Blob([document], { type: 'application/pdf' });
    await element.request();
    await element.updateComplete;
    expect([asked[0]?.method, asked[0]?.headers.get('content-type')]).to.deep.equal(['POST', 'application/pdf']);
    expect(await asked[0]?.text()).to.equal('no PDF');
    expect(rowOf(element, 'document.integrity')).to.match(/Fail$/);
    expect(rowOf(element, 'document.version')).to.match(/Version 1 Pass$/);
  });

  it('takes no refusal and no broken line for a verdict', async () => {
    const denied = await inProvider(serverOf(() => problem(403, 'NOT_AUTHORIZED')).transport);
    await denied.request();
    await denied.updateComplete;
    expect(textOf(denied, '.failure')).to.include('You cannot get the evidence of this envelope');
    expect(all(denied, '.headline, .mark-fail').length).to.equal(0);
    expect(all(denied, '.choose').length).to.equal(1);
    await assertAccessible(denied);
    const broken = await inProvider(serverOf(() => problem(500, 'STORE_FAILED')).transport);
    await broken.request();
    await broken.updateComplete;
    expect(textOf(broken, '.failure')).to.include('There is no evidence yet');
    expect(all(broken, '.headline, .mark-fail').length).to.equal(0);
    const other = await inProvider(serverOf(() => new Response('<html>', { headers: { 'content-type': 'text/html' } })).transport);
    await other.request();
    await other.updateComplete;
    expect(textOf(other, '.failure')).to.include('RESPONSE_MALFORMED');
  });

  it('says of a failure of this page that it is none of the package, and tries again on request', async () => {
    let fails = true;
    const tasks: TaskRunner = {
      run<Name extends TaskName>(name: Name, input: TaskInput<Name>, signal: AbortSignal): Promise<TaskOutput<Name>> {
        return fails ? Promise.reject(new TaskError({ name: 'Error', message: 'the worker ended' })) : runTask(name, input, signal);
      },
      close: () => {},
    };
    const bytes = await samplePackage();
    const element = await inProvider(serverOf(() => packageAnswer(bytes)).transport, { tasks });
    expect(await element.request()).to.equal(null);
    await element.updateComplete;
    expect(textOf(element, '.failure')).to.include('This says nothing about the package.');
    fails = false;
    all(element, '.failure .button')[0]?.click();
    await until(() => element.shadowRoot?.querySelector('.headline'), 'the findings after all');
  });

  it('verifies without asking anybody once the package is here', async () => {
    const bytes = await samplePackage();
    const { transport, asked } = serverOf(() => packageAnswer(bytes));
    const element = await inProvider(transport, { trust: await trusted() });
    await element.verify(fileOf(bytes));
    expect(asked.length).to.equal(0);
    expect(JSON.parse(element.toJSON())).to.include({ indication: 'PASSED', envelopeId: 'env-1' });
  });

  it('speaks Chinese and fits a narrow phone', async () => {
    const element = await alone(fileOf(await samplePackage()), { trust: await trusted(), locale: 'zh-CN' });
    element.style.inlineSize = '320px';
    await element.updateComplete;
    expect(textOf(element, 'h2')).to.equal('所核对的各项均成立；有些项目此处无法核对。');
    expect(element.scrollWidth).to.be.at.most(320);
    expect(rowOf(element, 'document.version')).to.match(/包内没有文件，未作检查 未检查$/);
    await assertAccessible(element);
    element.theme = 'dark';
    await element.updateComplete;
    await assertAccessible(element);
  });
});
