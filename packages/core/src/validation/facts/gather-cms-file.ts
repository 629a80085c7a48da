import type { ByteSource, Bytes, CallOptions } from '../../bytes/index.ts';
import { Asn1Error, DerFields, derRaw, OIDS, parseDer, TAGS } from '../../asn1/index.ts';
import { materialOfSignedData } from '../../cades/index.ts';
import { CmsError, type SignedData, type SignerInfo, splitSignedData, type SplitSignedData } from '../../cms/index.ts';
import { digestSource, digestText, formatDigest } from '../../crypto/index.ts';
import { blankSignature } from './blank-signature.ts';
import { brokenCms, cmsFactsOf, gatherSigner, readSignedData } from './gather-cms.ts';
import { gatherPaths } from './gather-paths.ts';
import { beginGathering, endGathering, type Gathering } from './gathering.ts';
import { gatherCounterSignatures } from './counter-signatures.ts';
import { gatherTimeEvidence } from './gather-time-evidence.ts';
import { type ArchivedContainer, containerOfBytes, containerOfPieces } from './archived-container.ts';
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
  return factsOf(readCmsFile(bytes), { size: bytes.length, digest: await digestText('SHA-256', bytes) }, options);
}

/** The same for a file of any length that holds its content: it is read in pieces, and never held. */
export async function gatherAttachedCmsFacts(file: ByteSource, options: Omit<GatherCmsOptions, 'content'>): Promise<ValidationFacts> {
  const { signal, engine } = options;
  const reading = { ...(signal === undefined ? {} : { signal }), ...(engine === undefined ? {} : { engine }) };
  const whole = { size: file.size, digest: formatDigest('SHA-256', await digestSource('SHA-256', file, reading)) };
  const split = await splitFile(file, reading);
  if ('fault' in split) return factsOf({ read: split, container: undefined }, whole, options);
  const { content, detached } = split;
  const inside = content === undefined ? undefined : contentOfSpans(content, [{ start: 0, end: content.size }], reading);
  const read = readSignedData(detached, false);
  if (inside === undefined) return factsOf({ read, container: undefined }, whole, options);
  return factsOf({ read, container: await containerOfPieces(file, split, reading), inside }, whole, options);
}

async function splitFile(file: ByteSource, options: CallOptions): Promise<SplitSignedData | { readonly fault: string }> {
  try {
    return await splitSignedData(file, options);
  } catch (error) {
    if (error instanceof CmsError) return { fault: error.code };
    throw error;
  }
}

/** A CMS file that was read, or why it could not be. */
export interface CmsFile {
  readonly read: ReturnType<typeof readSignedData>;
  /** Undefined where it is not at hand as a whole. */
  readonly container: ArchivedContainer | undefined;
  /** The content of the file, where it was split off. */
  readonly inside?: SignedContent;
}

/** A CMS file that lies in memory: SignedData, time-stamp token or time-stamp response. */
export function readCmsFile(bytes: Bytes): CmsFile {
  const cms = tokenOfResponse(bytes) ?? bytes;
  const read = readFile(cms);
  return { read, container: 'signedData' in read ? containerOfBytes(cms, read.signedData) : undefined };
}

async function factsOf(
  file: CmsFile,
  { size, digest }: { readonly size: number; readonly digest: string },
  options: GatherCmsOptions,
): Promise<ValidationFacts> {
  const gathering = await beginGathering(options);
  const signatures = await gatherCmsSignatures(file, gathering, { content: options.content, firstIndex: 0 });
  return endGathering(gathering, { kind: isTokenFile(file) ? 'time-stamp-token' : 'cms', size, digest }, signatures);
}

function isTokenFile({ read }: CmsFile): boolean {
  return 'signedData' in read && read.signedData.contentType === OIDS.tstInfo;
}

/**
 * One entry for each SignerInfo of a file, with what lies in it; a file that cannot be read is one entry that says so.
 *
 * @param place what a detached signature is over, and the place of the first of them among all signatures of a container.
 */
export async function gatherCmsSignatures(
  file: CmsFile,
  gathering: Gathering,
  { content, firstIndex }: { readonly content: ByteSource | undefined; readonly firstIndex: number },
): Promise<readonly SignatureFacts[]> {
  const { read, container, inside } = file;
  if ('fault' in read) return [blankSignature(read.fault)];
  const { signedData } = read;
  await gathering.material.add(materialOfSignedData(signedData), 'document');
  gathering.notices.push(...signedData.notices.map(({ code }) => ({ code, values: {} })));
  const { options } = gathering;
  const outside = content === undefined ? inside : contentOfSpans(content, [{ start: 0, end: content.size }], options);
  if (signedData.signerInfos.length === 0) return [{ ...blankSignature('CMS_WITHOUT_SIGNER'), cms: brokenCms('CMS_WITHOUT_SIGNER') }];
  const around = { ...gathering, isToken: isTokenFile(file), inside, container, signedData, outside, firstIndex };
  const signatures: SignatureFacts[] = [];
  for (const [place, signerInfo] of signedData.signerInfos.entries())
    signatures.push(await gatherOne({ ...around, signerInfo, index: firstIndex + place }));
  return signatures;
}

/** A signature that was cut out of a PDF brings the zeros of its hole along. */
function readFile(bytes: Bytes): ReturnType<typeof readSignedData> {
  const read = readSignedData(bytes, true);
  if ('fault' in read || read.signedData.trailing.every((octet) => octet === 0)) return read;
  return { fault: 'CMS_TRAILING_BYTES' };
}

interface OneSignature extends Gathering {
  readonly isToken: boolean;
  /** What lies in the file, where it was split off. */
  readonly inside: SignedContent | undefined;
  readonly container: ArchivedContainer | undefined;
  readonly signedData: SignedData;
  readonly signerInfo: SignerInfo;
  readonly index: number;
  readonly firstIndex: number;
  readonly outside: SignedContent | undefined;
}

async function gatherOne(one: OneSignature): Promise<SignatureFacts> {
  const { signedData, signerInfo, index, firstIndex, isToken, inside, container, outside, options, pool, material, issuers } = one;
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
      firstIndex,
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
