import { testPki } from '@sealkit/testkit';
import { encodeContext, encodeInteger, encodeOctetString, encodeOid, encodeSequence, encodeSet, OIDS } from '../asn1/index.ts';
import { type Bytes, type ByteSource, concatBytes, encodeHex, encodeUtf8, memorySource } from '../bytes/index.ts';
import { digest, signatureAlgorithmToDer } from '../crypto/index.ts';
import { berChildren } from './ber-elements.ts';
import { CmsError } from './cms-error.ts';
import { encapsulateContent, joinSignedData, MAX_CONTENT_INFO } from './join-signed-data.ts';
import { encodeSignedDataElements, readSignedDataElements } from './signed-data-elements.ts';
import { parseSignedData } from './signed-data.ts';
import { encodeAttribute, encodeSignedData } from './signed-data-writer.ts';
import { splitSignedData } from './split-signed-data.ts';

const CONTENT = encodeUtf8('the content that was signed');

async function signed(content?: Bytes): Promise<Bytes> {
  const { signers } = await testPki();
  const { algorithm, certificate, certificates } = signers.p256;
  const signedAttributes = encodeSet(encodeAttribute(OIDS.messageDigest, encodeOctetString(await digest('SHA-256', CONTENT))));
  const signature = encodeSequence(encodeInteger(1), encodeInteger(2));
  const signatureAlgorithm = signatureAlgorithmToDer(algorithm);
  const signer = { certificate, digestAlgorithm: 'SHA-256', signedAttributes, signatureAlgorithm, signature } as const;
  return encodeSignedData({ ...(content === undefined ? {} : { content }), certificates, signerInfos: [signer] });
}

/** With indefinite lengths down to `depth`. */
function indefinite(element: Uint8Array, depth: number): Bytes {
  if (depth === 0 || ((element[0] ?? 0) & 0x20) === 0) return concatBytes(element);
  const inner = berChildren(element).map((one) => indefinite(one, depth - 1));
  return concatBytes(Uint8Array.of(element[0] ?? 0, 0x80), ...inner, new Uint8Array(2));
}

/** With another EncapsulatedContentInfo. */
const withEncap = (cms: Uint8Array, ...parts: readonly Uint8Array[]): Bytes =>
  encodeSignedDataElements({ ...readSignedDataElements(cms), encapContentInfo: encodeSequence(encodeOid(OIDS.data), ...parts) });
const explicit = (content: Uint8Array): Bytes => encodeContext(0, content, { constructed: true });

/** An OCTET STRING of indefinite length in segments, one of them in segments itself, one empty. */
function segmented(content: Uint8Array): Bytes {
  const [first, second, third] = [content.subarray(0, 4), content.subarray(4, 9), content.subarray(9)].map(encodeOctetString);
  const nested = concatBytes(Uint8Array.of(0x24, first!.length + second!.length), first!, second!);
  return concatBytes(Uint8Array.of(0x24, 0x80), nested, encodeOctetString(new Uint8Array()), third!, new Uint8Array(2));
}

const readAll = (source: ByteSource): Promise<Bytes> => source.read(0, source.size);

async function codeOf(cms: Uint8Array): Promise<string | undefined> {
  try {
    await splitSignedData(memorySource(cms));
    return undefined;
  } catch (error) {
    return error instanceof CmsError ? error.code : String(error);
  }
}

