import { OIDS } from '../asn1/index.ts';
import type { Bytes } from '../bytes/index.ts';
import { CmsError, findAttributes, parseSignerInfo, type SignedData, type SignerInfo } from '../cms/index.ts';
import { OLD_ARCHIVE_TIMESTAMPS } from './covering-forms.ts';
import { tokensOf } from './material-subjects.ts';
import { readMaterialValues, readOcspBasicChoices } from './material-values.ts';
import { readRevocationArchival } from './revocation-archival.ts';
import { uniteMaterial, type ValidationMaterialSet } from './validation-material-set.ts';

const TOKEN_ATTRIBUTES: readonly string[] = [
  OIDS.contentTimestamp,
  OIDS.timeStampToken,
  OIDS.archiveTimestampV3,
  ...OLD_ARCHIVE_TIMESTAMPS,
];
/** Time-stamps inside time-stamps, and counter-signatures of counter-signatures, that are looked into. */
const MAX_DEPTH = 4;

/**
 * Everything that a SignedData brings for validating it: its own fields, what stands among its attributes, and the same of the
 * time-stamps and counter-signatures in it. Nothing is trusted because it lies here.
 *
 * @see RFC 5652 §5.1, RFC 5940; ETSI EN 319 122-1 §5.5, Annex A
 */
export function materialOfSignedData(signedData: SignedData, depth: number = 0): ValidationMaterialSet {
  const { certificates, crls, ocspResponses, raw, signerInfos } = signedData;
  return uniteMaterial(
    { certificates, crls, ocspResponses: [...ocspResponses, ...basicChoices(raw)] },
    ...signerInfos.map((signerInfo) => materialOfSigner(signerInfo, depth)),
  );
}

/** What stands among the attributes of one signature. */
export function materialOfSigner(signerInfo: SignerInfo, depth: number = 0): ValidationMaterialSet {
  const own = [readMaterialValues(signerInfo), readRevocationArchival(signerInfo)];
  if (depth >= MAX_DEPTH) return uniteMaterial(...own);
  const attributes = [...(signerInfo.signedAttributes?.list ?? []), ...signerInfo.unsignedAttributes];
  const tokens = tokensOf(attributes, TOKEN_ATTRIBUTES).map((token) => materialOfSignedData(token.signedData, depth + 1));
  const counters = findAttributes(attributes, OIDS.counterSignature)
    .flatMap(({ values }) => values)
    .flatMap(readCounterSignature)
    .map((counter) => materialOfSigner(counter, depth + 1));
  return uniteMaterial(...own, ...tokens, ...counters);
}

function readCounterSignature(value: Uint8Array): readonly SignerInfo[] {
  try {
    return [parseSignerInfo(value)];
  } catch (error) {
    if (error instanceof CmsError) return [];
    throw error;
  }
}

function basicChoices(raw: Uint8Array): readonly Bytes[] {
  try {
    return readOcspBasicChoices(raw);
  } catch (error) {
    if (error instanceof CmsError) return [];
    throw error;
  }
}
