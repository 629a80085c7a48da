import { RARE_CASES, selfSignedSigner } from '@sealkit/testkit/node';
import { codeOfAsync } from '../../../test/pades/refusal.ts';
import { pagesPdf, smallPdf } from '../../../test/pades/small-pdf.ts';
import { withoutPadding } from '../../../test/pades/without-padding.ts';
import { type Bytes, concatBytes, decodeBase64, decodeHex, decodeLatin1, encodeHex, memorySource } from '../../bytes/index.ts';
import { findSignerCertificate, parseSignedData, verifySignerInfo } from '../../cms/index.ts';
import { digest, digestText, javascriptDigestEngine, type ResumableDigest, sha2Beside } from '../../crypto/index.ts';
import type { DigestEngine, DigestStream, Signer, SigningDigest } from '../../ports/index.ts';
import { signDocument, type SignDocumentOptions } from '../levels/sign-document.ts';
import { signDocuments } from '../levels/sign-documents.ts';
import type { PreparedSignature, SignedRevision } from '../prepared-signature.ts';
import { completeSignature } from './complete-signature.ts';
import { prepareSignature } from './prepare-signature.ts';

const original = smallPdf(pagesPdf(['/MediaBox [0 0 595 842]'])).bytes;
const act = { places: [], face: null, invisibleField: { kind: 'new', name: 'A' } } as const;
const time = new Date();

const prepare = async (signer: Signer<SigningDigest>, engine?: DigestEngine): Promise<PreparedSignature> =>
  JSON.parse(
    JSON.stringify(
      await prepareSignature(memorySource(original), {
        act,
        time,
        signerCertificates: signer.certificates,
        signatureAlgorithm: signer.algorithm,
        digestAlgorithm: signer.algorithm.digest,
        ...(engine === undefined ? {} : { engine }),
      }),
    ),
  );
const valueOf = async (signer: Signer<SigningDigest>, prepared: PreparedSignature): Promise<Bytes> => {
  const dtbs = decodeBase64(prepared.dataToBeSigned);
  return signer.sign({ dtbs, digest: await digest(prepared.digestAlgorithm, dtbs) });
};

async function assertVerifies({ appended, byteRange }: SignedRevision, { algorithm }: Signer<SigningDigest>): Promise<void> {
  const file = concatBytes(original, appended);
  const [, first, second] = byteRange;
  const { signerInfos, certificates, contentType } = parseSignedData(
    withoutPadding(decodeHex(decodeLatin1(file.subarray(first + 1, second - 1)))),
  );
  const [signerInfo] = signerInfos;
  const certificate = signerInfo === undefined ? undefined : findSignerCertificate(signerInfo, certificates);
  if (signerInfo === undefined || certificate === undefined) throw new TypeError('expected a signer and a certificate');
  const contentDigest = await digest(algorithm.digest, concatBytes(file.subarray(0, first), file.subarray(second)));
  const { signatureValue, messageDigestMatches } = await verifySignerInfo({ signerInfo, certificate, contentType, contentDigest });
  expect([signerInfo.digestAlgorithm.name, signatureValue, messageDigestMatches]).to.deep.equal([algorithm.digest, 'valid', true]);
}

/** A document with an empty field whose seed value binds the digest to these names. */
function seeded(methods: string): Bytes {
  const objects = {
    1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [20 0 R] /SigFlags 3 >> >>',
    20: `<< /Type /Annot /Subtype /Widget /FT /Sig /T (Seeded) /P 4 0 R /Rect [0 0 0 0] /SV << /Type /SV /Ff 64 /DigestMethod [${methods}] >> >>`,
  };
  return smallPdf(pagesPdf(['/MediaBox [0 0 595 842] /Annots [20 0 R]'], { objects })).bytes;
}

/** An engine that has SHA-2 alone, hands out no state, and can be cloned. */
const sha2Engine: DigestEngine = {
  create: (algorithm) => withoutState(javascriptDigestEngine.create(algorithm) as ResumableDigest),
};
function withoutState(stream: ResumableDigest): DigestStream {
  return { update: (bytes) => stream.update(bytes), digest: () => stream.digest(), clone: () => withoutState(stream.clone()) };
}

