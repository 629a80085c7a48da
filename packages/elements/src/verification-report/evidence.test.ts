import type { CertificateStatusReport, CheckResult, SignatureReport, TimestampReport } from '@sealkit/core/validation';
import { html } from 'lit';
import { assertAccessible } from '../../test/accessible.ts';
import { mount, until } from '../../test/mount.ts';
import { SAMPLE_STATUS, sampleCertificate, sampleReport, sampleSignature } from '../../test/sample-report.ts';
import '../define/verification-report.ts';
import { fourAnswers, sentenceOf } from './report-summary.ts';
import type { VerificationReport } from './verification-report.ts';

const AUTHORITY = sampleCertificate('示例时间戳机构');
const STAMP: TimestampReport = {
  kind: 'signature-time-stamp',
  field: null,
  time: '2026-09-18T06:31:16Z',
  authority: AUTHORITY,
  path: [],
  indication: 'PASSED',
};
const lasting = sampleSignature({
  seal: null,
  baselineLevel: 'B-LTA',
  bestSignatureTime: '2026-09-18T06:31:16.000Z',
  bestSignatureTimeSource: 'time-stamp',
  timestamps: [STAMP, { ...STAMP, kind: 'document-time-stamp', field: 'Timestamp1', time: '2026-09-18T06:31:20Z' }],
  selfContainedUntil: '2031-04-01T00:00:00.000Z',
});

/** A signature whose own certificate has this status, and whose check of it ended so. */
function withStatus(
  known: CertificateStatusReport,
  status: CheckResult['status'],
  reason: string,
  change: Partial<SignatureReport> = {},
): SignatureReport {
  const [signer, ...above] = lasting.path;
  const check: CheckResult = { id: 'xcv.revocation-known', group: 'certificate', clause: 'RFC 5280 §6.3', status, reason, values: {} };
  return {
    ...lasting,
    ...(status === 'indeterminate' ? { indication: 'INDETERMINATE', subIndication: 'TRY_LATER' } : {}),
    path: [{ ...signer!, status: known }, ...above],
    checks: [...lasting.checks, check],
    ...change,
  };
}

async function shown(signature: SignatureReport, lang: 'en' | 'zh-CN' = 'en'): Promise<VerificationReport> {
  const report = sampleReport({ signatures: [signature] });
  const element = await mount<VerificationReport>(html`<verification-report lang=${lang} .report=${report}></verification-report>`);
  await until(() => element.shadowRoot?.querySelector('.path'), 'the path');
  return element;
}
const all = (element: VerificationReport, selector: string): string[] =>
  [...(element.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? [])].map((each) =>
    (each.textContent ?? '').replace(/\s+/g, ' ').trim(),
  );

