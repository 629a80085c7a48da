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

export interface PrefixDigestOptions extends CallOptions {
  readonly engine?: DigestEngine;
  /** Ends that will be asked for, in any order: a digest that goes beyond one of them keeps how it stood there. */
  readonly ends?: readonly number[];
}

/**
 * Revisions of a document begin with those before them: the digest over a later one goes on where that over an earlier one was.
 * Ends that are told beforehand, or are asked for in ascending order, cost one reading together.
 */
export function prefixDigests(source: ByteSource, options: PrefixDigestOptions = {}): PrefixDigests {
  const { engine, signal } = options;
  const callOptions: CallOptions = signal === undefined ? {} : { signal };
  const planned = [...new Set(options.ends)].toSorted((left, right) => left - right);
  const marks = new Map<SigningDigest, Mark[]>();
  const upTo: PrefixDigests['upTo'] = async (algorithm, end) => {
    const known = marks.get(algorithm) ?? [];
    marks.set(algorithm, known);
    let mark = nearest(known, end) ?? { end: 0, state: await createCloneableDigest(algorithm, engine) };
    const begun = mark.end;
    for (const next of [...planned.filter((each) => each > begun && each < end), end]) {
      const state = cloneDigest(mark.state);
      await updateFromSource(state, source, { ...callOptions, start: mark.end, end: next });
      mark = { end: next, state };
      known.push(mark);
    }
    return cloneDigest(mark.state);
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
