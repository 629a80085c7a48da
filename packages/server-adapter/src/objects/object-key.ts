import { createHash } from 'node:crypto';
import type { NewObject, ObjectReference } from './object-store.ts';

/** A name that every file system and URL takes as it is, whatever its rules for case and normal forms. */
const PLAIN = /^[a-z0-9][a-z0-9_-]{0,62}$/;
const DIGEST = /^sha256:([0-9a-f]{64})$/;

/**
 * Where an object lies, as path segments: tenant, algorithm, digest. A tenant of another form than a plain name stands there as its
 * digest, which is longer than any plain name.
 *
 * @throws TypeError
 */
export function objectKey({ tenant, digest }: ObjectReference): readonly [tenant: string, algorithm: 'sha256', hex: string] {
  const hex = DIGEST.exec(digest)?.[1];
  if (hex === undefined) throw new TypeError('digest: expected sha256: and 64 lower-case hexadecimal digits');
  return [tenantSegment(tenant), 'sha256', hex];
}

export function tenantSegment(tenant: string): string {
  if (PLAIN.test(tenant)) return tenant;
  return `sha256-${createHash('sha256').update(utf16(tenant)).digest('hex')}`;
}

/** @throws RangeError */
export function assertObjectLength({ length }: Pick<NewObject, 'length'>): void {
  if (!Number.isSafeInteger(length) || length < 0) throw new RangeError(`length: expected a number of octets, got ${length}`);
}

/** Not UTF-8, in which all lone surrogates are the same. */
function utf16(text: string): Buffer {
  return Buffer.from(text, 'utf16le');
}
