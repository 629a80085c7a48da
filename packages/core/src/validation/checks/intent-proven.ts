import { type JsonValue, memberOf } from '../../bytes/index.ts';
import { findIntentPolicyFault, type IntentProofFacts, type PermitPayload } from '../../seal/index.ts';
import type { UseFacts } from '../facts/use-facts.ts';
import { type Check, failed, notApplicable, notChecked, passed } from './check.ts';
import { permitOfFacts, textMember } from './permit-payload.ts';

/** The proof of intent that the use record names, where the caller has it: of this person, over this act, as the permit asks. */
export const intentProven: Check = {
  id: 'use.intent-proven',
  clause: 'explained signing, steps 6 and 7; Web Authentication Level 3 §7.2',
  group: 'permit',
  run: ({ use }) => {
    const permit = permitOfFacts(use?.permit);
    if (use === null || permit === undefined || use.record === null || use.record.fault !== null) return notApplicable('NO_USE_RECORD');
    const intent = textMember(use.record.payload, 'intent') ?? null;
    if (intent === null) return notApplicable('INTENT_NOT_REQUIRED');
    const given = use.intent ?? null;
    if (given === null) return notChecked('INTENT_PROOF_NOT_GIVEN', { intent });
    const { proof } = given;
    const says = { intent, method: memberOf(proof, 'method') ?? null, assurance: memberOf(proof, 'assurance') ?? null };
    const different = pairsOf(given, permit, use).find(([, left = null, right = null]) => left !== right);
    if (different !== undefined) return failed('FORMAT_FAILURE', 'INTENT_DIFFERS', { ...says, member: different[0] });
    if (given.batch?.included === false) return failed('FORMAT_FAILURE', 'INTENT_NOT_IN_BATCH', says);
    const fault = findIntentPolicyFault(proof, permit.intentPolicy);
    if (fault !== null) return failed('FORMAT_FAILURE', `INTENT_${fault}`, says);
    const assertion = given.assertion?.fault ?? null;
    return assertion === null ? passed(says) : failed('SIG_CRYPTO_FAILURE', `INTENT_${assertion}`, says);
  },
};

type Pair = readonly [member: string, left: JsonValue | undefined, right: JsonValue | undefined];

/** What the proof says, beside what permit, use record and file say of the same. */
function pairsOf({ proof, digest, statementDigest, batch }: IntentProofFacts, permit: PermitPayload, use: UseFacts): readonly Pair[] {
  const [statement, shown] = [memberOf(proof, 'statement'), memberOf(proof, 'challenge')];
  const says = (name: string): JsonValue | undefined => memberOf(statement, name);
  return [
    ['intent', use.record === null ? undefined : textMember(use.record.payload, 'intent'), digest],
    ['tenant', memberOf(proof, 'tenant'), permit.tenant],
    ['person', memberOf(proof, 'person'), permit.person],
    ['result', memberOf(proof, 'result'), 'passed'],
    ['shownDigest', memberOf(proof, 'shownDigest'), shown],
    ...(statement === undefined
      ? []
      : ([
          ['challenge', shown, statementDigest],
          ['statement.tenant', says('tenant'), permit.tenant],
          ['statement.envelopeId', says('envelopeId'), permit.envelopeId],
          ['statement.person', says('person'), permit.person],
          ['statement.permit', says('permit'), use.permit?.digest],
          ['statement.originalDigest', says('originalDigest'), permit.document.digest],
          ['statement.messageDigest', says('messageDigest'), use.observed.byteRangeDigest],
          ['statement.certificate', says('certificate'), permit.certificate],
        ] satisfies Pair[])),
    ...(batch === null ? [] : batchPairs(proof, batch.statementDigest, permit)),
  ];
}

function batchPairs(proof: JsonValue, digest: string | null, permit: PermitPayload): readonly Pair[] {
  const batch = memberOf(proof, 'batch');
  const statement = memberOf(batch, 'statement');
  return [
    ['batch.challenge', memberOf(batch, 'challenge'), digest],
    ['batch.action', memberOf(statement, 'action'), 'batch'],
    ['batch.tenant', memberOf(statement, 'tenant'), permit.tenant],
    ['batch.person', memberOf(statement, 'person'), permit.person],
  ];
}
