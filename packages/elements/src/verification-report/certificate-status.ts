import type { PathStep, SignatureReport } from '@sealkit/core/validation';
import type { VerdictName } from '../foundation/verdict-mark.ts';

/** What the status of a certificate makes of its step. What is not known is as open as its check says, and never green. */
export function statusVerdict({ status: known }: PathStep, signature: SignatureReport): VerdictName {
  if (known === null) return 'na';
  const { status, revokedAt } = known;
  const open = openVerdict(signature);
  switch (status) {
    case 'good':
      return 'pass';
    case 'not-asked':
      return 'na';
    case 'revoked':
    case 'on-hold':
      if (open === 'fail') return 'fail';
      return open === 'skip' && isAfterwards(revokedAt, signature) ? 'na' : 'unsure';
    case 'stale':
    case 'unreliable':
    case 'missing':
      return open === 'fail' ? 'unsure' : open;
  }
}

/** After the time at which the certificates count: it does not touch what was signed before. */
export function isAfterwards(revokedAt: string | undefined, { certificatesAt }: SignatureReport): boolean {
  return revokedAt !== undefined && Date.parse(revokedAt) > Date.parse(certificatesAt.time);
}

/** A certificate of the path is withdrawn, and that counts. */
export function isWithdrawn(signature: SignatureReport): boolean {
  return signature.path.some((step) => step.status?.status === 'revoked' && ['fail', 'unsure'].includes(statusVerdict(step, signature)));
}

function openVerdict({ checks }: SignatureReport): 'fail' | 'unsure' | 'skip' {
  const status = checks.find(({ id }) => id === 'xcv.revocation-known')?.status;
  return status === 'failed' ? 'fail' : status === 'indeterminate' ? 'unsure' : 'skip';
}
