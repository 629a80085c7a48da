import { type Bytes, type ByteSource, type CallOptions, equalBytes } from '../bytes/index.ts';
import { findMessageDigest, type SignedData } from '../cms/index.ts';
import { type AnyDigestAlgorithm, digest, digestSource, isSigningDigest, isSpongeDigest } from '../crypto/index.ts';
import type { DigestAlgorithm, DigestEngine } from '../ports/index.ts';
import { CadesError } from './cades-error.ts';

export interface SignerDocumentOptions extends CallOptions {
  /** The signer's document, for a detached signature. It is read in pieces. */
  readonly content?: ByteSource;
  readonly engine?: DigestEngine;
}

/**
 * The digest of the signer's document, encapsulated or given; undefined where it is not at hand. It is compared with the
 * message-digest of every signature first, under whatever digest that we can compute: nothing is time-stamped together with
 * another document.
 *
 * @throws {@link CadesError} `CADES_CONTENT_DIFFERS`; TypeError when content is given to a signature that holds its own.
 * @see RFC 5652 §5.4, ETSI EN 319 122-1 §5.5.3
 */
export async function digestSignerDocument(
  signedData: SignedData,
  algorithm: DigestAlgorithm,
  options: SignerDocumentOptions,
): Promise<Bytes | undefined> {
  const known = new Map<AnyDigestAlgorithm, Bytes | undefined>();
  const digestWith = async (name: AnyDigestAlgorithm): Promise<Bytes | undefined> => {
    if (!known.has(name)) known.set(name, await digestContent(signedData, name, options));
    return known.get(name);
  };
  for (const signerInfo of signedData.signerInfos) {
    const { name } = signerInfo.digestAlgorithm;
    const expected = findMessageDigest(signerInfo);
    const found = name === undefined ? undefined : await digestWith(name);
    if (expected !== undefined && found !== undefined && !equalBytes(expected, found))
      throw new CadesError('CADES_CONTENT_DIFFERS', 'expected the content that was signed: its digest differs from message-digest');
  }
  return digestWith(algorithm);
}

/** A source is read in pieces with the digests that we sign with, and whole with those of old: they do not stream. */
async function digestContent(
  { content }: SignedData,
  name: AnyDigestAlgorithm,
  { content: source, engine, signal }: SignerDocumentOptions,
): Promise<Bytes | undefined> {
  if (content !== undefined) {
    if (source !== undefined) throw new TypeError('content: expected none, the signature holds its own');
    return digest(name, content);
  }
  if (source === undefined) return undefined;
  const callOptions: CallOptions = signal === undefined ? {} : { signal };
  if (!(isSigningDigest(name) || isSpongeDigest(name))) return digest(name, await source.read(0, source.size, callOptions));
  return digestSource(name, source, { ...callOptions, ...(engine === undefined ? {} : { engine }) });
}
