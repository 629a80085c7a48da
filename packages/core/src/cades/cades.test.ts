import { testPki } from '@sealkit/testkit';
import {
  encodeContext,
  encodeInteger,
  encodeNull,
  encodeOctetString,
  encodeOid,
  encodeSequence,
  encodeSet,
  encodeUtf8String,
  OIDS,
  derChildren,
  derRaw,
  parseDer,
} from '../asn1/index.ts';
import { type Bytes, decodeHex, encodeHex } from '../bytes/index.ts';
import { encodeAttribute, parseSignedAttributes, type SignerInfo } from '../cms/index.ts';
import { digest } from '../crypto/index.ts';
import { parseCertificate } from '../x509/index.ts';
import { OID_SEAL_STATEMENT, OID_USE_PERMIT, OID_USE_RECORD } from './assertion-oids.ts';
import { CadesError } from './cades-error.ts';
import { encodeCadesSignature, estimateCadesSize } from './cades-signature.ts';
import { readSignedAssertions } from './signed-assertions.ts';
import { encodeSignedAttributes, type SignedAttributesOptions } from './signed-attributes.ts';
import { matchSigningCertificate, readSigningCertificateReferences } from './signing-certificate-reference.ts';

async function codeOf(work: () => unknown): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error instanceof CadesError ? error.code : String(error);
  }
}

/** Only the signed attributes matter here. */
const infoOf = (der: Uint8Array): SignerInfo => ({ signedAttributes: parseSignedAttributes(der) }) as SignerInfo;
const infoWith = (...attributes: readonly Bytes[]): SignerInfo => infoOf(encodeSet(...attributes));

async function encode(changes: Partial<SignedAttributesOptions> = {}): Promise<Bytes> {
  const { signers } = await testPki();
  return encodeSignedAttributes({
    messageDigest: new Uint8Array(32),
    digestAlgorithm: 'SHA-256',
    signingCertificate: signers.p256.certificate,
    ...changes,
  });
}

describe('signed attributes of CAdES B-B (EN 319 122-1 §6.3)', () => {
  it('stand each once with one value in DER order, without a signing time unless it is asked for', async () => {
    const der = await encode({ assertions: [{ oid: OID_USE_PERMIT, value: encodeUtf8String('a.b.c') }] });
    const { list } = parseSignedAttributes(der);
    expect(list.map(({ type }) => type).sort()).to.deep.equal(
      [OIDS.contentType, OIDS.messageDigest, OIDS.signingCertificateV2, OIDS.signerAttributesV2].sort(),
    );
    expect(list.every(({ values }) => values.length === 1)).to.equal(true);
    expect(encodeHex(encodeSet(...derChildren(parseDer(der)).map(derRaw)))).to.equal(encodeHex(der));
    const timed = parseSignedAttributes(
      await encode({ signingTime: new Date('2026-01-01T00:00:00Z'), commitmentType: OIDS.commitmentProofOfApproval }),
    );
    expect(timed.list.map(({ type }) => type)).to.include.members([OIDS.signingTime, OIDS.commitmentTypeIndication]);
  });

  it('spell an assertion as the standard says, under [2] EXPLICIT', async () => {
    const der = await encode({ assertions: [{ oid: '1.2.3', value: encodeInteger(5) }] });
    const attribute = parseSignedAttributes(der).list.find(({ type }) => type === OIDS.signerAttributesV2);
    expect(encodeHex(attribute!.values[0]!)).to.equal('300da20b3009300706022a03020105');
  });

  it('leave out the default digest algorithm and name every other', async () => {
    const { signers } = await testPki();
    const certificate = parseCertificate(signers.p256.certificate);
    for (const digestAlgorithm of ['SHA-256', 'SHA-384', 'SHA-512'] as const) {
      const info = infoOf(await encode({ digestAlgorithm }));
      const [reference, ...more] = readSigningCertificateReferences(info);
      expect(more).to.deep.equal([]);
      expect(reference?.digestAlgorithm).to.equal(digestAlgorithm);
      expect(encodeHex(reference!.digest)).to.equal(encodeHex(await digest(digestAlgorithm, signers.p256.certificate)));
      expect(encodeHex(reference!.issuerSerial!.serialNumber)).to.equal(encodeHex(certificate.serialNumberDer));
      expect(encodeHex(reference!.issuerSerial!.issuer)).to.equal(encodeHex(certificate.issuer.raw));
    }
  });

  it('refuse an assertion given twice', async () => {
    const assertion = { oid: OID_USE_PERMIT, value: encodeNull() };
    expect(await codeOf(() => encode({ assertions: [assertion, assertion] }))).to.equal('CADES_ASSERTION_REPEATED');
  });
});

