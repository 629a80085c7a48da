import type { PathStep, SignatureReport, ValidationReport } from '@sealkit/core/validation';
import { html } from 'lit';
import { assertAccessible } from '../../test/accessible.ts';
import { mount, until } from '../../test/mount.ts';
import { SAMPLE_STATUS, sampleCertificate, sampleReport, sampleSignature } from '../../test/sample-report.ts';
import { PDF_ASSETS, samplePdf } from '../../test/sample-pdf.ts';
import { SAMPLE_SESSION } from '../../test/samples.ts';
import '../define/seal-provider.ts';
import '../define/verification-report.ts';
import type { SealProvider } from '../seal-provider/seal-provider.ts';
import type { TaskInput, TaskName, TaskOutput } from '../worker/tasks.ts';
import { TaskError } from '../worker/task-error.ts';
import type { TaskRunner } from '../worker/task-runner.ts';
import type { VerificationReport } from './verification-report.ts';

/** Gives reports one after the other and keeps what it was asked. */
class FakeTasks implements TaskRunner {
  readonly asked: { readonly name: TaskName; readonly input: unknown }[] = [];
  revisionSize = 2;
  readonly #answers: readonly (ValidationReport | Error)[];

  constructor(...answers: readonly (ValidationReport | Error)[]) {
    this.#answers = answers;
  }

  run<Name extends TaskName>(name: Name, input: TaskInput<Name>): Promise<TaskOutput<Name>> {
    this.asked.push({ name, input });
    if (name === 'measureRevision') return Promise.resolve(this.revisionSize as TaskOutput<Name>);
    const count = this.asked.filter((entry) => entry.name === 'validateFile').length;
    const answer = this.#answers[Math.min(count, this.#answers.length) - 1];
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer as TaskOutput<Name>);
  }

  close(): void {
    this.asked.length = 0;
  }
}

const FILE = new File(['%PDF'], '合同-signed.pdf', { type: 'application/pdf' });
const STRANGER = sampleCertificate('汀洲云帆商贸有限公司', { sha256: '0011223344556677'.repeat(4), der: 'MAA=' });
const FOREIGN = sampleReport({
  signatures: [
    sampleSignature({
      indication: 'INDETERMINATE',
      subIndication: 'NO_CERTIFICATE_CHAIN_FOUND',
      seal: null,
      signer: STRANGER,
      path: [
        {
          certificate: STRANGER,
          role: 'signer',
          verdict: { indication: 'INDETERMINATE', subIndication: 'NO_CERTIFICATE_CHAIN_FOUND' },
          status: null,
        },
      ],
    }),
  ],
});
const TAMPERED = sampleReport({
  signatures: [
    sampleSignature({
      indication: 'TOTAL-FAILED',
      subIndication: 'FORMAT_FAILURE',
      coverage: 'revision',
      laterChanges: {
        level: 'forbidden',
        permitted: false,
        findings: [
          { code: 'FIELD_VALUE_CHANGED', level: 'form-filling', revision: 3, page: 2, subject: '<img src=x>' },
          { code: 'PAGE_CONTENT_CHANGED', level: 'forbidden', revision: 3, object: '14 0', page: 1 },
        ],
      },
    }),
  ],
});

/** A later revision that puts another text in place of that of the first page. */
function laterContent(signed: Uint8Array, text: string): string {
  const content = `BT /F1 12 Tf 72 700 Td (${text}) Tj ET`;
  const object = `4 0 obj\n<< /Length ${content.length} >>\nstream\n${content}\nendstream\nendobj\n`;
  const previous = /startxref\n(\d+)/.exec(new TextDecoder().decode(signed))?.[1] ?? '0';
  const row = `${String(signed.length + 1).padStart(10, '0')} 00000 n \n`;
  const end = `trailer\n<< /Size 6 /Root 1 0 R /Prev ${previous} >>\nstartxref\n${signed.length + 1 + object.length}\n%%EOF\n`;
  return `\n${object}xref\n4 1\n${row}${end}`;
}

async function reportOf(tasks: FakeTasks, file: Blob = FILE): Promise<VerificationReport> {
  const element = await mount<VerificationReport>(
    html`<verification-report lang="en" policy="basic" .tasks=${tasks} .file=${file}></verification-report>`,
  );
  await until(() => element.shadowRoot?.querySelector('.main, .failure'), 'the report');
  await element.updateComplete;
  return element;
}
const all = (element: VerificationReport, selector: string): HTMLElement[] => [
  ...(element.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? []),
];
const textOf = (element: VerificationReport, selector: string): string =>
  (all(element, selector)[0]?.textContent ?? '').replace(/\s+/g, ' ').trim();

