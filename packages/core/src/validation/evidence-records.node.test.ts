import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Bytes, memorySource } from '../bytes/index.ts';
import { parseEvidenceRecord } from '../cades/index.ts';
import { parseSignedData } from '../cms/index.ts';
import { parseCertificate } from '../x509/index.ts';
import { type SignatureReport, validateAttachedCms, validateCms, type ValidateCmsOptions, VALIDATION_POLICIES } from './index.ts';

const FOLDER = join(resolve(process.env['SEALKIT_SHARED'] ?? '../shared', 'corpus'), 'cades-dss');
const octets = (file: string): Bytes => new Uint8Array(readFileSync(join(FOLDER, file)));
const RECORD = /1\.2\.840\.113549\.1\.9\.16\.2\.(?:49|50)$/;
const present = existsSync(FOLDER);

interface Entry {
  readonly file: string;
  readonly expect: { readonly verdict: string; readonly content: string | null };
}

const entries = present
  ? (JSON.parse(readFileSync(join(FOLDER, 'manifest.json'), 'utf8')) as readonly Entry[]).filter(
      ({ file }) => file.startsWith('evidence-record__') && recordsOf(octets(file)).length > 0,
    )
  : [];

function recordsOf(cms: Bytes): readonly Bytes[] {
  const attributes = parseSignedData(cms).signerInfos.flatMap(({ unsignedAttributes }) => unsignedAttributes);
  return attributes.filter(({ type }) => RECORD.test(type)).flatMap(({ values }) => values);
}

const BEFORE = { policy: VALIDATION_POLICIES.basic, validationTime: new Date('2026-11-23T00:00:00Z') };
const NOBODY = { signers: [], sealMakers: [], registers: [] };

async function answer(cms: Bytes, options: Partial<ValidateCmsOptions> = {}): Promise<readonly SignatureReport[]> {
  return (await validateCms(cms, { ...BEFORE, trust: NOBODY, ...options })).signatures;
}

const rowOf = ({ checks }: SignatureReport): readonly unknown[] => {
  const { status, subIndication, reason } = checks.find(({ id }) => id === 'cv.evidence-records-intact') ?? {};
  return [status, subIndication, reason];
};

