import type { JsonValue } from '../../bytes/index.ts';
import type { JudgedSigner } from '../certificates/judged-signer.ts';
import type { CertificateStatus } from '../certificates/revocation-status.ts';
import { type Check, failed, indeterminate, notApplicable, notChecked, passedBecause } from './check.ts';

/** The status of each certificate below the anchor by the answers at hand, at the time that counts. */
export const revocationKnown: Check<JudgedSigner> = {
  id: 'xcv.revocation-known',
  clause: 'ETSI EN 319 102-1 §5.2.5, §5.2.6; RFC 5280 §6.3; RFC 6960; RFC 9608',
  group: 'certificate',
  run: ({ path, at, proof, fault, failure }, { policy }) => {
    if (path === undefined) return notApplicable('NO_PATH_TO_ANCHOR');
    const { certificates } = path.path;
    const values = {
      at: at.toISOString(),
      certificates: certificates.slice(0, -1).map(({ subject }, index) => statusRow(subject.text, path.statuses[index] ?? null)),
    };
    if (failure?.subIndication === 'REVOKED') return failed('REVOKED', failure.reason, values);
    if (fault !== null) return indeterminate(fault.subIndication, fault.reason, { ...values, certificate: fault.certificate.subject.text });
    if (path.fault !== null) return notChecked(policy.revocation === 'ignore' ? 'REVOCATION_IGNORED' : path.fault.reason, values);
    if (certificates.length === 1) return passedBecause('SIGNER_IS_ANCHOR');
    if (proof === 'past-validation') return passedBecause('NOT_REVOKED_AT_PROVEN_TIME', values);
    return path.statuses.every((status) => status === null)
      ? passedBecause('NO_REVOCATION_AVAILABLE', values)
      : passedBecause('NOT_REVOKED', values);
  },
};

function statusRow(certificate: string, status: CertificateStatus | null): { readonly [name: string]: JsonValue } {
  if (status === null) return { certificate, status: 'not-asked' };
  if (!('answer' in status)) return { certificate, status: status.kind, ...('fault' in status ? { fault: status.fault } : {}) };
  const { kind, thisUpdate, nextUpdate, reason, source } = status.answer;
  return {
    certificate,
    status: status.kind,
    answer: kind,
    source,
    thisUpdate,
    nextUpdate,
    ...('at' in status ? { revokedAt: status.at.toISOString(), reason } : {}),
  };
}
