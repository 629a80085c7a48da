import { type Check, failed, notApplicable, passed } from './check.ts';
import { permitOfFacts } from './permit-payload.ts';

/** The permit speaks of this document, this frame, this seal and this certificate, and was in force when the revision was written. */
export const usePermitMatches: Check = {
  id: 'use.permit-matches',
  clause: 'explained signing, steps 2 and 3',
  group: 'permit',
  run: ({ use, dictionary }) => {
    const permit = permitOfFacts(use?.permit);
    if (use === null || permit === undefined) return notApplicable('NO_PERMIT');
    const { observed } = use;
    const claimed = Date.parse(dictionary?.claimedTime ?? '');
    const rules: readonly (readonly [string, boolean])[] = [
      ['DOCUMENT_LENGTH_DIFFERS', observed.originalLength !== permit.document.length],
      ['DOCUMENT_DIGEST_DIFFERS', observed.originalDigest !== permit.document.digest],
      ['FRAME_DIFFERS', observed.frameDigest !== null && observed.frameDigest !== permit.frame],
      ['SEAL_DIFFERS', (permit.seal === null) !== (observed.statementDigest === null)],
      ['SEAL_NUMBER_DIFFERS', permit.seal !== null && permit.seal.number !== observed.sealNumber],
      ['STATEMENT_DIFFERS', permit.seal !== null && permit.seal.statement !== observed.statementDigest],
      ['CERTIFICATE_DIFFERS', permit.certificate !== observed.certificateDigest],
      ['PERMIT_NOT_IN_FORCE', !(claimed >= floorSecond(permit.notBefore) && claimed <= Date.parse(permit.expires))],
    ];
    const fault = rules.find(([, fails]) => fails);
    if (fault !== undefined) return failed('FORMAT_FAILURE', fault[0], { permit: permit.id });
    return passed({ permit: permit.id, person: permit.person, document: permit.document.digest });
  },
};

/** The revision's time is written to the second. */
function floorSecond(time: string): number {
  return Math.floor(Date.parse(time) / 1000) * 1000;
}
