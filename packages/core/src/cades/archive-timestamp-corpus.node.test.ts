import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { derChildren, derRaw, OIDS, parseDer, readOctetString } from '../asn1/index.ts';
import { type Bytes, encodeHex } from '../bytes/index.ts';
import { findAttributes, parseSignedData, parseTimestampToken, readSignedDataElements } from '../cms/index.ts';
import { digest, isSigningDigest } from '../crypto/index.ts';
import { archiveTimestampImprint, archiveTimestampInput } from './archive-timestamp.ts';
import { ATS_HASH_INDEX_V3 } from './ats-hash-index.ts';

const FOLDER = resolve(process.env['SEALKIT_SHARED'] ?? '../shared', 'corpus/cades-dss');
const title = 'archive time-stamps that others made';

/** Files with an ats-hash-index-v3 and their content; the others of the corpus have earlier forms of the index. */
const FILES: Readonly<Record<string, string | undefined>> = {
  'cades-lta-duplicated-atst.p7m': undefined,
  'counterSignedLTA.p7s': undefined,
  'dss-2011__cades-lta-detached.pkcs7': 'dss-2011__cades-lta-detached.pkcs7.content',
};

const SEEN = 4;

(existsSync(FOLDER) ? describe : describe.skip)(existsSync(FOLDER) ? title : `${title} (skipped: corpus not found)`, () => {
  it('are over the imprint that we compute, and list the digests that we compute (EN 319 122-1 §5.5)', async () => {
    let seen = 0;
    for (const [name, contentName] of Object.entries(FILES))
      for (const { ours, theirs, imprint, expected } of await archiveTimestampsOf(name, contentName)) {
        expect(imprint, name).to.equal(expected);
        for (const [at, list] of theirs.entries()) expect(ours[at], name).to.include.members([...list]);
        seen += 1;
      }
    expect(seen).to.equal(SEEN);
  });

  it('show a certificate that was exchanged', async () => {
    const [stamp] = await archiveTimestampsOf('cades-ats-v3-wrong-cert.p7m', undefined);
    expect(stamp?.theirs[0]?.filter((value) => !(stamp.ours[0] ?? []).includes(value)).length).to.equal(1);
  });
});

interface ComparedTimestamp {
  readonly imprint: string;
  readonly expected: string;
  readonly ours: readonly (readonly string[])[];
  readonly theirs: readonly (readonly string[])[];
}

async function archiveTimestampsOf(name: string, contentName: string | undefined): Promise<readonly ComparedTimestamp[]> {
  const cms = new Uint8Array(readFileSync(join(FOLDER, name)));
  const signedData = parseSignedData(cms);
  const content = contentName === undefined ? signedData.content : new Uint8Array(readFileSync(join(FOLDER, contentName)));
  const elements = readSignedDataElements(cms);
  const found: ComparedTimestamp[] = [];
  for (const [index, { unsignedAttributes }] of signedData.signerInfos.entries())
    for (const token of findAttributes(unsignedAttributes, OIDS.archiveTimestampV3).flatMap(({ values }) => values)) {
      const { tstInfo, signedData: stamp } = parseTimestampToken(token);
      const [atsHashIndex] = findAttributes(stamp.signerInfos[0]?.unsignedAttributes ?? [], ATS_HASH_INDEX_V3)[0]?.values ?? [];
      const algorithm = tstInfo.messageImprint.algorithm.name;
      const signerInfo = elements.signerInfos[index];
      if (atsHashIndex === undefined || algorithm === undefined || !isSigningDigest(algorithm) || signerInfo === undefined) continue;
      const query = { elements, signerInfo, contentDigest: await digest(algorithm, content ?? new Uint8Array()), algorithm };
      found.push({
        imprint: encodeHex((await archiveTimestampImprint(query, atsHashIndex)).value),
        expected: encodeHex(tstInfo.messageImprint.value),
        ours: listsOf((await archiveTimestampInput(query)).atsHashIndex),
        theirs: listsOf(atsHashIndex),
      });
    }
  return found;
}

/** The three lists of an ATSHashIndexV3, in hexadecimal. */
function listsOf(atsHashIndex: Bytes): readonly (readonly string[])[] {
  const [, ...lists] = derChildren(parseDer(atsHashIndex));
  return lists.map((list) => derChildren(list).map((entry) => encodeHex(readOctetString(parseDer(derRaw(entry))))));
}
