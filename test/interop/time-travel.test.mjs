import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { concatBytes, memorySource } from '@sealkit/core/bytes';
import { augmentSignature, signDocument } from '@sealkit/core/pades';
import { validateDocument, VALIDATION_POLICIES } from '@sealkit/core/validation';
import { encodePem } from '@sealkit/core/x509';
import {
  buildSamplePdf,
  createTestPki,
  crlDistributionPointsExtension,
  makeCrl,
  testTimestampAuthority,
  TIME_STAMPING,
} from '@sealkit/testkit';
import { judge } from '@sealkit/testkit/node';
import { describeWith, JUDGES } from '../support/shared.mjs';

const at = (text) => new Date(`${text}Z`);
const SIGNED = at('2026-02-01T00:00:00');
const RENEWED = at('2027-05-01T02:00:00');
/** All before 2029, until when ETSI TS 119 312 takes RSA of 2048 bits. The last is B-LTA with a second document time-stamp, made while the first authority was in force. */
const LEVELS = ['B-B', 'B-T', 'B-LT', 'B-LTA', 'B-LTA twice'];

/** When the file is looked at; `crl` is what is known then beside the file. */
const JOURNEYS = {
  'before the certificate was issued': { time: at('2025-06-01T00:00:00') },
  'while everything is in force': { time: at('2026-02-10T00:00:00') },
  'after the signer was revoked': { time: at('2026-06-01T00:00:00'), crl: 'later' },
  'after the signer was revoked before it signed': { time: at('2026-02-20T00:00:00'), crl: 'earlier' },
  'after the signer expired': { time: at('2027-03-01T00:00:00') },
  'after the authority of the time-stamp expired': { time: at('2028-06-01T00:00:00') },
};

describeWith(JUDGES, 'judges', 'our signatures at every level, looked at from other times', () => {
  let folder;
  let root;
  const crls = {};
  const answers = new Map();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sealkit-time-'));
    const pki = await createTestPki();
    root = pki.root.certificate;
    const signer = await pki.issue({
      key: 'p256',
      commonName: 'Signer for a year',
      serialNumber: '4711',
      notBefore: at('2026-01-01T00:00:00'),
      notAfter: at('2027-01-01T00:00:00'),
      noRevAvail: false,
      extensions: [crlDistributionPointsExtension('http://127.0.0.1:9/signers.crl')],
    });
    const authority = await pki.issue({
      key: 'rsa2048',
      commonName: 'Authority for eighteen months',
      serialNumber: '4712',
      notBefore: at('2026-01-01T00:00:00'),
      notAfter: at('2027-07-01T00:00:00'),
      purposes: [TIME_STAMPING],
      purposesCritical: true,
      noRevAvail: false,
    });
    const successor = await pki.issue({
      key: 'rsa2048',
      commonName: 'Authority after it',
      serialNumber: '4713',
      notBefore: at('2027-01-01T00:00:00'),
      notAfter: at('2040-01-01T00:00:00'),
      purposes: [TIME_STAMPING],
      purposesCritical: true,
      noRevAvail: false,
    });
    const lists = { thisUpdate: at('2026-02-01T01:00:00'), nextUpdate: at('2026-03-01T00:00:00') };
    const listsOf = async (dates) => [await makeCrl({ issuer: pki.root, ...dates }), await makeCrl({ issuer: pki.intermediate, ...dates })];
    const revokedAt = (date, dates) =>
      makeCrl({ issuer: pki.intermediate, ...dates, revoked: [{ serialNumber: '4711', at: at(date), reason: 1 }], number: 2 });
    crls.later = await revokedAt('2026-04-01T00:00:00', { thisUpdate: at('2026-05-31T00:00:00'), nextUpdate: at('2026-07-01T00:00:00') });
    crls.earlier = await revokedAt('2026-01-15T00:00:00', { thisUpdate: at('2026-02-19T00:00:00'), nextUpdate: at('2026-03-19T00:00:00') });
    writeFileSync(join(folder, 'root.pem'), encodePem('CERTIFICATE', root));
    for (const [name, crl] of Object.entries(crls)) writeFileSync(join(folder, `${name}.crl`), crl);
    const services = async (identity, time, dates) => ({
      timestamps: { authorities: [testTimestampAuthority(identity, time)], now: time },
      material: { anchors: [root], known: { crls: await listsOf(dates), ocspResponses: [] } },
      now: time,
    });
    const signing = await services(authority, SIGNED, lists);
    const archiving = await services(authority, at('2026-02-01T02:00:00'), lists);
    const renewal = { thisUpdate: at('2027-05-01T01:00:00'), nextUpdate: at('2028-12-01T00:00:00') };
    const renewing = await services(successor, RENEWED, renewal);
    const signedAt = async (level) => {
      const original = await buildSamplePdf({ pages: 1 });
      const act = { places: [], face: null, invisibleField: { kind: 'new', name: 'Signature1' } };
      const { appended } = await signDocument(memorySource(original), { act, signer: signer.signer, time: SIGNED, level, ...signing });
      return concatBytes(original, appended);
    };
    const augmented = async (file, level, by) => concatBytes(file, (await augmentSignature(memorySource(file), { level, ...by })).appended);
    const stamped = await signedAt('B-T');
    const archived = await augmented(stamped, 'B-LTA', archiving);
    const files = [await signedAt('B-B'), stamped, await augmented(stamped, 'B-LT', archiving), archived];
    files.push(await augmented(archived, 'B-LTA', renewing));
    for (const [name, journey] of Object.entries(JOURNEYS)) await ask(files, name, journey);
  }, 170_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** All files at one time: the judges are started once for them. */
  async function ask(files, name, { time, crl }) {
    const paths = files.map((file, index) => {
      const path = join(folder, `${index}.pdf`);
      writeFileSync(path, file);
      return path;
    });
    const words = ['--trust', join(folder, 'root.pem'), '--tools', 'pyhanko,dss', '--ltv', '--at', time.toISOString()];
    const judged = judge(paths, ...words, ...(crl === undefined ? [] : ['--crl', join(folder, `${crl}.crl`)]));
    for (const [index, file] of files.entries()) {
      if (LEVELS[index] === 'B-LTA twice' && time < RENEWED) continue;
      const signatureOf = (tool) =>
        judged.find((row) => row.judge === tool && row.file === paths[index])?.signatures.find(({ kind }) => kind === 'signature');
      const anchors = [root];
      const { signatures } = await validateDocument(memorySource(file), {
        trust: { signers: anchors, timestampAuthorities: anchors, sealMakers: [], registers: [] },
        policy: VALIDATION_POLICIES.basic,
        validationTime: time,
        ...(crl === undefined ? {} : { extraRevocation: { crls: [crls[crl]], ocspResponses: [] } }),
      });
      answers.set(`${LEVELS[index]} ${name}`, {
        ours: wordsOf(signatures[0]),
        dss: wordsOf(signatureOf('dss')),
        pyhanko: wordsOf(signatureOf('pyhanko')?.ades),
      });
    }
  }

  it('get the answer that the level allows', () => {
    const ours = Object.fromEntries([...answers].map(([name, each]) => [name, each.ours]));
    expect(ours).to.deep.equal(EXPECTED);
  });

  it('get the answers of DSS and pyHanko, but for differences that a clause explains', () => {
    const differences = {};
    for (const [name, { ours, ...theirs }] of answers)
      for (const [tool, said] of Object.entries(theirs)) if (said !== ours) differences[`${tool}: ${name}`] = said;
    expect(differences).to.deep.equal(Object.fromEntries(DIFFERENCES.map(([name, said]) => [name, said])));
  });
});

