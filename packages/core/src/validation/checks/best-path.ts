import { type Certificate, checkPath, type CertificatePath, type PathPurpose, type PathResult } from '../../x509/index.ts';
import type { CertificatePathFacts, PathFacts } from '../facts/path-facts.ts';
import type { CheckContext } from './check.ts';

export interface JudgedPath {
  readonly path: CertificatePath;
  /** Fingerprints, leaf first. */
  readonly fingerprints: readonly string[];
  readonly result: PathResult;
}

const ORDER = ['OUT_OF_BOUNDS_NO_POE', 'CHAIN_CONSTRAINTS_FAILURE', 'CERTIFICATE_CHAIN_GENERAL_FAILURE'] as const;

/** The path that does best at the validation time; undefined when none leads to an anchor. */
export function bestPath(
  facts: CertificatePathFacts,
  purpose: PathPurpose,
  context: Pick<CheckContext, 'certificates' | 'validationTime'>,
): JudgedPath | undefined {
  const judged = facts.paths.flatMap((each): readonly JudgedPath[] => {
    const path = pathOfFacts(each, context.certificates);
    if (path === undefined) return [];
    return [{ path, fingerprints: each.certificates, result: checkPath(path, { at: context.validationTime, purpose }) }];
  });
  return judged.toSorted((left, right) => rank(left.result) - rank(right.result))[0];
}

function pathOfFacts(facts: PathFacts, certificates: ReadonlyMap<string, Certificate>): CertificatePath | undefined {
  const path = facts.certificates.flatMap((fingerprint) => certificates.get(fingerprint) ?? []);
  return path.length === facts.certificates.length ? { certificates: path, links: facts.links } : undefined;
}

function rank({ verdict }: PathResult): number {
  return verdict.indication === 'PASSED' ? -1 : ORDER.indexOf(verdict.subIndication);
}
