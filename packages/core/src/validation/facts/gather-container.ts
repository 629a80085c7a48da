import { OIDS } from '../../asn1/index.ts';
import { type ByteSource, type Bytes, equalBytes } from '../../bytes/index.ts';
import { CadesError, materialOfSignedData, parseEvidenceRecord } from '../../cades/index.ts';
import { digestSource, formatDigest } from '../../crypto/index.ts';
import { type AsicContainer, type ContainerProof, type ContainerRecord, readAsicContainer } from '../container/asic-container.ts';
import { readReferences } from '../container/reference-check.ts';
import type { ZipEntry } from '../container/zip-archive.ts';
import { blankSignature } from './blank-signature.ts';
import type { ContainerFacts, ContainerProofFacts, ContainerRecordFacts, ReferenceFacts } from './container-facts.ts';
import { type EvidenceId, signatureId, timestampId } from './evidence-id.ts';
import { type CmsFile, gatherCmsSignatures, readCmsFile } from './gather-cms-file.ts';
import type { GatherOptions } from './gather-context.ts';
import { gatherRecordTimestamps } from './gather-evidence-record.ts';
import { beginGathering, endGathering, type Gathering } from './gathering.ts';
import type { SignatureFacts } from './validation-facts.ts';

/** Octets of one file with signatures, time-stamps or an evidence record. */
const MOST_PROOF = 16 << 20;

/**
 * Facts of a container: what each signature is over, and what each time-stamp over a manifest, and each evidence record, proves the
 * existence of: the signatures in the files that it lists with their right digests, and all that lies in these.
 *
 * @throws {@link ContainerError}
 * @see ETSI EN 319 162-1 §4.3, §4.4, §A.4 to §A.7
 */
export async function gatherContainerFacts(file: ByteSource, options: GatherOptions): Promise<ContainerFacts> {
  const container = await readAsicContainer(file, options);
  const gathering = await beginGathering(options);
  gathering.notices.push(...container.notices.map((code) => ({ code, values: {} })));
  const signatures: SignatureFacts[] = [];
  const proofs: ContainerProofFacts[] = [];
  const inside = new Map<string, readonly EvidenceId[]>();
  for (const proof of container.proofs) {
    const cms = readCmsFile(await container.contents.bytes(proof.entry, MOST_PROOF, options));
    const content = proof.content === undefined ? undefined : await container.contents.source(proof.content, options);
    const found = await gatherCmsSignatures(cms, gathering, { content, firstIndex: signatures.length });
    inside.set(proof.file, await namesIn(cms, found, { gathering, firstIndex: signatures.length }));
    proofs.push(await factsOfProof(proof, { container, cms, options, places: found.map((_, place) => signatures.length + place) }));
    signatures.push(...found);
  }
  const records: ContainerRecordFacts[] = [];
  for (const record of container.records) {
    const { facts, stand } = await gatherRecord(record, { container, gathering, inside, index: signatures.length });
    records.push(facts);
    signatures.push(stand);
  }
  const whole = {
    kind: 'asic-container',
    size: file.size,
    digest: formatDigest('SHA-256', await digestSource('SHA-256', file, options)),
  } as const;
  return {
    version: 1,
    type: container.type,
    objects: container.objects.map(({ name, size }) => ({ name, size })),
    faults: container.faults,
    unread: container.unread,
    proofs,
    records,
    facts: await endGathering(gathering, whole, withCovers(signatures, proofs, inside)),
  };
}

/** Everything in a file that a time-stamp over it proves the existence of. */
async function namesIn(
  { read }: CmsFile,
  found: readonly SignatureFacts[],
  { gathering, firstIndex }: { readonly gathering: Gathering; readonly firstIndex: number },
): Promise<readonly EvidenceId[]> {
  return [
    ...found.flatMap(({ timestamps }, place) => [
      signatureId(firstIndex + place),
      ...timestamps.map((_, inner) => timestampId(firstIndex + place, inner)),
    ]),
    ...('signedData' in read ? await gathering.material.add(materialOfSignedData(read.signedData), 'document') : []),
  ];
}

interface ProofSurroundings {
  readonly container: AsicContainer;
  readonly cms: CmsFile;
  readonly options: GatherOptions;
  readonly places: readonly number[];
}

