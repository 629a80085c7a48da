/** How each peer signs octets with a PKCS #12 file: as its own README shows. A key that can be opened beforehand is. */
import { createHash } from 'node:crypto';
import { P12Signer, PDF } from '@libpdf/core';
import { pdflibAddPlaceholder } from '@signpdf/placeholder-pdf-lib';
import { plainAddPlaceholder } from '@signpdf/placeholder-plain';
import { P12Signer as SignpdfP12 } from '@signpdf/signer-p12';
import { SignPdf } from '@signpdf/signpdf';
import * as asn1js from 'asn1js';
import { PDFDocument } from 'pdf-lib';
import * as pkijs from 'pkijs';

const PLACEHOLDER = { reason: 'benchmark', contactInfo: 'none', name: 'benchmark', location: 'here', signatureLength: 8192 };

/** `{ name, prepare({ p12, password, pkcs8, certificate }) → (bytes) => Promise<Uint8Array> }` */
export const PEERS = [
  {
    name: '@libpdf/core 0.4.2',
    async prepare({ p12, password }) {
      const signer = await P12Signer.create(p12, password);
      return async (bytes) => {
        const pdf = await PDF.load(bytes);
        const { bytes: signed } = await pdf.sign({ signer });
        return signed;
      };
    },
  },
  {
    name: '@signpdf 3.3.0 plain',
    async prepare({ p12, password }) {
      return async (bytes) => {
        // Its signer reads the key file once: another signature with it finds nothing left.
        const signer = new SignpdfP12(Buffer.from(p12), { passphrase: password });
        return new SignPdf().sign(plainAddPlaceholder({ pdfBuffer: Buffer.from(bytes), ...PLACEHOLDER }), signer);
      };
    },
  },
  {
    name: 'pdf-lib 1.17.1 + pkijs 4.0.0',
    async prepare({ pkcs8, certificate }) {
      const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
      const key = await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']);
      const signer = pkijs.Certificate.fromBER(certificate);
      return async (bytes) => {
        const pdf = await PDFDocument.load(bytes);
        pdflibAddPlaceholder({ pdfDoc: pdf, ...PLACEHOLDER });
        return fillPlaceholder(Buffer.from(await pdf.save({ useObjectStreams: false })), key, signer);
      };
    },
  },
];

/** What pdf-lib does not do itself: the byte range, the CMS of PKI.js, the hole. */
async function fillPlaceholder(pdf, key, certificate) {
  const start = pdf.indexOf('/ByteRange [');
  const end = pdf.indexOf(']', start) + 1;
  const contents = pdf.indexOf('/Contents <', end) + '/Contents '.length;
  const contentsEnd = pdf.indexOf('>', contents) + 1;
  const range = [0, contents, contentsEnd, pdf.length - contentsEnd];
  pdf.write(`/ByteRange [${range.join(' ')}]`.padEnd(end - start, ' '), start, 'latin1');
  const digest = createHash('sha256').update(pdf.subarray(0, contents)).update(pdf.subarray(contentsEnd)).digest();
  const signedData = new pkijs.SignedData({
    encapContentInfo: new pkijs.EncapsulatedContentInfo({ eContentType: '1.2.840.113549.1.7.1' }),
    certificates: [certificate],
    signerInfos: [
      new pkijs.SignerInfo({
        version: 1,
        sid: new pkijs.IssuerAndSerialNumber({ issuer: certificate.issuer, serialNumber: certificate.serialNumber }),
        signedAttrs: new pkijs.SignedAndUnsignedAttributes({
          type: 0,
          attributes: [
            new pkijs.Attribute({ type: '1.2.840.113549.1.9.3', values: [new asn1js.ObjectIdentifier({ value: '1.2.840.113549.1.7.1' })] }),
            new pkijs.Attribute({ type: '1.2.840.113549.1.9.4', values: [new asn1js.OctetString({ valueHex: digest })] }),
          ],
        }),
      }),
    ],
  });
  await signedData.sign(key, 0, 'SHA-256');
  const cms = new pkijs.ContentInfo({ contentType: '1.2.840.113549.1.7.2', content: signedData.toSchema(true) }).toSchema().toBER(false);
  pdf.write(Buffer.from(cms).toString('hex'), contents + 1, 'latin1');
  return pdf;
}
