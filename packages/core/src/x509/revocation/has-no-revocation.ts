import type { Certificate } from '../certificate.ts';

/** Whether a certificate says that there is nobody to ask about it; only one of an end entity may (RFC 9608 §4). */
export function hasNoRevocation({ noRevAvail, basicConstraints }: Pick<Certificate, 'noRevAvail' | 'basicConstraints'>): boolean {
  return noRevAvail && basicConstraints?.ca !== true;
}
