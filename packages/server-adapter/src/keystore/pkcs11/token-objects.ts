import { encodeHex } from '@sealkit/core/bytes';
import { type Attribute, CKA, CKO, type Handle } from './cryptoki.ts';
import { ckrOf, Pkcs11Error } from './pkcs11-error.ts';
import type { TokenSession } from './session-pool.ts';

/** Which key; label and id must both fit where both are given. */
export interface TokenKeyName {
  /** CKA_LABEL */
  readonly label?: string;
  /** CKA_ID */
  readonly id?: Uint8Array;
}

/** Objects read at a time, and in all: a token with more under one name is not what was meant. */
const STEP = 64;
const MAX_OBJECTS = 4096;

/** Objects that have all these attributes. */
export function findObjects({ cryptoki, handle }: TokenSession, template: readonly Attribute[]): readonly Handle[] {
  cryptoki.C_FindObjectsInit(handle, [...template]);
  try {
    const objects: Handle[] = [];
    for (;;) {
      const more = cryptoki.C_FindObjects(handle, STEP);
      objects.push(...more);
      if (more.length < STEP || objects.length > MAX_OBJECTS) return objects;
    }
  } finally {
    cryptoki.C_FindObjectsFinal(handle);
  }
}

/** The octets of an attribute; undefined where the object has none, an empty one, or hides it. */
export function readAttribute({ cryptoki, handle }: TokenSession, object: Handle, type: number): Buffer | undefined {
  try {
    const [attribute] = cryptoki.C_GetAttributeValue(handle, object, [{ type }]);
    return attribute === undefined || attribute.value.length === 0 ? undefined : attribute.value;
  } catch (error) {
    const ckr = ckrOf(error);
    if (ckr === 'CKR_ATTRIBUTE_TYPE_INVALID' || ckr === 'CKR_ATTRIBUTE_SENSITIVE') return undefined;
    throw error;
  }
}

/** The one private key of that name. @throws {@link Pkcs11Error} `PKCS11_KEY_NOT_FOUND`, `PKCS11_KEY_AMBIGUOUS` */
export function findPrivateKey(session: TokenSession, name: TokenKeyName): Handle {
  const found = findObjects(session, [{ type: CKA.CLASS, value: CKO.PRIVATE_KEY }, ...nameTemplate(name)]);
  const [key, another] = found;
  if (key === undefined) throw new Pkcs11Error('PKCS11_KEY_NOT_FOUND', `expected a private key with ${spell(name)} on the token`);
  if (another !== undefined)
    throw new Pkcs11Error('PKCS11_KEY_AMBIGUOUS', `expected one private key with ${spell(name)}, got ${found.length}`);
  return key;
}

/** @throws RangeError for a name without label and id. */
export function nameTemplate({ label, id }: TokenKeyName): readonly Attribute[] {
  if (label === undefined && id === undefined) throw new RangeError('key: expected a label or an id');
  return [
    ...(label === undefined ? [] : [{ type: CKA.LABEL, value: label }]),
    ...(id === undefined ? [] : [{ type: CKA.ID, value: Buffer.from(id) }]),
  ];
}

function spell({ label, id }: TokenKeyName): string {
  return [...(label === undefined ? [] : [`label ${label}`]), ...(id === undefined ? [] : [`id ${encodeHex(id)}`])].join(' and ');
}
