import { encodeHex } from '../../bytes/index.ts';
import { CryptoError, digest, signatureAlgorithmFromDer, signatureAlgorithmName } from '../../crypto/index.ts';
import { PortError, type RevocationSource } from '../../ports/index.ts';
import {
  type Certificate,
  hasNoRevocation,
  parseCertificate,
  type RevocationAnswer,
  type RevocationSubject,
  verifyCrl,
  verifyOcsp,
  X509Error,
} from '../../x509/index.ts';
import type { CertificatePool } from './certificate-pool.ts';
import { gatherPaths } from './gather-paths.ts';
import type { KnownAnswer, MaterialPool } from './material-pool.ts';
import type { CertificatePathFacts } from './path-facts.ts';
import type { RevocationFacts } from './revocation-facts.ts';
import type { Notice } from './validation-facts.ts';

/** Paths whose certificates' status is sought, with the anchors that they lead to. */
export interface RevocationSubjects {
  readonly paths: CertificatePathFacts;
  readonly anchors: readonly Uint8Array[];
}

export interface RevocationQuery {
  readonly subjects: readonly RevocationSubjects[];
  readonly material: MaterialPool;
  readonly pool: CertificatePool;
  /** Nobody is asked when absent. */
  readonly source?: RevocationSource;
  readonly signal?: AbortSignal;
}

export interface GatheredRevocation {
  readonly answers: readonly RevocationFacts[];
  /** Services that could not be asked. */
  readonly notices: readonly Notice[];
}

/**
 * Against documents made to blow validation up: pairs of a certificate and its issuer whose status is sought, signers of answers that wait for
 * each other, the document's answers held against a certificate, and those about one that are verified.
 */
const LIMITS = { subjects: 256, depth: 3, comparisons: 65_536, verified: 2048 } as const;

/**
 * What all known answers say of every certificate of these paths below its anchor, and of those who signed the answers in
 * another's name. Answers about other certificates are left out; the others are there with their faults.
 *
 * @see RFC 5280 §6.3; RFC 6960 §3.2
 */
export async function gatherRevocation(query: RevocationQuery): Promise<GatheredRevocation> {
  const { pool } = query;
  const asked = new Set<string>();
  const left = { comparisons: LIMITS.comparisons, verified: LIMITS.verified };
  const answers: RevocationFacts[] = [];
  const notices: Notice[] = [];
  let open = query.subjects.flatMap(subjectsOf);
  for (let depth = 0; depth <= LIMITS.depth && open.length > 0; depth += 1) {
    const next: Subject[] = [];
    for (const subject of open) {
      const key = `${subject.certificate} ${subject.issuer}`;
      if (asked.has(key) || asked.size >= LIMITS.subjects) continue;
      asked.add(key);
      query.signal?.throwIfAborted();
      const parsed = parsePair(subject, pool);
      if (parsed === undefined || hasNoRevocation(parsed.certificate)) continue;
      notices.push(...(await askServices(parsed, query)));
      for (const found of await answersAbout(parsed, subject, query, left)) {
        answers.push(found);
        if (found.signerPaths !== null) next.push(...subjectsOf({ paths: found.signerPaths, anchors: subject.anchors }));
      }
    }
    open = next;
  }
  if (left.comparisons <= 0 || left.verified <= 0)
    notices.push({ code: 'REVOCATION_ANSWERS_TOO_MANY', values: { verified: LIMITS.verified } });
  return { answers, notices };
}

interface Subject {
  readonly certificate: string;
  readonly issuer: string;
  readonly anchors: readonly Uint8Array[];
}

function subjectsOf({ paths, anchors }: RevocationSubjects): readonly Subject[] {
  return paths.paths.flatMap(({ certificates }) =>
    certificates.slice(0, -1).map((certificate, index) => ({ certificate, issuer: certificates[index + 1] ?? '', anchors })),
  );
}

function parsePair({ certificate, issuer }: Subject, pool: CertificatePool): RevocationSubject | undefined {
  const [leaf, above] = [pool.find(certificate), pool.find(issuer)];
  return leaf === undefined || above === undefined ? undefined : { certificate: parseCertificate(leaf), issuer: parseCertificate(above) };
}

