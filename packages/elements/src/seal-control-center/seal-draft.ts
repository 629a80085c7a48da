import type { Named, NamedOrganisation, SealDraftRequest } from '@sealkit/core/protocol';
import type { SealKind } from '@sealkit/core/seal';
import { designFault, type DesignDraft, type DesignFault, designOf, newDesign } from './design-draft.ts';

/** What a person has written for a new seal so far. */
export interface SealDraft {
  readonly kind: SealKind;
  readonly organisation: NamedOrganisation;
  readonly name: string;
  readonly number: string;
  readonly ordinal: string;
  readonly ordinalReason: string;
  readonly keeper: Named | null;
  readonly design: DesignDraft;
  readonly reason: string;
  /** A seal that exists already: its filing with the authority. */
  readonly exists: boolean;
  readonly filingReference: string;
  readonly filingDay: string;
  readonly tried: boolean;
}

export type SealDraftFault = DesignFault | 'nameMissing' | 'ordinalWrong' | 'ordinalReasonMissing' | 'reasonMissing' | 'filingMissing';

export function newSealDraft(organisation: NamedOrganisation, kind: SealKind, name: string): SealDraft {
  return {
    kind,
    organisation,
    name,
    number: '',
    ordinal: '0',
    ordinalReason: '',
    keeper: null,
    design: newDesign(kind),
    reason: '',
    exists: false,
    filingReference: '',
    filingDay: '',
    tried: false,
  };
}

/** The first thing that is missing, in the order of the form. */
export function sealDraftFault(draft: SealDraft): SealDraftFault | null {
  if (draft.name.trim() === '') return 'nameMissing';
  if (!/^\d{1,3}$/.test(draft.ordinal.trim())) return 'ordinalWrong';
  if (Number(draft.ordinal) !== 0 && draft.ordinalReason.trim() === '') return 'ordinalReasonMissing';
  const fault = designFault(draft.design);
  if (fault !== null) return fault;
  if (draft.exists && (draft.filingReference.trim() === '' || draft.filingDay === '')) return 'filingMissing';
  return draft.reason.trim() === '' ? 'reasonMissing' : null;
}

/** The request as the server takes it. Call it only where `sealDraftFault` finds nothing. */
export function sealRequestOf(draft: SealDraft): SealDraftRequest {
  const ordinal = Number(draft.ordinal);
  const number = draft.number.trim();
  return {
    organisationId: draft.organisation.id,
    kind: draft.kind,
    name: draft.name.trim(),
    ...(number === '' ? {} : { number }),
    ...(ordinal === 0 ? {} : { ordinal, ordinalReason: draft.ordinalReason.trim() }),
    ...(draft.keeper ? { keeperId: draft.keeper.id } : {}),
    design: designOf(draft.design, draft.kind, draft.organisation.verifiedName),
    reason: draft.reason.trim(),
    ...(draft.exists ? { filing: { reference: draft.filingReference.trim(), at: draft.filingDay } } : {}),
  };
}
