import type { ByteSource } from '../../bytes/index.ts';
import { materialOfSignedData } from '../../cades/index.ts';
import { formatDigest, prefixDigests } from '../../crypto/index.ts';
import { readSecurityStore } from '../../pades/index.ts';
import { type OpenPdfOptions, type PdfDocument, PdfError, openPdf, revisionDoubts, walkPageTree } from '../../pdf/index.ts';
import { signedBeginning } from './byte-range-facts.ts';
import { explainStep } from './changes/explain-step.ts';
import { hasStructureLoop } from './changes/structure-loops.ts';
import { loadSteps } from './changes/load-steps.ts';
import type { ChangeFact } from './changes/change-fact.ts';
import { createCertificatePool } from './certificate-pool.ts';
import { type ReadSignature, withCoverage } from './document-coverage.ts';
import { earlierDocuments, isBlank } from './earlier-documents.ts';
import { issuerFetcher } from './fetch-issuers.ts';
import { type FormSnapshot, loadFormSnapshot } from './form-snapshot.ts';
import type { GatherContext, GatherOptions, LaterFault } from './gather-context.ts';
import { gatherRevocation } from './gather-revocation.ts';
import { gatherSignature, readContainer } from './gather-signature.ts';
import { materialAtHand } from './material-at-hand.ts';
import type { MaterialPool } from './material-pool.ts';
import { revocationSubjects } from './revocation-subjects.ts';
import { certificationRef, findSignatureEntries } from './signature-dictionaries.ts';
import type { KnownSeal } from './copied-pictures.ts';
import type { CopiedPicture } from './seal-facts.ts';
import { sealOfFacts } from './seal-of-facts.ts';
import { readFieldWidgets } from './signature-widgets.ts';
import type { DocumentFacts, Notice, SignatureFacts, ValidationFacts } from './validation-facts.ts';

/**
 * Everything that validating a PDF needs to know, as plain JSON. All reading and cryptography happens here. Where the last
 * revisions cannot be read as they are, the signatures before them are looked at, and `changesFault` says why nothing after them is.
 *
 * @throws {@link PdfError} when the file is no PDF or exceeds the limits, and no earlier revision has a signature.
 */
export async function gatherFacts(source: ByteSource, options: GatherOptions): Promise<ValidationFacts> {
  try {
    const document = await openPdf(source, openOptions(options));
    const facts = await gatherFrom(document, { source, laterFault: await unreadTail(document, options), options });
    return document.notices.includes('xref-rebuilt') ? await doubtRebuilt(facts, document, options) : facts;
  } catch (error) {
    if (!(error instanceof PdfError) || error.code === 'PDF_HEADER_MISSING') throw error;
    const facts = await gatherEarlier(source, error.code, options);
    if (facts === undefined) throw error;
    return facts;
  }
}

/**
 * Of a file that was signed while its cross-reference held, and whose later revisions do not let it be followed, each reader
 * makes what it likes: no later change is explained, unless whoever searches the text finds the same everywhere.
 */
async function doubtRebuilt(facts: ValidationFacts, document: PdfDocument, options: GatherOptions): Promise<ValidationFacts> {
  if ((await findDoubt(document, 0, options)) === null) return facts;
  const before = await gatherEarlier(document.source, 'XREF_REBUILT', options);
  if (before === undefined) return facts;
  if (before.signatures.length > facts.signatures.length) return before;
  const changesFault = facts.document.changesFault ?? 'XREF_REBUILT';
  return { ...facts, document: { ...facts.document, changes: [], changesFault } };
}

/** The newest earlier revision that reads and has signatures. */
async function gatherEarlier(source: ByteSource, laterFault: LaterFault, options: GatherOptions): Promise<ValidationFacts | undefined> {
  for await (const document of earlierDocuments(source, openOptions(options))) {
    try {
      const facts = await gatherFrom(document, { source, laterFault, options });
      if (facts.signatures.length > 0) return facts;
    } catch (error) {
      if (!(error instanceof PdfError)) throw error;
    }
  }
  return undefined;
}

/**
 * Octets behind the last revision are part of none: text behind a rebuilt cross-reference, or a revision whose `startxref` is spoilt,
 * which a reader that searches for objects takes as the newest.
 */
async function unreadTail(document: PdfDocument, options: GatherOptions): Promise<LaterFault | null> {
  const end = document.revisions.at(-1)?.end ?? document.size;
  if (end >= document.size) return null;
  return (await isBlank(document.source, end, options)) ? null : 'BYTES_NOT_COVERED';
}

