import type { ByteSource, Bytes, CallOptions } from '../../bytes/index.ts';
import { Asn1Error, DerFields, derRaw, OIDS, parseDer, TAGS } from '../../asn1/index.ts';
import { materialOfSignedData } from '../../cades/index.ts';
import { CmsError, type SignedData, type SignerInfo, splitSignedData, type SplitSignedData } from '../../cms/index.ts';
import { digestSource, digestText, formatDigest } from '../../crypto/index.ts';
import { createCertificatePool, type CertificatePool } from './certificate-pool.ts';
import { blankSignature } from './blank-signature.ts';
import { brokenCms, cmsFactsOf, gatherSigner, readSignedData } from './gather-cms.ts';
import { issuerFetcher } from './fetch-issuers.ts';
import { gatherPaths, type PathsQuery } from './gather-paths.ts';
import { gatherRevocation } from './gather-revocation.ts';
import { gatherCounterSignatures } from './counter-signatures.ts';
import { gatherTimeEvidence } from './gather-time-evidence.ts';
import { type ArchivedContainer, containerOfBytes, containerOfPieces } from './archived-container.ts';
import type { GatherOptions } from './gather-context.ts';
import { contentOfBytes, contentOfSpans, type SignedContent, textDigest } from './signed-content.ts';
import { materialAtHand } from './material-at-hand.ts';
import type { MaterialPool } from './material-pool.ts';
import { revocationSubjects } from './revocation-subjects.ts';
import { imprintOf, statedTimeOf } from './stated-imprint.ts';
import type { Notice, SignatureFacts, ValidationFacts } from './validation-facts.ts';

export interface GatherCmsOptions extends GatherOptions {
  /** What a detached signature or a time-stamp is over. */
  readonly content?: ByteSource;
}

/** Facts of a CMS file: SignedData, time-stamp token, or time-stamp response (RFC 3161 §2.4.2). One entry for each SignerInfo. */
export async function gatherCmsFacts(bytes: Bytes, options: GatherCmsOptions): Promise<ValidationFacts> {
  const cms = tokenOfResponse(bytes) ?? bytes;
  const read = readFile(cms);
  const container = 'signedData' in read ? containerOfBytes(cms, read.signedData) : undefined;
  return factsOf({ read, container, size: bytes.length, digest: await digestText('SHA-256', bytes) }, options);
}

/** The same for a file of any length that holds its content: it is read in pieces, and never held. */
export async function gatherAttachedCmsFacts(file: ByteSource, options: Omit<GatherCmsOptions, 'content'>): Promise<ValidationFacts> {
  const { signal, engine } = options;
  const reading = { ...(signal === undefined ? {} : { signal }), ...(engine === undefined ? {} : { engine }) };
  const digest = formatDigest('SHA-256', await digestSource('SHA-256', file, reading));
  const split = await splitFile(file, reading);
  if ('fault' in split) return factsOf({ read: split, container: undefined, size: file.size, digest }, options);
  const { content, detached } = split;
  const inside = content === undefined ? undefined : contentOfSpans(content, [{ start: 0, end: content.size }], reading);
  const read = readSignedData(detached, false);
  if (inside === undefined) return factsOf({ read, container: undefined, size: file.size, digest }, options);
  return factsOf({ read, container: await containerOfPieces(file, split, reading), size: file.size, digest, inside }, options);
}

async function splitFile(file: ByteSource, options: CallOptions): Promise<SplitSignedData | { readonly fault: string }> {
  try {
    return await splitSignedData(file, options);
  } catch (error) {
    if (error instanceof CmsError) return { fault: error.code };
    throw error;
  }
}

interface CmsFile {
  readonly read: ReturnType<typeof readSignedData>;
  readonly size: number;
  readonly digest: string;
  /** Undefined where it is not at hand as a whole. */
  readonly container: ArchivedContainer | undefined;
  /** The content of the file, where it was split off. */
  readonly inside?: SignedContent;
}