async function factsOfProof(proof: ContainerProof, { container, cms, options, places }: ProofSurroundings): Promise<ContainerProofFacts> {
  const names = namesOver(proof);
  return {
    file: proof.file,
    kind: proof.kind,
    objects: names.filter((name) => container.objects.some((object) => object.name === name)),
    over: [...new Set([...names, ...(proof.content === undefined ? [] : [proof.content.name])])],
    references: await readReferences(proof, container, options),
    holdsContent: await holdsOtherContent(proof, { container, cms, options }),
    signatures: places,
  };
}

/** Whether a signature is over something that it holds, and not over the file of the container, which it may hold once more. */
async function holdsOtherContent(
  { content }: ContainerProof,
  { container, cms, options }: Omit<ProofSurroundings, 'places'>,
): Promise<boolean> {
  if (!('signedData' in cms.read) || cms.read.signedData.contentType === OIDS.tstInfo) return false;
  const held = cms.read.signedData.content;
  if (held === undefined) return false;
  return content?.size !== held.length || !equalBytes(await container.contents.bytes(content, held.length, options), held);
}

function namesOver({ references, content }: Pick<ContainerProof, 'references' | 'content'>): readonly string[] {
  if (references.length > 0) return references.map(({ name }) => name);
  return content === undefined ? [] : [content.name];
}

/**
 * A time-stamp over a manifest proves what it lists, where the digests are right: of a signature only where what that is over is listed
 * too, since a digest in it may be too weak by then (§A.5).
 */
function withCovers(
  signatures: readonly SignatureFacts[],
  proofs: readonly ContainerProofFacts[],
  inside: ReadonlyMap<string, readonly EvidenceId[]>,
): readonly SignatureFacts[] {
  const overOf = new Map(proofs.map(({ file, over }) => [file, over]));
  const covers = new Map<number, readonly EvidenceId[]>();
  for (const { references, signatures: places } of proofs) {
    const listed = new Set(unchanged(references));
    const whole = [...listed].filter((name) => (overOf.get(name) ?? []).every((each) => listed.has(each)));
    for (const place of places)
      if (signatures[place]?.kind === 'time-stamp-token') covers.set(place, [...new Set(whole.flatMap((name) => inside.get(name) ?? []))]);
  }
  return signatures.map((signature, place) => ({ ...signature, covers: covers.get(place) ?? signature.covers }));
}

function unchanged(references: readonly ReferenceFacts[]): readonly string[] {
  return references.filter(({ state }) => state === 'same').map(({ name }) => name);
}

interface RecordSurroundings {
  readonly container: AsicContainer;
  readonly gathering: Gathering;
  readonly inside: ReadonlyMap<string, readonly EvidenceId[]>;
  readonly index: number;
}

async function gatherRecord(
  { file, entry, references, content }: ContainerRecord,
  { container, gathering, inside, index }: RecordSurroundings,
): Promise<{ readonly facts: ContainerRecordFacts; readonly stand: SignatureFacts }> {
  const { options } = gathering;
  const names = namesOver({ references, content });
  const there = names.map((name) => container.entries.get(name)).filter((each): each is ZipEntry => each !== undefined);
  const shared = { file, references: await readReferences({ references }, container, options), signature: index };
  const read = readRecord(await container.contents.bytes(entry, MOST_PROOF, options));
  if (typeof read === 'string')
    return { facts: { ...shared, fault: read, objects: names.map((name) => ({ name, isOver: null })) }, stand: blankSignature(read) };
  const objects = [];
  for (const each of there) objects.push({ source: await container.contents.source(each, options), names: inside.get(each.name) ?? [] });
  const { cover, stand } = await gatherRecordTimestamps(read, objects, gathering, index);
  const isOver = (name: string): boolean | null => cover.objects[there.findIndex((each) => each.name === name)] ?? null;
  return { facts: { ...shared, fault: null, objects: names.map((name) => ({ name, isOver: isOver(name) })) }, stand };
}

/** The record, or the code of why it cannot be read. */
function readRecord(bytes: Bytes): ReturnType<typeof parseEvidenceRecord> | string {
  try {
    return parseEvidenceRecord(bytes);
  } catch (error) {
    if (error instanceof CadesError) return error.code;
    throw error;
  }
}
