import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { concatBytes, memorySource } from '@sealkit/core/bytes';
import { SealkitError } from '@sealkit/core/errors';
import { augmentSignature, signDocument } from '@sealkit/core/pades';
import { validateDocument, VALIDATION_POLICIES } from '@sealkit/core/validation';
import { buildSamplePdf } from '@sealkit/testkit';
import { judge, levelServices, servePki, trustOf } from '@sealkit/testkit/node';
import { regionsOf, withChange } from '../support/byte-regions.mjs';
import { describeWith, JUDGES } from '../support/shared.mjs';

/** Changes in each region; more in a run by hand. */
const OF_EACH_REGION = Number(process.env.SEALKIT_MUTATIONS ?? 2);
const ALGORITHM = { name: 'ECDSA', digest: 'SHA-256', curve: 'P-256' };

describeWith(JUDGES, 'judges', 'every region of our signed files, one octet changed', () => {
  let folder;
  let pki;
  /** `{ name, region, path, ours, theirs }`: whole files have no region. */
  let cases;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sealkit-mutated-'));
    pki = await servePki();
    cases = [];
    for (const level of ['B-B', 'B-T', 'B-LT', 'B-LTA']) {
      const { file, layout } = await signedAt(level);
      await addCase(level, undefined, file);
      for (const { name, offsets } of regionsOf(file, { ...layout, count: OF_EACH_REGION }))
        for (const offset of offsets) await addCase(level, `${name} at ${offset.at}`, withChange(file, offset));
    }
    const paths = cases.map(({ path }) => path);
    const judged = judge(paths, ...trustOf(pki), '--tools', 'pyhanko,dss,pdfsig');
    for (const one of cases)
      one.theirs = Object.fromEntries(judged.filter(({ file }) => file === one.path).map(({ judge: name, ...said }) => [name, said]));
  }, 900_000);

  afterAll(async () => {
    await pki?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A signed file, and where its revisions end. */
  async function signedAt(level) {
    const original = await buildSamplePdf({ pages: 2, useObjectStreams: false });
    const services = levelServices(pki);
    const signer = pki.signer('p256', ALGORITHM);
    const act = { places: [], face: null, invisibleField: { kind: 'new', name: 'Signature1' } };
    const first = level === 'B-B' ? level : 'B-T';
    const { appended } = await signDocument(memorySource(original), { act, signer, time: services.now, level: first, ...services });
    let file = concatBytes(original, appended);
    const ends = [file.length];
    if (level === 'B-LT' || level === 'B-LTA') {
      const augmented = await augmentSignature(memorySource(file), { level, ...services });
      for (const { length } of augmented.steps) ends.push(ends.at(-1) + length);
      file = concatBytes(file, augmented.appended);
    }
    return { file, layout: { originalLength: original.length, ends } };
  }

  async function addCase(level, region, file) {
    const path = join(folder, `${cases.length}.pdf`);
    writeFileSync(path, file);
    cases.push({ name: `${level} ${region ?? 'whole'}`, region, path, ours: await ourAnswer(file) });
  }

  /** `{ accept, said }`, as the judges have it. */
  async function ourAnswer(file) {
    const trust = {
      signers: pki.certificates('certs/root.pem'),
      timestampAuthorities: pki.certificates('certs/tsa-root.pem'),
      sealMakers: [],
      registers: [],
    };
    try {
      const options = { trust, policy: VALIDATION_POLICIES.basic, validationTime: new Date() };
      const { document, signatures, notices } = await validateDocument(memorySource(file), options);
      const accept = document.indication === 'TOTAL-PASSED' && document.integrity === 'intact';
      return { accept, said: `${document.indication}/${document.subIndication ?? ''} ${document.integrity}`, signatures, notices };
    } catch (error) {
      if (!(error instanceof SealkitError)) throw error;
      return { accept: false, said: error.code, signatures: [], notices: [] };
    }
  }

  it('are accepted by everybody as they were signed', () => {
    for (const { name, region, ours, theirs } of cases)
      if (region === undefined)
        expect([name, ours.accept, ...['pyhanko', 'dss', 'pdfsig'].map((tool) => theirs[tool].accept)]).to.deep.equal([
          name,
          true,
          true,
          true,
          true,
        ]);
  });

  it('are never accepted by us where DSS and pyHanko both refuse them, but for what a clause explains', () => {
    const changed = cases.filter(({ region }) => region !== undefined);
    expect(changed.length > 100, `${changed.length} changed files`).to.equal(true);
    const alone = changed.filter((one) => one.ours.accept && refuse(one, 'pyhanko', 'dss') && !EXPLAINED.some((explains) => explains(one)));
    expect(alone.map(told)).to.deep.equal([]);
  });

  // ISO 32000-2 §12.8.1: octets behind the signature are zero. RFC 5652 §5.1: versions, algorithms and types of the container.
  it('are never refused by us alone, but for what is spoilt in the container around the signature', () => {
    const alone = cases.filter(({ ours, theirs }) => !ours.accept && theirs.pyhanko?.accept === true && theirs.dss?.accept === true);
    expect(alone.filter(({ region }) => !/: (padding|head of the CMS) at /.test(region ?? '')).map(told)).to.deep.equal([]);
  });

  it('are refused by us in every region that a signature is over', () => {
    const signed = cases.filter(({ region }) =>
      /^(header|pages|xref|trailer)|revision 1: (before|ranges|behind|signature value|signed attributes)/.test(region ?? ''),
    );
    expect(signed.length > 40, `${signed.length} changed files`).to.equal(true);
    expect(signed.filter(({ ours }) => ours.accept).map(told)).to.deep.equal([]);
  });
});

const refuse = ({ theirs }, ...tools) => tools.every((tool) => theirs[tool]?.accept === false);
const told = ({ name, ours, theirs }) =>
  `${name}: ${ours.said}; pyHanko: ${theirs.pyhanko?.reason}; DSS: ${theirs.dss?.reason}`.slice(0, 400);

const stamps = ({ ours }) => ours.signatures.flatMap(({ timestamps }) => timestamps);

/** What lies outside every signature and does not count for the signer's, each with the clause that says so. */
const EXPLAINED = [
  // EN 319 102-1 §5.5.4: a time-stamp that fails proves nothing, and the signature stands without it; our report names it. DSS says
  // TOTAL_PASSED of the signature as well, or cannot read it at all; the judge counts its time-stamp beside it.
  (one) =>
    / time-stamp: /.test(one.region) &&
    stamps(one).some(({ indication }) => indication !== 'PASSED') &&
    (one.theirs.dss.totalPassed !== false || one.theirs.dss.signatures.length === 0),
  // EN 319 102-1 §5.2.3.4: the certificate that the signed attributes name is the same wherever it is found. That in the container is
  // spoilt, the security store has it too; DSS and pyHanko take the spoilt one and stop.
  (one) =>
    /certificate/.test(one.region) &&
    /^B-LTA? /.test(one.name) &&
    one.ours.signatures.every(({ indication }) => indication === 'TOTAL-PASSED'),
  // ISO 32000-2 §7.5.5: where the last revision is no signed one and only its `startxref` leads elsewhere, everybody who searches for
  // its objects finds the same ones. Our report says that the file was repaired.
  (one) => one.name.startsWith('B-LT revision 2: startxref') && one.ours.notices.some(({ code }) => code === 'FILE_REPAIRED'),
];
