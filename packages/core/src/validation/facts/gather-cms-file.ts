import type { ByteSource, Bytes } from '../../bytes/index.ts';
import { Asn1Error, DerFields, derRaw, OIDS, parseDer, TAGS } from '../../asn1/index.ts';
import type { SignedData, SignerInfo } from '../../cms/index.ts';
import { digestText } from '../../crypto/index.ts';
import { createCertificatePool, type CertificatePool } from './certificate-pool.ts';
import { brokenCms, cmsFactsOf, gatherSigner, readSignedData } from './gather-cms.ts';
import { gatherPaths } from './gather-paths.ts';
import { gatherTimestamps } from './gather-timestamps.ts';
import type { GatherOptions } from './gather-context.ts';
import { contentOfBytes, contentOfSpans, type SignedContent, textDigest } from './signed-content.ts';
import { imprintOf, statedTimeOf } from './stated-imprint.ts';
import type { SignatureFacts, ValidationFacts } from './validation-facts.ts';

export interface GatherCmsOptions extends GatherOptions {
  /** What a detached signature or a time-stamp is over. */
  readonly content?: ByteSource;
}

/** Facts of a CMS file: SignedData, time-stamp token, or time-stamp response (RFC 3161 §2.4.2). One entry for each SignerInfo. */
export async function gatherCmsFacts(bytes: Bytes, options: GatherCmsOptions): Promise<ValidationFacts> {
  const pool = createCertificatePool();
  const read = readFile(tokenOfResponse(bytes) ?? bytes);
  const isToken = 'signedData' in read && read.signedData.contentType === OIDS.tstInfo;
  const signatures = 'signedData' in read ? await gatherAll(read.signedData, isToken, options, pool) : [unreadable(read.fault)];
  return {
    version: 1,
    document: {
      kind: isToken ? 'time-stamp-token' : 'cms',
      size: bytes.length,
      digest: await digestText('SHA-256', bytes),
      encrypted: false,
      pages: null,
      revisionEnds: [],
      repaired: false,
      notices: 'signedData' in read ? read.signedData.notices.map(({ code }) => ({ code, values: {} })) : [],
      changes: [],
      changesFault: null,
      structureFaults: [],
      lostSignatures: [],
      copiedPictures: [],
    },
    certificates: pool.contents(),
    signatures,
  };
}

/** A signature that was cut out of a PDF brings the zeros of its hole along. */
function readFile(bytes: Bytes): ReturnType<typeof readSignedData> {
  const read = readSignedData(bytes, true);
  if ('fault' in read || read.signedData.trailing.every((octet) => octet === 0)) return read;
  return { fault: 'CMS_TRAILING_BYTES' };
}

async function gatherAll(
  signedData: SignedData,
  isToken: boolean,
  options: GatherCmsOptions,
  pool: CertificatePool,
): Promise<readonly SignatureFacts[]> {
  const outside =
    options.content === undefined ? undefined : contentOfSpans(options.content, [{ start: 0, end: options.content.size }], options);
  if (signedData.signerInfos.length === 0) return [{ ...unreadable('CMS_WITHOUT_SIGNER'), cms: brokenCms('CMS_WITHOUT_SIGNER') }];
  const signatures: SignatureFacts[] = [];
  for (const signerInfo of signedData.signerInfos)
    signatures.push(await gatherOne({ signedData, signerInfo, isToken, outside, options, pool }));
  return signatures;
}

interface OneSignature {
  readonly signedData: SignedData;
  readonly signerInfo: SignerInfo;
  readonly isToken: boolean;
  readonly outside: SignedContent | undefined;
  readonly options: GatherCmsOptions;
  readonly pool: CertificatePool;
}

async function gatherOne(one: OneSignature): Promise<SignatureFacts> {
  const { signedData, signerInfo, isToken, outside, options, pool } = one;
  const extraCertificates = options.extraCertificates ?? [];
  const gathered = await gatherSigner({
    signedData,
    signerInfo,
    kind: isToken ? 'time-stamp' : signedData.content === undefined ? 'detached' : 'encapsulated',
    extraCertificates,
    ...(outside === undefined ? {} : { content: outside }),
    ...(isToken && outside !== undefined ? { imprint: { matches: await imprintOf(signedData, outside) } } : {}),
  });
  const { trust } = options;
  return {
    ...unreadable(null),
    kind: isToken ? 'time-stamp-token' : 'signature',
    byteRangeDigest: outside === undefined ? null : await textDigest(outside, gathered.signer.digestAlgorithm.name),
    cms: cmsFactsOf(signedData, gathered.signer),
    paths: await gatherPaths({
      certificate: gathered.certificate,
      candidates: [...signedData.certificates, ...extraCertificates],
      anchors: isToken ? (trust.timestampAuthorities ?? trust.signers) : trust.signers,
      pool,
    }),
    statedTime: isToken ? statedTimeOf(signedData) : null,
    timestamps: await gatherTimestamps({
      signerInfo,
      content: signedData.content === undefined ? outside : contentOfBytes(signedData.content),
      certificates: [...signedData.certificates, ...extraCertificates],
      trust,
      pool,
    }),
  };
}

function unreadable(fault: string | null): SignatureFacts {
  return {
    field: null,
    fields: [],
    kind: 'signature',
    dictionary: null,
    byteRange: null,
    byteRangeDigest: null,
    permissions: { docMdp: null, locks: [], secondCertification: false, faults: [] },
    seedValueFaults: [],
    cms: brokenCms(fault ?? ''),
    paths: { certificate: null, anchors: 0, paths: [], withoutAnchor: [] },
    timestamps: [],
    statedTime: null,
    seal: null,
    use: null,
    places: [],
    assertionFault: null,
    drawnFields: [],
    widgetNumbers: [],
  };
}

/** The token inside a TimeStampResp; undefined for anything else. */
function tokenOfResponse(bytes: Bytes): Bytes | undefined {
  try {
    const fields = new DerFields(parseDer(bytes));
    fields.take(TAGS.SEQUENCE);
    const token = fields.take(TAGS.SEQUENCE);
    fields.end();
    return derRaw(token);
  } catch (error) {
    if (error instanceof Asn1Error) return undefined;
    throw error;
  }
}