const NOT_YET = 'before the certificate was issued';
const IN_FORCE = 'while everything is in force';
const REVOKED = 'after the signer was revoked';
const REVOKED_BEFORE = 'after the signer was revoked before it signed';
const EXPIRED = 'after the signer expired';
const OUTLIVED = 'after the authority of the time-stamp expired';
const OPEN = 'INDETERMINATE/OUT_OF_BOUNDS_NO_POE';
const WITHOUT_PROOF = 'INDETERMINATE/REVOKED_NO_POE';

const EXPECTED = {
  ...row(NOT_YET, ['FAILED/NOT_YET_VALID', 'FAILED/NOT_YET_VALID', 'FAILED/NOT_YET_VALID', 'FAILED/NOT_YET_VALID']),
  ...row(IN_FORCE, ['PASSED', 'PASSED', 'PASSED', 'PASSED']),
  ...row(REVOKED, [WITHOUT_PROOF, 'PASSED', 'PASSED', 'PASSED']),
  ...row(REVOKED_BEFORE, [WITHOUT_PROOF, WITHOUT_PROOF, WITHOUT_PROOF, WITHOUT_PROOF]),
  ...row(EXPIRED, [OPEN, OPEN, 'PASSED', 'PASSED']),
  ...row(OUTLIVED, [OPEN, OPEN, OPEN, 'INDETERMINATE/NO_POE', 'PASSED']),
};

/** Who says what else of which file, and why; all by EN 319 102-1. */
const DIFFERENCES = [
  // §5.5.4 compares with the issuance of the certificate; pyHanko stops at the path, which is not in force either (§5.2.6).
  ...LEVELS.slice(0, 4).map((level) => [`pyhanko: ${level} ${NOT_YET}`, 'INDETERMINATE/CERTIFICATE_CHAIN_GENERAL_FAILURE']),
  // §5.2.6.4, §5.5.4: nothing in the file says that the certificate had not been revoked until it expired; pyHanko takes that as good.
  [`pyhanko: B-T ${EXPIRED}`, 'PASSED'],
  // §5.1.3: known not to be revoked, and nothing proves the time. DSS has the newer word of the two.
  [`dss: B-LT ${OUTLIVED}`, 'INDETERMINATE/OUT_OF_BOUNDS_NOT_REVOKED'],
  [`dss: B-LTA ${OUTLIVED}`, 'INDETERMINATE/OUT_OF_BOUNDS_NOT_REVOKED'],
  // §5.6.2.2: the second document time-stamp proves what the first one rests on, as DSS says too; pyHanko finds no path in the past.
  [`pyhanko: B-LTA twice ${OUTLIVED}`, 'INDETERMINATE/NO_POE'],
];

function row(journey, words) {
  return Object.fromEntries(words.map((word, index) => [`${LEVELS[index]} ${journey}`, word]));
}

/** `INDETERMINATE/NO_POE`, in one spelling for all. */
function wordsOf(answer) {
  if (answer === undefined || answer === null) return 'none';
  const word = answer.indication.replaceAll('_', '-').replace('TOTAL-', '');
  const more = answer.subIndication === 'OK' ? undefined : answer.subIndication;
  return more === undefined || more === null ? word : `${word}/${more}`;
}
