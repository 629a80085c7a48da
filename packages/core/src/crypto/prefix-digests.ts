import type { Bytes, ByteSource, CallOptions } from '../bytes/index.ts';
import type { DigestEngine, SigningDigest } from '../ports/index.ts';
import { cloneDigest, type CloneableDigest, createCloneableDigest } from './cloneable-digest.ts';
import { digestSource, ONE_SHOT, updateFromSource } from './digest-source.ts';

/** Digests over the beginnings of one source, each octet of which is digested once for each algorithm. */
export interface PrefixDigests {
  /** A running digest over the octets before `end`; it is the caller's to go on with. */
  upTo(algorithm: SigningDigest, end: number): Promise<CloneableDigest>;
  /** The digest over the octets before `end`. */
  digest(algorithm: SigningDigest, end: number): Promise<Bytes>;
}

/**
 * Revisions of a document begin with those before them: the digest over a later one goes on where that over an earlier one was.
 * Ends that are asked for in ascending order cost one reading together.
 */
export function prefixDigests(source: ByteSource, options: CallOptions & { readonly engine?: DigestEngine } = {}): PrefixDigests {
  const { engine, signal } = options;
  const callOptions: CallOptions = signal === undefined ? {} : { signal };
  const marks = new Map<SigningDigest, Mark[]>();
  const upTo: PrefixDigests['upTo'] = async (algorithm, end) => {
    const known = marks.get(algorithm) ?? [];
    marks.set(algorithm, known);
    const before = nearest(known, end) ?? { end: 0, state: await createCloneableDigest(algorithm, engine) };
    const state = cloneDigest(before.state);
    await updateFromSource(state, source, { ...callOptions, start: before.end, end });
    known.push({ end, state });
    return cloneDigest(state);
  };
  return {
    upTo,
    async digest(algorithm, end) {
      // What is short enough for the one-shot digest of the runtime is digested natively, again if need be.
      if (engine === undefined && end <= ONE_SHOT) return digestSource(algorithm, source, { ...callOptions, end });
      return (await upTo(algorithm, end)).digest();
    },
  };
}

/** Where a digest can go on. */
interface Mark {
  readonly end: number;
  readonly state: CloneableDigest;
}

function nearest(marks: readonly Mark[], end: number): Mark | undefined {
  let best: Mark | undefined;
  for (const mark of marks) if (mark.end <= end && mark.end >= (best?.end ?? 0)) best = mark;
  return best;
}