const KEY = `sha256:${'ab'.repeat(32)}`;
const APPROVALS = [
  { person: 'p-9c04', time: '2026-11-24T08:00:00.000Z', passkey: { indication: 'PASSED', rpId: 'seal.example', key: KEY } },
  { person: 'p-2', time: '2026-11-24T08:00:00.000Z', passkey: null },
] as const;

describe('<verification-report>', () => {
  it('says one sentence, gives four answers and a row per check', async () => {
    const tasks = new FakeTasks(sampleReport());
    const element = await reportOf(tasks);
    expect(textOf(element, 'h2')).to.equal('Unchanged since signing; seal, permit and signer could all be confirmed.');
    expect(all(element, '.four .verdict').map((answer) => answer.textContent?.trim())).to.deep.equal(['Pass', 'Pass', 'Pass', 'Pass']);
    expect(all(element, '.check').length).to.equal(5);
    expect(textOf(element, '.meta')).to.include('合同-signed.pdf');
    expect(textOf(element, '.meta')).to.include('nothing was uploaded');
    const { input } = tasks.asked[0] as { input: { policy: string; trust: { signers: unknown[] } } };
    expect([input.policy, input.trust.signers.length]).to.deep.equal(['basic', 0]);
    await assertAccessible(element);
  });

  it('shows what is claimed and proven in the order of time, and whether each certificate was withdrawn', async () => {
    const [signer, authority, anchor] = sampleSignature().path;
    const revoked = {
      status: 'revoked',
      answer: { kind: 'crl', source: 'online', sha256: '77c0', thisUpdate: '2026-09-20T00:00:00Z', nextUpdate: null },
      revokedAt: '2026-09-19T00:00:00Z',
      reason: 'keyCompromise',
    } as const;
    const stamp = { field: null, authority: sampleCertificate('Time Authority <b>'), path: [], indication: 'PASSED' } as const;
    const signature = sampleSignature({
      baselineLevel: 'B-T',
      path: [
        { ...signer!, status: revoked },
        { ...authority!, status: { status: 'unreliable', answer: null, reason: 'OTHER_CERTIFICATE' } },
        anchor!,
      ],
      timestamps: [
        {
          ...stamp,
          kind: 'document-time-stamp',
          time: '2026-09-19T09:00:00Z',
          indication: 'INDETERMINATE',
          reason: 'TIMESTAMP_REVOCATION_UNKNOWN',
        },
        { ...stamp, kind: 'signature-time-stamp', time: '2026-09-18T06:31:16Z' },
        { ...stamp, kind: 'archive-time-stamp', time: null, authority: null, indication: 'FAILED', reason: 'TIMESTAMP_UNREADABLE' },
      ],
    });
    const element = await reportOf(new FakeTasks(sampleReport({ signatures: [signature] })));
    const lines = all(element, '.time-line li').map((line) => line.textContent.replace(/\s+/g, ' ').trim());
    expect(lines.length).to.equal(6);
    expect(lines[2]).to.match(/certificate was withdrawn$/);
    expect(lines[0]).to.match(/^Not checked .*signer’s software claims$/);
    expect(lines[1]).to.match(/^Pass .*Signature time stamp by Time Authority <b>$/);
    expect(lines[3]).to.match(/^Cannot tell .*over all before it by Time Authority <b>\s?Nobody said whether/);
    expect(lines[4]).to.match(/This check\s?No earlier time of the signature is proven$/);
    expect(lines[5]).to.match(/^Fail No readable time\s?Archive time stamp nobody is named who made it/);
    expect(textOf(element, '.side')).to.include('Level B-T').and.include('A time stamp proves the time.');
    const steps = all(element, '.path li').map((step) => step.textContent.replace(/\s+/g, ' ').trim());
    expect(steps[0]).to.match(/^Cannot tell .*Withdrawn on 2026-09-19.*its key may be in other hands.*list of 2026-09-20.*asked online/);
    expect(steps[1]).to.match(/^Not checked .*cannot be relied on.*The answer is about another certificate/);
    expect(steps[2]).to.match(/^Pass /);
    await assertAccessible(element);
  });

  it('opens a row to what it means, what to do, and the rule', async () => {
    const element = await reportOf(new FakeTasks(sampleReport()));
    const opened: string[] = [];
    element.addEventListener('seal-check-detail', (event) => opened.push((event as Event & { id?: string }).id ?? ''));
    const [head] = all(element, '.check-head');
    head?.click();
    await element.updateComplete;
    expect(head?.getAttribute('aria-expanded')).to.equal('true');
    expect(textOf(element, '.check-body')).to.include('Nothing to do.');
    expect(textOf(element, '.check-body pre')).to.include('document.file-readable');
    expect(opened).to.deep.equal(['document.file-readable']);
    await assertAccessible(element);
  });

  it('shows what was changed later by page and name, the worst first, and recovers what was signed', async () => {
    const tasks = new FakeTasks(TAMPERED);
    const element = await reportOf(tasks);
    expect(textOf(element, 'h2')).to.equal('The file was changed after signing. Do not rely on it as what was signed.');
    expect(all(element, '.headline.fail').length).to.equal(1);
    expect(all(element, '.changes tbody tr').map((row) => row.textContent?.replace(/\s+/g, ' ').trim())).to.deep.equal([
      'Page 1 Object 14 0 The content of a page was changed Version 3 not permitted',
      'Page 2 A form field was filled <img src=x> Version 3 permitted',
    ]);
    expect(all(element, 'img').length).to.equal(0);
    const saved: string[] = [];
    const catchDownload = (event: Event): void => {
      if (!(event.target instanceof HTMLAnchorElement)) return;
      event.preventDefault();
      saved.push(event.target.download);
    };
    addEventListener('click', catchDownload, true);
    all(element, '.changes button')[0]?.click();
    await until(() => saved.length === 1, 'the download');
    removeEventListener('click', catchDownload, true);
    expect(saved).to.deep.equal(['合同-signed-revision-2.pdf']);
    await assertAccessible(element);
  });

  it('shows the changed page as it was signed and as it is now, with what differs framed', async () => {
    const signed = samplePdf([{ text: 'Total 1,286,000.00' }]);
    const file = new File([signed, laterContent(signed, 'Total 1,826,000.00')], 'tampered.pdf');
    const tasks = new FakeTasks(TAMPERED);
    tasks.revisionSize = signed.length;
    const provider = await mount<SealProvider>(
      html`<seal-provider
        locale="en"
        pdf-src=${PDF_ASSETS.pdfModule}
        pdf-worker-src=${PDF_ASSETS.pdfWorker}
        pdf-cmaps-src=${PDF_ASSETS.pdfCMaps}
        pdf-fonts-src=${PDF_ASSETS.pdfStandardFonts}
        ><verification-report .tasks=${tasks} .file=${file}></verification-report
      ></seal-provider>`,
    );
    const element = provider.querySelector('verification-report') as VerificationReport;
    await until(() => all(element, '.before-after').length === 1, 'the pictures');
    expect(all(element, '.before-after canvas').map((canvas) => canvas.getAttribute('aria-label'))).to.deep.equal([
      'Page 1 as it was signed',
      'Page 1 as it is in the file now',
    ]);
    expect(textOf(element, '.before-after > p')).to.match(/^1 place on page 1 looks different/);
    await assertAccessible(element);
  });

  it('answers after a change for the signed version, not for the present file, and counts one page as one', async () => {
    const findings = (TAMPERED.signatures[0]?.laterChanges?.findings ?? []).filter(({ page }) => page === 1);
    const laterChanges = { level: 'forbidden', permitted: false, findings } as const;
    const element = await reportOf(
      new FakeTasks(sampleReport({ signatures: [sampleSignature({ indication: 'TOTAL-FAILED', laterChanges })] })),
    );
    expect(textOf(element, '.four > div')).to.equal('Signed version Pass Byte for byte as signed, but no longer what the file shows');
    expect(textOf(element, '.headline p')).to.include('1 change after the signature').and.to.include(', page 1.');
  });

  it('names the person of a permit where it is known, and the parts of a certificate’s name', async () => {
    const certificate = sampleCertificate('沈知遥', {
      organization: '青岚数据科技有限公司',
      subject: 'CN=沈知遥,O=青岚数据科技有限公司,C=CN',
    });
    const signature = sampleSignature({
      seal: null,
      signer: certificate,
      permit: { indication: 'PASSED', id: 'b1f6a1de', person: 'shen-zhiyao-at-qinglan', issuer: 'qinglan', approvals: APPROVALS },
      path: [{ certificate, role: 'signer', verdict: { indication: 'PASSED' }, status: SAMPLE_STATUS }],
    });
    const element = await reportOf(new FakeTasks(sampleReport({ signatures: [signature] })));
    expect(textOf(element, '.side .facts')).to.include('Person 沈知遥 Person, id in the register shen-zhiyao-at-qinglan');
    expect(textOf(element, '.side .facts')).to.include('Approved by p-9c04 Pass with a passkey of seal.example key sha256:abab');
    expect(textOf(element, '.side .facts')).to.include('Approved by p-2 as the register says');
    expect(textOf(element, '.path li')).to.include('沈知遥Organisation: 青岚数据科技有限公司');
    expect(textOf(element, '.path details')).to.equal(
      'Full name in the certificate CN=沈知遥,O=青岚数据科技有限公司,C=CN Issued by CN=示例签章 CA 2',
    );
    await assertAccessible(element);
  });

  it('keeps no place for an aside while there is nothing to show', async () => {
    const element = await mount<VerificationReport>(html`<verification-report lang="en"></verification-report>`);
    element.style.display = 'block';
    element.style.inlineSize = '1200px';
    const [outer, zone] = [element.getBoundingClientRect(), all(element, '.drop-zone')[0]?.getBoundingClientRect()];
    expect((zone?.left ?? 0) - outer.left).to.equal(outer.right - (zone?.right ?? 0));
  });

  it('shows changes as records at the width of a phone, and breaks no word', async () => {
    const element = await reportOf(new FakeTasks(TAMPERED));
    element.style.display = 'block';
    element.style.inlineSize = '304px';
    await element.updateComplete;
    const [what] = all(element, '.changes .what');
    const range = document.createRange();
    range.selectNodeContents(what as Node);
    expect((what?.getBoundingClientRect().width ?? 0) > 240).to.equal(true);
    expect(range.getClientRects().length <= 2).to.equal(true);
    await assertAccessible(element);
  });

  it('trusts a foreign signer by the fingerprint typed, for this session, and says so', async () => {
    const tasks = new FakeTasks(FOREIGN, sampleReport(), FOREIGN);
    const element = await reportOf(tasks);
    expect(textOf(element, 'h2')).to.equal('Unchanged since signing, but we cannot confirm who signed it.');
    const heard: boolean[] = [];
    element.addEventListener('seal-trust-change', (event) => heard.push((event as Event & { trusted?: boolean }).trusted ?? false));
    all(element, '.compare')[0]?.click();
    await element.updateComplete;
    const groups = textOf(element, '.trust .fingerprint').split(' ');
    expect([groups.length, ...groups.slice(-5)]).to.deep.equal([16, '6677', '····', '····', '····', '····']);
    await assertAccessible(element);
    const input = all(element, '.trust input')[0] as HTMLInputElement;
    const type = async (value: string): Promise<void> => {
      input.value = value;
      input.dispatchEvent(new Event('input'));
      await element.updateComplete;
      all(element, '.trust button')[0]?.click();
      await element.updateComplete;
    };
    await type('0011 2233 4455 6678');
    expect(textOf(element, '#trust-fault')).to.include('Do not trust it');
    expect(tasks.asked.length).to.equal(1);
    await type('0011 2233 4455 6677');
    await until(() => all(element, '.session-trust').length === 1 && all(element, '.headline.pass').length === 1, 'the new report');
    const { input: second } = tasks.asked[1] as { input: { trust: { signers: Uint8Array[] } } };
    expect(second.trust.signers.map((der) => [...der])).to.deep.equal([[0x30, 0]]);
    expect(textOf(element, '.session-trust')).to.include('Nobody else vouches for this certificate.');
    all(element, '.session-trust button')[0]?.click();
    await until(() => all(element, '.session-trust').length === 0, 'the trust ended');
    expect(heard).to.deep.equal([true, false]);
  });

  it('asks no more for whom the person trusts, keeps the focus, and forgets it all when another person is here', async () => {
    const second = sampleCertificate('Second signer', { sha256: '8899aabbccddeeff'.repeat(4) });
    const strange = FOREIGN.signatures[0] as SignatureReport;
    const both = sampleReport({
      signatures: [strange, { ...strange, signer: second, path: [{ ...strange.path[0], certificate: second } as PathStep] }],
    });
    const tasks = new FakeTasks(both);
    let person = 'p-1';
    const transport = async (request: Request): Promise<Response> =>
      request.url.endsWith('/session')
        ? Response.json({ ...SAMPLE_SESSION, person: { ...SAMPLE_SESSION.person, id: person } })
        : Response.json({ signers: [], sealMakers: [], registers: [], timestampAuthorities: [], logs: [] });
    const provider = await mount<SealProvider>(
      html`<seal-provider endpoint="/api" locale="en" .transport=${transport}
        ><verification-report policy="basic" .tasks=${tasks} .file=${FILE}></verification-report
      ></seal-provider>`,
    );
    const element = provider.querySelector('verification-report') as VerificationReport;
    await until(() => all(element, '.compare').length === 2 && element.context?.session, 'both strangers');
    all(element, '.compare')[0]?.click();
    await until(() => element.shadowRoot?.activeElement?.matches('.typed'), 'the focus on the field');
    const input = all(element, '.typed')[0] as HTMLInputElement;
    input.value = '0011223344556677';
    input.dispatchEvent(new Event('input'));
    await element.updateComplete;
    all(element, '.trust button')[0]?.click();
    await until(() => all(element, '.session-trust').length === 1, 'the trust');
    expect(all(element, '.missing li').map((thing) => thing.textContent?.includes('Second signer'))).to.deep.equal([true]);
    await until(() => element.shadowRoot?.activeElement?.localName === 'h2', 'the focus on the sentence');
    await provider.refresh();
    await element.updateComplete;
    expect(all(element, '.session-trust').length).to.equal(1);
    person = 'p-2';
    await provider.refresh();
    await until(() => all(element, '.session-trust').length === 0, 'the end of the trust');
    const { input: last } = tasks.asked.at(-1) as { input: { trust: { signers: unknown[] } } };
    expect(last.trust.signers.length).to.equal(0);
  });

  it('takes the focus when the person goes on to the report, as soon as it is shown', async () => {
    const provider = await mount<SealProvider>(
      html`<seal-provider
        ><div hidden><verification-report lang="en" .tasks=${new FakeTasks(sampleReport())} .file=${FILE}></verification-report></div>
        <p></p
      ></seal-provider>`,
    );
    const element = provider.querySelector('verification-report') as VerificationReport;
    await until(() => all(element, '.headline').length === 1, 'the report');
    provider.querySelector('p')?.dispatchEvent(new Event('seal-verify', { bubbles: true, composed: true }));
    expect(element.shadowRoot?.activeElement ?? null).to.equal(null);
    provider.querySelector('div')?.removeAttribute('hidden');
    await until(() => element.shadowRoot?.activeElement?.localName === 'h2', 'the focus on the sentence');
  });

  it('keeps a failure to read apart from a verdict', async () => {
    const element = await reportOf(new FakeTasks(new TaskError({ name: 'PdfError', code: 'PDF_HEADER_MISSING', message: 'x' })));
    expect(textOf(element, '.failure')).to.include('The file was not checked');
    expect(textOf(element, '.failure')).to.include('The file is not a readable PDF.');
    expect(textOf(element, '.failure')).to.include('This says nothing about its signatures.');
    expect(all(element, '.headline').length).to.equal(0);
    await assertAccessible(element);
  });

  it('says that there is no signature, and never green', async () => {
    const element = await reportOf(new FakeTasks(sampleReport({ signatures: [], document: { indication: null, integrity: null } })));
    expect(textOf(element, 'h2')).to.equal('There is no signature or seal in this file.');
    expect(all(element, '.headline .mark-skip').length).to.equal(1);
  });

  it('offers a place to drop a file, and verifies what is dropped', async () => {
    const tasks = new FakeTasks(sampleReport());
    const element = await mount<VerificationReport>(html`<verification-report lang="zh-CN" .tasks=${tasks}></verification-report>`);
    expect(textOf(element, '.drop-zone')).to.include('把 PDF 拖到这里');
    await assertAccessible(element);
    const transfer = new DataTransfer();
    transfer.items.add(FILE);
    const drop = new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true, composed: true });
    element.dispatchEvent(drop);
    expect(drop.defaultPrevented).to.equal(true);
    await until(() => all(element, '.headline').length === 1, 'the report');
  });

  it('verifies again under another policy, and answers only the newest question', async () => {
    const tasks = new FakeTasks(sampleReport(), FOREIGN);
    const element = await reportOf(tasks);
    element.policy = 'strict';
    await until(() => all(element, '.headline.unsure').length === 1, 'the strict report');
    expect((tasks.asked[1] as { input: { policy: string } }).input.policy).to.equal('strict');
    expect(JSON.parse(element.toJSON())).to.deep.equal(FOREIGN);
  });

  it('shows a report made elsewhere as it is, several signatures apart', async () => {
    const report = sampleReport({ signatures: [sampleSignature(), sampleSignature({ seal: null, signer: sampleCertificate('沈知遥') })] });
    const element = await mount<VerificationReport>(html`<verification-report lang="zh-CN" .report=${report}></verification-report>`);
    expect(all(element, '.signature > h3').map((title) => title.childNodes.length > 0)).to.deep.equal([true, true]);
    expect(textOf(element, '.signature h3')).to.include('签名 1：青岚数据科技有限公司');
    await assertAccessible(element);
  });
});
