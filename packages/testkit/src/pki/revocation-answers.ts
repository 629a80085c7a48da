import {
  DerFields,
  encodeBitString,
  encodeBoolean,
  encodeContext,
  encodeElement,
  encodeEnumerated,
  encodeGeneralizedTime,
  encodeInteger,
  encodeNull,
  encodeOctetString,
  encodeOid,
  encodeSequence,
  encodeUtcOrGeneralizedTime,
  OIDS,
  parseDer,
  readBitString,
  TAGS,
} from '@sealkit/core/asn1';
import { type Bytes, concatBytes, decodeHex } from '@sealkit/core/bytes';
import { digest, digestAlgorithmOid, signatureAlgorithmToDer } from '@sealkit/core/crypto';
import { parseCertificate } from '@sealkit/core/x509';
import type { TestIdentity } from './issue-certificate.ts';

interface MadeExtension {
  readonly oid: string;
  readonly critical?: boolean;
  readonly value: Uint8Array;
}

export interface MakeCrlOptions {
  /** Whose name and key it carries. */
  readonly issuer: TestIdentity;
  /** Signs instead of the issuer. */
  readonly signer?: TestIdentity;
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date;
  readonly revoked?: readonly {
    /** Hexadecimal. */
    readonly serialNumber: string;
    readonly at: Date;
    /** Number of CRLReason. */
    readonly reason?: number;
    readonly extensions?: readonly MadeExtension[];
  }[];
  readonly extensions?: readonly MadeExtension[];
  /** cRLNumber, 1 when absent. */
  readonly number?: number;
}

/** A CRL of version 2 (RFC 5280 §5.1). */
export async function makeCrl(options: MakeCrlOptions): Promise<Bytes> {
  const { issuer, thisUpdate, nextUpdate, revoked = [] } = options;
  const signer = options.signer ?? issuer;
  const entries = revoked.map(({ serialNumber, at, reason, extensions = [] }) => {
    const reasons = reason === undefined ? [] : [{ oid: OIDS.crlReason, value: encodeEnumerated(reason) }];
    return concatBytes(
      encodeInteger(decodeHex(serialNumber)),
      encodeUtcOrGeneralizedTime(at),
      ...optionalExtensions([...reasons, ...extensions]),
    );
  });
  const extensions = [{ oid: OIDS.crlNumber, value: encodeInteger(options.number ?? 1) }, ...(options.extensions ?? [])];
  const tbs = encodeSequence(
    encodeInteger(1),
    signatureAlgorithmToDer(signer.algorithm),
    parseCertificate(issuer.certificate).subject.raw,
    encodeUtcOrGeneralizedTime(thisUpdate),
    ...(nextUpdate === undefined ? [] : [encodeUtcOrGeneralizedTime(nextUpdate)]),
    ...(entries.length === 0 ? [] : [encodeElement(TAGS.SEQUENCE, joined(entries.map((entry) => encodeSequence(entry))))]),
    encodeContext(0, encodeSequence(...extensions.map(encodeExtension)), { constructed: true }),
  );
  return signed(tbs, signer);
}

export interface MakeOcspOptions {
  readonly responder: TestIdentity;
  /** Signs instead of the responder that is named. */
  readonly signer?: TestIdentity;
  readonly certificate: Uint8Array;
  /** DER of the issuer's certificate. */
  readonly issuer: Uint8Array;
  readonly status: 'good' | 'unknown' | { readonly revokedAt: Date; readonly reason?: number };
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date;
  /** `thisUpdate` when absent. */
  readonly producedAt?: Date;
  readonly responderId?: 'byName' | 'byKey';
  readonly hash?: 'SHA-1' | 'SHA-256';
  readonly nonce?: Uint8Array;
  readonly archiveCutoff?: Date;
  /** The responder's own when absent. */
  readonly certificates?: readonly Uint8Array[];
  readonly extensions?: readonly MadeExtension[];
}

