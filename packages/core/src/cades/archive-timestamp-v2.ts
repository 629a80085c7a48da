import { compareEncodings, encodeHeader } from '../asn1/index.ts';
import { type Bytes, concatBytes } from '../bytes/index.ts';
import type { SignedDataElements, SignerInfoElements } from '../cms/index.ts';

const CERTIFICATES = 0xa0;
const CRLS = 0xa1;
const UNSIGNED_ATTRIBUTES = 0xa1;

/**
 * What an archive-time-stamp-v2 is over behind encapContentInfo, and behind the content where that lies outside: the fields
 * `certificates` and `crls`, and all fields of the SignerInfo with those unsigned attributes that were there.
 *
 * Later editions count tag and length of unsignedAttrs, earlier ones do not, and recommend to try both (TS 101 733 V2.2.1 Annex K,
 * note 3); who adds an attribute may sort them anew.
 *
 * @param kept places of the unsigned attributes that were there.
 * @see ETSI TS 101 733 V2.2.1 §6.4.1, Annex K; V1.8.3 §6.4.1
 */
export function archiveTimestampV2Tails(
  { certificates, crls }: Pick<SignedDataElements, 'certificates' | 'crls'>,
  { fields, unsignedAttributes }: SignerInfoElements,
  kept: ReadonlySet<number>,
): readonly Bytes[] {
  const before = concatBytes(field(CERTIFICATES, certificates), field(CRLS, crls), ...fields);
  const received = unsignedAttributes.filter((_, place) => kept.has(place));
  return [received, received.toSorted(compareEncodings)].flatMap((attributes) => [
    concatBytes(before, field(UNSIGNED_ATTRIBUTES, attributes)),
    concatBytes(before, ...attributes),
  ]);
}

/** An optional SET OF under an implicit tag; nothing where it is absent. */
function field(identifier: number, elements: readonly Uint8Array[]): Bytes {
  const content = concatBytes(...elements);
  return elements.length === 0 ? content : concatBytes(encodeHeader(identifier, content.length), content);
}
