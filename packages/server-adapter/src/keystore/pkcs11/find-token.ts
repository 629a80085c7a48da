import { CKF, type Cryptoki, type Handle } from './cryptoki.ts';
import { ckrOf, Pkcs11Error, translated } from './pkcs11-error.ts';

/** Which token; all that is said must fit. Without anything it is the only one that is there. */
export interface TokenName {
  readonly label?: string;
  readonly serialNumber?: string;
  /** CK_SLOT_ID. Many libraries give a token another one after a restart: prefer label or serial number. */
  readonly slot?: number;
}

/** What a token says of itself. */
export interface TokenIdentity {
  readonly label: string;
  readonly serialNumber: string;
  readonly manufacturer: string;
  readonly model: string;
}

export interface FoundToken {
  readonly slot: Handle;
  readonly identity: TokenIdentity;
  readonly needsLogin: boolean;
  /** The PIN is typed on the token itself. */
  readonly hasPinPad: boolean;
}

/** Slots whose token came or went while they were listed, or that nobody can read, hold none that is meant. */
const NOT_A_TOKEN: ReadonlySet<string | undefined> = new Set(['CKR_TOKEN_NOT_PRESENT', 'CKR_TOKEN_NOT_RECOGNIZED', 'CKR_DEVICE_REMOVED']);

/** The one token of that name. @throws {@link Pkcs11Error} `PKCS11_TOKEN_NOT_FOUND`, `PKCS11_TOKEN_AMBIGUOUS` */
export function findToken(cryptoki: Cryptoki, name: TokenName): FoundToken {
  const found = initializedTokens(cryptoki).filter(({ slot, identity }) => fits(name, slot, identity));
  const [token, another] = found;
  if (token === undefined) throw new Pkcs11Error('PKCS11_TOKEN_NOT_FOUND', `expected a token ${spell(name)}`, { retryable: true });
  if (another !== undefined)
    throw new Pkcs11Error('PKCS11_TOKEN_AMBIGUOUS', `expected one token ${spell(name)}, got ${found.length}: say label and serial number`);
  return token;
}

function initializedTokens(cryptoki: Cryptoki): readonly FoundToken[] {
  try {
    return cryptoki.C_GetSlotList(true).flatMap((slot) => readToken(cryptoki, slot));
  } catch (error) {
    throw translated(error);
  }
}

function readToken(cryptoki: Cryptoki, slot: Handle): readonly FoundToken[] {
  try {
    const { flags, label, serialNumber, manufacturerID, model } = cryptoki.C_GetTokenInfo(slot);
    if ((flags & CKF.TOKEN_INITIALIZED) === 0) return [];
    const identity = {
      label: unpadded(label),
      serialNumber: unpadded(serialNumber),
      manufacturer: unpadded(manufacturerID),
      model: unpadded(model),
    };
    const needsLogin = (flags & CKF.LOGIN_REQUIRED) !== 0;
    return [{ slot, identity, needsLogin, hasPinPad: (flags & CKF.PROTECTED_AUTHENTICATION_PATH) !== 0 }];
  } catch (error) {
    if (NOT_A_TOKEN.has(ckrOf(error))) return [];
    throw error;
  }
}

function fits(name: TokenName, slot: Handle, identity: TokenIdentity): boolean {
  return (
    (name.label === undefined || name.label === identity.label) &&
    (name.serialNumber === undefined || name.serialNumber === identity.serialNumber) &&
    (name.slot === undefined || BigInt(name.slot) === slotNumber(slot))
  );
}

/** pkcs11js hands out CK_ULONG as its octets, least significant first. */
function slotNumber(slot: Handle): bigint {
  return slot.length === 8 ? slot.readBigUInt64LE() : BigInt(slot.readUIntLE(0, slot.length));
}

function unpadded(text: string): string {
  return text.replace(/[ \0]+$/, '');
}

function spell({ label, serialNumber, slot }: TokenName): string {
  const parts = [
    ...(label === undefined ? [] : [`with label ${label}`]),
    ...(serialNumber === undefined ? [] : [`with serial number ${serialNumber}`]),
    ...(slot === undefined ? [] : [`in slot ${slot}`]),
  ];
  return parts.length === 0 ? 'in some slot of the library' : parts.join(', ');
}
