import { OIDS } from '../../asn1/index.ts';
import type { SignedData } from '../../cms/index.ts';
import { type PdfDict, type PdfObject, nameOf } from '../../pdf/index.ts';
import { contentRuleOf } from './sub-filters.ts';
import { readByteRange, readContentsState, spansOf } from './byte-range-facts.ts';
import { decodeTextString } from './changes/field-tree.ts';
import { equalObjects } from './changes/equal-objects.ts';
import { valueOf } from './changes/revision-step.ts';
import type { CmsFacts } from './cms-facts.ts';
import { brokenCms, cmsFactsOf, type ContentKind, gatherSigner, type GatheredSigner, readSignedData } from './gather-cms.ts';
import type { GatherContext } from './gather-context.ts';
import { gatherPaths } from './gather-paths.ts';
import { gatherCounterSignatures } from './counter-signatures.ts';
import { gatherTimeEvidence } from './gather-time-evidence.ts';
import { imprintOf, statedTimeOf } from './stated-imprint.ts';
import { parsePdfDate } from './pdf-date.ts';
import { hasDocMdp, readPermissions } from './permission-facts.ts';
import { gatherAssertions } from './gather-assertions.ts';
import { placeOf } from './signature-widgets.ts';
import { findSeedValueFaults, type SeedValueSubject } from './seed-value-facts.ts';
import { contentOfSpans, type SignedContent, textDigest } from './signed-content.ts';
import { findSignatureEntries, isDocumentTimestamp, type SignatureEntry } from './signature-dictionaries.ts';
import type { ByteRangeFacts, DictionaryFacts, PermissionFacts, SignatureFacts } from './validation-facts.ts';

/** The container of a signature dictionary, or the stable code of why there is none to read. */
export type ReadContainer = ReturnType<typeof readSignedData>;

export function readContainer({ dict }: SignatureEntry): ReadContainer {
  const contents = dict.entries.get('Contents');
  return readContentsState(contents) === 'present' && contents?.kind === 'string'
    ? readSignedData(contents.bytes, true)
    : { fault: 'CONTENTS_MISSING' };
}