async function gatherFrom(
  document: PdfDocument,
  { source, laterFault, options }: Pick<GatherContext, 'source' | 'laterFault' | 'options'>,
): Promise<ValidationFacts> {
  const snapshot = await loadFormSnapshot(document, document.revisions.length, options);
  const entries = findSignatureEntries(snapshot);
  const forms = new Map<number, Promise<FormSnapshot>>();
  const formAt = (revision: number): Promise<FormSnapshot> => {
    const known = forms.get(revision) ?? loadFormSnapshot(document.atRevision(revision), revision, options);
    forms.set(revision, known);
    return known;
  };
  const widgets = entries.length === 0 ? [] : await readFieldWidgets(document, options);
  const pool = createCertificatePool();
  const notices: Notice[] = [];
  const material = await materialAtHand(options);
  const reads = entries.map((entry) => ({ entry, read: readContainer(entry) }));
  for (const { read } of reads) if ('signedData' in read) await material.add(materialOfSignedData(read.signedData), 'document');
  if (entries.length > 0) await addStore(material, document, options);
  const issuers = issuerFetcher(options.revocationSource, { material, notices, ...signalOf(options) });
  const beginnings = entries.flatMap(({ dict }) => signedBeginning(dict, document.size) ?? []);
  const prefixes = prefixDigests(source, { ...options, ends: [...beginnings, ...document.revisions.map(({ end }) => end)] });
  const around = { document, source, snapshot, entries, options, pool, material, issuers, prefixes };
  const context: GatherContext = { ...around, widgets, laterFault, formAt };
  const gathered: ReadSignature[] = [];
  for (const [index, { entry, read }] of reads.entries())
    gathered.push({
      facts: await gatherSignature(context, entry, { read, index }),
      signedData: 'signedData' in read ? read.signedData : undefined,
    });
  const signatures = await withCoverage(context, gathered);
  const revocation = await gatherRevocation({
    subjects: revocationSubjects(signatures, options.trust),
    material,
    pool,
    ...(options.revocationSource === undefined ? {} : { source: options.revocationSource }),
    ...signalOf(options),
  });
  const facts = await documentFacts(context, signatures);
  return {
    version: 1,
    document: { ...facts, notices: [...facts.notices, ...notices, ...revocation.notices] },
    certificates: pool.contents(),
    signatures,
    revocation: revocation.answers,
  };
}

function signalOf({ signal }: GatherOptions): Pick<GatherOptions, 'signal'> {
  return signal === undefined ? {} : { signal };
}

/** The security store of the last revision; one that cannot be read brings nothing. */
async function addStore(material: MaterialPool, document: PdfDocument, options: GatherOptions): Promise<void> {
  try {
    await material.add(await readSecurityStore(document, options), 'document');
  } catch (error) {
    if (!(error instanceof PdfError)) throw error;
  }
}

