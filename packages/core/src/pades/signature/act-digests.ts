import type { Bytes, ByteSource, CallOptions } from '../../bytes/index.ts';
import { createDigest, createResumableDigest, formatDigest, updateFromSource } from '../../crypto/index.ts';
import type { DigestAlgorithm, DigestEngine, DigestStream, HashState } from '../../ports/index.ts';
import type { RevisionHole } from './revision-digest.ts';

/** A running digest that can be taken apart. */
type Cloneable = DigestStream & Required<Pick<DigestStream, 'clone'>>;

/** The digest over an original, and what goes on from it. */
export interface OriginalPass {
  /** Digest of the original, `sha256:<hex>`. */
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
  /** Digest of the finished file, as text. */
  finish(finished: RevisionHole): Promise<string>;
}

/**
 * Reads an original once. All digests of an act go on from there: over the byte range, and over the finished file. A native
 * engine does the work where the caller has one; the JavaScript engine alone hands out states.
 */
export async function passOver(
  source: ByteSource,
  algorithm: DigestAlgorithm,
  options: CallOptions & { readonly engine?: DigestEngine } = {},
): Promise<OriginalPass> {
  const stream = cloneable(algorithm, options.engine);
  await updateFromSource(stream, source, options.signal === undefined ? {} : { signal: options.signal });
  const text = async (digest: DigestStream): Promise<string> => formatDigest(algorithm, await digest.digest());
  return {
    original: await text(stream.clone()),
    over: async ({ bytes, holeStart, holeEnd }) => {
      const before = cloneable(algorithm, undefined, stream);
      before.update(bytes.subarray(0, holeStart));
      const whole = before.clone();
      whole.update(bytes.subarray(holeEnd));
      const value = await whole.digest();
      const stateAtHole = before.exportState?.();
      return {
        value,
        text: formatDigest(algorithm, value),
        ...(stateAtHole === undefined ? {} : { stateAtHole }),
        finish: (finished) => {
          const rest = cloneable(algorithm, undefined, before);
          rest.update(finished.bytes.subarray(finished.holeStart));
          return text(rest);
        },
      };
    },
  };
}

/** A clone of `of`, or a new digest; of the JavaScript engine where the caller's cannot be cloned. */
function cloneable(algorithm: DigestAlgorithm, engine: DigestEngine | undefined, of?: Cloneable): Cloneable {
  const stream = of === undefined ? createDigest(algorithm, engine) : of.clone();
  return isCloneable(stream) ? stream : createResumableDigest(algorithm);
}

function isCloneable(stream: DigestStream): stream is Cloneable {
  return 'clone' in stream;
}
