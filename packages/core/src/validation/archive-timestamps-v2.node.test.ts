import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Bytes, encodeUtf8, memorySource } from '../bytes/index.ts';
import { findAttributes, parseSignedData, parseTimestampToken } from '../cms/index.ts';
import { type SignatureReport, validateAttachedCms, validateCms, VALIDATION_POLICIES, type ValidationReport } from './index.ts';
import { gatherCmsFacts } from './facts/gather-cms-file.ts';

const FOLDER = join(resolve(process.env['SEALKIT_SHARED'] ?? '../shared', 'corpus'), 'cades-dss');
const OPTIONS = {
  policy: VALIDATION_POLICIES.basic,
  validationTime: new Date('2026-11-23T00:00:00Z'),
  trust: { signers: [], sealMakers: [], registers: [] },
};
const octets = (file: string): Bytes => new Uint8Array(readFileSync(join(FOLDER, file)));
const OVER_ELSE = 'TIMESTAMP_OVER_SOMETHING_ELSE';
const V2 = '1.2.840.113549.1.9.16.2.48';

// Nobody is trusted here: what is left open is the authority, and nothing is missing.
const OPEN = 'TIMESTAMP_AUTHORITY_NOT_TRUSTED';

/** Files that DSS calls intact, with their archive time-stamps, the second form before the third, and the content where it lies outside. */
const FILES: readonly (readonly [file: string, stamps: readonly string[], content?: string])[] = [
  ['Signature-C-B-LTA-10.p7m', [OPEN, OPEN]],
  // The index of its third form lists a CRL that is not among `crls`; DSS finds no more than CAdES-C in it.
  ['cades-ats-v3-rev-val-crl.p7s', [OPEN, OVER_ELSE], 'content__screenshot2.png'],
  ['dss-1469__cadesLTAwithATv2.sig', [OPEN], 'content__screenshot2.png'],
  ['dss-1619__CAdES-XL-T1-Double-AV2.png.p7m', [OPEN, OPEN]],
  ['dss2059.p7s', [OPEN]],
];

async function validate(cms: Bytes, content?: Bytes): Promise<ValidationReport> {
  return validateCms(cms, { ...OPTIONS, ...(content === undefined ? {} : { content: memorySource(content) }) });
}

const archiveStamps = ({ signatures }: Pick<ValidationReport, 'signatures'>): readonly (string | undefined)[] =>
  signatures.flatMap(({ timestamps }) => timestamps.filter(({ kind }) => kind === 'archive-time-stamp').map(({ reason }) => reason));

describe.skipIf(!existsSync(FOLDER))(
  'archive-time-stamp-v2 (skipped where the shared corpus is absent), ETSI TS 101 733 V2.2.1 §6.4.1',
  () => {
    for (const [file, stamps, content] of FILES)
      it(`${file}: over what DSS says`, async () => {
        const reasons = archiveStamps(await validate(octets(file), content === undefined ? undefined : octets(content)));
        expect(reasons).to.deep.equal(stamps);
      });

    it('covers the signature, all material and every older time-stamp', async () => {
      const facts = await gatherCmsFacts(octets('dss-1619__CAdES-XL-T1-Double-AV2.png.p7m'), OPTIONS);
      const stamps = facts.signatures.map(({ timestamps }) => timestamps);
      for (const own of stamps) {
        const index = stamps.indexOf(own);
        const place = own.findIndex(({ kind }) => kind === 'archive-time-stamp');
        const covers = own[place]?.covers ?? [];
        expect(covers).to.include(`signature:${index}`);
        own.forEach((_, other) => expect(covers.includes(`timestamp:${index}.${other}`), `${index}.${other}`).to.equal(other !== place));
        expect(covers.filter((name) => name.startsWith('certificate:')).length > 1).to.equal(true);
      }
    });

    it('is the same where the content is read in pieces', async () => {
      for (const file of ['Signature-C-B-LTA-10.p7m', 'dss2059.p7s']) {
        const whole = await validate(octets(file));
        expect(archiveStamps(await validateAttachedCms(memorySource(octets(file)), OPTIONS))).to.deep.equal(archiveStamps(whole));
      }
    });

    it('is over nothing else: other content, an octet of a certificate, of an attribute or of the signature', async () => {
      expect(archiveStamps(await validate(octets('dss-1469__cadesLTAwithATv2.sig'), encodeUtf8('else')))).to.deep.equal([OVER_ELSE]);
      const cms = octets('dss2059.p7s');
      const { certificates, signerInfos } = parseSignedData(cms);
      const [signerInfo] = signerInfos;
      if (signerInfo === undefined) throw new TypeError('expected a signature');
      const refs = findAttributes(signerInfo.unsignedAttributes, '1.2.840.113549.1.9.16.2.21').flatMap(({ values }) => values);
      for (const part of [...certificates.slice(-1), ...refs, signerInfo.signature]) {
        const at = Buffer.from(cms).indexOf(Buffer.from(part)) + part.length - 1;
        const changed: ValidationReport = await validate(cms.with(at, (cms[at] ?? 0) ^ 1));
        expect(archiveStamps(changed)).to.deep.equal([OVER_ELSE]);
      }
      const [token = new Uint8Array()] = findAttributes(signerInfo.unsignedAttributes, V2).flatMap(({ values }) => values);
      expect(parseTimestampToken(token).tstInfo.messageImprint.algorithm.name).to.equal('SHA-256');
    });

    it('is open where the content is not at hand', async () => {
      const found: readonly SignatureReport[] = (await validate(octets('dss-1469__cadesLTAwithATv2.sig'))).signatures;
      expect(archiveStamps({ signatures: found })).to.deep.equal(['ARCHIVE_TIMESTAMP_NOT_JUDGED']);
    });
  },
);
