import { type Certificate, checkPath, hasNoRevocation, type PathPurpose, type PathResult } from '../../x509/index.ts';
import { certificateId } from '../facts/evidence-id.ts';
import type { CertificatePathFacts } from '../facts/path-facts.ts';
import { chainsOf, type JudgedChain, rankOfPath } from './path-chains.ts';
import type { JudgingContext } from './judging-context.ts';
import { type CertificateLimit, pathLimit } from './path-algorithms.ts';
import { certificateStatus, type CertificateStatus } from './revocation-status.ts';

/** The times at which a path is judged. */
export interface PathTimes {
  /** Until when what the leaf signed is proven to have been there. */
  readonly leaf: Date;
  /** For the certificates above it. */
  readonly authorities: Date;
  /** At which the answers about all of them must be current. */
  readonly status: Date;
}

/** What keeps the status of a path's certificates from being good. */
export interface StatusFault {
  readonly subIndication: 'REVOKED_NO_POE' | 'REVOKED_CA_NO_POE' | 'TRY_LATER';
  readonly reason:
    | 'CERTIFICATE_REVOKED'
    | 'AUTHORITY_REVOKED'
    | 'CERTIFICATE_ON_HOLD'
    | 'REVOCATION_DATA_STALE'
    | 'REVOCATION_DATA_UNRELIABLE'
    | 'REVOCATION_DATA_MISSING';
  readonly certificate: Certificate;
  readonly status: CertificateStatus;
}

/** A path with the status of its certificates, leaf first; null where none is asked for. */
export interface JudgedPath extends JudgedChain {
  readonly statuses: readonly (CertificateStatus | null)[];
  /** The worst; null where all is well. */
  readonly fault: StatusFault | null;
  readonly limit: CertificateLimit | null;
}

/**
 * The path that does best: structure and validity first, then the status of each certificate, then its algorithms. Undefined when
 * none leads to an anchor.
 *
 * @see ETSI EN 319 102-1 §5.2.6
 */
export function judgePaths(
  facts: CertificatePathFacts,
  purpose: PathPurpose,
  times: PathTimes,
  context: JudgingContext,
): JudgedPath | undefined {
  return chainsOf(facts, context.certificates)
    .map((chain) => judgePath(chain, purpose, times, context))
    .toSorted((left, right) => rankOf(left) - rankOf(right))[0];
}

/** Whether nothing speaks against a path; where policy does not ask for status, a missing one does not. */
export function holds(path: JudgedPath, { policy }: Pick<JudgingContext, 'policy'>): boolean {
  return path.result.verdict.indication === 'PASSED' && path.limit === null && countingFault(path, policy.revocation) === null;
}

/** The status fault that counts under a policy: what is unknown counts only where an answer is required. */
export function countingFault({ fault }: JudgedPath, revocation: JudgingContext['policy']['revocation']): StatusFault | null {
  if (fault === null || revocation === 'ignore') return null;
  return isUnknown(fault) && revocation !== 'require' ? null : fault;
}

/** Nobody said anything that can be relied on. */
export function isUnknown({ reason }: StatusFault): boolean {
  return reason === 'REVOCATION_DATA_MISSING' || reason === 'REVOCATION_DATA_STALE' || reason === 'REVOCATION_DATA_UNRELIABLE';
}

function judgePath(
  { path, fingerprints }: Omit<JudgedChain, 'result'>,
  purpose: PathPurpose,
  times: PathTimes,
  context: JudgingContext,
): JudgedPath {
  const { certificates } = path;
  const anchor = fingerprints.at(-1) ?? '';
  const statuses = certificates.map((certificate, index): CertificateStatus | null => {
    const issuer = fingerprints[index + 1];
    if (issuer === undefined || hasNoRevocation(certificate)) return null;
    return certificateStatus({ certificate: fingerprints[index] ?? '', issuer, anchor, at: times.status }, context);
  });
  const limit = pathLimit(path, (_, index) => {
    const proven = context.existence.timeOf(certificateId(fingerprints[index] ?? ''));
    return index === 0 && times.leaf < proven ? times.leaf : proven;
  });
  return {
    path,
    fingerprints,
    result: checkAtTimes({ path, fingerprints }, purpose, times),
    statuses,
    fault: worstFault(certificates, statuses, times),
    limit: limit ?? null,
  };
}

/** The leaf at its own time, everything above it at theirs. */
function checkAtTimes({ path }: Omit<JudgedChain, 'result'>, purpose: PathPurpose, times: PathTimes): PathResult {
  const above = checkPath(path, { at: times.authorities, purpose });
  if (times.leaf.getTime() === times.authorities.getTime()) return above;
  const below = checkPath(path, { at: times.leaf, purpose });
  const steps = above.steps.map((step, index) => (index === 0 ? (below.steps[0] ?? step) : step));
  const worst = steps.toSorted((left, right) => rankOfPath(right) - rankOfPath(left))[0];
  return { ...above, verdict: worst?.verdict ?? above.verdict, steps };
}

const FAULT_ORDER: readonly StatusFault['reason'][] = [
  'CERTIFICATE_REVOKED',
  'AUTHORITY_REVOKED',
  'CERTIFICATE_ON_HOLD',
  'REVOCATION_DATA_UNRELIABLE',
  'REVOCATION_DATA_STALE',
  'REVOCATION_DATA_MISSING',
];

function worstFault(
  certificates: readonly Certificate[],
  statuses: readonly (CertificateStatus | null)[],
  times: PathTimes,
): StatusFault | null {
  const faults = statuses.flatMap((status, index): readonly StatusFault[] => {
    const certificate = certificates[index];
    return status === null || certificate === undefined ? [] : faultOf(status, certificate, index, times);
  });
  return faults.toSorted((left, right) => FAULT_ORDER.indexOf(left.reason) - FAULT_ORDER.indexOf(right.reason))[0] ?? null;
}

function faultOf(status: CertificateStatus, certificate: Certificate, index: number, times: PathTimes): readonly StatusFault[] {
  const later = (reason: StatusFault['reason']): readonly StatusFault[] => [{ subIndication: 'TRY_LATER', reason, certificate, status }];
  switch (status.kind) {
    case 'good':
      return [];
    case 'revoked':
      // What the leaf signed before it was revoked goes on to hold; of an authority nobody knows what it signed since (§5.5.4).
      if (index === 0)
        return status.at > times.leaf ? [] : [{ subIndication: 'REVOKED_NO_POE', reason: 'CERTIFICATE_REVOKED', certificate, status }];
      return [{ subIndication: 'REVOKED_CA_NO_POE', reason: 'AUTHORITY_REVOKED', certificate, status }];
    case 'on-hold':
      return index === 0 && status.at > times.leaf ? [] : later('CERTIFICATE_ON_HOLD');
    case 'stale':
      return later('REVOCATION_DATA_STALE');
    case 'unreliable':
      return later('REVOCATION_DATA_UNRELIABLE');
    case 'missing':
      return later('REVOCATION_DATA_MISSING');
  }
}

function rankOf(path: JudgedPath): number {
  const structure = (rankOfPath(path.result) + 1) * 100;
  const status = path.fault === null ? 0 : 10 * (FAULT_ORDER.length - FAULT_ORDER.indexOf(path.fault.reason));
  return structure + status + (path.limit === null ? 0 : 5);
}