describe('what a report says that its answers rest on', () => {
  it('says of each certificate by which answer it is not withdrawn, and why nobody is asked about the anchor', async () => {
    const element = await shown(lasting);
    const [signer, authority, anchor] = all(element, '.path .status');
    expect(signer).to.match(/^Not withdrawn ?OCSP answer of 2026-09-18 .*, from the file, the next one due 2026-09-19 /);
    expect(authority).to.include('Not withdrawn');
    expect(anchor).to.equal('You trust it yourself; nobody is asked about it');
    expect(all(element, '.judged-at')).to.deep.equal(['Certificates are judged as of this check.']);
    await assertAccessible(element);
  });

  it('says since when and why a certificate is withdrawn, and does not call its signer confirmed', async () => {
    const revoked = withStatus(
      { ...SAMPLE_STATUS, status: 'revoked', revokedAt: '2026-09-17T00:00:00Z', reason: 'keyCompromise' },
      'indeterminate',
      'CERTIFICATE_REVOKED',
    );
    const element = await shown(revoked);
    expect(all(element, '.path .status-word')[0]).to.match(/^Withdrawn on 2026-09-17 .*, because its key may be in other hands$/);
    expect(all(element, '.path li .visually-hidden')[0]).to.equal('Cannot tell');
    const report = sampleReport({ signatures: [revoked] });
    expect(sentenceOf(report)).to.equal('unsure-revoked');
    expect(fourAnswers(report)[2]).to.deep.equal({ answer: 'person', verdict: 'unsure', detail: 'person-revoked' });
    expect(all(element, '.missing li')[0]).to.match(/^Proof of time .*before the withdrawal could prove it\.$/);
    expect(all(element, '.time-line li').some((line) => line.includes('The signer’s certificate was withdrawn'))).to.equal(true);
    await assertAccessible(element);
  });

  it('lets a withdrawal after the time that counts stand beside a good answer', async () => {
    const later = withStatus(
      { ...SAMPLE_STATUS, status: 'revoked', revokedAt: '2026-09-20T00:00:00Z', reason: 'superseded' },
      'passed',
      'NOT_REVOKED',
      { certificatesAt: { time: '2026-09-18T06:31:16Z', because: 'best-signature-time' } },
    );
    const element = await shown(later);
    expect(all(element, '.path .status-word')[0]).to.include('after the time that counts here, because another certificate took its place');
    expect(all(element, '.path li .visually-hidden')[0]).to.equal('Pass');
    expect(all(element, '.judged-at')[0]).to.include('a time stamp proves that the signature is no younger');
    expect(fourAnswers(sampleReport({ signatures: [later] }))[2]?.verdict).to.equal('pass');
  });

  it('never shows as good, nor as bad, what nobody was asked', async () => {
    const missing = { status: 'missing', answer: null } as const;
    const element = await shown(withStatus(missing, 'not-checked', 'REVOCATION_DATA_MISSING'));
    expect(all(element, '.path li .visually-hidden')[0]).to.equal('Not checked');
    expect(all(element, '.path .status-word')[0]).to.include('nobody was asked');
    const report = sampleReport({ signatures: [withStatus(missing, 'not-checked', 'REVOCATION_DATA_MISSING')] });
    expect(fourAnswers(report)[2]).to.deep.equal({ answer: 'person', verdict: 'skip', detail: 'person-skip' });
    const required = sampleReport({ signatures: [withStatus(missing, 'indeterminate', 'REVOCATION_DATA_MISSING')] });
    expect([sentenceOf(required), fourAnswers(required)[2]?.detail]).to.deep.equal(['unsure-status', 'person-status']);
  });

  it('names what is missing where answers are too old or cannot be relied on, with the fault', async () => {
    const stale = await shown(withStatus({ ...SAMPLE_STATUS, status: 'stale' }, 'indeterminate', 'REVOCATION_DATA_STALE'));
    expect(all(stale, '.missing li')).to.deep.equal([
      'Newer revocation data Check again online: an answer made after the signature is needed.',
    ]);
    expect(all(stale, '.path .status')[0]).to.include('too old for the time that counts').and.include('OCSP answer of 2026-09-18');
    const unreliable = withStatus(
      { status: 'unreliable', answer: null, reason: 'SIGNED_BY_SUBJECT' },
      'indeterminate',
      'REVOCATION_DATA_UNRELIABLE',
    );
    const element = await shown(unreliable);
    expect(all(element, '.missing b')).to.deep.equal(['Reliable revocation data']);
    expect(all(element, '.path .status-word')[0]).to.equal('What was said of it cannot be relied on, The certificate answered for itself');
    await assertAccessible(element);
  });

  it('says what to do about a row by its reason', async () => {
    const element = await shown(withStatus({ ...SAMPLE_STATUS, status: 'stale' }, 'indeterminate', 'REVOCATION_DATA_STALE'));
    const head = [...(element.shadowRoot?.querySelectorAll<HTMLElement>('.check-head') ?? [])].find((each) =>
      each.textContent?.includes('Revocation'),
    );
    head?.click();
    await element.updateComplete;
    expect(all(element, '.check-body:not([hidden])')[0]).to.include('Check again online: an answer made after the signature is needed.');
  });

  it('draws the time line from what is claimed to this check, and marks what proves the time', async () => {
    const element = await shown(lasting);
    const lines = all(element, '.time-line li').map((line) => line.replace(/\d{4}-[^A-Z]*/, ''));
    expect(lines).to.deep.equal([
      'Not checked Signed, as the signer’s software claims',
      'Pass Signature time stamp by 示例时间戳机构Proven: the signature was there by now',
      'Pass Document time stamp over all before it by 示例时间戳机构',
      'Pass This check',
    ]);
    const unproven = await shown(
      sampleSignature({
        seal: null,
        timestamps: [{ ...STAMP, time: null, authority: null, indication: 'FAILED', reason: 'TIMESTAMP_UNREADABLE' }],
      }),
    );
    expect(all(unproven, '.time-line li').at(-1)).to.equal(
      'Fail No readable timeSignature time stamp nobody is named who made itThe time stamp cannot be read: it proves nothing',
    );
    expect(all(unproven, '.time-line li').at(-2)).to.include('No earlier time of the signature is proven');
  });

  it('says what the level means and until when the file is enough', async () => {
    const element = await shown(lasting);
    expect(all(element, '.until')[0]).to.equal(
      'Until 2031-04-01 the file alone is enough, without any service (policy “long-term”), as far as is known today.',
    );
    expect(all(element, '.lasting')[0]).to.include('Level B-LTA');
    const short = await shown(sampleSignature({ seal: null }));
    expect(all(short, '.until')).to.deep.equal([]);
    expect(all(short, '.side')[0]).to.include('Its time is a claim');
  });

  it('speaks Chinese, fits 320 px, and is legible in the dark', async () => {
    const element = await shown(lasting, 'zh-CN');
    element.theme = 'dark';
    element.style.display = 'block';
    element.style.background = '#14191e';
    element.style.inlineSize = '320px';
    await element.updateComplete;
    expect(all(element, '.path .status')[0]).to.match(/^没有吊销 ?OCSP 答复（2026-09-18/);
    expect(all(element, '.until')[0]).to.include('到 2031-04-01 为止');
    const side = element.shadowRoot?.querySelector('.side');
    expect(side?.scrollWidth).to.be.at.most(320);
    await assertAccessible(element);
  });

  it('shows who signed the signature again, with answers of their own', async () => {
    const counter: SignatureReport['counterSignatures'][0] = {
      indication: 'TOTAL-PASSED',
      integrity: 'intact',
      digestAlgorithm: 'SHA-256',
      signatureAlgorithm: 'ECDSA',
      claimedSigningTime: '2026-09-19T00:00:00Z',
      signer: sampleCertificate('Notary <b>'),
      path: [],
      counterSignatures: [],
      checks: [],
    };
    const broken: CheckResult = {
      id: 'cv.signature-value-valid',
      group: 'signature',
      clause: 'RFC 5652 §5.6',
      status: 'failed',
      reason: 'SIGNATURE_VALUE_INVALID',
      values: {},
    };
    const below = { ...counter, indication: 'TOTAL-FAILED', signer: null, claimedSigningTime: null, checks: [broken] } as const;
    const element = await shown({ ...lasting, counterSignatures: [{ ...counter, counterSignatures: [below] }] });
    const [outer, inner] = all(element, '.counter-signatures li');
    expect(outer).to.match(/^Pass Notary <b> Signed 2026-09-19/);
    expect(inner).to.equal('Fail Nobody is named who signed No time stated The value does not fit the key');
    expect(all(element, '.headline h2')[0]).to.equal('Unchanged since signing; the signer could be confirmed.');
    await assertAccessible(element);
    expect(all(await shown(lasting), '.counter-signatures')).to.deep.equal([]);
  });

  it('offers the report as a file', async () => {
    const element = await shown(lasting);
    const saved: { name: string; type: string }[] = [];
    const listen = (event: Event): void => {
      const link = event.target;
      if (!(link instanceof HTMLAnchorElement)) return;
      event.preventDefault();
      saved.push({ name: link.download, type: link.href.slice(0, 5) });
    };
    document.addEventListener('click', listen);
    element.shadowRoot?.querySelector<HTMLElement>('.download')?.click();
    document.removeEventListener('click', listen);
    expect(saved).to.deep.equal([{ name: 'document-report.json', type: 'blob:' }]);
    const [signature] = (JSON.parse(element.toJSON()) as { signatures: SignatureReport[] }).signatures;
    expect(signature?.timestamps.length).to.equal(2);
  });
});
