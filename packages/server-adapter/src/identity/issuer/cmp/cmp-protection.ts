import { createHash, createHmac } from 'node:crypto';
import {
  Asn1Error,
  DerFields,
  encodeInteger,
  encodeNull,
  encodeOctetString,
  encodeOid,
  encodeSequence,
  OIDS,
  parseDer,
  readOctetString,
  readOid,
  readSmallInteger,
  TAGS,
} from '@sealkit/core/asn1';
import { type Bytes, type CallOptions, concatBytes, copyBytes, encodeUtf8, equalConstantTime } from '@sealkit/core/bytes';
import { digest, randomBytes, signatureAlgorithmToDer } from '@sealkit/core/crypto';
import type { Signer } from '@sealkit/core/ports';
import { parseCertificate, verifyCertificateSignature } from '@sealkit/core/x509';
import { directoryName, protectedPart, type ReceivedMessage, type UnprotectedMessage } from './cmp-message.ts';

/** How both sides of a transaction prove who they are. */
export interface CmpProtection {
  /** DER AlgorithmIdentifier. */
  readonly algorithm: Bytes;
  /** DER GeneralName. */
  readonly sender: Bytes;
  readonly senderKeyId?: Bytes;
  readonly extraCertificates: readonly Bytes[];
  protect(message: UnprotectedMessage, call?: CallOptions): Promise<Bytes>;
  /** Whether a message comes from the authority. */
  verify(message: ReceivedMessage): Promise<boolean>;
}

const PASSWORD_BASED_MAC = '1.2.840.113533.7.66.13';
const HMAC_WITH_SHA256 = '1.2.840.113549.2.9';
const HMACS: ReadonlyMap<string, string> = new Map([
  ['1.3.6.1.5.5.8.1.2', 'sha1'],
  ['1.2.840.113549.2.7', 'sha1'],
  [HMAC_WITH_SHA256, 'sha256'],
  ['1.2.840.113549.2.10', 'sha384'],
  ['1.2.840.113549.2.11', 'sha512'],
]);
const HASHES: ReadonlyMap<string, string> = new Map<string, string>([
  [OIDS.sha1, 'sha1'],
  [OIDS.sha256, 'sha256'],
  [OIDS.sha384, 'sha384'],
  [OIDS.sha512, 'sha512'],
]);
const ITERATIONS = 10_000;
/** An answer that asks for more work than this is not worked on. */
const MAX_ITERATIONS = 100_000;

interface MacParameters {
  readonly salt: Bytes;
  readonly hash: string;
  readonly iterations: number;
  readonly hmac: string;
}

/** A shared secret (PasswordBasedMac). @see RFC 9810 §5.1.3.1, RFC 4211 §4.4 */
export function macProtection(reference: string, secret: string): CmpProtection {
  const own: MacParameters = { salt: randomBytes(16), hash: 'sha256', iterations: ITERATIONS, hmac: 'sha256' };
  return {
    algorithm: encodeSequence(
      encodeOid(PASSWORD_BASED_MAC),
      encodeSequence(
        encodeOctetString(own.salt),
        encodeSequence(encodeOid(OIDS.sha256)),
        encodeInteger(own.iterations),
        encodeSequence(encodeOid(HMAC_WITH_SHA256), encodeNull()),
      ),
    ),
    sender: directoryName(encodeSequence()),
    senderKeyId: encodeUtf8(reference),
    extraCertificates: [],
    protect: (message) => Promise.resolve(macOf(message, own, secret)),
    verify(message) {
      const { protectionAlgorithm, protection } = message;
      const parameters = protectionAlgorithm === undefined ? undefined : readMacParameters(protectionAlgorithm);
      return Promise.resolve(
        parameters !== undefined && protection !== undefined && equalConstantTime(macOf(message, parameters, secret), protection),
      );
    },
  };
}

function macOf(message: UnprotectedMessage, { salt, hash, iterations, hmac }: MacParameters, secret: string): Bytes {
  let key: Uint8Array = concatBytes(encodeUtf8(secret), salt);
  for (let round = 0; round < iterations; round += 1) key = createHash(hash).update(key).digest();
  return copyBytes(createHmac(hmac, key).update(protectedPart(message)).digest());
}

function readMacParameters(algorithm: Bytes): MacParameters | undefined {
  try {
    const outer = new DerFields(parseDer(algorithm));
    if (readOid(outer.take(TAGS.OID)) !== PASSWORD_BASED_MAC) return undefined;
    const fields = new DerFields(outer.take(TAGS.SEQUENCE));
    const salt = readOctetString(fields.take(TAGS.OCTET_STRING));
    const hash = HASHES.get(readOid(new DerFields(fields.take(TAGS.SEQUENCE)).any()));
    const iterations = readSmallInteger(fields.take(TAGS.INTEGER));
    const hmac = HMACS.get(readOid(new DerFields(fields.take(TAGS.SEQUENCE)).any()));
    if (hash === undefined || hmac === undefined || iterations < 1 || iterations > MAX_ITERATIONS) return undefined;
    return { salt, hash, iterations, hmac };
  } catch (error) {
    // No parameters that could be worked with: the message is not authentic.
    if (error instanceof Asn1Error) return undefined;
    throw error;
  }
}

/** A key with a certificate of our own, and the certificates that the authority may answer with. @see RFC 9810 §5.1.3.3 */
export function signatureProtection(signer: Signer, authorities: readonly Bytes[]): CmpProtection {
  const [own] = signer.certificates;
  if (own === undefined) throw new TypeError('signer: expected a certificate that the authority knows');
  const algorithm = signatureAlgorithmToDer(signer.algorithm);
  return {
    algorithm,
    sender: directoryName(parseCertificate(own).subject.raw),
    extraCertificates: signer.certificates,
    async protect(message, call) {
      const dtbs = protectedPart(message);
      return signer.sign({ dtbs, digest: await digest(signer.algorithm.digest, dtbs) }, call);
    },
    async verify(message) {
      const { protectionAlgorithm: signatureAlgorithm, protection: signature } = message;
      if (signatureAlgorithm === undefined || signature === undefined) return false;
      const signed = { tbs: protectedPart(message), signatureAlgorithm, signature };
      for (const authority of authorities)
        if ((await verifyCertificateSignature(signed, parseCertificate(authority).spki)) === 'valid') return true;
      return false;
    },
  };
}
