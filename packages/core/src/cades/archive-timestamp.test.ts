import { testPki } from '@sealkit/testkit';
import { encodeInteger, encodeSequence } from '../asn1/index.ts';
import { type Bytes, decodeHex, encodeHex, encodeUtf8, memorySource } from '../bytes/index.ts';
import {
  encodeAttribute,
  encodeDigestIdentifier,
  encodeSignedDataElements,
  readSignedDataElements,
  type SignedDataElements,
  withUnsignedAttributes,
} from '../cms/index.ts';
import { digest } from '../crypto/index.ts';
import { PortError, type SigningDigest } from '../ports/index.ts';
import { archiveTimestampInput } from './archive-timestamp.ts';
import { augmentCades, type AugmentCadesOptions } from './augment-cades.ts';
import { CadesError } from './cades-error.ts';
import { encodeCadesSignature } from './cades-signature.ts';
import { encodeSignedAttributes } from './signed-attributes.ts';

const CONTENT = encodeUtf8('content');

/** Structures short enough to compute what is expected with another tool; their content does not matter. */
const ELEMENTS: SignedDataElements = {
  version: decodeHex('020105'),
  digestAlgorithms: [],
  encapContentInfo: decodeHex('300b06092a864886f70d010701'),
  eContentType: decodeHex('06092a864886f70d010701'),
  certificates: ['3003020101', 'a303020107'].map(decodeHex),
  crls: ['3003020102', 'a1040c024142'].map(decodeHex),
  signerInfos: [
    {
      fields: ['020101', '3003020105', '300b0609608648016503040201', 'a003020109', '30020500', '0403aabbcc'].map(decodeHex),
      unsignedAttributes: [decodeHex('300d06032a0304310602010a02010b')],
    },
  ],
};

async function codeOf(work: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error instanceof CadesError || error instanceof PortError ? error.code : String(error);
  }
}

/** Under another digest than the signer's the value does not verify, which is nothing that augmentation looks at. */
async function sign(content?: Bytes, digestAlgorithm: SigningDigest = 'SHA-256'): Promise<Bytes> {
  const { signers } = await testPki();
  const { algorithm, certificates, certificate, signer } = signers.p256;
  const messageDigest = await digest(digestAlgorithm, CONTENT);
  const signedAttributes = await encodeSignedAttributes({ messageDigest, digestAlgorithm, signingCertificate: certificate });
  const signature = await signer.sign({ dtbs: signedAttributes, digest: await digest(algorithm.digest, signedAttributes) });
  return encodeCadesSignature({
    signedAttributes,
    digestAlgorithm,
    signatureAlgorithm: algorithm,
    signature,
    certificates,
    ...(content === undefined ? {} : { content }),
  });
}

describe('archive-time-stamp-v3 (EN 319 122-1 §5.5)', () => {
  it('goes over the octets that another implementation of the text comes to', async () => {
    const [signerInfo] = ELEMENTS.signerInfos;
    const contentDigest = await digest('SHA-256', CONTENT);
    const input = await archiveTimestampInput({ elements: ELEMENTS, signerInfo: signerInfo!, contentDigest, algorithm: 'SHA-256' });
    // Computed with Python's hashlib from the hexadecimal texts above.
    expect(encodeHex(input.atsHashIndex)).to.equal(
      '3081df300b0609608648016503040201304404201b65f68a522c858715f5dd951cd0402dc16691778814bf0759822b7a257421d00420616b6cdff1a56cf6' +
        '3a0f04151c409b15941d5816d50dc739dbb4795d7bb97b6e30440420714f7108ae1387dc72ec6b79a0c0f8e596205dbc8159d2c538493ba664ed26a90420' +
        '0c4fe37f21f415bc730b218df0880cc7d2196476ef7bb3dbdbd1a547173409ae304404207eb60e4e78022dc5927af187da41f9840b5aa5cc1b4f2d76a059' +
        '4d96e2a9c2b604203e4546e1c540083a307795c3b49ff6d63cd3628081f66c1d68be205902329571',
    );
    expect(encodeHex(input.imprint.value)).to.equal('88061d0f67c9a49e7fe03cb346c70cf8a651533e0ed5aca1989d434be8488933');
  });

  it('notices a change to any element, and none in what comes later', async () => {
    const contentDigest = await digest('SHA-256', CONTENT);
    const imprintOf = async (elements: SignedDataElements): Promise<string> => {
      const [signerInfo] = elements.signerInfos;
      const { imprint } = await archiveTimestampInput({ elements, signerInfo: signerInfo!, contentDigest, algorithm: 'SHA-256' });
      return encodeHex(imprint.value);
    };
    const [signerInfo] = ELEMENTS.signerInfos;
    const { fields, unsignedAttributes } = signerInfo!;
    const flip = (all: readonly Uint8Array[], index: number): readonly Uint8Array[] =>
      all.map((one, at) => (at === index ? one.map((octet, place) => (place === one.length - 1 ? octet ^ 1 : octet)) : one));
    const changed: readonly SignedDataElements[] = [
      ...ELEMENTS.certificates.map((_, index) => ({ ...ELEMENTS, certificates: flip(ELEMENTS.certificates, index) })),
      ...ELEMENTS.crls.map((_, index) => ({ ...ELEMENTS, crls: flip(ELEMENTS.crls, index) })),
      ...fields.map((_, index) => ({ ...ELEMENTS, signerInfos: [{ fields: flip(fields, index), unsignedAttributes }] })),
      { ...ELEMENTS, signerInfos: [{ fields, unsignedAttributes: flip(unsignedAttributes, 0) }] },
      { ...ELEMENTS, eContentType: decodeHex('06092a864886f70d010702') },
    ];
    const imprints = new Set([await imprintOf(ELEMENTS), ...(await Promise.all(changed.map(imprintOf)))]);
    expect(imprints.size).to.equal(changed.length + 1);
    expect(await imprintOf({ ...ELEMENTS, version: decodeHex('020101'), digestAlgorithms: [decodeHex('30020500')] })).to.equal(
      await imprintOf(ELEMENTS),
    );
  });
});

