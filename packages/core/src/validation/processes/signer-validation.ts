import type { JudgedSigner } from '../certificates/judged-signer.ts';
import { judgeSigner } from '../certificates/judged-signer.ts';
import type { CheckContext } from '../checks/check.ts';
import { purposeOf } from '../checks/signature-purpose.ts';
import { signatureId, timestampId } from '../facts/evidence-id.ts';
import type { SignatureFacts } from '../facts/validation-facts.ts';

/** The signer of a signature at the time that decides. @see ETSI EN 319 102-1 §5.3.4, §5.5.4, §5.6.3.4 */
export function judgeSignerOf(signature: SignatureFacts, context: CheckContext): JudgedSigner {
  const { existence, signatures } = context;
  const { signer } = signature.cms;
  const index = signatures.indexOf(signature);
  const content = signature.timestamps.flatMap(({ kind, time }, place) =>
    kind === 'content-time-stamp' && time !== null && existence.outcomeOf(timestampId(index, place))?.status === 'passed' ? [time] : [],
  );
  const [latest] = content.toSorted().reverse();
  const isStamp = purposeOf(signature) === 'timestamping' && context.policy.timestampStatus === 'stated-time';
  return judgeSigner(
    {
      paths: signature.paths,
      purpose: purposeOf(signature),
      provenAt: existence.timeOf(signatureId(index)),
      isArchived: existence.isArchived(signatureId(index)),
      ...(isStamp && signature.statedTime !== null ? { statusAt: new Date(signature.statedTime) } : {}),
      ...(latest === undefined ? {} : { notBefore: new Date(latest) }),
      algorithms:
        signer === null
          ? []
          : [
              { digest: signer.digestAlgorithm.digest },
              { digest: signer.signatureAlgorithm.digest, signature: signer.signatureAlgorithm.name },
            ],
    },
    context,
  );
}