describe('a SignedData apart from its content (RFC 5652 §5)', () => {
  it('is a detached signature, the content and what holds it, and the same octets when put together', async () => {
    const cms = await signed(CONTENT);
    const { detached, content, encapContentInfo } = await splitSignedData(memorySource(cms));
    expect(encodeHex(detached)).to.equal(encodeHex(await signed()));
    expect(await readAll(content!)).to.deep.equal(CONTENT);
    expect(encodeHex(await readAll(joinSignedData(detached, encapContentInfo)))).to.equal(encodeHex(cms));
    expect(encodeHex(await readAll(joinSignedData(detached, encapsulateContent(memorySource(CONTENT)))))).to.equal(encodeHex(cms));
  });

  it('keeps the octets of BER, segments and indefinite lengths', async () => {
    const plain = withEncap(await signed(), explicit(segmented(CONTENT)));
    for (const cms of [plain, ...[1, 2, 3, 4, 5].map((depth) => indefinite(plain, depth))]) {
      const { detached, content, encapContentInfo } = await splitSignedData(memorySource(cms));
      expect(await readAll(content!)).to.deep.equal(CONTENT);
      const joined = await readAll(joinSignedData(detached, encapContentInfo));
      expect(readSignedDataElements(joined)).to.deep.equal(readSignedDataElements(cms));
      expect(parseSignedData(joined).content).to.deep.equal(CONTENT);
    }
  });

  it('takes content of other types as PKCS #7 has it, and none of a detached signature', async () => {
    const { content } = await splitSignedData(memorySource(withEncap(await signed(), explicit(encodeSequence(CONTENT)))));
    expect(await readAll(content!)).to.deep.equal(CONTENT);
    expect((await splitSignedData(memorySource(await signed()))).content).to.equal(undefined);
    const empty = await splitSignedData(memorySource(await signed(new Uint8Array())));
    expect(empty.content?.size).to.equal(0);
  });

  it('reads some octets of a long content only', async () => {
    const cms = await signed(new Uint8Array(9_000_000));
    let read = 0;
    const source: ByteSource = {
      size: cms.length,
      read: (start, end) => {
        read += end - start;
        return Promise.resolve(cms.slice(start, end));
      },
    };
    expect((await splitSignedData(source)).content?.size).to.equal(9_000_000);
    expect(read).to.be.lessThan(200_000);
  });

  it('is refused where the structure is another, cut off, too long or without an end', async () => {
    const cms = await signed(CONTENT);
    const ber = indefinite(cms, 5);
    for (let length = 0; length < cms.length; length += 1) expect(await codeOf(cms.subarray(0, length))).to.equal('CMS_MALFORMED');
    for (let length = 0; length < ber.length; length += 1) expect(await codeOf(ber.subarray(0, length))).to.equal('CMS_MALFORMED');
    for (const one of [cms, ber]) expect(await codeOf(concatBytes(one, Uint8Array.of(0)))).to.equal('CMS_TRAILING_BYTES');
    expect(await codeOf(encodeSequence(encodeOid(OIDS.data), explicit(encodeSequence())))).to.equal('CMS_NOT_SIGNED_DATA');
    const inner = [encodeOctetString(CONTENT), encodeOctetString(CONTENT)];
    for (const encap of [
      [encodeOctetString(CONTENT)],
      [explicit(concatBytes(...inner))],
      [explicit(new Uint8Array())],
      [explicit(encodeOctetString(CONTENT)), encodeInteger(1)],
      [explicit(concatBytes(Uint8Array.of(0x24, 3), encodeInteger(1)))],
      [explicit(concatBytes(Uint8Array.of(0x30, 0x80), encodeInteger(1), new Uint8Array(2)))],
      [explicit(Uint8Array.of(0x04, 0x80, 0, 0))],
    ])
      expect(await codeOf(withEncap(cms, ...encap)), encap.map(encodeHex).join(' ')).to.equal('CMS_MALFORMED');
  });

  it('has bounds: depth of segments, and a length that readers take', async () => {
    const nested = Array.from({ length: 60 }).reduce<Bytes>(
      (inner) => concatBytes(Uint8Array.of(0x24, 0x80), inner, new Uint8Array(2)),
      encodeOctetString(CONTENT),
    );
    expect(await codeOf(withEncap(await signed(), explicit(nested)))).to.equal('CMS_LIMIT_EXCEEDED');
    const unread = (size: number): ByteSource => ({ size, read: () => Promise.reject(new TypeError('not to be read')) });
    const detached = await signed();
    const around = joinSignedData(detached, encapsulateContent(unread(0x7000_0000))).size - 0x7000_0000;
    const longest = MAX_CONTENT_INFO - around;
    expect(joinSignedData(detached, encapsulateContent(unread(longest))).size).to.equal(MAX_CONTENT_INFO);
    const tooLong = (): unknown => joinSignedData(detached, encapsulateContent(unread(longest + 1)));
    expect(tooLong).to.throw(CmsError).with.property('code', 'CMS_LIMIT_EXCEEDED');
    expect(() => joinSignedData(new Uint8Array([0x30, 0]), encapsulateContent(unread(1)))).to.throw(CmsError);
  });
});
