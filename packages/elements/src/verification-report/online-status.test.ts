import type { CertificateStatusReport, CheckResult, SignatureReport, ValidationReport } from '@sealkit/core/validation';
import { html } from 'lit';
import { assertAccessible } from '../../test/accessible.ts';
import { mount, until } from '../../test/mount.ts';
import { SAMPLE_STATUS, sampleCertificate, sampleReport, sampleSignature } from '../../test/sample-report.ts';
import { SAMPLE_SESSION } from '../../test/samples.ts';
import '../define/seal-provider.ts';
import '../define/verification-report.ts';
import type { SealProvider } from '../seal-provider/seal-provider.ts';
import type { TaskInput, TaskName, TaskOutput } from '../worker/tasks.ts';
import type { TaskRunner } from '../worker/task-runner.ts';
import { openCertificates } from './online-status.ts';
import type { VerificationReport } from './verification-report.ts';

const MISSING: CertificateStatusReport = { status: 'missing', answer: null };
const UNKNOWN: CheckResult = {
  id: 'xcv.revocation-known',
  group: 'certificate',
  clause: 'RFC 5280 §6.3',
  status: 'indeterminate',
  subIndication: 'TRY_LATER',
  reason: 'REVOCATION_DATA_MISSING',
  values: {},
};

function openSignature(change: Partial<SignatureReport> = {}): SignatureReport {
  const sample = sampleSignature({ seal: null });
  const [signer, ...above] = sample.path;
  return {
    ...sample,
    indication: 'INDETERMINATE',
    subIndication: 'TRY_LATER',
    path: [{ ...signer!, status: MISSING }, ...above],
    checks: [...sample.checks, UNKNOWN],
    ...change,
  };
}

const OPEN = sampleReport({ signatures: [openSignature()] });
const CLOSED = sampleReport({ signatures: [sampleSignature({ seal: null })] });

class FakeTasks implements TaskRunner {
  readonly inputs: TaskInput<'validateFile'>[] = [];

  run<Name extends TaskName>(_name: Name, input: TaskInput<Name>): Promise<TaskOutput<Name>> {
    const { answers } = input as TaskInput<'validateFile'>;
    this.inputs.push(input as TaskInput<'validateFile'>);
    return Promise.resolve((answers.length === 0 ? OPEN : CLOSED) as TaskOutput<Name>);
  }

  close(): void {
    this.inputs.length = 0;
  }
}

type Answer = (body: unknown) => Response;

async function page(tasks: TaskRunner, answer: Answer, report?: ValidationReport): Promise<VerificationReport> {
  const transport = async (request: Request): Promise<Response> => {
    if (request.url.endsWith('/session')) return Response.json(SAMPLE_SESSION);
    if (request.url.endsWith('/certificate-status')) return answer(await request.json());
    return Response.json({ signers: [], sealMakers: [], registers: [], timestampAuthorities: [], logs: [] });
  };
  const provider = await mount<SealProvider>(
    html`<seal-provider endpoint="/api" locale="en" .transport=${transport}
      ><verification-report .tasks=${tasks} .file=${new File(['%PDF'], 'a.pdf')} .report=${report}></verification-report
    ></seal-provider>`,
  );
  const element = provider.querySelector('verification-report') as VerificationReport;
  // The trust of the provider comes later than the file, which is verified again then.
  await until(() => element.shadowRoot?.querySelector('.main') && element.context?.session && element.context.trust, 'the report');
  await element.updateComplete;
  return element;
}

const button = (element: VerificationReport): HTMLElement | null => element.shadowRoot?.querySelector<HTMLElement>('.ask-online') ?? null;
const note = (element: VerificationReport): string =>
  element.shadowRoot?.querySelector('.asked-online')?.textContent?.replace(/\s+/g, ' ').trim() ?? '';

