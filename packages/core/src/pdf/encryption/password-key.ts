import { md5 } from '@noble/hashes/legacy.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { type Bytes, concatBytes, copyBytes, decodeHex, equalBytes } from '../../bytes/index.ts';
import { decryptCbc, encryptCbc } from './aes-cbc.ts';
import { legacyPasswordOctets, unicodePasswordOctets } from './password-octets.ts';
import { rc4 } from './rc4.ts';

/** What the password check of the standard security handler needs of /Encrypt and /ID (ISO 32000-2 §7.6.4). */
export interface PasswordParameters {
  readonly revision: number;
  /** Octets of the file encryption key. */
  readonly keyLength: number;
  readonly owner: Uint8Array;
  readonly user: Uint8Array;
  readonly ownerKey: Uint8Array;
  readonly userKey: Uint8Array;
  readonly permissions: number;
  readonly fileIdentifier: Uint8Array;
  readonly encryptMetadata: boolean;
}

export interface FileKey {
  readonly key: Bytes;
  readonly access: 'user' | 'owner';
}

/**
 * The file encryption key that a password opens; undefined when it opens none. A password that is the owner's and the
 * user's gives the owner's access.
 */
export function openFileKey(parameters: PasswordParameters, password: string): FileKey | undefined {
  const unicode = parameters.revision >= 5;
  for (const octets of unicode ? unicodePasswordOctets(password) : legacyPasswordOctets(password)) {
    const opened = unicode ? openAes256(parameters, octets) : openLegacy(parameters, octets);
    if (opened !== undefined) return opened;
  }
  return undefined;
}

const PADDING = decodeHex('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a');

/** Revisions 2 to 4, algorithms 6 and 7. */
function openLegacy(parameters: PasswordParameters, password: Uint8Array): FileKey | undefined {
  const padded = concatBytes(password, PADDING).slice(0, 32);
  const asOwner = userFileKey(parameters, userPasswordOf(parameters, padded));
  if (asOwner !== undefined) return { key: asOwner, access: 'owner' };
  const asUser = userFileKey(parameters, padded);
  return asUser === undefined ? undefined : { key: asUser, access: 'user' };
}

/** Algorithm 2, and 4 or 5 to check it. */
function userFileKey(parameters: PasswordParameters, padded: Uint8Array): Bytes | undefined {
  const { revision, keyLength, fileIdentifier, permissions } = parameters;
  const flags = Uint8Array.of(permissions, permissions >>> 8, permissions >>> 16, permissions >>> 24);
  const noMetadata = revision >= 4 && !parameters.encryptMetadata ? Uint8Array.of(0xff, 0xff, 0xff, 0xff) : new Uint8Array(0);
  let hash = md5(concatBytes(padded, parameters.owner.subarray(0, 32), flags, fileIdentifier, noMetadata));
  if (revision >= 3) for (let round = 0; round < 50; round += 1) hash = md5(hash.subarray(0, keyLength));
  const key = copyBytes(hash.subarray(0, keyLength));
  if (revision === 2) return equalBytes(rc4(key, PADDING), parameters.user.subarray(0, 32)) ? key : undefined;
  let check: Uint8Array = md5(concatBytes(PADDING, fileIdentifier));
  for (let round = 0; round < 20; round += 1)
    check = rc4(
      key.map((byte) => byte ^ round),
      check,
    );
  return equalBytes(check, parameters.user.subarray(0, 16)) ? key : undefined;
}

/** Algorithm 7: what an owner password makes of /O is the padded user password. */
function userPasswordOf(parameters: PasswordParameters, padded: Uint8Array): Uint8Array {
  const { revision, keyLength } = parameters;
  let hash = md5(padded);
  if (revision >= 3) for (let round = 0; round < 50; round += 1) hash = md5(hash);
  const key = hash.subarray(0, keyLength);
  let value: Uint8Array = parameters.owner.subarray(0, 32);
  if (revision === 2) return rc4(key, value);
  for (let round = 19; round >= 0; round -= 1)
    value = rc4(
      key.map((byte) => byte ^ round),
      value,
    );
  return value;
}

/** Revisions 5 and 6, algorithms 2.A, 11 and 12. */
function openAes256(parameters: PasswordParameters, octets: Uint8Array): FileKey | undefined {
  const { owner, user, revision } = parameters;
  if (owner.length < 48 || user.length < 48) return undefined;
  const userValue = user.subarray(0, 48);
  const none = new Uint8Array(0);
  const zeros = new Uint8Array(16);
  const hash = (salt: Uint8Array, more: Uint8Array): Uint8Array =>
    revision === 5 ? sha256(concatBytes(octets, salt, more)) : hardenedHash(octets, salt, more);
  if (equalBytes(hash(owner.subarray(32, 40), userValue), owner.subarray(0, 32))) {
    return { key: decryptCbc(hash(owner.subarray(40, 48), userValue), zeros, parameters.ownerKey.subarray(0, 32)), access: 'owner' };
  }
  if (equalBytes(hash(user.subarray(32, 40), none), user.subarray(0, 32))) {
    return { key: decryptCbc(hash(user.subarray(40, 48), none), zeros, parameters.userKey.subarray(0, 32)), access: 'user' };
  }
  return undefined;
}

/** Algorithm 2.B of revision 6. */
function hardenedHash(password: Uint8Array, salt: Uint8Array, userValue: Uint8Array): Uint8Array {
  let key: Uint8Array = sha256(concatBytes(password, salt, userValue));
  for (let round = 0; ; round += 1) {
    const part = concatBytes(password, key, userValue);
    const repeated = concatBytes(...Array.from({ length: 64 }, () => part));
    const encrypted = encryptCbc(key.subarray(0, 16), key.subarray(16, 32), repeated);
    // 256 leaves 1 when divided by 3, so the sum of the octets has the remainder of the number that they are.
    const remainder = encrypted.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) % 3;
    key = remainder === 0 ? sha256(encrypted) : remainder === 1 ? sha384(encrypted) : sha512(encrypted);
    if (round >= 63 && (encrypted[encrypted.length - 1] ?? 0) <= round - 31) return key.subarray(0, 32);
  }
}
