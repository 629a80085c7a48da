import { testPki, type TestIdentity } from '@sealkit/testkit';
import {
  encodeGeneralizedTime,
  encodeInteger,
  encodeNull,
  encodeOctetString,
  encodeOid,
  encodeSequence,
  encodeSet,
  OIDS,
  parseDer,
  derChildren,
  derRaw,
} from '../asn1/index.ts';
import { type Bytes, concatBytes, encodeHex, encodeUtf8 } from '../bytes/index.ts';
import { digest, signatureAlgorithmToDer } from '../crypto/index.ts';
import { parseCertificate } from '../x509/index.ts';
import { CmsError } from './cms-error.ts';
import { parseSignedData } from './signed-data.ts';
import { encodeAttribute, encodeDigestIdentifier, encodeSignedData } from './signed-data-writer.ts';
import { findSignerCertificate } from './signer-certificate.ts';
import { findClaimedSigningTime, type SignerInfo } from './signer-info.ts';
import { type SignerInfoFacts, verifySignerInfo } from './signer-info-verification.ts';
import { parseTimestampToken } from './timestamp-token.ts';

const CONTENT = encodeUtf8('the content');

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof CmsError ? error.code : String(error);
  }
}

interface MakeOptions {
  readonly attributes?: (messageDigest: Bytes) => readonly Bytes[];
  readonly signedAttributes?: (attributes: readonly Bytes[]) => Bytes;
  readonly unsignedAttributes?: Bytes;
  readonly content?: Uint8Array;
  readonly contentType?: string;
}

const contentType = (oid: string = OIDS.data): Bytes => encodeAttribute(OIDS.contentType, encodeOid(oid));
const messageDigestOf = (value: Bytes): Bytes => encodeAttribute(OIDS.messageDigest, encodeOctetString(value));

async function make(identity: TestIdentity, options: MakeOptions = {}): Promise<Bytes> {
  const { algorithm, certificate, certificates } = identity;
  const messageDigest = await digest(algorithm.digest, options.content ?? CONTENT);
  const attributes = (options.attributes ?? ((value) => [contentType(), messageDigestOf(value)]))(messageDigest);
  const signedAttributes = (options.signedAttributes ?? ((list) => encodeSet(...list)))(attributes);
  const signature = await identity.signer.sign({ dtbs: signedAttributes, digest: await digest(algorithm.digest, signedAttributes) });
  return encodeSignedData({
    ...(options.content === undefined ? {} : { content: options.content }),
    ...(options.contentType === undefined ? {} : { contentType: options.contentType }),
    certificates,
    signerInfos: [
      {
        certificate,
        digestAlgorithm: algorithm.digest,
        signedAttributes,
        signatureAlgorithm: signatureAlgorithmToDer(algorithm),
        signature,
        ...(options.unsignedAttributes === undefined ? {} : { unsignedAttributes: options.unsignedAttributes }),
      },
    ],
  });
}

async function factsOf(cms: Uint8Array, content: Uint8Array = CONTENT): Promise<SignerInfoFacts> {
  const signedData = parseSignedData(cms);
  const [signerInfo] = signedData.signerInfos;
  const certificate = findSignerCertificate(signerInfo!, signedData.certificates);
  const contentDigest = await digest(signerInfo!.digestAlgorithm.name!, content);
  return verifySignerInfo({ signerInfo: signerInfo!, certificate: certificate!, contentType: signedData.contentType, contentDigest });
}