function openOptions(options: GatherOptions): Pick<OpenPdfOptions, 'password' | 'signal' | 'engine'> {
  return {
    ...(options.engine === undefined ? {} : { engine: options.engine }),
    ...(options.password === undefined ? {} : { password: options.password }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
}

async function documentFacts(context: GatherContext, signatures: readonly SignatureFacts[]): Promise<DocumentFacts> {
  const { document, source, laterFault } = context;
  const changes = await gatherChanges(context, signatures);
  const pages = await readPages(context);
  return {
    kind: 'pdf',
    size: source.size,
    digest: formatDigest('SHA-256', await context.prefixes.digest('SHA-256', source.size)),
    encrypted: document.encrypted,
    // Of revisions that cannot be read nobody knows the pages; all of them together count as one.
    pages: laterFault === null ? pages.count : null,
    revisionEnds: [...document.revisions.map((revision) => revision.end), ...(laterFault === null ? [] : [source.size])],
    repaired: document.repaired,
    notices: noticesOf(context),
    changes: changes.facts,
    changesFault: laterFault ?? changes.fault,
    structureFaults: [...pages.faults, ...changes.structureFaults],
    lostSignatures: await findLostSignatures(context),
    copiedPictures: await findCopies(context, signatures),
  };
}

interface GatheredChanges {
  readonly facts: readonly ChangeFact[];
  readonly fault: string | null;
  readonly structureFaults: readonly string[];
}

async function gatherChanges(context: GatherContext, signatures: readonly SignatureFacts[]): Promise<GatheredChanges> {
  const first = Math.min(...signatures.flatMap(({ byteRange }) => byteRange?.revision ?? []));
  if (!Number.isFinite(first)) return { facts: [], fault: null, structureFaults: [] };
  try {
    const doubt = await findDoubt(context.document, first, context.options);
    if (doubt !== null) return { facts: [], fault: doubt, structureFaults: [] };
    const { steps, fault } = await loadSteps(context.document, first, context.options);
    const loops = steps.some((step) => hasStructureLoop(step.older) || hasStructureLoop(step.newer));
    return { facts: steps.flatMap((step) => explainStep(step)), fault, structureFaults: loops ? ['STRUCTURE_TREE_LOOP'] : [] };
  } catch (error) {
    if (error instanceof PdfError) return { facts: [], fault: error.code, structureFaults: [] };
    throw error;
  }
}

/** Why a revision after `first` may show something else in a reader that does not take its cross-reference as it is. */
async function findDoubt(document: PdfDocument, first: number, options: GatherOptions): Promise<string | null> {
  for (const { index } of document.revisions.slice(first)) {
    const [doubt] = await revisionDoubts(document, index, options);
    if (doubt !== undefined) return codeOf(doubt);
  }
  return null;
}

/** The stable code of what the reader of the file names in words. */
function codeOf(name: string): string {
  return name.toUpperCase().replaceAll('-', '_');
}

/** Pictures of the file's own statements where no signature with that statement put them. */
async function findCopies(
  { document, widgets, options }: GatherContext,
  signatures: readonly SignatureFacts[],
): Promise<readonly CopiedPicture[]> {
  const seals = signatures.flatMap((signature): readonly KnownSeal[] => {
    const info = signature.seal === null ? undefined : sealOfFacts(signature.seal);
    if (info === undefined) return [];
    const own = signatures
      .filter(({ seal }) => seal?.statement?.picture === signature.seal?.statement?.picture)
      .flatMap(({ fields }) => fields);
    const numbers = widgets.filter(({ field }) => own.includes(field)).flatMap(({ number }) => number ?? []);
    return [{ seal: signature.field ?? '', info, widgets: new Set(numbers) }];
  });
  if (seals.length === 0) return [];
  const { findCopiedPictures } = await import('./copied-pictures.ts');
  return findCopiedPictures(document, seals, options);
}

async function readPages({
  document,
  options,
}: GatherContext): Promise<{ readonly count: number | null; readonly faults: readonly string[] }> {
  try {
    const { pages, faults } = await walkPageTree(document, options);
    return { count: pages.length, faults: faults.some(({ fault }) => fault === 'node-loop') ? ['PAGE_TREE_LOOP'] : [] };
  } catch (error) {
    if (error instanceof PdfError) return { count: null, faults: [] };
    throw error;
  }
}

function noticesOf({ document, snapshot, entries }: GatherContext): readonly Notice[] {
  const notices: Notice[] = document.notices.map((name) => ({ code: codeOf(name), values: {} }));
  if (document.repaired) notices.push({ code: 'FILE_REPAIRED', values: {} });
  for (const number of snapshot.unreadable) notices.push({ code: 'FORM_OBJECT_UNREADABLE', values: { object: `${number} 0` } });
  const certification = certificationRef(snapshot);
  const known = certification?.kind === 'ref' && entries.some(({ ref }) => ref?.number === certification.number);
  if (certification !== undefined && !known) notices.push({ code: 'CERTIFICATION_WITHOUT_FIELD', values: {} });
  return notices;
}

/** Fields that had a signature in an earlier revision and have none of theirs in the last. */
async function findLostSignatures(context: GatherContext): Promise<readonly string[]> {
  const { document, entries } = context;
  const present = new Set(entries.map(({ ref }) => ref?.number));
  const lost = new Set<string>();
  const recent = document.revisions.slice(0, -1).slice(-REVISIONS_SEARCHED);
  for (const { index } of recent) {
    for (const entry of findSignatureEntries(await context.formAt(index))) {
      if (entry.ref !== null && !present.has(entry.ref.number)) lost.add(entry.fields[0]?.name ?? '');
    }
  }
  return [...lost];
}

/** Enough for real documents; a file of ten thousand revisions is not read ten thousand times. */
const REVISIONS_SEARCHED = 64;
