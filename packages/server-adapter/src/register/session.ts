import { encodeBase64 } from '@sealkit/core/bytes';
import { formatVerifierKey } from '@sealkit/core/evidence';
import type { SessionView, TrustView } from '@sealkit/core/protocol';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { assertAuthorized } from '../authorization.ts';
import { presentOrganisation } from './seal-view.ts';

/** Who the server takes the caller for, in the words of the register. */
export async function readSession(context: AdapterContext, principal: Principal): Promise<SessionView> {
  await assertAuthorized(context, principal, 'session.read', { type: 'tenant' });
  const { tenant, personId } = principal;
  const { person, organisation } = await context.store.transaction(
    async (tx) => {
      const person = await tx.register.findPerson(tenant, personId);
      if (person === undefined) throw new AdapterError('PERSON_NOT_REGISTERED');
      return { person, organisation: await tx.register.findOrganisation(tenant, person.organisationId) };
    },
    { readOnly: true },
  );
  return {
    tenant,
    person: { id: person.id, name: person.name, roles: person.roles },
    organisation: presentOrganisation(person.organisationId, organisation),
    certificates: person.credential === null ? null : person.credential.certificates.map(encodeBase64),
    expiresAt: principal.sessionExpiresAt?.toISOString() ?? null,
    mode: context.mode,
  };
}

/** The anchors this deployment goes by. */
export async function readTrust(context: AdapterContext, principal: Principal): Promise<TrustView> {
  await assertAuthorized(context, principal, 'trust.read', { type: 'tenant' });
  const { signers, sealMakers, registers, timestampAuthorities } = context.trust;
  return {
    signers: signers.map(encodeBase64),
    sealMakers: sealMakers.map(encodeBase64),
    registers: registers.map(encodeBase64),
    timestampAuthorities: timestampAuthorities.map(encodeBase64),
    logs: context.transparencyLog === null ? [] : [formatVerifierKey(await context.transparencyLog.verifierKey(principal.tenant))],
  };
}