async function factsOf({ read, container, size, digest, inside }: CmsFile, options: GatherCmsOptions): Promise<ValidationFacts> {
  const pool = createCertificatePool();
  const notices: Notice[] = [];
  const material = await materialAtHand(options);
  if ('signedData' in read) await material.add(materialOfSignedData(read.signedData), 'document');
  const issuers = issuerFetcher(options.revocationSource, { material, notices, ...signalOf(options) });
  const isToken = 'signedData' in read && read.signedData.contentType === OIDS.tstInfo;
  const signatures =
    'signedData' in read
      ? await gatherAll(read.signedData, { isToken, inside, container, options, pool, material, issuers })
      : [blankSignature(read.fault)];
  const revocation = await gatherRevocation({
    subjects: revocationSubjects(signatures, options.trust),
    material,
    pool,
    ...(options.revocationSource === undefined ? {} : { source: options.revocationSource }),
    ...signalOf(options),
  });
  return {
    version: 1,
    document: {
      kind: isToken ? 'time-stamp-token' : 'cms',
      size,
      digest,
      encrypted: false,
      pages: null,
      revisionEnds: [],
      repaired: false,
      notices: [
        ...('signedData' in read ? read.signedData.notices.map(({ code }) => ({ code, values: {} })) : []),
        ...notices,
        ...revocation.notices,
      ],
      changes: [],
      changesFault: null,
      structureFaults: [],
      lostSignatures: [],
      copiedPictures: [],
    },
    certificates: pool.contents(),
    signatures,
    revocation: revocation.answers,
  };
}

function signalOf({ signal }: GatherOptions): Pick<GatherOptions, 'signal'> {
  return signal === undefined ? {} : { signal };
}

/** A signature that was cut out of a PDF brings the zeros of its hole along. */
function readFile(bytes: Bytes): ReturnType<typeof readSignedData> {
  const read = readSignedData(bytes, true);
  if ('fault' in read || read.signedData.trailing.every((octet) => octet === 0)) return read;
  return { fault: 'CMS_TRAILING_BYTES' };
}

interface Surroundings {
  readonly isToken: boolean;
  /** What lies in the file, where it was split off. */
  readonly inside: SignedContent | undefined;
  readonly container: ArchivedContainer | undefined;
  readonly options: GatherCmsOptions;
  readonly pool: CertificatePool;
  readonly material: MaterialPool;
  readonly issuers: Pick<PathsQuery, 'fetchIssuers'>;
}

async function gatherAll(signedData: SignedData, around: Surroundings): Promise<readonly SignatureFacts[]> {
  const { options, inside } = around;
  const outside =
    options.content === undefined ? inside : contentOfSpans(options.content, [{ start: 0, end: options.content.size }], options);
  if (signedData.signerInfos.length === 0) return [{ ...blankSignature('CMS_WITHOUT_SIGNER'), cms: brokenCms('CMS_WITHOUT_SIGNER') }];
  const signatures: SignatureFacts[] = [];
  for (const [index, signerInfo] of signedData.signerInfos.entries())
    signatures.push(await gatherOne({ ...around, signedData, signerInfo, index, outside }));
  return signatures;
}

interface OneSignature extends Surroundings {
  readonly signedData: SignedData;
  readonly signerInfo: SignerInfo;
  readonly index: number;
  readonly outside: SignedContent | undefined;
}

async function gatherOne(one: OneSignature): Promise<SignatureFacts> {
  const { signedData, signerInfo, index, isToken, inside, container, outside, options, pool, material, issuers } = one;
  const gathered = await gatherSigner({
    signedData,
    signerInfo,
    kind: isToken ? 'time-stamp' : signedData.content === undefined ? 'detached' : 'encapsulated',
    known: material.parsedCertificates,
    ...(outside === undefined ? {} : { content: outside }),
    ...(isToken && outside !== undefined ? { imprint: { matches: await imprintOf(signedData, outside) } } : {}),
  });
  const { trust } = options;
  return {
    ...blankSignature(null),
    kind: isToken ? 'time-stamp-token' : 'signature',
    byteRangeDigest: outside === undefined || outside === inside ? null : await textDigest(outside, gathered.signer.digestAlgorithm.name),
    cms: { ...cmsFactsOf(signedData, gathered.signer), ...(inside === undefined ? {} : { encapsulated: true }) },
    paths: await gatherPaths({
      certificate: gathered.certificate,
      candidates: material.certificates,
      anchors: isToken ? (trust.timestampAuthorities ?? trust.signers) : trust.signers,
      pool,
      ...issuers,
    }),
    statedTime: isToken ? statedTimeOf(signedData) : null,
    ...(await gatherTimeEvidence({
      signedData,
      signerInfo,
      index,
      signer: gathered.certificate === undefined ? null : await pool.add(gathered.certificate.raw),
      content: signedData.content === undefined ? outside : contentOfBytes(signedData.content),
      material,
      trust,
      pool,
      container,
      ...issuers,
    })),
    counterSignatures: await gatherCounterSignatures({ signedData, signerInfo, material, trust, pool, ...issuers }),
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