/** The facts of one signature dictionary, its container and its place among all. */
export async function gatherSignature(
  context: GatherContext,
  entry: SignatureEntry,
  { read, index }: { readonly read: ReadContainer; readonly index: number },
): Promise<SignatureFacts> {
  const { document, source, options, snapshot } = context;
  const subFilter = nameOf(valueOf(snapshot, entry.dict.entries.get('SubFilter'))) ?? null;
  const state = readContentsState(entry.dict.entries.get('Contents'));
  const paddingIsZero = !('signedData' in read) || read.signedData.trailing.every((octet) => octet === 0);
  const others = context.entries.filter((other) => other !== entry).map((other) => other.dict);
  const reading = { ...options, hasLaterOctets: context.laterFault !== null };
  const byteRange = await readByteRange(document, entry.dict, others, paddingIsZero, reading);
  const spans = byteRange !== null && byteRange.faults.length === 0 ? spansOf(byteRange.numbers) : undefined;
  const content = spans === undefined ? undefined : contentOfSpans(source, spans, { ...options, prefixes: context.prefixes });
  const gathered =
    'signedData' in read
      ? await gatherCms(context, read.signedData, subFilter, content)
      : { cms: brokenCms(read.fault), signer: undefined };
  const permissions = await permissionFacts(context, entry, byteRange);
  const dictionary = await dictionaryFacts(context, entry, byteRange, subFilter, state);
  const byteRangeDigest = content === undefined ? null : await textDigest(content, gathered.cms.signer?.digestAlgorithm.name ?? null);
  const names = new Set(entry.fields.map(({ name }) => name));
  const widgets = context.widgets.filter(({ field }) => names.has(field));
  return {
    field: entry.fields[0]?.name ?? null,
    fields: entry.fields.map(({ name }) => name),
    kind: isDocumentTimestamp(entry.dict) ? 'document-time-stamp' : hasDocMdp(snapshot, entry.dict) ? 'certification' : 'signature',
    dictionary,
    byteRange,
    byteRangeDigest,
    permissions,
    seedValueFaults: seedValueFaults(context, entry, {
      subFilter,
      permissions,
      gathered,
      certificates: 'signedData' in read ? read.signedData.certificates : [],
    }),
    cms: gathered.cms,
    paths: await gatherPaths({
      certificate: gathered.signer?.certificate,
      candidates: context.material.certificates,
      anchors: anchorsFor(context, entry),
      pool: context.pool,
      ...context.issuers,
    }),
    statedTime: isDocumentTimestamp(entry.dict) && 'signedData' in read ? statedTimeOf(read.signedData) : null,
    ...('signedData' in read && read.signedData.signerInfos[0] !== undefined
      ? await gatherTimeEvidence({
          signedData: read.signedData,
          signerInfo: read.signedData.signerInfos[0],
          index,
          firstIndex: index,
          signer: gathered.signer?.certificate === undefined ? null : await context.pool.add(gathered.signer.certificate.raw),
          content,
          material: context.material,
          trust: options.trust,
          pool: context.pool,
          container: undefined,
          ...context.issuers,
        })
      : { timestamps: [], evidenceRecords: [] }),
    counterSignatures:
      'signedData' in read && read.signedData.signerInfos[0] !== undefined
        ? await gatherCounterSignatures({
            signedData: read.signedData,
            signerInfo: read.signedData.signerInfos[0],
            material: context.material,
            trust: options.trust,
            pool: context.pool,
            ...context.issuers,
          })
        : [],
    covers: [],
    ...(await gatherAssertions(context, {
      signerInfo: 'signedData' in read ? read.signedData.signerInfos[0] : undefined,
      signer: gathered.signer?.certificate,
      widgets,
      byteRange,
      byteRangeDigest,
      claimedTime: dictionary.claimedTime,
    })),
    places: widgets.flatMap((widget) => placeOf(widget) ?? []),
    drawnFields: widgets.filter(({ dict }) => dict.entries.has('AP')).map(({ field }) => field),
    widgetNumbers: widgets.flatMap(({ number }) => number ?? []),
  };
}

/** Time-stamps have anchors of their own where the caller gave some. */
export function anchorsFor({ options }: Pick<GatherContext, 'options'>, entry: SignatureEntry): readonly Uint8Array[] {
  const { trust } = options;
  return isDocumentTimestamp(entry.dict) ? (trust.timestampAuthorities ?? trust.signers) : trust.signers;
}

interface SeedValueContext {
  readonly subFilter: string | null;
  readonly permissions: PermissionFacts;
  readonly gathered: { readonly cms: CmsFacts; readonly signer: GatheredSigner | undefined };
  readonly certificates: readonly Uint8Array[];
}

/** Required seed values of any field that has this signature. */
function seedValueFaults(context: GatherContext, entry: SignatureEntry, seed: SeedValueContext): readonly string[] {
  const { snapshot } = context;
  const { cms, signer } = seed.gathered;
  const hasTimestamp = cms.signer?.unsignedAttributes.includes(OIDS.timeStampToken) === true;
  const subject: SeedValueSubject = {
    filter: nameOf(valueOf(snapshot, entry.dict.entries.get('Filter'))) ?? null,
    subFilter: seed.subFilter,
    reason: textOf(valueOf(snapshot, entry.dict.entries.get('Reason'))),
    certifies: hasDocMdp(snapshot, entry.dict) ? seed.permissions.docMdp : null,
    signer: cms.signer,
    hasTimestamp,
    certificate: signer?.certificate,
    certificates: seed.certificates,
  };
  return [...new Set(entry.fields.flatMap(({ dict }) => findSeedValueFaults(snapshot, dict, subject)))];
}

