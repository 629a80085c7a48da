import type { ByteSource, CallOptions } from '../../bytes/index.ts';
import { createResumableDigest, formatDigest, resumeDigest, updateFromSource } from '../../crypto/index.ts';
import type { DigestAlgorithm, HashState } from '../../ports/index.ts';

/** The digest of an original with the state from which a digest goes on over what is appended. */
export interface OriginalDigest {
  /** `sha256:<hex>` and its siblings. */
  readonly digest: string;
  /** Plain text of up to 127 octets lies in its tail: it is neither logged nor stored. */
  readonly state: HashState;
}

/** Reads the whole source once, in constant memory. */
export async function digestOriginal(source: ByteSource, algorithm: DigestAlgorithm, options: CallOptions = {}): Promise<OriginalDigest> {
  const stream = createResumableDigest(algorithm);
  await updateFromSource(stream, source, options);
  const state = stream.exportState();
  return { state, digest: formatDigest(algorithm, await resumeDigest(state).digest()) };
}
