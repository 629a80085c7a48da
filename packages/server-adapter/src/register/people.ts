import type { OrganisationList, PersonList } from '@sealkit/core/protocol';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { assertAuthorized, isAuthorized } from '../authorization.ts';

const LIMIT = 100;

/** Persons of the tenant, for pickers: at most 100, found by a part of name or id. */
export async function listPersons(
  context: AdapterContext,
  principal: Principal,
  { text }: { readonly text?: string },
): Promise<PersonList> {
  await assertAuthorized(context, principal, 'register.list', { type: 'tenant' });
  const wanted = text?.toLowerCase() ?? '';
  const all = await context.store.transaction((tx) => tx.register.listPersons(principal.tenant), { readOnly: true });
  const persons: PersonList['persons'][number][] = [];
  for (const { id, name, organisationId, roles, groups, stopped } of all) {
    if (persons.length === LIMIT) break;
    if (!name.toLowerCase().includes(wanted) && !id.toLowerCase().includes(wanted)) continue;
    if (!(await isAuthorized(context, principal, 'register.list', { type: 'organisation', id: organisationId }))) continue;
    persons.push({ id, name, organisationId, roles, groups, stopped: stopped !== null && stopped.liftedAt === null });
  }
  return { persons };
}

/** The organisations whose register the host lets the caller see. */
export async function listOrganisations(context: AdapterContext, principal: Principal): Promise<OrganisationList> {
  await assertAuthorized(context, principal, 'register.list', { type: 'tenant' });
  const all = await context.store.transaction((tx) => tx.register.listOrganisations(principal.tenant), { readOnly: true });
  const organisations: OrganisationList['organisations'][number][] = [];
  for (const { id, name, verifiedName } of all) {
    if (await isAuthorized(context, principal, 'register.list', { type: 'organisation', id }))
      organisations.push({ id, name, verifiedName });
  }
  return { organisations };
}

/**
 * Whom the caller cannot see in the register is given nothing there.
 *
 * @throws {@link AdapterError} `PERSON_NOT_FOUND`
 */
export async function assertMayChoose(context: AdapterContext, principal: Principal, personId: string): Promise<void> {
  const person = await context.store.transaction((tx) => tx.register.findPerson(principal.tenant, personId), { readOnly: true });
  const resource = person && ({ type: 'organisation', id: person.organisationId } as const);
  if (resource === undefined || !(await isAuthorized(context, principal, 'register.list', resource))) {
    throw new AdapterError('PERSON_NOT_FOUND');
  }
}