describe('PDF signatures with brainpool curves, Ed448 and SHA-3, from a signer that brings them', () => {
  for (const [name, rare] of Object.entries(RARE_CASES)) {
    it(`prepares, survives JSON, completes and verifies: ${name}`, async () => {
      const signer = selfSignedSigner(rare);
      const prepared = await prepare(signer);
      const sponge = /SHA3|SHAKE/.test(rare.algorithm.digest);
      expect('stateAtHole' in prepared, 'a sponge hands out no state').to.equal(!sponge);
      const value = await valueOf(signer, prepared);
      const signed = await completeSignature(prepared, value, { source: memorySource(original) });
      const file = concatBytes(original, signed.appended);
      await assertVerifies(signed, signer);
      const covered = concatBytes(file.subarray(0, signed.byteRange[1]), file.subarray(signed.byteRange[2]));
      expect(signed.byteRangeDigest.split(':')[1]).to.equal(encodeHex(await digest(rare.algorithm.digest, covered)));
      const sha2 = sha2Beside(rare.algorithm.digest);
      expect([prepared.originalDigest, signed.fileDigest]).to.deep.equal([await digestText(sha2, original), await digestText(sha2, file)]);

      const spoilt = value.map((octet, index) => (index === value.length - 1 ? octet ^ 1 : octet));
      const complete = (change: Partial<PreparedSignature>, octets: Bytes, bytes: Bytes | undefined = original) =>
        codeOfAsync(() => completeSignature({ ...prepared, ...change }, octets, bytes.length === 0 ? {} : { source: memorySource(bytes) }));
      expect(await complete({}, spoilt)).to.equal('PADES_SIGNATURE_VALUE_INVALID');
      expect(await complete({}, value, new Uint8Array())).to.equal(sponge ? 'PADES_ORIGINAL_NEEDED' : '');
      expect(await complete({}, value, original.toReversed())).to.equal('PADES_ORIGINAL_CHANGED');
      expect(await complete({ digestAlgorithm: 'SHA3-224' as never }, value)).to.equal('PADES_PREPARED_MALFORMED');
      const another = rare.algorithm.digest === 'SHA-256' ? 'SHA3-256' : 'SHA-256';
      expect(await complete({ digestAlgorithm: another }, value)).to.match(/^PADES_(PREPARED_MALFORMED|ORIGINAL_CHANGED)$/);
    }, 60_000);
  }

  it('signs in one call and in batches, with an engine that has SHA-2 alone', async () => {
    const signer = selfSignedSigner(RARE_CASES['RSA SHA3-256']!);
    const signed = await signDocument(memorySource(original), { act, signer, time, engine: sha2Engine });
    await assertVerifies(signed.signature, signer);
    const ed448 = selfSignedSigner(RARE_CASES['Ed448']!);
    let count = 0;
    const documents = [original, original].map((bytes) => ({ source: memorySource(bytes), act }));
    for await (const outcome of signDocuments(documents, { signer: ed448, time })) {
      if (!('signed' in outcome)) throw outcome.error;
      await assertVerifies(outcome.signed.signature, ed448);
      count += 1;
    }
    expect(count).to.equal(2);
  }, 60_000);

  it('refuses a value of another key before it is embedded, and a digest that is not the signature’s', async () => {
    const signer = selfSignedSigner(RARE_CASES['brainpoolP384r1']!);
    const stranger = { ...selfSignedSigner(RARE_CASES['brainpoolP384r1']!), certificates: signer.certificates };
    expect(await codeOfAsync(() => signDocument(memorySource(original), { act, signer: stranger, time }))).to.equal(
      'PADES_SIGNATURE_VALUE_INVALID',
    );
    const mixed = prepareSignature(memorySource(original), {
      act,
      time,
      signerCertificates: signer.certificates,
      signatureAlgorithm: signer.algorithm,
      digestAlgorithm: 'SHA3-384',
    });
    expect(await codeOfAsync(() => mixed)).to.equal('PADES_ALGORITHM_MISMATCH');
  }, 60_000);

  it('honours seed values that ask for a digest by name (ISO 32000-2 table 237, ISO/TS 32001)', async () => {
    const signer = selfSignedSigner(RARE_CASES['P-256 SHA3-384']!);
    const sign = (methods: string) =>
      signDocument(memorySource(seeded(methods)), { act: { ...act, invisibleField: { kind: 'prepared', name: 'Seeded' } }, signer, time });
    expect((await sign('(SHA3-384) (SHA256)')).level).to.equal('B-B');
    expect(await codeOfAsync(() => sign('(SHA384) (SHA256)'))).to.equal('PADES_SEED_VALUE_UNMET');
  }, 60_000);

  it('declares the extensions it uses, but for PDF/A-1 to 3, certified documents and explained signing (ISO 32000-2 §7.12)', async () => {
    const signer = selfSignedSigner(RARE_CASES['Ed448']!);
    const p256 = selfSignedSigner({ ...RARE_CASES['P-256 SHA3-384']!, algorithm: { name: 'ECDSA', curve: 'P-256', digest: 'SHA-256' } });
    const declares = async (bytes: Bytes, by = signer, more: Partial<SignDocumentOptions> = {}): Promise<readonly string[]> => {
      const { appended } = await signDocument(memorySource(bytes), { act, signer: by, time, ...more });
      return decodeLatin1(appended).match(/\/ExtensionLevel \d+|\/Version \/2\.0/g) ?? [];
    };
    const all = ['/ExtensionLevel 32001', '/ExtensionLevel 32002', '/Version /2.0'];
    expect(await declares(original)).to.deep.equal(all);
    expect(await declares(original, p256)).to.deep.equal([]);
    expect(await declares(original, signer, { mode: 'explained' })).to.deep.equal([]);
    expect(await declares(claiming(2))).to.deep.equal([]);
    expect(await declares(claiming(4))).to.deep.equal(all);
    const certified = { ...act, invisibleField: { kind: 'new', name: 'B' }, certify: 2 } as const;
    expect(await declares(seeded('(SHAKE256)'), signer, { act: certified })).to.deep.equal(all);
    const { appended } = await signDocument(memorySource(seeded('(SHAKE256)')), { act: certified, signer: p256, time });
    const prepared = { ...act, invisibleField: { kind: 'prepared', name: 'Seeded' } } as const;
    expect(await declares(concatBytes(seeded('(SHAKE256)'), appended), signer, { act: prepared })).to.deep.equal([]);
  }, 60_000);
});

/** A document whose metadata claims a part of PDF/A. */
function claiming(part: number): Bytes {
  const xmp = `<x xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>${part}</pdfaid:part></x>`;
  const objects = {
    1: '<< /Type /Catalog /Pages 2 0 R /Metadata 30 0 R >>',
    30: `<< /Type /Metadata /Subtype /XML /Length ${xmp.length} >>\nstream\n${xmp}\nendstream`,
  };
  return smallPdf(pagesPdf(['/MediaBox [0 0 595 842]'], { objects })).bytes;
}
