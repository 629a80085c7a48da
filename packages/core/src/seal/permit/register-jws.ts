/**
 * What the register signs: permits, use records and receipts, as compact JWS over RFC 8785 JSON with the header
 * `{ alg, kid, typ, x5c }` and nothing more, so that they verify offline.
 */
import { BytesError, type CallOptions, encodeBase64, encodeLatin1, type JsonValue } from '../../bytes/index.ts';
import { assembleJws, CryptoError, digest, ecdsaDerToRaw, type Jws, jwsSigningInput, parseJws } from '../../crypto/index.ts';
import type { Signer } from '../../ports/index.ts';
import { certificateFingerprint, equalNames, parseCertificate } from '../../x509/index.ts';
import { SealError } from '../seal-error.ts';
import type { PermitPayload, ReceiptPayload, UseRecordPayload } from './payloads.ts';
import { permitShape, receiptShape, useRecordShape } from './payload-shapes.ts';
import { type Shape, ShapeMismatch } from './strict-shape.ts';

/** A statement of the register as received; its signature is not verified by reading it. */
export interface RegisterJws<Payload> {
  readonly compact: string;
  readonly payload: Payload;
  readonly jws: Jws;
}

interface Kind<Payload> {
  readonly typ: string;
  readonly shape: Shape<Payload>;
  readonly code: 'PERMIT_MALFORMED' | 'USE_RECORD_MALFORMED' | 'RECEIPT_MALFORMED';
}

const ALGORITHM = 'ES256';
const ES256_LENGTH = 64;
const PERMIT: Kind<PermitPayload> = { typ: 'seal-permit+jws', shape: permitShape, code: 'PERMIT_MALFORMED' };
const USE_RECORD: Kind<UseRecordPayload> = { typ: 'seal-use+jws', shape: useRecordShape, code: 'USE_RECORD_MALFORMED' };
const RECEIPT: Kind<ReceiptPayload> = { typ: 'seal-receipt+jws', shape: receiptShape, code: 'RECEIPT_MALFORMED' };

/** The signed permit. @throws {@link SealError} `PERMIT_MALFORMED`; TypeError unless the signer is ES256. */
export async function composePermit(payload: PermitPayload, register: Signer, options?: CallOptions): Promise<string> {
  return compose(PERMIT, payload, register, options);
}

/** The signed use record. @throws {@link SealError} `USE_RECORD_MALFORMED`; TypeError unless the signer is ES256. */
export async function composeUseRecord(payload: UseRecordPayload, register: Signer, options?: CallOptions): Promise<string> {
  return compose(USE_RECORD, payload, register, options);
}

/** The signed receipt. @throws {@link SealError} `RECEIPT_MALFORMED`; TypeError unless the signer is ES256. */
export async function composeReceipt(payload: ReceiptPayload, register: Signer, options?: CallOptions): Promise<string> {
  return compose(RECEIPT, payload, register, options);
}

/** @throws {@link SealError} `PERMIT_MALFORMED`, also for members that are unknown. */
export function parsePermit(compact: string): RegisterJws<PermitPayload> {
  return parse(PERMIT, compact);
}

/** @throws {@link SealError} `USE_RECORD_MALFORMED`, also for members that are unknown. */
export function parseUseRecord(compact: string): RegisterJws<UseRecordPayload> {
  return parse(USE_RECORD, compact);
}

/** @throws {@link SealError} `RECEIPT_MALFORMED`, also for members that are unknown. */
export function parseReceipt(compact: string): RegisterJws<ReceiptPayload> {
  return parse(RECEIPT, compact);
}

/** Whether a permit is one by shape: what a page or a store may hold before it is signed. @throws {@link SealError} */
export function assertPermitPayload(value: JsonValue): PermitPayload {
  return readShape(PERMIT, value);
}

interface NamedKey {
  readonly kid: string;
  readonly x5c: readonly string[];
}

/** What the headers of a signer say of its key: the same in all of them. */
const namedKeys = new WeakMap<Signer, NamedKey>();

async function nameKey(leaf: Uint8Array, certificates: readonly Uint8Array[]): Promise<NamedKey> {
  return { kid: await certificateFingerprint(leaf), x5c: withoutAnchor(certificates).map(encodeBase64) };
}

async function compose<Payload extends object>(
  kind: Kind<Payload>,
  payload: Payload,
  register: Signer,
  options: CallOptions | undefined,
): Promise<string> {
  const { algorithm, certificates } = register;
  const [leaf] = certificates;
  if (algorithm.name !== 'ECDSA' || algorithm.curve !== 'P-256' || algorithm.digest !== 'SHA-256' || leaf === undefined)
    throw new TypeError('register: expected a signer of ECDSA on P-256 with SHA-256 and its certificate');
  const checked = readShape(kind, toJson(payload));
  const named = namedKeys.get(register) ?? (await nameKey(leaf, certificates));
  namedKeys.set(register, named);
  const signingInput = jwsSigningInput({ alg: ALGORITHM, typ: kind.typ, ...named }, toJson(checked));
  const dtbs = encodeLatin1(signingInput);
  const signature = await register.sign({ dtbs, digest: await digest('SHA-256', dtbs) }, options);
  return assembleJws(signingInput, ecdsaDerToRaw(signature, 'P-256'));
}

function parse<Payload>(kind: Kind<Payload>, compact: string): RegisterJws<Payload> {
  const jws = readJws(kind, compact);
  const { alg, typ } = jws.header;
  if (typ !== kind.typ) throw malformed(kind, `typ ${kind.typ}`);
  if (alg !== ALGORITHM || jws.signature.length !== ES256_LENGTH) throw malformed(kind, 'an ES256 signature of 64 octets');
  return { compact, payload: readShape(kind, jws.payload), jws };
}

function readJws<Payload>(kind: Kind<Payload>, compact: string): Jws {
  try {
    return parseJws(compact);
  } catch (cause) {
    if (cause instanceof CryptoError || cause instanceof BytesError)
      throw new SealError(kind.code, 'expected a compact JWS in canonical spelling', { cause });
    throw cause;
  }
}

function readShape<Payload>(kind: Kind<Payload>, value: JsonValue): Payload {
  try {
    return kind.shape(value, kind.typ);
  } catch (cause) {
    if (cause instanceof ShapeMismatch) throw new SealError(kind.code, cause.message, { cause });
    throw cause;
  }
}

/** The chain without a self-issued last certificate: a verifier has its anchors itself. */
function withoutAnchor(certificates: readonly Uint8Array[]): readonly Uint8Array[] {
  const last = certificates.at(-1);
  if (last === undefined || certificates.length === 1) return certificates;
  const { issuer, subject } = parseCertificate(last);
  return equalNames(issuer, subject) ? certificates.slice(0, -1) : certificates;
}

/** Payloads are plain JSON values by their types; members that are `undefined` fall away. */
function toJson(payload: object): JsonValue {
  return JSON.parse(JSON.stringify(payload)) as JsonValue;
}

function malformed<Payload>(kind: Kind<Payload>, expectation: string): SealError {
  return new SealError(kind.code, `${kind.typ}: expected ${expectation}`);
}