describe('signed assertions (EN 319 122-1 §5.2.6)', () => {
  const attribute = (value: Bytes): Bytes => encodeAttribute(OIDS.signerAttributesV2, value);
  const assertions = (...entries: readonly Bytes[]): Bytes =>
    encodeSequence(encodeContext(2, encodeSequence(...entries), { constructed: true }));
  const entry = (oid: string, value: Bytes = encodeNull()): Bytes => encodeSequence(encodeOid(oid), value);

  it('read back in their order, their values untouched', async () => {
    const given = [
      { oid: OID_SEAL_STATEMENT, value: encodeSequence(encodeOctetString(new Uint8Array(3000))) },
      { oid: OID_USE_PERMIT, value: encodeUtf8String('permit') },
      { oid: OID_USE_RECORD, value: encodeUtf8String('record') },
    ];
    const read = readSignedAssertions(infoOf(await encode({ assertions: given })));
    expect(read.map(({ oid }) => oid)).to.deep.equal(given.map(({ oid }) => oid));
    expect(read.map(({ value }) => encodeHex(value))).to.deep.equal(given.map(({ value }) => encodeHex(value)));
  });

  it('are none where the attribute is absent or claims other things', () => {
    expect(readSignedAssertions(infoWith())).to.deep.equal([]);
    const claimed = encodeSequence(encodeContext(0, encodeSequence(), { constructed: true }));
    expect(readSignedAssertions(infoWith(attribute(claimed)))).to.deep.equal([]);
    const bare = readSignedAssertions(infoWith(attribute(assertions(encodeSequence(encodeOid('1.2.3'))))));
    expect(bare.map(({ value }) => value.length)).to.deep.equal([0]);
  });

  it('are refused when a type stands twice, the attribute stands twice, or the form is another', async () => {
    const twice = infoWith(attribute(assertions(entry('1.2.3'), entry('1.2.3', encodeInteger(1)))));
    expect(await codeOf(() => readSignedAssertions(twice))).to.equal('CADES_ASSERTION_REPEATED');
    const one = assertions(entry('1.2.3'));
    const wrong: readonly SignerInfo[] = [
      infoWith(attribute(one), attribute(one)),
      infoWith(encodeAttribute(OIDS.signerAttributesV2, one, encodeNull())),
      infoWith(encodeAttribute(OIDS.signerAttributesV2)),
      infoWith(attribute(encodeNull())),
      // IMPLICIT where the module says EXPLICIT.
      infoWith(attribute(encodeSequence(encodeContext(2, entry('1.2.3'), { constructed: true })))),
      infoWith(attribute(encodeSequence(encodeContext(2, encodeNull(), { constructed: true })))),
      infoWith(attribute(assertions(encodeSequence(encodeOid('1.2.3'), encodeNull(), encodeNull())))),
      infoWith(attribute(assertions(encodeSequence(encodeInteger(1))))),
      infoWith(attribute(encodeSequence(encodeContext(2, encodeSequence(), { constructed: true }), encodeNull()))),
    ];
    for (const [index, info] of wrong.entries())
      expect(await codeOf(() => readSignedAssertions(info)), `case ${index}`).to.equal('CADES_ATTRIBUTE_MALFORMED');
  });
});

