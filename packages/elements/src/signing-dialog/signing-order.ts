import type { SealPlacement } from '@sealkit/core/pades';
import type { ActLanguage, Amount } from '@sealkit/core/seal';
import type { SigningRequest } from '../controllers/signing-state.ts';
import { inPageOrder } from './place-list.ts';

/** What a host hands over to be signed. */
export interface SigningOrder {
  readonly document: Blob;
  /** File name; that of the File when absent. */
  readonly name?: string;
  /** The seal; that of the placements when absent. Null for a personal signature without a seal. */
  readonly sealNumber?: string | null;
  /** What kind of document it is, in the host's own words, and its amount: grants may depend on them. */
  readonly documentClass?: string;
  readonly amount?: Amount;
  /** An envelope that is open already, for one of whose parties the person signs; `document` is its last version. */
  readonly envelopeId?: string;
  /** Places of the seal; items of `<seal-placement>` may be passed as they are. */
  readonly placements: readonly ((SealPlacement & { readonly sealNumber?: string }) | { readonly kind: 'invisible' })[];
}

/**
 * The request that an order makes in a page of this language.
 *
 * @throws TypeError for places of two seals
 */
export function requestOfOrder(order: SigningOrder, language: ActLanguage): SigningRequest {
  const items = order.placements.filter(
    (item): item is SealPlacement & { readonly sealNumber?: string } => !('kind' in item) || item.kind !== 'invisible',
  );
  const numbers = new Set(items.flatMap((item) => item.sealNumber ?? []));
  if (numbers.size > 1) throw new TypeError('placements: expected places of one seal');
  return {
    document: order.document,
    name: order.name ?? (order.document instanceof File ? order.document.name : 'document.pdf'),
    sealNumber: order.sealNumber ?? [...numbers][0] ?? null,
    placements: inPageOrder(items),
    language,
    ...(order.documentClass === undefined ? {} : { documentClass: order.documentClass }),
    ...(order.amount === undefined ? {} : { amount: order.amount }),
    ...(order.envelopeId === undefined ? {} : { joinedEnvelope: order.envelopeId }),
  };
}
