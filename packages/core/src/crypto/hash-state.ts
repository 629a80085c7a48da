import { type Bytes, decodeHex } from '../bytes/index.ts';
import type { DigestAlgorithm, HashState } from '../ports/index.ts';
import { CryptoError } from './crypto-error.ts';
import { isSigningDigest } from './digest-algorithms.ts';

/** A checked state: chaining value in hexadecimal, tail as octets. */
export interface HashStateParts {
  readonly algorithm: DigestAlgorithm;
  readonly state: string;
  readonly length: number;
  readonly tail: Bytes;
}

/** Octets of a block and hexadecimal digits of a chaining value. SHA-384 chains the 64 octets of SHA-512. */
const SHAPES = {
  'SHA-256': { block: 64, digits: 64 },
  'SHA-384': { block: 128, digits: 128 },
  'SHA-512': { block: 128, digits: 128 },
} as const satisfies { readonly [name in DigestAlgorithm]: { readonly block: number; readonly digits: number } };

const MEMBERS = ['algorithm', 'state', 'length', 'tail'];
const LOWER_HEX = /^[0-9a-f]*$/;

/** Octets of a block: 64 for SHA-256, 128 for SHA-384 and SHA-512 (FIPS 180-4 §1). */
export function digestBlockLength(algorithm: DigestAlgorithm): number {
  return SHAPES[algorithm].block;
}

/** True when an untrusted value has exactly the shape of a state. */
export function isHashState(value: unknown): value is HashState {
  return shapeFault(value) === undefined;
}

/**
 * The parts of a state that may have come from outside.
 *
 * @throws {@link CryptoError} `CRYPTO_HASH_STATE_MALFORMED` naming the member; never its value, the tail is document text.
 */
export function hashStateParts(state: HashState): HashStateParts {
  const fault = shapeFault(state);
  if (fault !== undefined) throw new CryptoError('CRYPTO_HASH_STATE_MALFORMED', `hash state: expected ${fault}`);
  return { algorithm: state.algorithm, state: state.state, length: state.length, tail: decodeHex(state.tail) };
}

function shapeFault(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'an object';
  const members = Object.keys(value);
  if (members.length !== MEMBERS.length || MEMBERS.some((name) => !Object.hasOwn(value, name))) return `exactly ${MEMBERS.join(', ')}`;
  const { algorithm, state, length, tail } = value as Record<string, unknown>;
  if (typeof algorithm !== 'string' || !isSigningDigest(algorithm)) return 'algorithm SHA-256, SHA-384 or SHA-512';
  const { block, digits } = SHAPES[algorithm];
  if (typeof state !== 'string' || state.length !== digits || !LOWER_HEX.test(state)) return `state of ${digits} hexadecimal digits`;
  if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0) return 'length as a safe integer';
  if (typeof tail !== 'string' || !LOWER_HEX.test(tail) || tail.length !== (length % block) * 2)
    return 'tail of length modulo block octets';
  return undefined;
}
