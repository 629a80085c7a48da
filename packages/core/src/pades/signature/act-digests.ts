import type { Bytes, ByteSource, CallOptions } from '../../bytes/index.ts';
import { cloneDigest, createCloneableDigest, formatDigest, isSpongeDigest, sha2Beside, updateFromSource } from '../../crypto/index.ts';
import type { DigestEngine, DigestStream, HashState, SigningDigest } from '../../ports/index.ts';
import type { RevisionHole } from './revision-digest.ts';

/** The digest over an original, and what goes on from it. */
export interface OriginalPass {
  /** SHA-2 digest of the original, `sha256:<hex>`. */
  readonly original: string;
  /** Goes on over a revision. */
  over(revision: RevisionHole): Promise<ActDigests>;
}

/** The digests of an act. */
export interface ActDigests {
  /** Digest over the byte range, and the same as text. */
  readonly value: Bytes;
  readonly text: string;
  /** State at the start of the hole, where the engine hands it out: it survives JSON. */
  readonly stateAtHole?: HashState;
  /** SHA-2 digest of the finished file, as text. */
  finish(finished: RevisionHole): Promise<string>;
}

/**
 * Reads an original once. All digests of an act go on from there: over the byte range by `algorithm`, and over the finished
 * file by SHA-2, which is the same where the signature uses it. A native engine does the work where the caller has one; the
 * JavaScript engine alone hands out states, and of SHA-2 only.
 */
export async function passOver(
  source: ByteSource,
  algorithm: SigningDigest,
  options: CallOptions & { readonly engine?: DigestEngine } = {},
): Promise<OriginalPass> {
  const fileAlgorithm = sha2Beside(algorithm);
  const file = await createCloneableDigest(fileAlgorithm, options.engine);
  const signed = isSpongeDigest(algorithm) ? await createCloneableDigest(algorithm, options.engine) : undefined;
  await updateFromSource(both(file, signed), source, options.signal === undefined ? {} : { signal: options.signal });
  return {
    original: formatDigest(fileAlgorithm, await file.clone().digest()),
    over: async ({ bytes, holeStart, holeEnd }) => {
      const before = cloneDigest(file);
      const sponge = signed?.clone();
      both(before, sponge).update(bytes.subarray(0, holeStart));
      const range = sponge ?? before.clone();
      range.update(bytes.subarray(holeEnd));
      const value = await range.digest();
      const stateAtHole = sponge === undefined ? before.exportState?.() : undefined;
      return {
        value,
        text: formatDigest(algorithm, value),
        ...(stateAtHole === undefined ? {} : { stateAtHole }),
        finish: async (finished) => {
          const rest = before.clone();
          rest.update(finished.bytes.subarray(finished.holeStart));
          return formatDigest(fileAlgorithm, await rest.digest());
        },
      };
    },
  };
}

/** One reading for the digest of the file and that of a signature which is not SHA-2. */
function both(file: DigestStream, signed: DigestStream | undefined): Pick<DigestStream, 'update'> {
  return {
    update(bytes) {
      file.update(bytes);
      signed?.update(bytes);
    },
  };
}
