import { checkPath, hasNoRevocation, type PathPurpose } from '../../x509/index.ts';
import { answerId, certificateId } from '../facts/evidence-id.ts';
import type { CertificatePathFacts } from '../facts/path-facts.ts';
import type { RevocationFacts } from '../facts/revocation-facts.ts';
import { limitReached } from './algorithm-catalogue.ts';
import { chainsOf, type JudgedChain } from './path-chains.ts';
import type { JudgingContext } from './judging-context.ts';
import { signatureUse } from './path-algorithms.ts';
import { combineAnswers, isFresh, reliableAnswers } from './revocation-status.ts';

/** A path that held in the past, and until when. */
export interface PastPath extends JudgedChain {
  /** What the leaf signed holds where it is proven to have been there by then. */
  readonly controlTime: Date;
}

/**
 * Past certificate validation: a path that was sound while all its certificates were in force, and the latest time for which proofs of
 * existence show that nothing in it had been revoked, expired or broken. Undefined where none is shown.
 *
 * @see ETSI EN 319 102-1 §5.6.2.1
 */
export function pastPath(facts: CertificatePathFacts, purpose: PathPurpose, context: JudgingContext): PastPath | undefined {
  return chainsOf(facts, context.certificates)
    .flatMap((chain): readonly PastPath[] => {
      const common = commonValidity(chain);
      if (common === undefined) return [];
      const result = checkPath(chain.path, { at: common, purpose });
      const controlTime = result.verdict.indication === 'PASSED' ? slideTime(chain, context) : undefined;
      return controlTime === undefined ? [] : [{ ...chain, result, controlTime }];
    })
    .toSorted((left, right) => right.controlTime.getTime() - left.controlTime.getTime())[0];
}

/** The end of the time in which every certificate of the path was in force. */
function commonValidity({ path: { certificates } }: Omit<JudgedChain, 'result'>): Date | undefined {
  const below = certificates.length === 1 ? certificates : certificates.slice(0, -1);
  const from = Math.max(...below.map(({ notBefore }) => notBefore.getTime()));
  const to = Math.min(...below.map(({ notAfter }) => notAfter.getTime()));
  return from <= to ? new Date(to) : undefined;
}

/**
 * Slides the control time from now into the past, from the anchor down: over each revocation, over answers that are not current at it,
 * over the end of certificates and of algorithms. Each certificate and each answer must be proven to have been there by then.
 *
 * @see ETSI EN 319 102-1 §5.6.2.2
 */
function slideTime({ path, fingerprints }: Omit<JudgedChain, 'result'>, context: JudgingContext): Date | undefined {
  const anchor = fingerprints.at(-1) ?? '';
  let control = context.validationTime;
  for (let index = path.certificates.length - 2; index >= 0; index -= 1) {
    const certificate = path.certificates[index];
    const [fingerprint, issuer] = [fingerprints[index] ?? '', fingerprints[index + 1] ?? ''];
    if (certificate === undefined || context.existence.timeOf(certificateId(fingerprint)) > control) return undefined;
    if (!hasNoRevocation(certificate) && context.policy.revocation !== 'ignore') {
      const next = slideOverAnswer({ certificate: fingerprint, issuer, anchor }, control, context);
      if (next === undefined) return undefined;
      control = next;
    }
    control = earlier(control, certificate.notAfter);
    const limit = limitReached(signatureUse(certificate, path.certificates[index + 1]), control);
    if (limit !== undefined) control = earlier(control, new Date(Date.parse(limit.until) - 1));
  }
  return control;
}

function slideOverAnswer(
  query: { readonly certificate: string; readonly issuer: string; readonly anchor: string },
  control: Date,
  context: JudgingContext,
): Date | undefined {
  const isProven = ({ answer, thisUpdate }: RevocationFacts): boolean =>
    thisUpdate !== null && Date.parse(thisUpdate) <= control.getTime() && context.existence.timeOf(answerId(answer)) <= control;
  const combined = combineAnswers(reliableAnswers(query, context).filter(isProven), control);
  if (combined === undefined) return undefined;
  const { answer, revokedAt, isOnHold } = combined;
  if (isOnHold) return undefined;
  if (revokedAt !== undefined) return earlier(control, revokedAt);
  return isFresh(answer, control, context) ? control : earlier(control, new Date(answer.thisUpdate ?? 0));
}

function earlier(left: Date, right: Date): Date {
  return right < left ? right : left;
}