describe('augmentCades refuses', () => {
  const now = new Date('2026-06-01T12:00:00Z');
  let asked = 0;
  const authority = {
    name: 'none',
    requestToken: (): Promise<never> => {
      asked += 1;
      return Promise.reject(new PortError('time-stamp', 'TIMESTAMP_UNREACHABLE', 'no answer', { retryable: true }));
    },
  };
  const options: AugmentCadesOptions = { level: 'B-LTA', timestamps: { authorities: [authority], now }, material: { anchors: [] }, now };
  beforeEach(() => (asked = 0));

  it('another content than the one that was signed, before anybody is asked', async () => {
    const detached = await sign();
    const other = memorySource(encodeUtf8('Content'));
    expect(await codeOf(async () => augmentCades(detached, { ...options, level: 'B-T', content: other }))).to.equal(
      'CADES_CONTENT_DIFFERS',
    );
    expect(await codeOf(async () => augmentCades(await sign(encodeUtf8('Content')), options))).to.equal('CADES_CONTENT_DIFFERS');
    expect(await codeOf(async () => augmentCades(detached, options))).to.equal('CADES_CONTENT_MISSING');
    const twice = augmentCades(await sign(CONTENT), { ...options, content: memorySource(CONTENT) });
    expect(await codeOf(async () => twice)).to.match(/^TypeError/);
    expect(asked).to.equal(0);
  });

  it('another content under every digest that signs, SHA-3 too, before anybody is asked', async () => {
    for (const digestAlgorithm of ['SHA-256', 'SHA-384', 'SHA-512', 'SHA3-256', 'SHA3-384', 'SHA3-512', 'SHAKE256'] as const)
      for (const level of ['B-T', 'B-LT', 'B-LTA'] as const) {
        const detached = await sign(undefined, digestAlgorithm);
        const raise = async (text: string): Promise<string | undefined> =>
          codeOf(async () => augmentCades(detached, { ...options, level, content: memorySource(encodeUtf8(text)) }));
        expect([await raise('Content'), asked], `${digestAlgorithm} ${level}`).to.deep.equal(['CADES_CONTENT_DIFFERS', 0]);
        expect([await raise('content'), asked], `${digestAlgorithm} ${level}`).to.deep.equal(['TIMESTAMP_UNREACHABLE', 1]);
        asked = 0;
      }
  });

  it('another content under a digest of old, which does not stream', async () => {
    const announced = await sign();
    const [sha256, sha1] = [encodeDigestIdentifier('SHA-256'), encodeDigestIdentifier('SHA-1')];
    const elements = readSignedDataElements(announced);
    const [signerInfo] = elements.signerInfos;
    const fields = signerInfo!.fields.map((field) => (encodeHex(field) === encodeHex(sha256) ? sha1 : field));
    const old = encodeSignedDataElements({ ...elements, signerInfos: [{ ...signerInfo!, fields }] });
    const raised = augmentCades(old, { ...options, level: 'B-T', content: memorySource(CONTENT) });
    expect([await codeOf(async () => raised), asked]).to.deep.equal(['CADES_CONTENT_DIFFERS', 0]);
  });

  it('what is no signature, and a signature that an evidence record covers', async () => {
    const none = encodeSignedDataElements({ ...readSignedDataElements(await sign(CONTENT)), signerInfos: [] });
    expect(await codeOf(async () => augmentCades(none, options))).to.equal('CADES_NO_SIGNATURE');
    for (const type of ['1.2.840.113549.1.9.16.2.49', '1.2.840.113549.1.9.16.2.50']) {
      const recorded = withUnsignedAttributes(await sign(CONTENT), 0, [encodeAttribute(type, encodeSequence(encodeInteger(1)))]);
      expect(await codeOf(async () => augmentCades(recorded, options))).to.equal('CADES_EVIDENCE_RECORD_PRESENT');
    }
    expect(asked).to.equal(0);
  });

  it('to pass over an authority that does not answer', async () => {
    expect(await codeOf(async () => augmentCades(await sign(CONTENT), options))).to.equal('TIMESTAMP_UNREACHABLE');
    expect(asked).to.equal(1);
  });
});
