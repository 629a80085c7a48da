import type { Principal } from '../adapter-config.ts';
import type { RefusedAttempt } from '../audit/use-log.ts';
import { pagesOf } from '../permits/permit-pages.ts';
import type { PermitGrounds, PermitObstacle } from '../permits/permit-grounds.ts';

/** A refused attempt on a permit, in the words of the log. */
export function attemptOn(
  principal: Principal,
  stage: RefusedAttempt['stage'],
  permitId: string,
  grounds: PermitGrounds | Omit<PermitObstacle, 'code'>,
  time: Date,
): Omit<RefusedAttempt, 'refusal'> {
  const { permit, envelope } = grounds;
  const seal = 'sealed' in grounds ? (grounds.sealed?.seal ?? null) : grounds.seal;
  return {
    tenant: principal.tenant,
    personId: principal.personId,
    stage,
    time,
    envelope,
    seal: seal && { number: seal.number, version: permit?.payload.seal?.version ?? null },
    pages: permit === null ? [] : pagesOf(permit.payload.placements),
    originalDigest: permit?.payload.document.digest ?? null,
    permit: { id: permitId, digest: permit?.digest ?? null },
  };
}
