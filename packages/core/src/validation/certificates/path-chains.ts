import type { Certificate, CertificatePath, PathResult } from '../../x509/index.ts';
import type { CertificatePathFacts, PathFacts } from '../facts/path-facts.ts';

export interface JudgedChain {
  readonly path: CertificatePath;
  /** Fingerprints, leaf first. */
  readonly fingerprints: readonly string[];
  readonly result: PathResult;
}

const ORDER = ['OUT_OF_BOUNDS_NO_POE', 'CHAIN_CONSTRAINTS_FAILURE', 'CERTIFICATE_CHAIN_GENERAL_FAILURE'] as const;

/** The paths of facts whose certificates are all at hand. */
export function chainsOf(
  facts: CertificatePathFacts,
  certificates: ReadonlyMap<string, Certificate>,
): readonly Omit<JudgedChain, 'result'>[] {
  return facts.paths.flatMap((each) => {
    const path = pathOfFacts(each, certificates);
    return path === undefined ? [] : [{ path, fingerprints: each.certificates }];
  });
}

/** Better paths first. */
export function rankOfPath({ verdict }: Pick<PathResult, 'verdict'>): number {
  return verdict.indication === 'PASSED' ? -1 : ORDER.indexOf(verdict.subIndication);
}

function pathOfFacts(facts: PathFacts, certificates: ReadonlyMap<string, Certificate>): CertificatePath | undefined {
  const path = facts.certificates.flatMap((fingerprint) => certificates.get(fingerprint) ?? []);
  return path.length === facts.certificates.length ? { certificates: path, links: facts.links } : undefined;
}
