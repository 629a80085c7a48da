import type { Bytes } from '@sealkit/core/bytes';
import type { PersonalKey } from '../identity-config.ts';

/** A personal certificate that was ordered: the key, the request as it was sent, and the issuer's place where it has to think. */
export interface CertificateOrderAtWork {
  readonly key: PersonalKey;
  readonly request: Bytes;
  resume: string | undefined;
}
