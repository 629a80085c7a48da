import { etsiReportFaults, etsiSchemaPresent, judgesPresent, levelServices, type ServedPki, servePki } from '@sealkit/testkit/node';
import { pagesPdf, smallPdf } from '../../test/pades/small-pdf.ts';
import { concatBytes, memorySource } from '../bytes/index.ts';
import type { BaselineLevel } from '../cades/index.ts';
import { signDocument } from '../pades/index.ts';
import { httpRevocationSource } from '../x509/index.ts';
import { gatherFacts } from './facts/gather-facts.ts';
import type { ValidationFacts } from './facts/validation-facts.ts';
import { judge } from './judge.ts';
import { VALIDATION_POLICIES } from './policies.ts';
import { etsiReport } from './report/etsi-report.ts';
import type { SignatureReport, ValidationPolicy, ValidationReport } from './report/report.ts';

const DAY = 86_400_000;
const title = 'the report says of certificates, time-stamps and time what it rests on';

(judgesPresent ? describe : describe.skip)(judgesPresent ? title : `${title} (skipped: judges not found)`, () => {
  let pki: ServedPki;
  const made = new Map<string, ValidationFacts>();

  beforeAll(async () => {
    pki = await servePki();
    for (const level of ['B-B', 'B-T', 'B-LT', 'B-LTA'] as const) made.set(level, await factsOf('p256', level, false));
    made.set('revoked', await factsOf('revoked', 'B-T', true));
  }, 60_000);
  afterAll(() => pki.stop());

  async function factsOf(key: string, level: BaselineLevel, online: boolean): Promise<ValidationFacts> {
    const original = smallPdf(pagesPdf(['/MediaBox [0 0 595 842]'])).bytes;
    const { appended } = await signDocument(memorySource(original), {
      act: { places: [], face: null, invisibleField: { kind: 'new', name: 'A' } },
      signer: pki.signer(
        key,
        key === 'p256' ? { name: 'ECDSA', digest: 'SHA-256', curve: 'P-256' } : { name: 'RSASSA-PKCS1-v1_5', digest: 'SHA-256' },
      ),
      time: new Date(),
      level,
      ...levelServices(pki),
    });
    return gatherFacts(memorySource(concatBytes(original, appended)), {
      trust: {
        signers: pki.certificates('certs/root.pem'),
        timestampAuthorities: pki.certificates('certs/tsa-root.pem'),
        sealMakers: [],
        registers: [],
      },
      ...(online ? { revocationSource: httpRevocationSource({ http: pki.http }) } : {}),
    });
  }

  const whole = (name: string, policy: ValidationPolicy = VALIDATION_POLICIES.strict, at: number = Date.now()): ValidationReport =>
    judge(made.get(name)!, policy, new Date(at));
  function reported(...question: Parameters<typeof whole>): SignatureReport {
    const [signature] = whole(...question).signatures;
    if (signature === undefined) throw new TypeError('expected a signature');
    return signature;
  }
  const statuses = (signature: SignatureReport): readonly unknown[] =>
    signature.path.map(({ status }) => (status === null ? null : [status.status, status.answer?.source ?? null]));

  it('names the answer about each certificate, where it came from, and none about the anchor', () => {
    expect(statuses(reported('B-LT'))).to.deep.equal([['good', 'document'], ['good', 'document'], null]);
    expect(statuses(reported('B-B'))).to.deep.equal([['missing', null], ['missing', null], null]);
    const [leaf] = reported('B-LT').path;
    expect(leaf?.status?.answer?.sha256).to.match(/^[0-9a-f]{64}$/);
    expect(Date.parse(leaf?.status?.answer?.nextUpdate ?? '')).to.be.greaterThan(Date.now());
  });

  it('says since when a certificate is withdrawn and why, and which answer said so', () => {
    const revoked = reported('revoked');
    expect([revoked.indication, revoked.subIndication]).to.deep.equal(['INDETERMINATE', 'REVOKED_NO_POE']);
    const [leaf] = revoked.path;
    expect([leaf?.status?.status, leaf?.status?.answer?.source]).to.deep.equal(['revoked', 'online']);
    const days = (Date.now() - Date.parse(leaf?.status?.revokedAt ?? '')) / DAY;
    expect(Math.round(days)).to.equal(2);
    expect(leaf?.status?.reason).to.equal('keyCompromise');
  });

  it('says that an answer is too old, and keeps it', () => {
    const [leaf] = reported('B-LT', { ...VALIDATION_POLICIES.strict, revocationFreshness: 60 }, Date.now() + DAY).path;
    expect([leaf?.status?.status, leaf?.status?.answer?.source]).to.deep.equal(['stale', 'document']);
  });

  it('lists the time-stamps with their authorities, oldest first, and when the certificates were judged', () => {
    const signature = reported('B-LTA');
    const told = signature.timestamps.map(({ kind, field, indication, authority }) => [
      kind,
      field !== null,
      indication,
      authority?.commonName,
    ]);
    expect(told).to.deep.equal([
      ['signature-time-stamp', false, 'PASSED', reported('B-T').timestamps[0]?.authority?.commonName],
      ['document-time-stamp', true, 'PASSED', reported('B-T').timestamps[0]?.authority?.commonName],
    ]);
    expect(signature.certificatesAt.because).to.equal('validation-time');
    expect(reported('B-B').timestamps).to.deep.equal([]);
    const later = reported('B-LTA', VALIDATION_POLICIES.longTerm, Date.now() + 300 * DAY);
    expect(later.certificatesAt).to.deep.equal({ time: later.bestSignatureTime, because: 'best-signature-time' });
  });

  it('says why a time-stamp proves nothing', () => {
    const facts = made.get('B-T')!;
    const [signature] = facts.signatures;
    const strangers = signature!.timestamps.map((token) => ({ ...token, paths: { ...token.paths, paths: [] } }));
    const [report] = judge(
      { ...facts, signatures: [{ ...signature!, timestamps: strangers }] },
      VALIDATION_POLICIES.basic,
      new Date(),
    ).signatures;
    expect(report?.timestamps.map(({ indication, subIndication, reason }) => [indication, subIndication, reason])).to.deep.equal([
      ['INDETERMINATE', 'NO_CERTIFICATE_CHAIN_FOUND', 'TIMESTAMP_AUTHORITY_NOT_TRUSTED'],
    ]);
  });

  it('says until when the file is enough, and that is so to the day', () => {
    const { longTerm } = VALIDATION_POLICIES;
    expect([reported('B-B', longTerm).selfContainedUntil, reported('B-T', longTerm).selfContainedUntil]).to.deep.equal([null, null]);
    for (const level of ['B-LT', 'B-LTA']) {
      const until = Date.parse(reported(level, longTerm).selfContainedUntil ?? '');
      expect(reported(level, longTerm, until - DAY).indication, `${level} before`).to.equal('TOTAL-PASSED');
      expect(reported(level, longTerm, until + DAY).indication, `${level} after`).to.equal('INDETERMINATE');
    }
  });

  const inSchema = etsiSchemaPresent ? it : it.skip;
  inSchema(`is written as the schema of ETSI TS 119 102-2 asks${etsiSchemaPresent ? '' : ' (skipped: schema not found)'}`, () => {
    for (const name of made.keys()) expect(etsiReportFaults(etsiReport(whole(name))), name).to.deep.equal([]);
    const spoilt = etsiReport(whole('B-LTA')).replaceAll('vr:BestSignatureTime', 'vr:BestTime');
    expect(etsiReportFaults(spoilt).length).to.be.greaterThan(0);
    const dangling = etsiReport(whole('B-LTA')).replace('VOReference="certificate-', 'VOReference="other-');
    expect(etsiReportFaults(dangling)).to.have.length(1);
  });

  inSchema('stays XML whatever stands in the names of a file', () => {
    const report = whole('B-LTA');
    const [first, ...others] = report.signatures;
    const strange = { ...first!, field: 'A\u0000<&"]]>\ud800', reason: '</vr:ReasonElement>', location: '\u{1f58b}' };
    const xml = etsiReport({ ...report, signatures: [strange, ...others] });
    expect(etsiReportFaults(xml)).to.deep.equal([]);
    expect(xml).to.include('A\ufffd&lt;&amp;&quot;]]&gt;\ufffd').and.include('&lt;/vr:ReasonElement&gt;').and.include('\u{1f58b}');
  });

  it('tells other programs the verdict, the proven time and who withdrew a certificate', () => {
    const xml = etsiReport(whole('revoked'));
    expect(xml).to.include('<vr:MainIndication>urn:etsi:019102:mainindication:indeterminate</vr:MainIndication>');
    expect(xml).to.include('<vr:SubIndication>urn:etsi:019102:subindication:REVOKED_NO_POE</vr:SubIndication>');
    expect(xml).to.include('<vr:RevocationReason>urn:etsi:019102:revocationReason:keyCompromise</vr:RevocationReason>');
    const lasting = whole('B-LTA');
    const told = etsiReport(lasting);
    expect(told).to.include(`<vr:POETime>${lasting.signatures[0]?.bestSignatureTime ?? ''}</vr:POETime>`);
    const { path, timestamps } = lasting.signatures[0]!;
    const timeOf = (wanted: string): string | null | undefined => timestamps.find(({ kind }) => kind === wanted)?.time;
    const archived = timeOf('document-time-stamp');
    // The signature names its own certificate, so whatever is over the signature proves that one too.
    expect(path[0]?.certificate.provenAt).to.equal(timeOf('signature-time-stamp'));
    const proven = path.flatMap(({ certificate, status }) => [certificate.provenAt, status?.answer?.provenAt ?? archived]).slice(1);
    expect(new Set(proven)).to.deep.equal(new Set([archived]));
    expect(told.match(new RegExp(`<vr:POE><vr:POETime>${archived}</vr:POETime>`, 'g'))?.length).to.be.at.least(proven.length);
    expect(reported('B-B').path.some(({ certificate }) => 'provenAt' in certificate)).to.equal(false);
    expect(told.match(/<vr:SignatureValidationReport>/g)).to.have.length(1);
    expect(told.match(/<vr:ValidationReport>/g)).to.have.length(1);
    expect(() => etsiReport({ ...lasting, signatures: [] })).to.throw(RangeError);
  });
});
