import type { Bytes } from '@sealkit/core/bytes';
import { checkResidentId, checkUscc, isSameName, maskAccount, maskPersonalNumber, maskPhone } from '@sealkit/core/identity';
import type { IdentityClaims } from '@sealkit/core/ports';
import { AdapterError } from '../../adapter-error.ts';
import { isSoundValue, keepPersonalValue, markedDigest } from '../../audit/personal-values/personal-value.ts';
import type { IdentityClaimRecord } from '../../storage/records.ts';
import type { StoreTransaction } from '../../storage/store.ts';
import { digestOfNumber, isNumberOf } from '../personal-number.ts';

/** @throws {@link AdapterError} `IDENTITY_NUMBER_MALFORMED` */
export function assertNumbers(claims: IdentityClaims, now: Date): void {
  const fault = claims.kind === 'person' ? personalFault(claims.personalNumber, now) : registrationFault(claims.registrationNumber);
  if (fault !== null) throw new AdapterError('IDENTITY_NUMBER_MALFORMED', { values: { reason: fault } });
}

function personalFault(number: { readonly type: string; readonly number: string } | undefined, at: Date): string | null {
  if (number?.type !== 'resident-id') return null;
  const check = checkResidentId(number.number, { at });
  return check.result === 'malformed' ? check.fault : null;
}

function registrationFault({ type, number }: { readonly type: string; readonly number: string }): string | null {
  // It stands in the log in clear: that of a person has no place there.
  if (type !== 'uscc') return checkResidentId(number).result === 'well-formed' ? 'NUMBER_OF_A_PERSON' : null;
  const check = checkUscc(number);
  return check.result === 'malformed' ? check.fault : null;
}

/** Keeps what was claimed beside the log: words as they are, of numbers a mask and a keyed digest, and the numbers nowhere. */
export async function keepClaims(
  tx: StoreTransaction,
  owner: { readonly tenant: string; readonly personId: string },
  claims: IdentityClaims,
  numberKey: Bytes,
  now: Date,
): Promise<IdentityClaimRecord> {
  const keep = (text: string): Promise<string> => keepPersonalValue(tx, owner, text, now);
  const keepNumber = async (number: string | undefined, mask: (text: string) => string): Promise<IdentityClaimRecord['phone']> =>
    number === undefined ? null : { shown: await keep(mask(number)), digest: await keep(digestOfNumber(number, numberKey)) };
  const isPerson = claims.kind === 'person';
  const representative = isPerson ? undefined : claims.legalRepresentative;
  return {
    name: isPerson ? await keep(claims.name) : claims.name,
    registrationNumber: isPerson ? null : claims.registrationNumber.number.toUpperCase(),
    legalRepresentative: representative === undefined ? null : await keep(representative),
    personalNumber: await keepNumber(isPerson ? claims.personalNumber?.number : undefined, maskPersonalNumber),
    phone: await keepNumber(claims.phone, maskPhone),
    account: await keepNumber(claims.account, maskAccount),
  };
}

/** Whether what a provider found is what was claimed: each claim that it speaks of, name and number always. */
export async function agreesWithClaims(
  tx: StoreTransaction,
  tenant: string,
  kept: IdentityClaimRecord,
  found: IdentityClaims,
  numberKey: Bytes,
): Promise<boolean> {
  const textOf = async (mark: string): Promise<string | null> => {
    const digest = markedDigest(mark);
    const [value] = digest === undefined ? [] : await tx.personal.find(tenant, [digest]);
    return value !== undefined && (await isSoundValue(value)) ? value.text : null;
  };
  const sameNumber = async (number: string | undefined, claim: IdentityClaimRecord['phone']): Promise<boolean> => {
    if (number === undefined || claim === null) return number === undefined && claim === null;
    const digest = await textOf(claim.digest);
    return digest !== null && isNumberOf(number, digest, numberKey);
  };
  const sameName = (left: string | null, right: string): boolean => left !== null && isSameName(left, right);
  if (found.kind === 'organisation')
    return sameName(kept.name, found.name) && kept.registrationNumber === found.registrationNumber.number.toUpperCase();
  return sameName(await textOf(kept.name), found.name) && (await sameNumber(found.personalNumber?.number, kept.personalNumber));
}
