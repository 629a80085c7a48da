import { type Bytes, BytesError, decodeBase64, decodeLatin1, encodeBase64 } from '../bytes/index.ts';
import { X509Error } from './x509-error.ts';

/** One block of a PEM text. */
export interface PemBlock {
  readonly label: string;
  readonly der: Bytes;
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]{1,64})-----([^-]*)-----END ([A-Z0-9 ]{1,64})-----/g;
const LABEL_CERTIFICATE = new Set(['CERTIFICATE', 'X509 CERTIFICATE']);
const LINE = 64;

/**
 * The blocks of a PEM text in order; text between them is skipped.
 *
 * @throws {@link X509Error} `X509_PEM_MALFORMED` for labels that differ, headers inside a block, or bad base64.
 * @see RFC 7468 §3
 */
export function parsePem(text: string): readonly PemBlock[] {
  return Array.from(text.matchAll(BLOCK), ([, begin = '', body = '', end = '']) => {
    if (begin !== end) throw new X509Error('X509_PEM_MALFORMED', `expected the end of ${begin}, got ${end}`);
    try {
      return { label: begin, der: decodeBase64(body.replaceAll(/\s+/g, '')) };
    } catch (cause) {
      // The octets may be a private key: the cause names no content.
      if (cause instanceof BytesError) throw new X509Error('X509_PEM_MALFORMED', `expected base64 in the block ${begin}`);
      throw cause;
    }
  });
}

/** One PEM block with lines of 64 characters. */
export function encodePem(label: string, der: Uint8Array): string {
  const lines = encodeBase64(der).match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/**
 * DER certificates of a PEM bundle, or the one DER certificate that the octets are.
 *
 * @throws {@link X509Error} `X509_NO_CERTIFICATE` when there is none, `X509_PEM_MALFORMED`
 */
export function readCertificates(bytes: Uint8Array): readonly Bytes[] {
  if (bytes[0] === 0x30) return [new Uint8Array(bytes)];
  const certificates = parsePem(decodeLatin1(bytes)).filter(({ label }) => LABEL_CERTIFICATE.has(label));
  if (certificates.length === 0) throw new X509Error('X509_NO_CERTIFICATE', 'expected a PEM or DER certificate, got none');
  return certificates.map(({ der }) => der);
}
