import { type Bytes, type JsonValue, BytesError, decodeBase64, decodeUtf8, encodeBase64, encodeUtf8 } from '@sealkit/core/bytes';
import { digest, isHashState, isSigningDigest, isSpongeDigest } from '@sealkit/core/crypto';
import type { PreparedSignature } from '@sealkit/core/pades';
import { isNotices } from './signing-notices.ts';
import { CliError, EXIT } from './cli-error.ts';

/** What `--prepare-only` writes: the prepared signature, and what an outside key is to sign. */
interface SigningState {
  readonly kind: 'sealkit-prepared-signature';
  /** Digest of `prepared.dataToBeSigned`, base64: for keys that sign digests. */
  readonly digestToSign: string;
  readonly prepared: PreparedSignature;
}

const KIND = 'sealkit-prepared-signature';

/** The state as the octets of a JSON file. */
export async function encodeSigningState(prepared: PreparedSignature): Promise<Bytes> {
  const digestToSign = encodeBase64(await digest(prepared.digestAlgorithm, decodeBase64(prepared.dataToBeSigned)));
  const state: SigningState = { kind: KIND, digestToSign, prepared };
  return encodeUtf8(`${JSON.stringify(state, null, 2)}\n`);
}

/** @throws {@link CliError} `STATE_MALFORMED` */
export function parseSigningState(bytes: Uint8Array): PreparedSignature {
  try {
    const state = JSON.parse(decodeUtf8(bytes)) as Partial<SigningState> | null;
    if (state?.kind === KIND && isPrepared(state.prepared)) return state.prepared;
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof BytesError)) throw error;
  }
  throw new CliError('STATE_MALFORMED', '--state: expected what `sealkit sign --prepare-only` wrote', EXIT.notProcessed);
}

/** The shape; that the parts belong together is checked where the signature is completed. */
function isPrepared(value: unknown): value is PreparedSignature {
  if (typeof value !== 'object' || value === null) return false;
  const prepared = value as { readonly [name in keyof PreparedSignature]?: JsonValue };
  const texts = [prepared.originalDigest, prepared.appended, prepared.byteRangeDigest, prepared.dataToBeSigned];
  const numbers = [prepared.originalLength, prepared.holeStart, prepared.holeEnd];
  return (
    prepared.version === 1 &&
    texts.every((text) => typeof text === 'string') &&
    numbers.every((number) => Number.isSafeInteger(number)) &&
    isListOf(prepared.byteRange, 'number') &&
    isListOf(prepared.fields, 'string') &&
    isListOf(prepared.certificates, 'string') &&
    (prepared.notices === undefined || isNotices(prepared.notices)) &&
    typeof prepared.digestAlgorithm === 'string' &&
    (isSigningDigest(prepared.digestAlgorithm) || isSpongeDigest(prepared.digestAlgorithm)) &&
    typeof prepared.signatureAlgorithm === 'object' &&
    prepared.signatureAlgorithm !== null &&
    (prepared.stateAtHole === undefined || isHashState(prepared.stateAtHole))
  );
}

function isListOf(value: JsonValue | undefined, type: 'string' | 'number'): boolean {
  return Array.isArray(value) && value.every((entry) => typeof entry === type);
}
