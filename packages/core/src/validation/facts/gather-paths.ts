import {
  buildCertificatePaths,
  buildUnanchoredChain,
  type Certificate,
  type CertificatePath,
  equalNames,
  PATH_LIMITS,
} from '../../x509/index.ts';
import type { CertificatePool } from './certificate-pool.ts';
import type { CertificatePathFacts, PathFacts } from './path-facts.ts';

export interface PathsQuery {
  readonly certificate: Certificate | undefined;
  /** DER of certificates that may stand between. */
  readonly candidates: readonly Uint8Array[];
  readonly anchors: readonly Uint8Array[];
  readonly pool: CertificatePool;
  /** Certificates that may have issued one, from its services; nobody is asked when absent. */
  readonly fetchIssuers?: (certificate: Certificate) => Promise<readonly Uint8Array[]>;
}

/** Paths from a certificate to the caller's anchors, with the result of every signature in them. */
export async function gatherPaths(query: PathsQuery): Promise<CertificatePathFacts> {
  const { certificate, anchors, pool } = query;
  if (certificate === undefined) return { certificate: null, anchors: anchors.length, paths: [], withoutAnchor: [] };
  const { paths, candidates } = await findPaths(certificate, query);
  const chain = paths.length > 0 ? [] : buildUnanchoredChain({ leaf: certificate, candidates });
  return {
    certificate: await pool.add(certificate.raw),
    anchors: anchors.length,
    paths: await Promise.all(paths.map((path) => pathFacts(path, pool))),
    withoutAnchor: await fingerprints(chain, pool),
  };
}

/** Paths from what is known, completed by what the services of the uppermost certificate give. */
async function findPaths(
  leaf: Certificate,
  { candidates, anchors, fetchIssuers }: PathsQuery,
): Promise<{ readonly paths: readonly CertificatePath[]; readonly candidates: readonly Uint8Array[] }> {
  let known = candidates;
  for (let round = 0; ; round += 1) {
    const paths = await buildCertificatePaths({ leaf, candidates: known, anchors });
    const top = buildUnanchoredChain({ leaf, candidates: known }).at(-1) ?? leaf;
    const ends = paths.length > 0 || anchors.length === 0 || round >= PATH_LIMITS.certificates || equalNames(top.subject, top.issuer);
    const issuers = ends || fetchIssuers === undefined ? [] : await fetchIssuers(top);
    if (issuers.length === 0) return { paths, candidates: known };
    known = [...known, ...issuers];
  }
}

async function pathFacts(path: CertificatePath, pool: CertificatePool): Promise<PathFacts> {
  return { certificates: await fingerprints(path.certificates, pool), links: path.links };
}

function fingerprints(certificates: readonly Certificate[], pool: CertificatePool): Promise<readonly string[]> {
  return Promise.all(certificates.map(({ raw }) => pool.add(raw)));
}
