import {
  type Bytes,
  BytesError,
  concatBytes,
  decodeBase64,
  decodeBase64Url,
  decodeUtf8,
  equalBytes,
  isShallowJson,
  type JsonValue,
  memberOf,
} from '../../bytes/index.ts';
import { digest, parseDigest, verifySignatureValue } from '../../crypto/index.ts';
import type { DigestEngine } from '../../ports/index.ts';

/** What a passkey answered, as a proof of intent keeps it; octets are base64url, the key is base64 of its SubjectPublicKeyInfo. */
export interface PasskeyAssertion {
  readonly rpId: string;
  readonly origin: string;
  /** COSE algorithm: -7 (ES256) or -257 (RS256). */
  readonly algorithm: number;
  readonly publicKey: string;
  readonly clientDataJSON: string;
  readonly authenticatorData: string;
  readonly signature: string;
}

export type PasskeyFault =
  | 'ASSERTION_MALFORMED'
  | 'ASSERTION_CHALLENGE'
  | 'ASSERTION_ORIGIN'
  | 'ASSERTION_USER_NOT_VERIFIED'
  | 'ASSERTION_ALGORITHM_UNKNOWN'
  | 'ASSERTION_SIGNATURE';

/** User present and user verified. @see Web Authentication Level 3 §6.1 */
const PRESENT_AND_VERIFIED = 0x05;
const RP_ID_HASH_LENGTH = 32;
const LEAST_LENGTH = 37;

/**
 * Why an assertion is not that of a verified user over this challenge (`sha256:<hex>`), or null; offline, from what it says of itself:
 * whose key it is, nobody but the register says. Malformed octets are an answer.
 *
 * @see Web Authentication Level 3 §7.2, steps 11 to 21
 */
export async function findPasskeyFault(assertion: JsonValue, challenge: string, engine?: DigestEngine): Promise<PasskeyFault | null> {
  const read = readAssertion(assertion);
  if (read === undefined) return 'ASSERTION_MALFORMED';
  const { clientData, clientDataJSON, authenticatorData, rpId, origin } = read;
  if (memberOf(clientData, 'type') !== 'webauthn.get') return 'ASSERTION_MALFORMED';
  const answered = octetsOf(memberOf(clientData, 'challenge'), decodeBase64Url);
  if (answered === undefined || !equalBytes(answered, parseDigest(challenge).value)) return 'ASSERTION_CHALLENGE';
  const rpIdHash = await digest('SHA-256', new TextEncoder().encode(rpId), engine);
  if (memberOf(clientData, 'origin') !== origin || memberOf(clientData, 'crossOrigin') === true) return 'ASSERTION_ORIGIN';
  if (!isOriginOf(origin, rpId) || !equalBytes(authenticatorData.subarray(0, RP_ID_HASH_LENGTH), rpIdHash)) return 'ASSERTION_ORIGIN';
  const flags = authenticatorData[RP_ID_HASH_LENGTH] ?? 0;
  if ((flags & PRESENT_AND_VERIFIED) !== PRESENT_AND_VERIFIED) return 'ASSERTION_USER_NOT_VERIFIED';
  const algorithm = ALGORITHMS.get(read.algorithm);
  if (algorithm === undefined) return 'ASSERTION_ALGORITHM_UNKNOWN';
  const message = concatBytes(authenticatorData, await digest('SHA-256', clientDataJSON, engine));
  const result = await verifySignatureValue({ algorithm, publicKey: read.publicKey, signature: read.signature, message, engine });
  return result === 'valid' ? null : 'ASSERTION_SIGNATURE';
}

/** @see RFC 9053 §2.1, RFC 8812 §2 */
const ALGORITHMS: ReadonlyMap<number, { readonly name: 'ECDSA' | 'RSASSA-PKCS1-v1_5'; readonly digest: 'SHA-256' }> = new Map([
  [-7, { name: 'ECDSA', digest: 'SHA-256' }],
  [-257, { name: 'RSASSA-PKCS1-v1_5', digest: 'SHA-256' }],
]);

interface ReadAssertion {
  readonly rpId: string;
  readonly origin: string;
  readonly algorithm: number;
  readonly publicKey: Bytes;
  readonly clientDataJSON: Bytes;
  readonly clientData: JsonValue;
  readonly authenticatorData: Bytes;
  readonly signature: Bytes;
}

function readAssertion(value: JsonValue): ReadAssertion | undefined {
  const [rpId, origin, algorithm] = ['rpId', 'origin', 'algorithm'].map((name) => memberOf(value, name));
  const publicKey = octetsOf(memberOf(value, 'publicKey'), decodeBase64);
  const [clientDataJSON, authenticatorData, signature] = ['clientDataJSON', 'authenticatorData', 'signature'].map((name) =>
    octetsOf(memberOf(value, name), decodeBase64Url),
  );
  const clientData = clientDataJSON && readJson(clientDataJSON);
  if (typeof rpId !== 'string' || typeof origin !== 'string' || typeof algorithm !== 'number' || !Number.isInteger(algorithm))
    return undefined;
  if (publicKey === undefined || clientDataJSON === undefined || clientData === undefined || signature === undefined) return undefined;
  if (authenticatorData === undefined || authenticatorData.length < LEAST_LENGTH) return undefined;
  return { rpId, origin, algorithm, publicKey, clientDataJSON, clientData, authenticatorData, signature };
}

function octetsOf(text: JsonValue | undefined, decode: (text: string) => Bytes): Bytes | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    return decode(text);
  } catch (error) {
    if (error instanceof BytesError) return undefined;
    throw error;
  }
}

function readJson(bytes: Bytes): JsonValue | undefined {
  try {
    const value = JSON.parse(decodeUtf8(bytes)) as JsonValue;
    return isShallowJson(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof BytesError) return undefined;
    throw error;
  }
}

/** The relying party's id is the host of the origin or a domain above it. @see HTML, "is a registrable domain suffix of" */
function isOriginOf(origin: string, rpId: string): boolean {
  const host = /^(?:https|http):\/\/([^/:]+)(?::\d{1,5})?$/.exec(origin)?.[1];
  return host !== undefined && (host === rpId || host.endsWith(`.${rpId}`));
}
