import { type AlgorithmUse, limitReached } from '../certificates/algorithm-catalogue.ts';
import type { JudgedSigner } from '../certificates/judged-signer.ts';
import type { JudgingContext } from '../certificates/judging-context.ts';
import { longTermState } from '../certificates/long-term-state.ts';
import { signatureUse } from '../certificates/path-algorithms.ts';
import { chainsOf, type JudgedChain } from '../certificates/path-chains.ts';
import { isFresh } from '../certificates/revocation-status.ts';
import type { CheckContext } from '../checks/check.ts';
import { type EvidenceId, signatureId } from '../facts/evidence-id.ts';
import type { RevocationFacts } from '../facts/revocation-facts.ts';
import type { SignatureFacts } from '../facts/validation-facts.ts';
import { type Stamp, stampsOf } from './proofs-of-existence.ts';

type Chain = Omit<JudgedChain, 'result'>;

/**
 * Until when the file alone is enough to judge a signature: as long as a time-stamp that holds is over it. Each lasts until a
 * certificate of its authority ends, or an algorithm, or an answer about them. What is withdrawn later is not foreseen. Null where
 * the file lacks something already.
 *
 * @see ETSI EN 319 102-1 §5.6.2, §5.6.3
 */
export function selfContainedUntil(signature: SignatureFacts, signer: JudgedSigner, context: CheckContext): string | null {
  const holds = (id: EvidenceId): boolean => context.existence.outcomeOf(id)?.status === 'passed';
  const state = longTermState({ signature, signer }, { ...context, holds });
  if (signer.path === undefined || state === 'none' || state === 'time') return null;
  const id = signatureId(context.signatures.indexOf(signature));
  const stamps = stampsOf(context, context).filter((stamp) => stamp.covers.includes(id) && holds(stamp.id));
  const ends = stamps.flatMap((stamp) => {
    if (stamp.archives) return state === 'archived' ? [endOfStamp(stamp, context)] : [];
    // A time-stamp over the signature alone leaves its certificates to be judged as they are then; the signer's own may have ended.
    return [Math.min(endOfStamp(stamp, context), endOfAuthorities(signer.path, new Date(stamp.time), context))];
  });
  const until = Math.max(...ends);
  return Number.isFinite(until) && until > context.validationTime.getTime() ? new Date(until).toISOString() : null;
}

function endOfStamp({ paths, time, algorithms }: Stamp, context: JudgingContext): number {
  return Math.max(
    ...chainsOf(paths, context.certificates).map((chain) => {
      const [leaf] = chain.path.certificates;
      const uses = algorithms.map((use) => (leaf === undefined ? use : { ...use, key: leaf.publicKey }));
      const own = leaf === undefined ? Number.NEGATIVE_INFINITY : leaf.notAfter.getTime();
      return Math.min(own, ...uses.map(endOfUse), endOfAuthorities(chain, new Date(time), context));
    }),
  );
}

/** Everything in a path but the validity of its leaf: authorities, how certificates were signed, and the answers about them. */
function endOfAuthorities(chain: Chain | undefined, at: Date, context: JudgingContext): number {
  const certificates = chain?.path.certificates ?? [];
  const ends = certificates
    .slice(0, -1)
    .flatMap((certificate, index) => [
      ...(index === 0 ? [] : [certificate.notAfter.getTime()]),
      endOfUse(signatureUse(certificate, certificates[index + 1])),
      ...(certificate.noRevAvail ? [] : [endOfAnswers(chain?.fingerprints.slice(index) ?? [], at, context)]),
    ]);
  return Math.min(...ends);
}

/** How long one of the file's answers about a certificate may be relied on. */
function endOfAnswers([certificate = '', issuer]: readonly string[], at: Date, context: JudgingContext): number {
  const answers = (context.revocation.get(certificate) ?? []).filter(
    (answer) =>
      answer.issuer === issuer &&
      answer.source === 'document' &&
      answer.signature === 'valid' &&
      answer.faults.length === 0 &&
      isFresh(answer, at, context),
  );
  return Math.max(...answers.map((answer) => endOfAnswer(answer, context)));
}

function endOfAnswer({ algorithm, signerRole, signerPaths, signer, issuer }: RevocationFacts, context: JudgingContext): number {
  const key = context.certificates.get(signer ?? issuer)?.publicKey;
  const own = endOfUse({
    digest: algorithm?.digest ?? null,
    signature: algorithm?.name ?? null,
    ...(key === undefined ? {} : { key }),
  });
  if (signerRole === 'issuer' || signerPaths === null) return own;
  const delegates = chainsOf(signerPaths, context.certificates).map(({ path }) =>
    Math.min(...path.certificates.slice(0, -1).map(({ notAfter }) => notAfter.getTime())),
  );
  return Math.min(own, Math.max(...delegates));
}

const END_OF_TIME = new Date(8.64e15);

function endOfUse(use: AlgorithmUse): number {
  const limit = limitReached(use, END_OF_TIME);
  return limit === undefined ? Number.POSITIVE_INFINITY : Date.parse(limit.until);
}