/** Asks the certificate's own services; what they give goes to what is known. */
async function askServices({ certificate, issuer }: RevocationSubject, query: RevocationQuery): Promise<readonly Notice[]> {
  const { source, material, signal } = query;
  if (source === undefined) return [];
  const call = signal === undefined ? {} : { signal };
  const pair = { certificate: certificate.raw, issuer: issuer.raw };
  const notices: Notice[] = [];
  const ask = async (what: string, fetch: () => Promise<void>): Promise<void> => {
    try {
      await fetch();
    } catch (error) {
      if (!(error instanceof PortError)) throw error;
      notices.push({ code: 'REVOCATION_SERVICE_FAILED', values: { certificate: certificate.subject.text, what, reason: error.message } });
    }
  };
  await ask('OCSP', async () => {
    const response = await source.fetchOcsp(pair, call);
    if (response !== undefined) await material.add({ certificates: [], crls: [], ocspResponses: [response] }, 'online');
  });
  await ask('CRL', async () => {
    await material.add({ certificates: [], crls: await source.fetchCrls(pair, call), ocspResponses: [] }, 'online');
  });
  return notices;
}

interface Budget {
  comparisons: number;
  verified: number;
}

async function answersAbout(
  parsed: RevocationSubject,
  subject: Subject,
  query: RevocationQuery,
  left: Budget,
): Promise<readonly RevocationFacts[]> {
  const { material } = query;
  const candidates = material.parsedCertificates;
  const found: RevocationFacts[] = [];
  const add = async <T>(
    known: KnownAnswer<T>,
    verify: (value: T) => Promise<RevocationAnswer>,
    algorithm: Uint8Array | undefined,
  ): Promise<void> => {
    const isDocument = known.source === 'document';
    if (isDocument && (left.comparisons <= 0 || left.verified <= 0)) return;
    if (isDocument) left.comparisons -= 1;
    const answer = await readableOrNone(() => verify(known.value));
    if (answer === undefined || isAboutOthers(answer)) return;
    if (isDocument) left.verified -= 1;
    found.push(await factsOf(answer, { known, algorithm, subject, query }));
  };
  // A document that is made of nothing but answers pushes out none of the caller's and of the services.
  for (const known of material.ocspResponses.toSorted(documentLast))
    await add(known, (response) => verifyOcsp(response, { ...parsed, candidates }), known.value.basic?.signatureAlgorithm);
  for (const known of material.crls.toSorted(documentLast))
    await add(known, (crl) => verifyCrl(crl, { ...parsed, candidates }), known.value.signatureAlgorithm);
  return found;
}

function documentLast(left: KnownAnswer<unknown>, right: KnownAnswer<unknown>): number {
  return Number(left.source === 'document') - Number(right.source === 'document');
}

function isAboutOthers({ faults }: RevocationAnswer): boolean {
  return faults.includes('OTHER_CERTIFICATE') || faults.includes('ISSUER_NAME_DIFFERS') || faults.includes('RESPONSE_NOT_SUCCESSFUL');
}

interface AnswerContext {
  readonly known: KnownAnswer<unknown>;
  readonly algorithm: Uint8Array | undefined;
  readonly subject: Subject;
  readonly query: RevocationQuery;
}

async function factsOf(answer: RevocationAnswer, { known, algorithm, subject, query }: AnswerContext): Promise<RevocationFacts> {
  const { pool, material } = query;
  const { signer, signerRole } = answer;
  return {
    certificate: subject.certificate,
    issuer: subject.issuer,
    answer: known.fingerprint,
    kind: answer.kind,
    source: known.source,
    status: answer.status,
    reason: answer.reason ?? null,
    revokedAt: answer.revokedAt?.toISOString() ?? null,
    thisUpdate: answer.thisUpdate?.toISOString() ?? null,
    nextUpdate: answer.nextUpdate?.toISOString() ?? null,
    producedAt: answer.producedAt?.toISOString() ?? null,
    reasons: answer.reasons ?? null,
    crl: answer.crl ?? null,
    isRemoved: answer.isRemoved,
    faults: answer.faults,
    signature: answer.signature,
    algorithm: algorithmOf(algorithm, signer),
    signer: signer === undefined ? null : encodeHex(await digest('SHA-256', signer.raw)),
    signerRole: signerRole ?? null,
    signerNoCheck: answer.signerNoCheck,
    signerPaths:
      signer === undefined || signerRole !== 'delegate'
        ? null
        : await gatherPaths({ certificate: signer, candidates: material.certificates, anchors: subject.anchors, pool }),
  };
}

function algorithmOf(der: Uint8Array | undefined, signer: Certificate | undefined): RevocationFacts['algorithm'] {
  if (der === undefined) return null;
  try {
    const algorithm = signatureAlgorithmFromDer(der, signer?.spki);
    return algorithm.name === 'unknown' ? null : { name: signatureAlgorithmName(algorithm), digest: algorithm.digest };
  } catch (error) {
    if (error instanceof CryptoError) return null;
    throw error;
  }
}

async function readableOrNone<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof X509Error) return undefined;
    throw error;
  }
}
