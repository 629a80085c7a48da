import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Bytes, decodeBase64, encodeUtf8, memorySource } from '../bytes/index.ts';
import { CadesError, parseEvidenceRecord } from '../cades/index.ts';
import { parseCertificate } from '../x509/index.ts';
import { type EvidenceRecordReport, validateEvidenceRecord, VALIDATION_POLICIES } from './index.ts';

const FOLDER = join(resolve(process.env['SEALKIT_SHARED'] ?? '../shared', 'corpus'), 'evidence-record-dss');
const octets = (file: string): Bytes => new Uint8Array(readFileSync(join(FOLDER, file)));
const POLICY = { ...VALIDATION_POLICIES.basic, revocation: 'ignore' } as const;
/** Two chains, the first with two time-stamps, over two objects. */
const RENEWED = 'ER-2Chains3ATS.ers';
const OBJECTS = ['content of data object DO-01', 'content of data object DO-02'].map(encodeUtf8);

interface Made {
  readonly record: Bytes;
  readonly times: readonly string[];
  readonly authorities: readonly Bytes[];
}

/** A record with its times, and the issuing or else all certificates in it, which a test trusts. */
function read(file: string): Made {
  const record = octets(file);
  const tokens = parseEvidenceRecord(record).chains.flatMap(({ timestamps }) => timestamps.map(({ token }) => token));
  const certificates = tokens.flatMap(({ signedData }) => signedData.certificates);
  const issuing = certificates.filter((certificate) => parseCertificate(certificate).basicConstraints?.ca === true);
  return { record, times: tokens.map(({ tstInfo }) => tstInfo.genTime.toISOString()), authorities: issuing };
}

async function validate(made: Made, objects: readonly Bytes[], trusted = true): Promise<EvidenceRecordReport> {
  return validateEvidenceRecord(made.record, {
    objects: objects.map(memorySource),
    trust: { signers: trusted ? made.authorities : [], sealMakers: [], registers: [] },
    policy: POLICY,
    validationTime: new Date(Date.parse(made.times.at(-1) ?? '') + 60_000),
  });
}

const told = ({ indication, subIndication, provenTime, objects }: EvidenceRecordReport): readonly unknown[] => [
  indication,
  subIndication,
  provenTime,
  objects,
];

describe.skipIf(!existsSync(FOLDER))('validateEvidenceRecord (skipped where the shared corpus is absent), RFC 4998 §5.3', () => {
  it('passes a renewed record for whom its authorities are trusted by, and proves the oldest time', async () => {
    const made = read(RENEWED);
    const report = await validate(made, OBJECTS);
    expect(told(report)).to.deep.equal(['PASSED', undefined, made.times[0], [true, true]]);
    expect(report.timestamps.map(({ time, indication }) => [time, indication])).to.deep.equal(made.times.map((time) => [time, 'PASSED']));
    expect(told(await validate(made, OBJECTS, false))).to.deep.equal(['INDETERMINATE', 'NO_CERTIFICATE_CHAIN_FOUND', null, [true, true]]);
  });

  it('fails for other objects, and is open without any', async () => {
    const made = read(RENEWED);
    const [first = new Uint8Array()] = OBJECTS;
    expect(told(await validate(made, [first, encodeUtf8('else')]))).to.deep.equal(['FAILED', 'HASH_FAILURE', null, [true, false]]);
    expect(told(await validate(made, []))).to.deep.equal(['INDETERMINATE', 'SIGNED_DATA_NOT_FOUND', null, []]);
    const one = await validate(made, [first]);
    expect([one.indication, one.unknownDigests]).to.deep.equal(['PASSED', 1]);
  });

  it('fails where a renewal is over something else, and refuses what is no record', async () => {
    for (const [file, object] of [
      ['er-asn1-chain-renewal-invalid.ers', decodeBase64('CQ==')],
      ['er-asn1-simple.ers', encodeUtf8('else')],
    ] as const) {
      const { indication, subIndication } = await validate(read(file), [object]);
      expect([indication, subIndication], file).to.deep.equal(['FAILED', 'HASH_FAILURE']);
    }
    for (const garbage of [new Uint8Array(), Uint8Array.of(0x30, 0), encodeUtf8('none')]) {
      const refused = await validate({ ...read(RENEWED), record: garbage }, OBJECTS).catch((error: unknown) => error);
      expect(refused).to.be.instanceOf(CadesError).with.property('code', 'CADES_EVIDENCE_RECORD_MALFORMED');
    }
  });
});
