import {
  DerFields,
  type DerNode,
  derChildren,
  derRaw,
  encodeContext,
  encodeSequence,
  isContext,
  OIDS,
  parseDer,
  readExplicit,
  readOid,
  TAGS,
} from '../asn1/index.ts';
import { type Bytes, concatBytes } from '../bytes/index.ts';
import { CmsError } from './cms-error.ts';
import { asCmsError } from './signed-data.ts';

/** `[1] IMPLICIT` constructed: the unsigned attributes of a SignerInfo. */
const UNSIGNED_ATTRIBUTES = 1;

/**
 * The ContentInfo with unsigned attributes added to one SignerInfo, behind those it has. Every other element keeps its octets:
 * nothing that is signed, or that a time-stamp covers, is encoded anew.
 *
 * @param attributes DER of each Attribute.
 * @throws {@link CmsError} `CMS_MALFORMED`, `CMS_NOT_SIGNED_DATA`; RangeError when there is no such SignerInfo.
 * @see RFC 5652 §5.3
 */
export function withUnsignedAttributes(cms: Uint8Array, signerIndex: number, attributes: readonly Uint8Array[]): Bytes {
  return asCmsError(() => {
    const contentInfo = new DerFields(parseDer(cms));
    const type = contentInfo.take(TAGS.OID);
    if (readOid(type) !== OIDS.signedData) throw new CmsError('CMS_NOT_SIGNED_DATA', 'expected SignedData');
    const content = contentInfo.takeContext(0);
    if (content === undefined) throw new CmsError('CMS_MALFORMED', 'expected the content of a ContentInfo');
    const parts = derChildren(readExplicit(content));
    const signerInfos = parts.at(-1);
    if (signerInfos === undefined) throw new CmsError('CMS_MALFORMED', 'expected SignerInfos');
    const signers = derChildren(signerInfos);
    if (signers[signerIndex] === undefined)
      throw new RangeError(`signerIndex: expected a signer below ${signers.length}, got ${signerIndex}`);
    const replaced = signers.map((signer, index) => (index === signerIndex ? addAttributes(signer, attributes) : derRaw(signer)));
    const signedData = encodeSequence(...parts.slice(0, -1).map(derRaw), sameOrderSet(replaced));
    return encodeSequence(derRaw(type), encodeContext(0, signedData, { constructed: true }));
  });
}

function addAttributes(signer: DerNode, attributes: readonly Uint8Array[]): Bytes {
  const fields = derChildren(signer);
  const last = fields.at(-1);
  const existing = last !== undefined && isContext(last, UNSIGNED_ATTRIBUTES) ? last : undefined;
  const kept = existing === undefined ? fields : fields.slice(0, -1);
  const old = existing === undefined ? [] : derChildren(existing).map(derRaw);
  const all = encodeContext(UNSIGNED_ATTRIBUTES, concatBytes(...old, ...attributes), { constructed: true });
  return encodeSequence(...kept.map(derRaw), all);
}

/** The order of SignerInfos is kept: references by position must go on to hold. */
function sameOrderSet(elements: readonly Uint8Array[]): Bytes {
  const sequence = encodeSequence(...elements);
  sequence[0] = 0x31;
  return sequence;
}