describe('SignedData (RFC 5652 §5)', () => {
  it('reads back what was written, for every kind of key', async () => {
    const pki = await testPki();
    for (const identity of Object.values(pki.signers)) {
      const cms = await make(identity);
      const signedData = parseSignedData(cms);
      expect(encodeHex(signedData.raw)).to.equal(encodeHex(cms));
      expect(signedData.version).to.equal(1);
      expect(signedData.content).to.equal(undefined);
      expect(signedData.certificates.length).to.equal(2);
      expect(signedData.notices).to.deep.equal([]);
      const facts = await factsOf(cms);
      expect(facts.signatureValue, identity.name).to.equal('valid');
      expect(facts.messageDigestMatches).to.equal(true);
      expect(facts.attributeFaults).to.deep.equal([]);
      expect(facts.digestAlgorithmsDiffer).to.equal(false);
      expect((await factsOf(cms, encodeUtf8('other'))).messageDigestMatches).to.equal(false);
    }
  });

  it('holds encapsulated content and says version 3 for other content types', async () => {
    const pki = await testPki();
    const attributes = (value: Bytes): readonly Bytes[] => [contentType('1.2.3'), messageDigestOf(value)];
    const signedData = parseSignedData(await make(pki.signers.p256, { content: CONTENT, contentType: '1.2.3', attributes }));
    expect(encodeHex(signedData.content!)).to.equal(encodeHex(CONTENT));
    expect(signedData.version).to.equal(3);
    expect((await factsOf(signedData.raw)).attributeFaults).to.deep.equal([]);
  });

  it('ends parsed or with a typed error for every octet changed and every length cut', async () => {
    const pki = await testPki();
    const cms = await make(pki.signers.p256);
    for (let index = 0; index < cms.length; index += 1) {
      for (const mask of [0x01, 0x80, 0xff]) {
        const changed = cms.slice();
        changed[index]! ^= mask;
        const code = codeOf(() => parseSignedData(changed));
        expect(code === undefined || code.startsWith('CMS_'), `${index}: ${code}`).to.equal(true);
      }
    }
    for (let length = 0; length < cms.length; length += 13)
      expect(codeOf(() => parseSignedData(cms.subarray(0, length)))).to.equal('CMS_MALFORMED');
  });

  it('refuses octets after the structure, and hands them out where they are expected', async () => {
    const pki = await testPki();
    const cms = concatBytes(await make(pki.signers.p256), new Uint8Array(7));
    expect(codeOf(() => parseSignedData(cms))).to.equal('CMS_TRAILING_BYTES');
    expect(parseSignedData(cms, { allowTrailing: true }).trailing.length).to.equal(7);
  });

  it('refuses other content types by name', () => {
    const data = encodeSequence(encodeOid(OIDS.data));
    expect(codeOf(() => parseSignedData(data))).to.equal('CMS_NOT_SIGNED_DATA');
    expect(codeOf(() => parseSignedData(encodeSequence(encodeOid(OIDS.signedData))))).to.equal('CMS_MALFORMED');
    expect(codeOf(() => parseSignedData(encodeNull()))).to.equal('CMS_MALFORMED');
  });

  it('reads the indefinite form of other makers and names the repairs', async () => {
    const pki = await testPki();
    const cms = await make(pki.signers.p256);
    const [oid, content] = derChildren(parseDer(cms));
    const streaming = concatBytes(Uint8Array.of(0x30, 0x80), derRaw(oid!), derRaw(content!), new Uint8Array(2));
    const signedData = parseSignedData(streaming);
    expect(signedData.notices.map(({ code }) => code)).to.deep.equal(['BER_INDEFINITE_LENGTH']);
    expect(encodeHex(signedData.raw)).to.equal(encodeHex(cms));
  });
});

