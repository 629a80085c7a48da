import { concatBytes, decodeBase64 } from '@sealkit/core/bytes';
import type { EnvelopeRequest, EnvelopeView, PermitRequest, PermitView, UseChallenge, UseResult } from '@sealkit/core/protocol';
import type { EnvelopeParty } from '@sealkit/core/seal';
import {
  type Answer,
  type Client,
  confirmation,
  expectStatus,
  permitRequest,
  placeOn,
  readTestDocument,
  startUse,
  type TestDocument,
} from './world.ts';

/** Company one seals with its contract seal, company two with its own; both in order 1 where it is parallel. */
export function twoCompanies(order: 'sequential' | 'parallel' = 'sequential'): readonly EnvelopeParty[] {
  const party = { personIds: null, acts: [{ type: 'seal-kind', sealKind: 'contract' }] } as const;
  return [
    { ...party, id: 'seller', name: 'Seller', organisationId: 'company-1', order: 1 },
    { ...party, id: 'buyer', name: 'Buyer', organisationId: 'company-2', order: order === 'parallel' ? 1 : 2 },
  ];
}

export async function openContract(client: Client, document: TestDocument, changes: Partial<EnvelopeRequest> = {}): Promise<EnvelopeView> {
  const answer = await client.post<EnvelopeView>('/envelopes', {
    name: 'Lease 2026.pdf',
    document: { digest: document.digest, length: document.bytes.length, pages: document.frame.pageCount },
    parties: twoCompanies(),
    ...changes,
  });
  return expectStatus(answer, 201);
}

/** What company one asks for, and what company two does, at places of their own. */
export const SELLER: Partial<PermitRequest> = {};
export const BUYER: Partial<PermitRequest> = { sealNumber: 'QL-2', placements: [placeOn(1, 20_000, 20_000), placeOn(2, 20_000, 20_000)] };
/** A signature of the person alone. */
export const PERSONAL: Partial<PermitRequest> = { sealNumber: null, sealVersion: null, placements: [] };

export function askPermit(
  client: Client,
  envelope: EnvelopeView,
  document: TestDocument,
  changes: Partial<PermitRequest>,
): Promise<Answer<PermitView>> {
  return client.post<PermitView>('/permits', permitRequest(envelope, document, changes));
}

/** A use that waits for its confirmation. */
export async function prepareAct(
  client: Client,
  envelope: EnvelopeView,
  document: TestDocument,
  changes: Partial<PermitRequest>,
): Promise<UseChallenge> {
  const permit = expectStatus(await askPermit(client, envelope, document, changes), 201);
  return startUse(client, document, permit.id);
}

export function confirmAct(client: Client, challenge: UseChallenge): Promise<Answer<UseResult>> {
  return client.post<UseResult>(`/uses/${challenge.useId}/confirm`, confirmation(challenge));
}

/** One act from its permit to its end; answers the next version of the document. */
export async function act(
  client: Client,
  envelope: EnvelopeView,
  document: TestDocument,
  changes: Partial<PermitRequest>,
): Promise<TestDocument> {
  const challenge = await prepareAct(client, envelope, document, changes);
  return nextVersion(document, expectStatus(await confirmAct(client, challenge), 200));
}

export function nextVersion(document: TestDocument, { revision }: Pick<UseResult, 'revision'>): Promise<TestDocument> {
  return readTestDocument(concatBytes(document.bytes, decodeBase64(revision)), [1, 2]);
}

export async function readContract(client: Client, { id }: EnvelopeView): Promise<EnvelopeView> {
  return expectStatus(await client.get<EnvelopeView>(`/envelopes/${id}`), 200);
}
