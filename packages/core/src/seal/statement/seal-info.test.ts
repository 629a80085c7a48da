import { decodeHex, encodeHex, encodeLatin1 } from '../../bytes/index.ts';
import { SealError } from '../seal-error.ts';
import { isPermittedSigner } from './permitted-signers.ts';
import { parseSealInfo } from './seal-info-reader.ts';
import { encodeSealInfo } from './seal-info-writer.ts';
import type { SealInfo } from './seal-info.ts';
import { findSealKind, SEAL_KINDS, sealKindNumber } from './seal-kinds.ts';
import { sealPictureToFace } from './seal-picture.ts';

const SVG = '<svg width="38.5mm" height="38.5mm" viewBox="0 0 385 385"><path d="M0 0L385 0L385 385Z" fill="#CF111B"/></svg>';
const INFO: SealInfo = {
  number: '3301060017428',
  kind: 'contract',
  ordinal: 0,
  name: '青岚数据科技有限公司合同专用章',
  vendor: 'Sealkit',
  permittedSigners: { by: 'digest', digests: [{ algorithm: 'SHA-256', value: Uint8Array.from({ length: 32 }, (_, index) => index) }] },
  createDate: new Date('2026-11-01T00:00:00Z'),
  validStart: new Date('2026-11-01T00:00:00Z'),
  validEnd: new Date('2027-10-31T23:59:59Z'),
  picture: { type: 'SVG', bytes: encodeLatin1(SVG) },
  widthUm: 38_500,
  heightUm: 38_500,
  testMaterial: true,
};
/** The same by `openssl asn1parse -genconf`. */
const DER = [
  '3082018230101602455302010516075365616c6b6974160d333330313036303031373432383081970201020c2de99d92e5b29ae695b0e68daee7a791',
  'e68a80e69c89e99990e585ace58fb8e59088e5908ce4b893e794a8e7aba0020102302d302b13075348412d3235360420000102030405060708090a0b',
  '0c0d0e0f101112131415161718191a1b1c1d1e1f180f32303236313130313030303030305a180f32303236313130313030303030305a180f32303237',
  '313033313233353935395a307b1603535647046e3c7376672077696474683d2233382e356d6d22206865696768743d2233382e356d6d222076696577',
  '426f783d223020302033383520333835223e3c7061746820643d224d3020304c33383520304c333835203338355a222066696c6c3d22234346313131',
  '42222f3e3c2f7376673e0201270201273048302a061469838fd2ed89e2dcc28d979fcb98e68799ecf14e041230100201010201000203009664020300',
  '9664301a06146981bb888df6c0d292a88b83a2c1e5f794aec40104020500',
].join('');

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof SealError) return error.code;
    throw error;
  }
  return 'no error';
}

/** The known body with one hexadecimal passage replaced by another of the same length. */
function replaced(passage: string, by: string): Uint8Array {
  expect(DER.split(passage).length, passage).to.equal(2);
  expect(by.length).to.equal(passage.length);
  return decodeHex(DER.replace(passage, by));
}

