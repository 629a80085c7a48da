import { OIDS } from '../../asn1/index.ts';
import type { Bytes, CallOptions } from '../../bytes/index.ts';
import { CmsError, type SignedData, findAttributes, findSignerCertificate, parseSignedData, parseTimestampToken } from '../../cms/index.ts';
import type { PdfDocument } from '../../pdf/index.ts';
import { readSignatureDictionary } from '../reading/signature-dictionary.ts';
import { type SignatureField, findSignatureFields } from '../reading/signature-fields.ts';

/** A certificate whose status a later validator needs, and when it was used. */
export interface MaterialTarget {
  /** DER. */
  readonly certificate: Bytes;
  readonly at: Date;
  readonly purpose: 'signer' | 'timestamp';
}

/** A signature or document time-stamp of a file, as far as raising its level needs it. */
export interface InventoriedSignature {
  readonly kind: 'signature' | 'document-time-stamp';
  /** The first field in the order of `/Fields`. */
  readonly field: string;
  /** Octets of `/Contents`, the padding of the hole included. */
  readonly contents: Bytes;
  /** End of its byte range in the file: what came later lies behind. */
  readonly end: number;
  readonly signer?: MaterialTarget;
  /** Signature time-stamps in the signature; none of a document time-stamp. */
  readonly timestamps: readonly { readonly token: Bytes; readonly genTime: Date; readonly target?: MaterialTarget }[];
  /** All certificates that lie in the CMS and in its time-stamps. */
  readonly certificates: readonly Bytes[];
  readonly crls: readonly Bytes[];
  readonly ocspResponses: readonly Bytes[];
}

/**
 * The signatures of a document in the order of their byte ranges. What is no CMS is left out: nothing can be added for it.
 *
 * @param now time at which a signature without a time-stamp counts as used.
 */
export async function inventorySignatures(
  document: PdfDocument,
  now: Date,
  options: CallOptions = {},
): Promise<readonly InventoriedSignature[]> {
  const fields = await findSignatureFields(document, options);
  const found: InventoriedSignature[] = [];
  const seen = new Set<number>();
  for (const field of fields) {
    if (field.value?.kind === 'ref') {
      if (seen.has(field.value.number)) continue;
      seen.add(field.value.number);
    }
    const signature = await inventory(document, field, fields, now, options);
    if (signature !== undefined) found.push(signature);
  }
  return found.sort((left, right) => left.end - right.end);
}

async function inventory(
  document: PdfDocument,
  field: SignatureField,
  fields: readonly SignatureField[],
  now: Date,
  options: CallOptions,
): Promise<InventoriedSignature | undefined> {
  const signature = await readSignatureDictionary(document, field, { ...options, fields });
  if (signature?.contents === undefined || signature.byteRange?.length !== 4) return undefined;
  const [, , start = 0, length = 0] = signature.byteRange.map(Number);
  const isTimestamp = signature.subFilter === 'ETSI.RFC3161';
  const contents = signature.contents.bytes;
  const read = readOrNothing(() => describe(contents, isTimestamp, now));
  return read && { kind: isTimestamp ? 'document-time-stamp' : 'signature', field: field.name, contents, end: start + length, ...read };
}

type Described = Omit<InventoriedSignature, 'kind' | 'field' | 'contents' | 'end'>;

function describe(contents: Bytes, isTimestamp: boolean, now: Date): Described {
  const signedData = parseSignedData(contents, { allowTrailing: true });
  if (isTimestamp) {
    const { tstInfo } = parseTimestampToken(signedData.raw);
    return { ...signerOf(signedData, tstInfo.genTime, 'timestamp'), timestamps: [], ...materialOf(signedData) };
  }
  const [signerInfo] = signedData.signerInfos;
  const tokens = findAttributes(signerInfo?.unsignedAttributes ?? [], OIDS.timeStampToken).flatMap(({ values }) => values);
  const timestamps = tokens.flatMap((token) => {
    const parsed = readOrNothing(() => parseTimestampToken(token));
    if (parsed === undefined) return [];
    const { genTime } = parsed.tstInfo;
    return [{ token, genTime, signedData: parsed.signedData, target: signerOf(parsed.signedData, genTime, 'timestamp').signer }];
  });
  const earliest = timestamps.map(({ genTime }) => genTime).reduce((left, right) => (right < left ? right : left), now);
  const material = [signedData, ...timestamps.map((stamp) => stamp.signedData)].map(materialOf);
  return {
    ...signerOf(signedData, earliest, 'signer'),
    timestamps: timestamps.map(({ token, genTime, target }) => ({ token, genTime, ...(target === undefined ? {} : { target }) })),
    certificates: material.flatMap(({ certificates }) => certificates),
    crls: material.flatMap(({ crls }) => crls),
    ocspResponses: material.flatMap(({ ocspResponses }) => ocspResponses),
  };
}

function signerOf(
  { signerInfos, certificates }: SignedData,
  at: Date,
  purpose: MaterialTarget['purpose'],
): { readonly signer?: MaterialTarget } {
  const [signerInfo] = signerInfos;
  const certificate = signerInfo === undefined ? undefined : findSignerCertificate(signerInfo, certificates);
  return certificate === undefined ? {} : { signer: { certificate: certificate.raw, at, purpose } };
}

function materialOf({
  certificates,
  crls,
  ocspResponses,
}: SignedData): Pick<InventoriedSignature, 'certificates' | 'crls' | 'ocspResponses'> {
  return { certificates, crls, ocspResponses };
}

function readOrNothing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof CmsError) return undefined;
    throw error;
  }
}