async function gatherCms(
  context: GatherContext,
  signedData: SignedData,
  subFilter: string | null,
  content: SignedContent | undefined,
): Promise<{ readonly cms: CmsFacts; readonly signer: GatheredSigner | undefined }> {
  const [signerInfo] = signedData.signerInfos;
  if (signerInfo === undefined) return { cms: cmsFactsOf(signedData, null), signer: undefined };
  const kind = contentKindOf(subFilter, signedData);
  const imprint = kind === 'time-stamp' ? { matches: await imprintOf(signedData, content) } : undefined;
  const gathered = await gatherSigner({
    signedData,
    signerInfo,
    kind,
    known: context.material.parsedCertificates,
    ...(content === undefined ? {} : { content }),
    ...(imprint === undefined ? {} : { imprint }),
  });
  return { cms: cmsFactsOf(signedData, gathered.signer), signer: gathered };
}

/** An unknown /SubFilter is read by what lies inside, so that the report can say more than that it is unknown. */
function contentKindOf(subFilter: string | null, signedData: SignedData): ContentKind {
  const rule = contentRuleOf(subFilter);
  return rule ?? (signedData.content === undefined ? 'detached' : 'encapsulated');
}

async function dictionaryFacts(
  context: GatherContext,
  entry: SignatureEntry,
  byteRange: ByteRangeFacts | null,
  subFilter: string | null,
  contents: DictionaryFacts['contents'],
): Promise<DictionaryFacts> {
  const { snapshot } = context;
  const text = (key: string): string | null => textOf(valueOf(snapshot, entry.dict.entries.get(key)));
  const claimed = text('M');
  const signed = await signedVersion(context, entry, byteRange);
  return {
    object: entry.ref === null ? null : `${entry.ref.number} ${entry.ref.generation}`,
    subFilter,
    claimedTime: claimed === null ? null : parsePdfDate(claimed),
    reason: text('Reason'),
    location: text('Location'),
    name: text('Name'),
    contents,
    ...signed,
  };
}

/** The same dictionary as the signed revision has it, and which fields came to it later. */
async function signedVersion(
  context: GatherContext,
  entry: SignatureEntry,
  byteRange: ByteRangeFacts | null,
): Promise<Pick<DictionaryFacts, 'sameInSignedRevision' | 'laterFields'>> {
  if (byteRange?.revision === null || byteRange === null) return { sameInSignedRevision: null, laterFields: [] };
  const entries = findSignatureEntries(await context.formAt(byteRange.revision));
  const same = entries.find(({ ref, fields }) => sameHolder({ ref, fields }, entry));
  if (same === undefined) return { sameInSignedRevision: false, laterFields: [] };
  const before = new Set(same.fields.map(({ ref }) => ref.number));
  return {
    sameInSignedRevision: equalObjects(same.dict, entry.dict),
    laterFields: entry.fields.filter(({ ref }) => !before.has(ref.number)).map(({ name }) => name),
  };
}

function sameHolder(left: Pick<SignatureEntry, 'ref' | 'fields'>, right: Pick<SignatureEntry, 'ref' | 'fields'>): boolean {
  if (left.ref !== null && right.ref !== null) return left.ref.number === right.ref.number && left.ref.generation === right.ref.generation;
  return left.ref === right.ref && left.fields[0]?.ref.number === right.fields[0]?.ref.number;
}

/** Permissions as the signed revision states them; a later revision cannot widen them. */
async function permissionFacts(context: GatherContext, entry: SignatureEntry, byteRange: ByteRangeFacts | null): Promise<PermissionFacts> {
  const revision = byteRange?.revision ?? null;
  const snapshot = revision === null ? context.snapshot : await context.formAt(revision);
  const signed = findSignatureEntries(snapshot).find((candidate) => sameHolder(candidate, entry)) ?? entry;
  const permissions = readPermissions(snapshot, signed);
  return { ...permissions, secondCertification: isSecondCertification(context, signed.dict, revision) };
}

function isSecondCertification(context: GatherContext, dict: PdfDict, revision: number | null): boolean {
  if (!hasDocMdp(context.snapshot, dict)) return false;
  const certifications = context.entries.filter((entry) => hasDocMdp(context.snapshot, entry.dict));
  return revision !== null && certifications.length > 1 && certifications[0]?.dict !== dict;
}

function textOf(object: PdfObject): string | null {
  return object.kind === 'string' ? decodeTextString(object.bytes) : null;
}