describe('the signing certificate (RFC 5035 §5)', () => {
  it('matches its own reference and no other certificate', async () => {
    const { signers, refused } = await testPki();
    const info = infoOf(await encode());
    expect(await matchSigningCertificate(info, parseCertificate(signers.p256.certificate))).to.equal('matches');
    for (const other of [signers.p384, refused.impostor])
      expect(await matchSigningCertificate(info, parseCertificate(other.certificate))).to.equal('differs');
  });

  it('is absent, malformed or unsupported where the attribute is', async () => {
    const { signers } = await testPki();
    const certificate = parseCertificate(signers.p256.certificate);
    const match = (...attributes: readonly Bytes[]): Promise<string> => matchSigningCertificate(infoWith(...attributes), certificate);
    const reference = (...parts: readonly Bytes[]): Bytes =>
      encodeAttribute(OIDS.signingCertificateV2, encodeSequence(encodeSequence(encodeSequence(...parts))));
    expect(await match()).to.equal('absent');
    expect(await match(encodeAttribute(OIDS.signingCertificateV2, encodeSequence(encodeSequence())))).to.equal('absent');
    expect(await match(encodeAttribute(OIDS.signingCertificateV2, encodeNull()))).to.equal('malformed');
    expect(await match(reference(encodeNull()))).to.equal('malformed');
    expect(await match(reference(encodeSequence(encodeOid('1.2.3')), encodeOctetString(new Uint8Array(32))))).to.equal('unsupported');
    const sha1 = await digest('SHA-1', signers.p256.certificate);
    const first = encodeAttribute(OIDS.signingCertificate, encodeSequence(encodeSequence(encodeSequence(encodeOctetString(sha1)))));
    expect(await match(first)).to.equal('matches');
    // The second version speaks where both stand.
    expect(await match(first, reference(encodeOctetString(decodeHex('00'.repeat(32)))))).to.equal('differs');
  });
});

describe('size of a signature before it is made', () => {
  it('is never below the real one, and exact for RSA and EdDSA', async () => {
    const { signers } = await testPki();
    for (const identity of Object.values(signers)) {
      const { algorithm, certificates } = identity;
      const signedAttributes = await encode({ digestAlgorithm: algorithm.digest, signingCertificate: identity.certificate });
      const estimate = estimateCadesSize({ certificates, signedAttributesLength: signedAttributes.length, signatureAlgorithm: algorithm });
      const dtbsDigest = await digest(algorithm.digest, signedAttributes);
      for (let round = 0; round < 8; round += 1) {
        const signature = await identity.signer.sign({ dtbs: signedAttributes, digest: dtbsDigest });
        const { length } = encodeCadesSignature({
          signedAttributes,
          digestAlgorithm: algorithm.digest,
          signatureAlgorithm: algorithm,
          signature,
          certificates,
        });
        expect(length <= estimate, `${identity.name}: ${length} of ${estimate}`).to.equal(true);
        if (algorithm.name !== 'ECDSA') expect(length).to.equal(estimate);
      }
    }
  });

  it('holds for the longest ECDSA values', () => {
    for (const [octets, longest] of [
      [32, 72],
      [48, 104],
    ] as const) {
      const full = new Uint8Array(octets).fill(0xff);
      expect(encodeSequence(encodeInteger(full), encodeInteger(full)).length).to.equal(longest);
    }
    const p521 = new Uint8Array(66).fill(0xff);
    p521[0] = 0x01;
    expect(encodeSequence(encodeInteger(p521), encodeInteger(p521)).length).to.equal(139);
  });

  it('needs the certificate', async () => {
    const query = { certificates: [], signedAttributesLength: 100, signatureAlgorithm: { name: 'Ed25519', digest: 'SHA-512' } } as const;
    expect(await codeOf(() => estimateCadesSize(query))).to.equal('CADES_CERTIFICATE_MISSING');
  });
});