/** A successful OCSPResponse about one certificate (RFC 6960 §4.2.1). */
export async function makeOcspResponse(options: MakeOcspOptions): Promise<Bytes> {
  const { responder, thisUpdate, nextUpdate, nonce, archiveCutoff } = options;
  const named = parseCertificate(responder.certificate);
  const responderId =
    options.responderId === 'byName'
      ? encodeContext(1, named.subject.raw, { constructed: true })
      : encodeContext(2, encodeOctetString(await keyHash(named.spki, 'SHA-1')), { constructed: true });
  const cutoff = archiveCutoff === undefined ? [] : [{ oid: OIDS.ocspArchiveCutoff, value: encodeGeneralizedTime(archiveCutoff) }];
  const single = encodeSequence(
    await certId(options),
    certStatus(options.status),
    encodeGeneralizedTime(thisUpdate),
    ...(nextUpdate === undefined ? [] : [encodeContext(0, encodeGeneralizedTime(nextUpdate), { constructed: true })]),
    ...taggedExtensions(cutoff),
  );
  const nonces = nonce === undefined ? [] : [{ oid: OIDS.ocspNonce, value: encodeOctetString(nonce) }];
  const tbs = encodeSequence(
    responderId,
    encodeGeneralizedTime(options.producedAt ?? thisUpdate),
    encodeSequence(single),
    ...taggedExtensions([...nonces, ...(options.extensions ?? [])]),
  );
  const certificates = options.certificates ?? [responder.certificate];
  const basic = await signed(
    tbs,
    options.signer ?? responder,
    ...(certificates.length === 0 ? [] : [encodeContext(0, encodeSequence(...certificates), { constructed: true })]),
  );
  const response = encodeSequence(encodeOid(OIDS.ocspBasic), encodeOctetString(basic));
  return encodeSequence(encodeEnumerated(0), encodeContext(0, response, { constructed: true }));
}

async function certId({ certificate, issuer, hash = 'SHA-1' }: MakeOcspOptions): Promise<Bytes> {
  const asked = parseCertificate(certificate);
  return encodeSequence(
    encodeSequence(encodeOid(digestAlgorithmOid(hash)), encodeNull()),
    encodeOctetString(await digest(hash, asked.issuer.raw)),
    encodeOctetString(await keyHash(parseCertificate(issuer).spki, hash)),
    asked.serialNumberDer,
  );
}

function certStatus(status: MakeOcspOptions['status']): Bytes {
  if (typeof status === 'string') return encodeContext(status === 'good' ? 0 : 2, new Uint8Array(), { constructed: false });
  const reason = status.reason === undefined ? [] : [encodeContext(0, encodeEnumerated(status.reason), { constructed: true })];
  return encodeContext(1, concatBytes(encodeGeneralizedTime(status.revokedAt), ...reason), { constructed: true });
}

async function keyHash(spki: Uint8Array, hash: 'SHA-1' | 'SHA-256'): Promise<Bytes> {
  const fields = new DerFields(parseDer(spki));
  fields.take(TAGS.SEQUENCE);
  return digest(hash, readBitString(fields.take(TAGS.BIT_STRING)).bytes);
}

async function signed(tbs: Bytes, { algorithm, signer }: TestIdentity, ...more: readonly Uint8Array[]): Promise<Bytes> {
  const value = await signer.sign({ dtbs: tbs, digest: await digest(algorithm.digest, tbs) });
  return encodeSequence(tbs, signatureAlgorithmToDer(algorithm), encodeBitString(value), ...more);
}

/** Long lists do not fit into the arguments of one call. */
function joined(parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function taggedExtensions(extensions: readonly MadeExtension[]): readonly Bytes[] {
  if (extensions.length === 0) return [];
  return [encodeContext(1, encodeSequence(...extensions.map(encodeExtension)), { constructed: true })];
}

function optionalExtensions(extensions: readonly MadeExtension[]): readonly Bytes[] {
  return extensions.length === 0 ? [] : [encodeSequence(...extensions.map(encodeExtension))];
}

function encodeExtension({ oid, critical, value }: MadeExtension): Bytes {
  return encodeSequence(encodeOid(oid), ...(critical === true ? [encodeBoolean(true)] : []), encodeOctetString(value));
}
