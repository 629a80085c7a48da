import { createCertificatePool, type CertificatePool } from './certificate-pool.ts';
import { issuerFetcher } from './fetch-issuers.ts';
import type { GatherOptions } from './gather-context.ts';
import type { PathsQuery } from './gather-paths.ts';
import { gatherRevocation } from './gather-revocation.ts';
import { materialAtHand } from './material-at-hand.ts';
import type { MaterialPool } from './material-pool.ts';
import { revocationSubjects } from './revocation-subjects.ts';
import type { DocumentFacts, Notice, SignatureFacts, ValidationFacts } from './validation-facts.ts';

/** What is shared while the facts of one file that is no PDF are gathered. */
export interface Gathering {
  readonly options: GatherOptions;
  readonly pool: CertificatePool;
  readonly material: MaterialPool;
  readonly issuers: Pick<PathsQuery, 'fetchIssuers'>;
  /** Grows on the way. */
  readonly notices: Notice[];
}

/** Begins with what the caller has. */
export async function beginGathering(options: GatherOptions): Promise<Gathering> {
  const pool = createCertificatePool();
  const notices: Notice[] = [];
  const material = await materialAtHand(options);
  return {
    options,
    pool,
    material,
    notices,
    issuers: issuerFetcher(options.revocationSource, { material, notices, ...signalOf(options) }),
  };
}

/** Ends with the status of all certificates that were met. */
export async function endGathering(
  { options, pool, material, notices }: Gathering,
  file: Pick<DocumentFacts, 'kind' | 'size' | 'digest'>,
  signatures: readonly SignatureFacts[],
): Promise<ValidationFacts> {
  const revocation = await gatherRevocation({
    subjects: revocationSubjects(signatures, options.trust),
    material,
    pool,
    ...(options.revocationSource === undefined ? {} : { source: options.revocationSource }),
    ...signalOf(options),
  });
  return {
    version: 1,
    document: {
      ...file,
      encrypted: false,
      pages: null,
      revisionEnds: [],
      repaired: false,
      notices: [...notices, ...revocation.notices],
      changes: [],
      changesFault: null,
      structureFaults: [],
      lostSignatures: [],
      copiedPictures: [],
    },
    certificates: pool.contents(),
    signatures,
    revocation: revocation.answers,
  };
}

function signalOf({ signal }: GatherOptions): Pick<GatherOptions, 'signal'> {
  return signal === undefined ? {} : { signal };
}
