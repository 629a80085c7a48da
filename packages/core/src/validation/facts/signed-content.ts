import { type ByteSource, type Bytes, type CallOptions, concatBytes } from '../../bytes/index.ts';
import {
  type AnyDigestAlgorithm,
  createSigningDigest,
  digest,
  DIGEST_ALGORITHMS,
  formatDigest,
  isSigningDigest,
  isSpongeDigest,
  ONE_SHOT,
  type PrefixDigests,
  updateFromSource,
} from '../../crypto/index.ts';
import type { DigestEngine } from '../../ports/index.ts';
import type { ByteSpan } from './byte-range-facts.ts';

/** What a detached signature signs: its digest by any algorithm, and the octets where they are needed. */
export interface SignedContent {
  digest(algorithm: AnyDigestAlgorithm): Promise<Bytes>;
  /** Digest of it with octets before and behind it. */
  digestBetween(algorithm: AnyDigestAlgorithm, before: Uint8Array, after: Uint8Array): Promise<Bytes>;
  bytes(): Promise<Bytes>;
}

export interface SignedContentOptions extends CallOptions {
  readonly engine?: DigestEngine;
  /** Of the same source, for spans that begin with its first octet. */
  readonly prefixes?: PrefixDigests;
}

/** Spans of a source, joined. Each algorithm is computed once. */
export function contentOfSpans(source: ByteSource, spans: readonly ByteSpan[], options: SignedContentOptions = {}): SignedContent {
  const length = spans.reduce((sum, span) => sum + span.end - span.start, 0);
  const callOptions: CallOptions = options.signal === undefined ? {} : { signal: options.signal };
  const known = new Map<AnyDigestAlgorithm, Promise<Bytes>>();
  const bytes = async (): Promise<Bytes> =>
    concatBytes(...(await Promise.all(spans.map((span) => source.read(span.start, span.end, callOptions)))));
  const compute: SignedContent['digestBetween'] = async (algorithm, before, after) => {
    const streams = isSigningDigest(algorithm) || isSpongeDigest(algorithm);
    if (!streams || (length <= ONE_SHOT && options.engine === undefined))
      return digest(algorithm, concatBytes(before, await bytes(), after));
    const [first, ...rest] = spans;
    const begun = first?.start === 0 && before.length === 0 ? await options.prefixes?.upTo(algorithm, first.end) : undefined;
    const stream = begun ?? (await createSigningDigest(algorithm, options.engine));
    stream.update(before);
    for (const { start, end } of begun === undefined ? spans : rest) await updateFromSource(stream, source, { ...callOptions, start, end });
    stream.update(after);
    return stream.digest();
  };
  return {
    bytes,
    digestBetween: compute,
    digest(algorithm) {
      const running = known.get(algorithm) ?? compute(algorithm, NOTHING, NOTHING);
      known.set(algorithm, running);
      return running;
    },
  };
}

const NOTHING = new Uint8Array();

/** Octets in memory. */
export function contentOfBytes(bytes: Bytes): SignedContent {
  return {
    bytes: () => Promise.resolve(bytes),
    digest: (algorithm) => digest(algorithm, bytes),
    digestBetween: (algorithm, before, after) => digest(algorithm, concatBytes(before, bytes, after)),
  };
}

/** A digest as `sha256:<hex>`; algorithms outside of the signing ones by their name in the same form. */
export async function textDigest(content: SignedContent, name: string | null): Promise<string | null> {
  const algorithm = name === null ? undefined : DIGESTS.find((known) => known === name);
  if (algorithm === undefined) return null;
  return formatDigest(algorithm, await content.digest(algorithm));
}

const DIGESTS = Object.keys(DIGEST_ALGORITHMS).filter((name): name is AnyDigestAlgorithm => name in DIGEST_ALGORITHMS);