describe('SES_SealInfo (GB/T 38540 §6.1)', () => {
  it('encodes to the octets that openssl makes of the same fields', () => {
    expect(encodeHex(encodeSealInfo(INFO))).to.equal(DER);
  });

  it('reads the octets that openssl makes', () => {
    const { raw, unknownExtensions, ...info } = parseSealInfo(decodeHex(DER));
    expect(encodeHex(raw)).to.equal(DER);
    expect(unknownExtensions).to.deep.equal([]);
    expect(info).to.deep.equal(INFO);
  });

  it('carries a list of certificates, PNG and no mark of test material as well', () => {
    const info: SealInfo = {
      ...INFO,
      permittedSigners: { by: 'certificate', certificates: [Uint8Array.of(0x30, 0)] },
      picture: { type: 'PNG', bytes: Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1) },
      testMaterial: false,
      ordinal: 2,
    };
    const { raw, unknownExtensions, ...read } = parseSealInfo(encodeSealInfo(info));
    expect(raw.length).to.be.above(0);
    expect(unknownExtensions).to.deep.equal([]);
    expect(read).to.deep.equal(info);
  });

  it('refuses every truncation and a trailing byte', () => {
    const der = decodeHex(DER);
    for (let length = 0; length < der.length; length += 1)
      expect(
        codeOf(() => parseSealInfo(der.subarray(0, length))),
        String(length),
      ).to.equal('SEAL_INFO_MALFORMED');
    expect(codeOf(() => parseSealInfo(decodeHex(`${DER}00`)))).to.equal('SEAL_INFO_MALFORMED');
  });

  it('refuses another layout, kind, list type, digest, time and size', () => {
    const header = '16024553';
    expect(codeOf(() => parseSealInfo(replaced(header, '16024554')))).to.equal('SEAL_INFO_MALFORMED');
    expect(codeOf(() => parseSealInfo(replaced(header, '0c024553')))).to.equal('SEAL_INFO_MALFORMED');
    expect(codeOf(() => parseSealInfo(replaced('0201051607', '0201041607')))).to.equal('SEAL_INFO_MALFORMED');
    expect(codeOf(() => parseSealInfo(replaced('0201020c2d', '0201080c2d')))).to.equal('SEAL_INFO_MALFORMED');
    expect(codeOf(() => parseSealInfo(replaced('020102302d', '020103302d')))).to.equal('SEAL_INFO_MALFORMED');
    expect(codeOf(() => parseSealInfo(replaced('020102302d', '020101302d')))).to.equal('SEAL_INFO_MALFORMED');
    expect(codeOf(() => parseSealInfo(replaced('13075348412d323536', '13075348412d323537')))).to.equal('SEAL_INFO_MALFORMED');
    expect(codeOf(() => parseSealInfo(replaced('3237313033313233', '3237313033323233')))).to.equal('SEAL_INFO_MALFORMED');
    expect(codeOf(() => parseSealInfo(replaced('020127020127', '020127020126')))).to.equal('SEAL_INFO_MALFORMED');
    expect(codeOf(() => parseSealInfo(replaced('02030096640203009664', '02030096640203009665')))).to.equal('SEAL_INFO_MALFORMED');
  });

  it('refuses a picture outside the closed profile', () => {
    const fill = encodeHex(encodeLatin1('fill='));
    expect(codeOf(() => parseSealInfo(replaced(fill, encodeHex(encodeLatin1('href=')))))).to.equal('SEAL_INFO_MALFORMED');
  });

  it('refuses a mark of test material with a value', () => {
    expect(codeOf(() => parseSealInfo(replaced('04020500', '04020101')))).to.equal('SEAL_INFO_MALFORMED');
  });

  it('lists an extension that it does not know, and refuses a critical one', () => {
    const other = replaced('f794aec401', 'f794aec402');
    const read = parseSealInfo(other);
    expect(read.testMaterial).to.equal(false);
    expect(read.unknownExtensions).to.deep.equal(['2.25.124324920879145517526047296025797566978']);
    const critical = `308201 7b${DER.slice(8)}`
      .replaceAll(' ', '')
      .replace('3048302a', '304b302a')
      .replace('301a061469', '301d061469')
      .replace('04020500', '0101ff04020500');
    expect(codeOf(() => parseSealInfo(decodeHex(critical)))).to.equal('SEAL_INFO_MALFORMED');
    const spelledDefault = critical.replace('0101ff04020500', '01010004020500');
    expect(codeOf(() => parseSealInfo(decodeHex(spelledDefault)))).to.equal('SEAL_INFO_MALFORMED');
  });

  it('makes no statement that it would not read', () => {
    const broken: readonly Partial<SealInfo>[] = [
      { number: '' },
      { number: '编号' },
      { name: ' ' },
      { name: 'a\nb' },
      { vendor: 'a b' },
      { ordinal: -1 },
      { ordinal: 0.5 },
      { widthUm: 38_501 },
      { validEnd: new Date('2026-10-01T00:00:00Z') },
      { createDate: new Date(Number.NaN) },
      { permittedSigners: { by: 'certificate', certificates: [] } },
      { picture: { type: 'PNG', bytes: encodeLatin1('GIF89a..') } },
    ];
    for (const change of broken)
      expect(
        codeOf(() => encodeSealInfo({ ...INFO, ...change })),
        JSON.stringify(change),
      ).to.equal('SEAL_INFO_MALFORMED');
    const large = { type: 'PNG', bytes: new Uint8Array(262_145) } as const;
    expect(codeOf(() => encodeSealInfo({ ...INFO, picture: large }))).to.equal('SEAL_PICTURE_TOO_LARGE');
  });

  it('numbers the kinds from 1 to 7', () => {
    expect(SEAL_KINDS.map(sealKindNumber)).to.deep.equal([1, 2, 3, 4, 5, 6, 7]);
    expect(findSealKind(2)).to.equal('contract');
    expect(findSealKind(0)).to.equal(undefined);
    expect(findSealKind(8)).to.equal(undefined);
  });
});

describe('isPermittedSigner', () => {
  it('compares certificates octet by octet', async () => {
    const signers = { by: 'certificate', certificates: [Uint8Array.of(1, 2, 3)] } as const;
    expect(await isPermittedSigner(signers, Uint8Array.of(1, 2, 3))).to.equal(true);
    expect(await isPermittedSigner(signers, Uint8Array.of(1, 2, 4))).to.equal(false);
  });

  it('compares digests', async () => {
    const value = decodeHex('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    const signers = { by: 'digest', digests: [{ algorithm: 'SHA-256', value }] } as const;
    expect(await isPermittedSigner(signers, encodeLatin1('abc'))).to.equal(true);
    expect(await isPermittedSigner(signers, encodeLatin1('abd'))).to.equal(false);
  });
});

describe('sealPictureToFace', () => {
  it('gives the picture of the statement at its size', () => {
    expect(sealPictureToFace(INFO)).to.deep.equal({ kind: 'vector', svg: SVG });
    const raster = sealPictureToFace({ ...INFO, picture: { type: 'PNG', bytes: Uint8Array.of(1, 2, 3) } });
    expect(raster).to.deep.equal({ kind: 'raster', format: 'png', base64: 'AQID', widthUm: 38_500, heightUm: 38_500 });
  });
});
