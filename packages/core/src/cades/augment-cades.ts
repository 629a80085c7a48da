import { OIDS } from '../asn1/index.ts';
import type { Bytes, CallOptions } from '../bytes/index.ts';
import {
  encodeDigestIdentifier,
  encodeSignedDataElements,
  parseSignedData,
  readSignedDataElements,
  withAttributes,
  withDigestAlgorithm,
} from '../cms/index.ts';
import type { DigestAlgorithm } from '../ports/index.ts';
import { addCadesMaterial } from './add-cades-material.ts';
import { archiveTimestampAttribute, archiveTimestampInput } from './archive-timestamp.ts';
import { type BaselineLevel, includesLevel } from './baseline-level.ts';
import { CadesError } from './cades-error.ts';
import { digestSignerDocument, type SignerDocumentOptions } from './content-digest.ts';
import type { MaterialOptions } from './material-options.ts';
import { tokensOf } from './material-subjects.ts';
import { hasEvidenceRecord } from './covering-forms.ts';
import { signatureTimestampAttribute, signatureTimestampImprint } from './signature-timestamp.ts';
import { obtainTimestamp, type ObtainTimestampOptions } from './timestamp.ts';
import type { MissingMaterial } from './validation-material.ts';

/** `content` is the signer's document of a detached signature: needed for B-LTA, compared with the signature wherever given. */
export interface AugmentCadesOptions extends SignerDocumentOptions {
  readonly level: Exclude<BaselineLevel, 'B-B'>;
  readonly timestamps: ObtainTimestampOptions;
  /** Needed from B-LT on. */
  readonly material?: MaterialOptions;
  readonly now: Date;
  /** Of the time-stamps that are added; SHA-256 by default. */
  readonly digestAlgorithm?: DigestAlgorithm;
}

export interface AugmentedCades {
  readonly cms: Bytes;
  /** The level that all signatures have now, as far as what was added goes. */
  readonly level: BaselineLevel;
  /** What could not be had, where `onMissing` is `lower-level`. */
  readonly missing: readonly MissingMaterial[];
}

/**
 * Raises the level of all signatures of a SignedData, ours or others': a signature time-stamp where a signature has none (B-T),
 * validation material (B-LT), an archive time-stamp over all of it for each signature (B-LTA). On a file at B-LTA it adds
 * another ring. Whatever is there keeps its octets; what is added lies behind it.
 *
 * @throws {@link CadesError} `CADES_NO_SIGNATURE`; `CADES_CONTENT_MISSING`, `CADES_CONTENT_DIFFERS`;
 * `CADES_VALIDATION_MATERIAL_MISSING` with what is missing; `CADES_ARCHIVE_FORM_OLD`, `CADES_EVIDENCE_RECORD_PRESENT`; `CADES_TIMESTAMP_UNUSABLE`;
 * CmsError for octets that are no SignedData; `PortError` of the services.
 * @see ETSI EN 319 122-1 §5.3, §5.5, §6
 */
export async function augmentCades(cms: Uint8Array, options: AugmentCadesOptions): Promise<AugmentedCades> {
  const algorithm = options.digestAlgorithm ?? 'SHA-256';
  const signedData = parseSignedData(cms);
  if (signedData.signerInfos.length === 0) throw new CadesError('CADES_NO_SIGNATURE', 'expected a SignedData with a signature');
  if (hasEvidenceRecord(signedData))
    throw new CadesError('CADES_EVIDENCE_RECORD_PRESENT', 'expected no evidence record within: it covers all that would be added to');
  const isArchived = includesLevel(options.level, 'B-LTA');
  const contentDigest = await digestSignerDocument(signedData, algorithm, options);
  if (isArchived && contentDigest === undefined)
    throw new CadesError('CADES_CONTENT_MISSING', 'expected the content of a detached signature: an archive time-stamp goes over it');
  const timestamped = await addSignatureTimestamps(cms, algorithm, options);
  if (!includesLevel(options.level, 'B-LT')) return { cms: timestamped, level: 'B-T', missing: [] };
  const { material, now } = options;
  if (material === undefined) throw new TypeError('material: expected anchors and sources from level B-LT on');
  const extended = await addCadesMaterial(timestamped, material, { now, ...signalOf(options) });
  if (extended.missing.length > 0) return { cms: timestamped, level: 'B-T', missing: extended.missing };
  if (!isArchived || contentDigest === undefined) return { cms: extended.cms, level: 'B-LT', missing: [] };
  return { cms: await addArchiveTimestamps(extended.cms, contentDigest, algorithm, options), level: 'B-LTA', missing: [] };
}

async function addSignatureTimestamps(cms: Uint8Array, algorithm: DigestAlgorithm, options: AugmentCadesOptions): Promise<Bytes> {
  let elements = readSignedDataElements(cms);
  for (const [index, { signature, unsignedAttributes }] of parseSignedData(cms).signerInfos.entries()) {
    if (tokensOf(unsignedAttributes, [OIDS.timeStampToken]).length > 0) continue;
    const imprint = await signatureTimestampImprint(signature, algorithm);
    const { token } = await obtainTimestamp(imprint, { ...options.timestamps, ...signalOf(options) });
    elements = withAttributes(elements, index, [signatureTimestampAttribute(token)]);
  }
  return encodeSignedDataElements(elements);
}

/** One for each signature, each with the index of what there is for it. */
async function addArchiveTimestamps(
  cms: Uint8Array,
  contentDigest: Uint8Array,
  algorithm: DigestAlgorithm,
  options: AugmentCadesOptions,
): Promise<Bytes> {
  // RFC 5652 §5.1 names the digests that someone has to make over the content.
  let elements = withDigestAlgorithm(readSignedDataElements(cms), encodeDigestIdentifier(algorithm));
  for (const [index, signerInfo] of elements.signerInfos.entries()) {
    const { imprint, atsHashIndex } = await archiveTimestampInput({ elements, signerInfo, contentDigest, algorithm });
    const { token } = await obtainTimestamp(imprint, { ...options.timestamps, ...signalOf(options) });
    elements = withAttributes(elements, index, [archiveTimestampAttribute(token, atsHashIndex)]);
  }
  return encodeSignedDataElements(elements);
}

function signalOf({ signal }: CallOptions): CallOptions {
  return signal === undefined ? {} : { signal };
}
