import {
  buildCertificatePaths,
  type Certificate,
  type CertificatePath,
  checkPath,
  combineRevocationAnswers,
  parseCertificate,
  parseCrl,
  parseOcspResponse,
  type PathPurpose,
  type PolicyInputs,
  type RevocationAnswer,
  verifyCrl,
  verifyOcsp,
  X509Error,
} from '@sealkit/core/x509';

/** A published case of path validation, all files in DER. */
export interface PublishedCase {
  readonly leaf: Uint8Array;
  readonly candidates: readonly Uint8Array[];
  readonly anchors: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
  readonly ocspResponses?: readonly Uint8Array[];
  readonly at: Date;
  readonly policies?: PolicyInputs;
  /** Reasons that do not count: suites for servers have purposes that are none of documents. */
  readonly besides?: ReadonlySet<string>;
  /** Whether every certificate below the anchor must be known not to be revoked. */
  readonly isRevocationNeeded: boolean;
  /** By thisUpdate and nextUpdate when absent. */
  readonly isFresh?: (answer: RevocationAnswer) => boolean;
}

/**
 * What stands against the best path, in words: none where it is valid. A plain composition of what x509 offers, as published
 * suites ask for it: a path, and for every certificate in it a status from answers whose signers have a path to the same anchor.
 */
export async function judgePublishedPath(published: PublishedCase): Promise<readonly string[]> {
  let leaf: Certificate;
  try {
    leaf = parseCertificate(published.leaf);
  } catch (error) {
    if (error instanceof X509Error) return [error.code];
    throw error;
  }
  const { at, candidates, anchors, policies } = published;
  const judged: (readonly string[])[] = [];
  for (const path of await buildCertificatePaths({ leaf, candidates, anchors, at })) {
    const result = checkPath(path, { at, purpose: 'signing', ...(policies === undefined ? {} : { policies }) });
    const reasons = result.steps.flatMap((step) => step.reasons).filter((reason) => published.besides?.has(reason) !== true);
    judged.push(reasons.length > 0 || !published.isRevocationNeeded ? reasons : await revocationOf(published, path, []));
  }
  return judged.sort((left, right) => left.length - right.length)[0] ?? ['NO_PATH'];
}

async function revocationOf(published: PublishedCase, path: CertificatePath, waiting: readonly Certificate[]): Promise<readonly string[]> {
  const against: string[] = [];
  for (const index of path.certificates.slice(0, -1).keys()) {
    const status = await statusOf(published, path, index, waiting);
    if (status.status !== 'good') against.push(`STATUS_${status.status.toUpperCase()}`, ...status.faults);
  }
  return against;
}

async function statusOf(
  published: PublishedCase,
  path: CertificatePath,
  index: number,
  waiting: readonly Certificate[],
): Promise<ReturnType<typeof combineRevocationAnswers>> {
  const [certificate, issuer] = path.certificates.slice(index);
  const anchor = path.certificates.at(-1);
  if (certificate === undefined || issuer === undefined || anchor === undefined) throw new RangeError('path: expected an issuer');
  const subject = { certificate, issuer, candidates: published.candidates.flatMap(parseOrNone) };
  const answers: RevocationAnswer[] = [];
  for (const der of published.crls ?? []) {
    try {
      answers.push(await verifyCrl(parseCrl(der), subject));
    } catch (error) {
      if (!(error instanceof X509Error)) throw error;
    }
  }
  for (const der of published.ocspResponses ?? []) answers.push(await verifyOcsp(parseOcspResponse(der), subject));
  const usable: RevocationAnswer[] = [];
  for (const answer of waiting.length === 0 ? answers : answers.map(takingOwnWord)) {
    if (!(published.isFresh ?? isCurrent(published.at))(answer)) continue;
    if (await hasGoodSigner(published, answer, anchor, [...waiting, certificate])) usable.push(answer);
  }
  return combineRevocationAnswers(usable, { at: published.at });
}

/** RFC 5280 §6.3.3 (f): a CRL's signer needs a path of its own to the same anchor, and must not be revoked itself. */
async function hasGoodSigner(
  published: PublishedCase,
  answer: RevocationAnswer,
  anchor: Certificate,
  waiting: readonly Certificate[],
): Promise<boolean> {
  const { signer, signerRole, kind } = answer;
  if (signer === undefined || signerRole === 'issuer') return true;
  const purpose: PathPurpose = kind === 'crl' ? 'crl-signing' : 'ocsp-signing';
  const { at, candidates } = published;
  for (const path of await buildCertificatePaths({ leaf: signer, candidates, anchors: [anchor.raw], at })) {
    if (checkPath(path, { at, purpose }).verdict.indication !== 'PASSED') continue;
    // RFC 6960 §4.2.2.2.1 leaves it to the caller how a responder without nocheck is looked after.
    if (kind === 'ocsp') return true;
    // A signer that waits for its own answer is not asked again.
    if (waiting.some((other) => isSame(other, signer))) return true;
    if ((await revocationOf(published, path, waiting)).length === 0) return true;
  }
  return false;
}

/** PKITS 4.14.30 covers the signer of an indirect CRL by nothing but this CRL: what it says of itself counts there. */
function takingOwnWord(answer: RevocationAnswer): RevocationAnswer {
  return { ...answer, faults: answer.faults.filter((fault) => fault !== 'SIGNED_BY_SUBJECT') };
}

function isCurrent(at: Date): (answer: RevocationAnswer) => boolean {
  return ({ thisUpdate, nextUpdate }) => thisUpdate !== undefined && thisUpdate <= at && (nextUpdate === undefined || at <= nextUpdate);
}

function isSame(left: Certificate, right: Certificate): boolean {
  return left.raw.length === right.raw.length && left.raw.every((octet, index) => octet === right.raw[index]);
}

function parseOrNone(der: Uint8Array): readonly Certificate[] {
  try {
    return [parseCertificate(der)];
  } catch (error) {
    if (error instanceof X509Error) return [];
    throw error;
  }
}