describe('signed attributes (RFC 5652 §5.3, §11)', () => {
  const faults = async (options: MakeOptions): Promise<readonly string[]> => {
    const pki = await testPki();
    const facts = await factsOf(await make(pki.signers.ed25519, options), options.content ?? CONTENT);
    expect(facts.signatureValue).to.equal('valid');
    return facts.attributeFaults;
  };

  it('are faulty each for its own reason, whatever the signature value says', async () => {
    const time = encodeAttribute(OIDS.signingTime, encodeGeneralizedTime(new Date('2026-01-01T00:00:00Z')));
    const cases: readonly (readonly [string, MakeOptions])[] = [
      ['CONTENT_TYPE_MISSING', { attributes: (value) => [messageDigestOf(value)] }],
      ['CONTENT_TYPE_REPEATED', { attributes: (value) => [contentType(), contentType(), messageDigestOf(value)] }],
      ['CONTENT_TYPE_MISMATCH', { attributes: (value) => [contentType('1.2.3'), messageDigestOf(value)] }],
      ['MESSAGE_DIGEST_MISSING', { attributes: () => [contentType()] }],
      ['MESSAGE_DIGEST_REPEATED', { attributes: (value) => [contentType(), messageDigestOf(value), messageDigestOf(value)] }],
      [
        'MESSAGE_DIGEST_REPEATED',
        {
          attributes: (value) => [contentType(), encodeAttribute(OIDS.messageDigest, encodeOctetString(value), encodeOctetString(CONTENT))],
        },
      ],
      ['MESSAGE_DIGEST_MALFORMED', { attributes: () => [contentType(), encodeAttribute(OIDS.messageDigest, encodeNull())] }],
      ['SIGNED_ATTRIBUTE_REPEATED', { attributes: (value) => [contentType(), messageDigestOf(value), time, time] }],
      ['SIGNED_ATTRIBUTE_WITHOUT_VALUE', { attributes: (value) => [contentType(), messageDigestOf(value), encodeAttribute('1.2.3')] }],
      ['ATTRIBUTE_MUST_BE_SIGNED', { unsignedAttributes: encodeSet(time) }],
      [
        'SIGNED_ATTRIBUTES_NOT_DER',
        {
          signedAttributes: (list) => {
            const sorted = encodeSet(...list);
            const parts = derChildren(parseDer(sorted)).map(derRaw).toReversed();
            return concatBytes(sorted.subarray(0, 2), ...parts);
          },
        },
      ],
    ];
    for (const [fault, options] of cases) expect(await faults(options), fault).to.include(fault);
  });

  it('must repeat the algorithms where they protect them (RFC 6211)', async () => {
    const { signers } = await testPki();
    const signature = signatureAlgorithmToDer(signers.ed25519.algorithm);
    const protection = (digestAlgorithm: Bytes, signatureDer: Bytes): Bytes =>
      encodeAttribute(
        OIDS.cmsAlgorithmProtection,
        encodeSequence(digestAlgorithm, concatBytes(Uint8Array.of(0xa1), signatureDer.subarray(1))),
      );
    const withProtection = (attribute: Bytes): Promise<readonly string[]> =>
      faults({ attributes: (value) => [contentType(), messageDigestOf(value), attribute] });
    const sha512 = encodeDigestIdentifier('SHA-512');
    const sha512WithNull = encodeSequence(encodeOid(OIDS.sha512), encodeNull());
    expect(await withProtection(protection(sha512, signature))).to.deep.equal([]);
    expect(await withProtection(protection(sha512WithNull, signature))).to.deep.equal([]);
    expect(await withProtection(protection(encodeDigestIdentifier('SHA-256'), signature))).to.deep.equal(['ALGORITHM_PROTECTION_MISMATCH']);
    const other = signatureAlgorithmToDer(signers.p256.algorithm);
    expect(await withProtection(protection(sha512, other))).to.deep.equal(['ALGORITHM_PROTECTION_MISMATCH']);
    expect(await withProtection(encodeAttribute(OIDS.cmsAlgorithmProtection, encodeNull()))).to.deep.equal([
      'ALGORITHM_PROTECTION_MISMATCH',
    ]);
  });

  it('verify over their DER where BER brought them in another order, and are named for it', async () => {
    const { signers } = await testPki();
    const cms = await make(signers.ed25519);
    const signedData = parseSignedData(cms);
    const signerInfo = signedData.signerInfos[0]!;
    const parts = derChildren(parseDer(signerInfo.signedAttributes!.der)).map(derRaw).toReversed();
    const der = concatBytes(signerInfo.signedAttributes!.der.subarray(0, 2), ...parts);
    const query = {
      certificate: parseCertificate(signers.ed25519.certificate),
      contentType: OIDS.data,
      contentDigest: await digest('SHA-512', CONTENT),
    };
    const facts = await verifySignerInfo({
      ...query,
      signerInfo: { ...signerInfo, signedAttributes: { ...signerInfo.signedAttributes!, der } },
    });
    expect(facts.signatureValue).to.equal('valid');
    expect(facts.attributeFaults).to.deep.equal(['SIGNED_ATTRIBUTES_NOT_DER']);
    const changed = der.slice();
    changed[changed.length - 1]! ^= 1;
    const broken = await verifySignerInfo({
      ...query,
      signerInfo: { ...signerInfo, signedAttributes: { ...signerInfo.signedAttributes!, der: changed } },
    });
    expect(broken.signatureValue).to.equal('invalid');
  });

  it('give the claimed time, and none where it is malformed', async () => {
    const { signers } = await testPki();
    const timeOf = async (value: Bytes): Promise<string | undefined> => {
      const attributes = (messageDigest: Bytes): readonly Bytes[] => [
        contentType(),
        messageDigestOf(messageDigest),
        encodeAttribute(OIDS.signingTime, value),
      ];
      const [signerInfo] = parseSignedData(await make(signers.ed25519, { attributes })).signerInfos;
      return findClaimedSigningTime(signerInfo!)?.toISOString();
    };
    expect(await timeOf(encodeGeneralizedTime(new Date('2026-01-01T00:00:00Z')))).to.equal('2026-01-01T00:00:00.000Z');
    expect(await timeOf(encodeNull())).to.equal(undefined);
  });
});

