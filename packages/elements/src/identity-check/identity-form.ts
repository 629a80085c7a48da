import { checkResidentId, checkUscc, type ResidentIdFault, type UsccFault } from '@sealkit/core/identity';
import type { IdentityClaims, IdentityMethod } from '@sealkit/core/ports';

/** What a person writes into the form. It lives in memory until it is sent and goes nowhere else. */
export interface IdentityDraft {
  readonly name: string;
  readonly numberType: 'resident-id' | 'passport' | 'other';
  readonly number: string;
  readonly registrationType: 'uscc' | 'other';
  readonly legalRepresentative: string;
  readonly phone: string;
  readonly account: string;
  readonly documents: readonly File[];
}

export type IdentityField = 'name' | 'number' | 'legalRepresentative' | 'phone' | 'account' | 'documents';
export type IdentityFieldFault = 'missing' | 'phone' | 'account' | 'characters' | `id-${ResidentIdFault}` | `uscc-${UsccFault}`;
export type IdentityKind = 'person' | 'organisation';

export const EMPTY_DRAFT: IdentityDraft = {
  name: '',
  numberType: 'resident-id',
  number: '',
  registrationType: 'uscc',
  legalRepresentative: '',
  phone: '',
  account: '',
  documents: [],
};

/** What each method takes beside the name; a number always, where a provider could find nobody without it. */
const FIELDS: { readonly [Method in IdentityMethod]: readonly IdentityField[] } = {
  'document-data': ['number'],
  face: ['number'],
  'bank-card': ['number', 'account'],
  'mobile-operator': ['number', 'phone'],
  'registration-number': ['number'],
  'legal-representative': ['number', 'legalRepresentative'],
  'bank-transfer': ['number', 'account'],
  'authorisation-letter': ['number'],
  'manual-review': ['number'],
};
/** As the server takes numbers. */
const NUMBER = /^[A-Za-z0-9 ()+./-]{1,64}$/;

/** The fields of a method, in their order; documents where people decide over them. */
export function fieldsOf(method: IdentityMethod, decidedByPeople: boolean): readonly IdentityField[] {
  return ['name', ...FIELDS[method], ...(decidedByPeople ? ['documents' as const] : [])];
}

/** What is wrong with a field, as far as it can be told here; null for one that may be sent. */
export function fieldFault(field: IdentityField, kind: IdentityKind, draft: IdentityDraft, at: Date): IdentityFieldFault | null {
  if (field === 'documents') return draft.documents.length === 0 ? 'missing' : null;
  const text = draft[field].trim();
  if (text === '') return 'missing';
  if (field === 'number') return numberFault(kind, draft, at);
  if (field === 'phone') return /^\+?[0-9 ()-]{6,20}$/.test(text) ? null : 'phone';
  if (field === 'account') return /^[0-9 -]{8,34}$/.test(text) ? null : 'account';
  return null;
}

function numberFault(kind: IdentityKind, draft: IdentityDraft, at: Date): IdentityFieldFault | null {
  const number = compact(draft.number);
  if (kind === 'organisation' && draft.registrationType === 'uscc') {
    const check = checkUscc(number);
    return check.result === 'malformed' ? `uscc-${check.fault}` : null;
  }
  if (kind === 'person' && draft.numberType === 'resident-id') {
    const check = checkResidentId(number, { at });
    return check.result === 'malformed' ? `id-${check.fault}` : null;
  }
  return NUMBER.test(draft.number.trim()) ? null : 'characters';
}

/** Claims of the fields that a method takes; no others are sent, whatever was written. */
export function claimsOf(kind: IdentityKind, fields: readonly IdentityField[], draft: IdentityDraft): IdentityClaims {
  const name = draft.name.trim();
  const more = {
    ...(fields.includes('phone') ? { phone: draft.phone.trim() } : {}),
    ...(fields.includes('account') ? { account: draft.account.trim() } : {}),
  };
  if (kind === 'person') {
    const number = draft.numberType === 'resident-id' ? compact(draft.number).toUpperCase() : draft.number.trim();
    return { kind, name, personalNumber: { type: draft.numberType, number }, ...more };
  }
  const number = draft.registrationType === 'uscc' ? compact(draft.number).toUpperCase() : draft.number.trim();
  const legal = fields.includes('legalRepresentative') ? { legalRepresentative: draft.legalRepresentative.trim() } : {};
  return { kind, name, registrationNumber: { type: draft.registrationType, number }, ...legal, ...more };
}

/** Without the spaces that people write or paste into long numbers. */
function compact(number: string): string {
  return number.replaceAll(/[\s-]/g, '');
}
