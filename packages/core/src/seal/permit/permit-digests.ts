import { type Bytes, concatBytes, encodeHex, encodeLatin1, type JsonValue } from '../../bytes/index.ts';
import { digest, digestOfJson, digestText, parseDigest } from '../../crypto/index.ts';
import type { PermitPayload } from './payloads.ts';

/** What the register adds to a request when it grants it. */
const GRANTED_MEMBERS = ['issuer', 'attestedBy', 'approvals', 'notBefore', 'expires'] as const;
type GrantedMember = (typeof GRANTED_MEMBERS)[number];

/** Digest of a JWS: SHA-256 of its compact ASCII octets. */
export async function permitDigest(compact: string): Promise<string> {
  return digestText('SHA-256', encodeLatin1(compact));
}

/** What attesters and approvers sign: the permit without what the register adds when it grants it. */
export async function permitRequestDigest(permit: Omit<PermitPayload, GrantedMember>): Promise<string> {
  const granted: ReadonlySet<string> = new Set(GRANTED_MEMBERS);
  const requested = Object.fromEntries(Object.entries(permit).filter(([name]) => !granted.has(name)));
  return digestOfJson(JSON.parse(JSON.stringify(requested)) as JsonValue);
}

/**
 * The second `/ID` of a signed revision: the first 16 octets of SHA-256 over the octets of the permit digest and then those of
 * the frame digest (explained signing, rule 9), lower-case hexadecimal.
 */
export async function fileIdentifier(permit: string, frame: string): Promise<string> {
  const value: Bytes = await digest('SHA-256', concatBytes(parseDigest(permit).value, parseDigest(frame).value));
  return encodeHex(value.subarray(0, 16));
}
