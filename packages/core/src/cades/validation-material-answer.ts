import { PortError } from '../ports/index.ts';
import {
  type Crl,
  type OcspResponse,
  type RevocationAnswer,
  type RevocationSubject,
  verifyCrl,
  verifyOcsp,
  X509Error,
} from '../x509/index.ts';
import { freshnessOf } from './validation-material-freshness.ts';
import type { MaterialSearch } from './validation-material-search.ts';

/** An answer that may be relied on, by how current it is. */
export interface UsableAnswer {
  readonly answer: RevocationAnswer;
  readonly freshness: 'fresh' | 'was-fresh';
}

/** What was found about one certificate, and why other answers were passed over. */
export interface AnswerSurvey {
  readonly usable: readonly UsableAnswer[];
  /** CRLs without other fault than that each covers some reasons only. */
  readonly partial: readonly UsableAnswer[];
  readonly passedOver: readonly string[];
}

/** The answers known so far. Those about other certificates are not worth a word. */
export async function surveyKnown(search: MaterialSearch, subject: RevocationSubject, at: Date): Promise<AnswerSurvey> {
  const answers: RevocationAnswer[] = [];
  for (const response of search.ocspResponses) answers.push(await verifyOcsp(response, withCandidates(search, subject)));
  for (const crl of search.crls) answers.push(...(await verifyCrlOrNone(crl, withCandidates(search, subject))));
  const about = answers.filter(({ faults }) => !faults.includes('OTHER_CERTIFICATE') && !faults.includes('ISSUER_NAME_DIFFERS'));
  return surveyOf(about, at, search.now);
}

/** Asks the responders of a certificate. */
export async function askOcsp(search: MaterialSearch, subject: RevocationSubject, at: Date): Promise<AnswerSurvey> {
  const asked = await ask(search, 'OCSP', async (source) => source.fetchOcsp(queryOf(subject), search.call));
  if (typeof asked === 'string') return nothing(asked);
  const response: OcspResponse | undefined = search.addOcspResponse(asked);
  if (response === undefined) return nothing('OCSP: malformed');
  return surveyOf([await verifyOcsp(response, withCandidates(search, subject))], at, search.now);
}

/** Asks the distribution points of a certificate. */
export async function askCrls(search: MaterialSearch, subject: RevocationSubject, at: Date): Promise<AnswerSurvey> {
  const asked = await ask(search, 'CRL', async (source) => {
    const crls = await source.fetchCrls(queryOf(subject), search.call);
    return crls.length === 0 ? undefined : crls;
  });
  if (typeof asked === 'string') return nothing(asked);
  const answers: RevocationAnswer[] = [];
  let malformed = 0;
  for (const der of asked) {
    const crl = search.addCrl(der);
    const found = crl === undefined ? [] : await verifyCrlOrNone(crl, withCandidates(search, subject));
    if (found.length === 0) malformed += 1;
    answers.push(...found);
  }
  const survey = surveyOf(answers, at, search.now);
  return malformed === 0 ? survey : { ...survey, passedOver: [...survey.passedOver, 'CRL: malformed'] };
}

async function ask<T>(
  search: MaterialSearch,
  kind: 'OCSP' | 'CRL',
  fetch: (source: NonNullable<MaterialSearch['source']>) => Promise<T | undefined>,
): Promise<T | string> {
  if (search.source === undefined) return `${kind}: nobody is asked`;
  search.signal?.throwIfAborted();
  try {
    return (await fetch(search.source)) ?? `${kind}: no service known`;
  } catch (error) {
    if (error instanceof PortError) return `${kind}: ${error.message}`;
    throw error;
  }
}

function surveyOf(answers: readonly RevocationAnswer[], at: Date, now: Date): AnswerSurvey {
  const usable: UsableAnswer[] = [];
  const partial: UsableAnswer[] = [];
  const passedOver: string[] = [];
  for (const answer of answers) {
    const freshness = freshnessOf(answer, at, now);
    const isPartial = answer.faults.length === 1 && answer.faults[0] === 'ONLY_SOME_REASONS';
    if (answer.faults.length > 0 && !isPartial) passedOver.push(`${kindOf(answer)}: ${answer.faults.join(', ')}`);
    else if (freshness === 'stale' || freshness === 'from-the-future') passedOver.push(`${kindOf(answer)}: ${freshness}`);
    else (isPartial ? partial : usable).push({ answer, freshness });
  }
  return { usable, partial, passedOver };
}

function kindOf({ kind }: RevocationAnswer): 'CRL' | 'OCSP' {
  return kind === 'crl' ? 'CRL' : 'OCSP';
}

async function verifyCrlOrNone(crl: Crl, subject: RevocationSubject): Promise<readonly RevocationAnswer[]> {
  try {
    return [await verifyCrl(crl, subject)];
  } catch (error) {
    if (error instanceof X509Error) return [];
    throw error;
  }
}

function withCandidates(search: MaterialSearch, { certificate, issuer }: RevocationSubject): RevocationSubject {
  return { certificate, issuer, candidates: search.parsedCertificates };
}

function queryOf({ certificate, issuer }: RevocationSubject): { readonly certificate: Uint8Array; readonly issuer: Uint8Array } {
  return { certificate: certificate.raw, issuer: issuer.raw };
}

function nothing(why: string): AnswerSurvey {
  return { usable: [], partial: [], passedOver: [why] };
}