describe.skipIf(!present)('evidence records in signatures of DSS (skipped where the shared corpus is absent), RFC 4998 Appendix A', () => {
  for (const { file, expect: expected } of entries)
    it(`${file}: ${expected.verdict}`, async () => {
      const content = expected.content === null ? {} : { content: memorySource(octets(expected.content)) };
      const signatures = await answer(octets(file), content);
      const own = signatures.find((each) => rowOf(each)[2] !== 'NO_EVIDENCE_RECORD');
      if (own === undefined) throw new TypeError('expected a record');
      const stamps = own.timestamps.filter(({ kind }) => kind === 'evidence-record-time-stamp');
      const wrong = stamps.filter(({ reason }) => reason === 'TIMESTAMP_OVER_SOMETHING_ELSE').length;
      expect(stamps.length > 0).to.equal(true);
      if (expected.verdict === 'intact')
        expect([own.integrity, ...rowOf(own), wrong]).to.deep.equal(['intact', 'passed', undefined, undefined, 0]);
      else if (file.includes('renewed'))
        // The record was made over the file; what came to renew it was not.
        expect([own.integrity, rowOf(own)[0], wrong]).to.deep.equal(['intact', 'passed', 1]);
      else
        expect([own.integrity, own.indication, ...rowOf(own), wrong]).to.deep.equal([
          'broken',
          'TOTAL-FAILED',
          'failed',
          'HASH_FAILURE',
          'EVIDENCE_RECORD_OVER_SOMETHING_ELSE',
          1,
        ]);
    });

  it('are the same where the content is read in pieces', async () => {
    for (const file of [
      'evidence-record__C-E-ERS.p7m',
      'evidence-record__C-E-ERS_renewed_hashtree.p7m',
      'evidence-record__C-E-ERS-basic-invalid-sig.p7m',
    ]) {
      const whole = await answer(octets(file));
      const { signatures } = await validateAttachedCms(memorySource(octets(file)), { ...BEFORE, trust: NOBODY });
      expect(signatures.map(rowOf), file).to.deep.equal(whole.map(rowOf));
      expect(signatures.map(({ integrity }) => integrity)).to.deep.equal(whole.map(({ integrity }) => integrity));
    }
  });

  it('are broken by anything that is changed, and by content that is missing open', async () => {
    const detached = octets('evidence-record__C-E-ERS-detached-ber.p7s');
    expect((await answer(detached)).map(rowOf)).to.deep.equal([['not-checked', undefined, 'EVIDENCE_RECORD_NOT_JUDGED']]);
    const file = octets('evidence-record__CAdES-BpT.p7m');
    expect((await answer(file)).map(rowOf)).to.deep.equal([['not-applicable', undefined, 'NO_EVIDENCE_RECORD']]);
    // One octet of a certificate that no signature covers.
    const cms = octets('evidence-record__C-E-ERS.p7m');
    const [certificate = new Uint8Array()] = parseSignedData(cms).certificates.slice(-1);
    const end = placeOf(cms, certificate) + certificate.length - 1;
    const [changed] = await answer(cms.with(end, (cms[end] ?? 0) ^ 1));
    expect(changed === undefined ? [] : rowOf(changed)).to.deep.equal(['failed', 'HASH_FAILURE', 'EVIDENCE_RECORD_OVER_SOMETHING_ELSE']);
  });

  it('give a report whatever octet is changed, in DER and in BER', async () => {
    for (const [file, content] of [
      ['evidence-record__C-E-ERS-detached-ber.p7s', 'content__TestDataLogo.png'],
      ['evidence-record__Double-C-E-ERS-basic.p7m', null],
      ['dss2059.p7s', null],
      ['counterSig.p7m', null],
    ] as const) {
      const cms = octets(file);
      const options = content === null ? {} : { content: memorySource(octets(content)) };
      for (let at = 0; at < cms.length; at += 97)
        expect((await answer(cms.with(at, (cms[at] ?? 0) ^ 0x41), options)).length > 0).to.equal(true);
      // The frames of the first elements, where lengths and tags decide what is read.
      for (let at = 0; at < 120; at += 7) expect((await answer(cms.with(at, (cms[at] ?? 0) ^ 0x81), options)).length > 0).to.equal(true);
    }
  }, 120_000);

  it('prove each older time-stamp by the next one, and the signature by the oldest that holds', async () => {
    const cms = octets('evidence-record__C-E-ERS_renewed_hashtree.p7m');
    const anchors = authoritiesOf(cms);
    const trust = { signers: anchors, sealMakers: [], registers: [] };
    const [record = new Uint8Array()] = recordsOf(cms);
    const times = parseEvidenceRecord(record).chains.flatMap(({ timestamps }) =>
      timestamps.map(({ token }) => token.tstInfo.genTime.toISOString()),
    );
    const policy = { ...VALIDATION_POLICIES.basic, revocation: 'ignore' } as const;
    const [trusted] = await answer(cms, { trust, policy, validationTime: new Date(Date.parse(times.at(-1) ?? '') + 60_000) });
    const stamps = trusted?.timestamps.filter(({ kind }) => kind === 'evidence-record-time-stamp') ?? [];
    expect(stamps.map(({ time, indication }) => [time, indication])).to.deep.equal(times.map((time) => [time, 'PASSED']));
    expect((trusted?.bestSignatureTime ?? '') <= (times[0] ?? '')).to.equal(true);
    const [nobody] = await answer(cms);
    expect(nobody?.bestSignatureTimeSource).to.equal('validation-time');
  });
});

/** The authorities above the signers of all time-stamps in records. */
function authoritiesOf(cms: Bytes): readonly Bytes[] {
  return recordsOf(cms)
    .flatMap((record) => parseEvidenceRecord(record).chains)
    .flatMap(({ timestamps }) => timestamps)
    .flatMap(({ token }) => token.signedData.certificates)
    .filter((certificate) => parseCertificate(certificate).basicConstraints?.ca === true);
}

function placeOf(bytes: Bytes, part: Bytes): number {
  return Buffer.from(bytes).indexOf(Buffer.from(part));
}
