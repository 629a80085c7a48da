import { buildCertificatePaths, buildUnanchoredChain, type Certificate, type CertificatePath } from '../../x509/index.ts';
import type { CertificatePool } from './certificate-pool.ts';
import type { CertificatePathFacts, PathFacts } from './path-facts.ts';

export interface PathsQuery {
  readonly certificate: Certificate | undefined;
  /** DER of certificates that may stand between. */
  readonly candidates: readonly Uint8Array[];
  readonly anchors: readonly Uint8Array[];
  readonly pool: CertificatePool;
}

/** Paths from a certificate to the caller's anchors, with the result of every signature in them. */
export async function gatherPaths(query: PathsQuery): Promise<CertificatePathFacts> {
  const { certificate, candidates, anchors, pool } = query;
  if (certificate === undefined) return { certificate: null, anchors: anchors.length, paths: [], withoutAnchor: [] };
  const paths = await buildCertificatePaths({ leaf: certificate, candidates, anchors });
  const chain = paths.length > 0 ? [] : buildUnanchoredChain({ leaf: certificate, candidates });
  return {
    certificate: await pool.add(certificate.raw),
    anchors: anchors.length,
    paths: await Promise.all(paths.map((path) => pathFacts(path, pool))),
    withoutAnchor: await fingerprints(chain, pool),
  };
}

async function pathFacts(path: CertificatePath, pool: CertificatePool): Promise<PathFacts> {
  return { certificates: await fingerprints(path.certificates, pool), links: path.links };
}

function fingerprints(certificates: readonly Certificate[], pool: CertificatePool): Promise<readonly string[]> {
  return Promise.all(certificates.map(({ raw }) => pool.add(raw)));
}
