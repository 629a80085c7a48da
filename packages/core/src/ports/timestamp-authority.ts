import type { Bytes, CallOptions } from '../bytes/index.ts';
import type { DigestAlgorithm } from './algorithms.ts';

/** What a time-stamp is over. @see RFC 3161 §2.4.1 */
export interface MessageImprint {
  readonly algorithm: DigestAlgorithm;
  readonly value: Bytes;
}

/** Issues time-stamp tokens. */
export interface TimestampAuthority {
  /** Shown in errors and reports: a URL or a name. */
  readonly name: string;
  /**
   * DER of a TimeStampToken over the imprint. Whoever uses the token checks it first.
   *
   * @throws `PortError` of port `time-stamp`
   */
  requestToken(imprint: MessageImprint, options?: CallOptions): Promise<Bytes>;
}