describe('signers', () => {
  it('are found by issuer and serial number, not by position or name', async () => {
    const pki = await testPki();
    const { signerInfos } = parseSignedData(await make(pki.signers.p256));
    const [signerInfo] = signerInfos;
    const find = (...identities: readonly TestIdentity[]) =>
      findSignerCertificate(
        signerInfo!,
        identities.map(({ certificate }) => certificate),
      )?.subject.commonName;
    expect(find(pki.intermediate, pki.signers.p384, pki.signers.p256)).to.equal('Signer p256');
    expect(find(pki.intermediate, pki.refused.impostor)).to.equal(undefined);
    expect(findSignerCertificate(signerInfo!, [Uint8Array.of(1, 2)])).to.equal(undefined);
    const byKey: SignerInfo = {
      ...signerInfo!,
      sid: { kind: 'subjectKeyId', keyIdentifier: parseCertificate(pki.signers.p256.certificate).subjectKeyId! },
    };
    expect(findSignerCertificate(byKey, [pki.signers.p384.certificate, pki.signers.p256.certificate])?.subject.commonName).to.equal(
      'Signer p256',
    );
  });

  it('without attributes sign the content itself', async () => {
    const pki = await testPki();
    const { rsa2048 } = pki.signers;
    const signature = await rsa2048.signer.sign({ dtbs: CONTENT, digest: await digest('SHA-256', CONTENT) });
    const template = parseSignedData(await make(rsa2048)).signerInfos[0]!;
    const { signedAttributes: _attributes, ...bare } = template;
    const query = { signerInfo: { ...bare, signature }, certificate: parseCertificate(rsa2048.certificate), contentType: OIDS.data };
    const contentDigest = await digest('SHA-256', CONTENT);
    expect((await verifySignerInfo({ ...query, contentDigest, content: CONTENT })).signatureValue).to.equal('valid');
    const fromDigest = await verifySignerInfo({ ...query, contentDigest });
    expect(fromDigest.signatureValue).to.equal('valid');
    expect(fromDigest.messageDigestMatches).to.equal(null);
    expect(fromDigest.attributeFaults).to.deep.equal([]);
    expect((await verifySignerInfo({ ...query, contentDigest: await digest('SHA-256', encodeUtf8('x')) })).signatureValue).to.equal(
      'invalid',
    );
    expect((await verifySignerInfo({ ...query, contentDigest, contentType: '1.2.3' })).attributeFaults).to.deep.equal([
      'SIGNED_ATTRIBUTES_MISSING',
    ]);
  });
});

describe('time-stamp tokens (RFC 3161 §2.4.2)', () => {
  const tstInfo = (version = 1): Bytes =>
    encodeSequence(
      encodeInteger(version),
      encodeOid('1.2.3.4'),
      encodeSequence(encodeDigestIdentifier('SHA-256'), encodeOctetString(new Uint8Array(32))),
      encodeInteger(77),
      encodeGeneralizedTime(new Date('2026-03-04T05:06:07Z')),
      encodeSequence(encodeInteger(1)),
      encodeInteger(0xabcn),
    );

  it('are read, not verified', async () => {
    const pki = await testPki();
    const content = tstInfo();
    const attributes = (value: Bytes): readonly Bytes[] => [contentType(OIDS.tstInfo), messageDigestOf(value)];
    const token = parseTimestampToken(await make(pki.signers.p256, { content, contentType: OIDS.tstInfo, attributes }));
    expect(token.tstInfo.genTime.toISOString()).to.equal('2026-03-04T05:06:07.000Z');
    expect(token.tstInfo.serialNumber).to.equal('4d');
    expect(token.tstInfo.accuracy).to.equal(1000);
    expect(token.tstInfo.nonce).to.equal(0xabcn);
    expect(token.tstInfo.messageImprint.algorithm.name).to.equal('SHA-256');
  });

  it('are refused without a TSTInfo of version 1 inside', async () => {
    const pki = await testPki();
    const wrong = [await make(pki.signers.p256), await make(pki.signers.p256, { content: tstInfo() })];
    for (const content of [tstInfo(2), encodeNull(), concatBytes(tstInfo(), encodeNull())])
      wrong.push(await make(pki.signers.p256, { content, contentType: OIDS.tstInfo }));
    for (const cms of wrong) expect(codeOf(() => parseTimestampToken(cms))).to.equal('CMS_TST_INFO_MALFORMED');
  });
});