describe('asking online through the server', () => {
  it('is about each certificate whose status is open once, with those above it, time-stamps included', () => {
    const [signer, authority, anchor] = sampleSignature().path;
    const tsa = sampleCertificate('TSA', { sha256: 'aa'.repeat(32), der: 'VFNB' });
    const stampPath = [{ certificate: tsa, role: 'signer', verdict: signer!.verdict, status: MISSING } as const, anchor!];
    const stamp = {
      kind: 'signature-time-stamp',
      field: null,
      time: null,
      authority: tsa,
      path: stampPath,
      indication: 'INDETERMINATE',
    } as const;
    const path = [{ ...signer!, status: { ...MISSING, status: 'stale' as const } }, { ...authority!, status: SAMPLE_STATUS }, anchor!];
    const signature = openSignature({ path, timestamps: [stamp, stamp] });
    expect(openCertificates({ signatures: [signature, signature] })).to.deep.equal([
      { certificate: signer!.certificate.der, issuer: authority!.certificate.der, others: [anchor!.certificate.der] },
      { certificate: 'VFNB', issuer: anchor!.certificate.der, others: [] },
    ]);
    // Without an anchor nobody knows whom to ask, and what was said to be revoked is not open.
    const strangers = openSignature({ path: [{ ...signer!, status: null }] });
    const revoked = openSignature({ path: [{ ...signer!, status: { ...SAMPLE_STATUS, status: 'revoked' } }, anchor!] });
    expect(openCertificates({ signatures: [strangers, revoked] })).to.deep.equal([]);
  });

  it('verifies the same file again with what the services said, and says how many were asked', async () => {
    const tasks = new FakeTasks();
    const asked: unknown[] = [];
    const element = await page(tasks, (body) => {
      asked.push(body);
      return Response.json({ ocspResponse: 'T0NTUA==', crls: ['Q1JM'], failures: [] });
    });
    expect(button(element)?.textContent.trim()).to.equal('Ask online');
    await assertAccessible(element);
    const before = tasks.inputs.length;
    button(element)?.click();
    await until(() => tasks.inputs.length > before && note(element) !== '', 'the second look');
    expect(asked).to.deep.equal(openCertificates(OPEN));
    const given = openCertificates(OPEN).map(({ certificate, issuer }) => ({
      certificate,
      issuer,
      ocspResponse: 'T0NTUA==',
      crls: ['Q1JM'],
    }));
    expect(tasks.inputs.at(-1)?.answers).to.deep.equal(given);
    await until(() => button(element) === null, 'nothing left to ask');
    expect(note(element)).to.equal('The server asked about one certificate and has answers for 1.');
    await assertAccessible(element);
    // They are about that file: another one begins without them.
    element.file = new File(['%PDF'], 'b.pdf');
    await until(() => tasks.inputs.length === before + 2, 'the other file');
    expect(tasks.inputs.at(-1)?.answers).to.deep.equal([]);
    await element.updateComplete;
    expect(note(element)).to.equal('');
  });

  it('says what failed, and leaves the report as it was', async () => {
    const tasks = new FakeTasks();
    const element = await page(tasks, () =>
      Response.json({ ocspResponse: null, crls: [], failures: [{ what: 'ocsp', code: 'REVOCATION_UNREACHABLE' }] }),
    );
    const before = tasks.inputs.length;
    button(element)?.click();
    await until(() => note(element) !== '', 'the note');
    expect(note(element)).to.include('has answers for 0.').and.include('could not be reached');
    expect([tasks.inputs.length - before, button(element)?.getAttribute('aria-disabled')]).to.deep.equal([0, 'false']);
    await assertAccessible(element);
  });

  it('says so where the server refuses to ask', async () => {
    const element = await page(new FakeTasks(), () =>
      Response.json(
        { type: 'about:blank', title: 'x', status: 422, code: 'CERTIFICATE_NOT_BELOW_ANCHOR', detail: 'x', retryable: false },
        { status: 422 },
      ),
    );
    button(element)?.click();
    await until(() => note(element) !== '', 'the note');
    expect(note(element)).to.include('belongs to no authority that this service goes by');
  });

  it('is not offered without a server, nor for a report that was made elsewhere', async () => {
    const alone = await mount<VerificationReport>(
      html`<verification-report lang="en" .tasks=${new FakeTasks()} .file=${new File(['%PDF'], 'a.pdf')}></verification-report>`,
    );
    await until(() => alone.shadowRoot?.querySelector('.main'), 'the report');
    expect(button(alone)).to.equal(null);
    expect(button(await page(new FakeTasks(), () => Response.error(), OPEN))).to.equal(null);
  });
});
