import { isSameName } from '@sealkit/core/identity';
import { AdapterError } from '../../adapter-error.ts';
import type { IdentityVerificationRecord } from '../../storage/records.ts';
import type { StoreTransaction } from '../../storage/store.ts';
import { verifiedName } from '../confirm/verified-subject.ts';
import type { IdentityConfig } from '../identity-config.ts';

type Subject = Pick<IdentityVerificationRecord, 'tenant' | 'subject'>;

/**
 * Whether a name is the one that the register has of a person or an organisation. Whoever holds somebody's session may well be able to
 * prove that they are a third person: that says nothing of whom the session is of.
 *
 * @throws {@link AdapterError} `PERSON_NOT_FOUND`, `ORGANISATION_NOT_FOUND`
 */
export async function isRegisteredName(
  tx: StoreTransaction,
  { registeredName }: Pick<IdentityConfig, 'registeredName'>,
  of: Subject,
  name: string,
): Promise<boolean> {
  const known = await knownName(tx, of);
  return isSameName(name, registeredName?.({ ...of.subject, tenant: of.tenant, name: known }) ?? known);
}

/** The name that a verification was about, where the register has the same now; null where not, or where it was erased. */
export async function findRegisteredName(
  tx: StoreTransaction,
  config: Pick<IdentityConfig, 'registeredName'>,
  verification: IdentityVerificationRecord,
): Promise<string | null> {
  const name = verification.subject.kind === 'person' ? await verifiedName(tx, verification) : verification.claims.name;
  return name !== null && (await isRegisteredName(tx, config, verification, name)) ? name : null;
}

async function knownName(tx: StoreTransaction, { tenant, subject: { kind, id } }: Subject): Promise<string> {
  const found =
    kind === 'person' ? (await tx.register.findPerson(tenant, id))?.name : (await tx.register.findOrganisation(tenant, id))?.verifiedName;
  if (found === undefined) throw new AdapterError(kind === 'person' ? 'PERSON_NOT_FOUND' : 'ORGANISATION_NOT_FOUND');
  return found;
}
