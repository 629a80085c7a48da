import { type Bytes, decodeBase64, equalBytes } from '@sealkit/core/bytes';
import { SealkitError } from '@sealkit/core/errors';
import type { SealDesign, SealProductionRequest, SealTransitionResult } from '@sealkit/core/protocol';
import { digestText } from '@sealkit/core/crypto';
import { likenessOfFace } from '@sealkit/core/seal';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { appendEvent } from '../audit/audit-event.ts';
import { keepPersonalValue } from '../audit/personal-values/personal-value.ts';
import { assertAuthorized } from '../authorization.ts';
import type { OrganisationRecord, SealRecord, SealVersionRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { makerError } from './design-check.ts';
import { findLikeFaces } from './like-faces.ts';
import type { NewSealVersion } from './new-seal.ts';
import { designFacts, findDesignFault } from './request-seal.ts';
import { type SealOrder } from './seal-maker.ts';
import { assertMayAct } from './acting-person.ts';
import { answerAct, findSeal, putSeal, sealResource } from './seals.ts';
import { findPrepared, readSealRights } from './seal-view.ts';
import { assertStatementFits } from './statement-fits.ts';
import { versionFacts, versionRecord } from './version-record.ts';

/** States in which a version may be made. The design that was approved is made first; later ones come with their own. */
const PRODUCIBLE: ReadonlySet<SealRecord['state']> = new Set(['approved', 'produced', 'active', 'suspended']);

/**
 * Has the seal maker make a version: the first of an approved seal, or the next of one in use (new face, or the same face with
 * a new certificate). What comes back is checked against the order and against every face that the register knows, and waits
 * as prepared until somebody activates it.
 */
export async function produceVersion(
  context: AdapterContext,
  principal: Principal,
  number: string,
  request: SealProductionRequest,
  finish: (tx: StoreTransaction, result: SealTransitionResult) => Promise<void>,
): Promise<SealTransitionResult> {
  const { sealMaker } = context;
  const found = await context.store.transaction((tx) => findSeal(tx, principal.tenant, number), { readOnly: true });
  await assertAuthorized(context, principal, 'seal.produce', sealResource(found));
  if (sealMaker === null) throw new AdapterError('SEAL_MAKER_MISSING');
  const { seal, order } = await context.store.transaction((tx) => placeOrder(tx, principal, number, request));
  const rights = await readSealRights(context, principal, seal, seal.state === 'approved' ? 'produced' : seal.state);
  const made = await sealMaker.make(order).catch((cause: unknown) => {
    throw makerError(cause);
  });
  const now = context.clock.now();
  let likeness: Bytes | null;
  try {
    await assertMadeToOrder(seal, order, made);
    likeness = await measureFace(made);
  } catch (cause) {
    await noteUnregistered(context, principal, number, made, now);
    throw cause;
  }
  const outcome = await context.store.transaction(async (tx): Promise<SealTransitionResult | AdapterError> => {
    const current = await findSeal(tx, principal.tenant, number);
    // The seal went on while the maker was at work: what was made belongs to a seal that is another one now.
    if (current.epoch !== seal.epoch) return new AdapterError('SEAL_CHANGED');
    await discardPrepared(tx, principal, current, now);
    const reason = await keepPersonalValue(tx, principal, request.reason, now);
    const version: SealVersionRecord = {
      ...(await versionRecord(principal.tenant, number, order.version, made, likeness)),
      state: 'prepared',
      like: await findLikeFaces(tx, principal.tenant, number, likeness),
      made: { by: principal.personId, at: now.toISOString(), reason },
    };
    await tx.register.putVersion(version);
    const produced: SealRecord =
      current.state === 'approved'
        ? { ...current, state: 'produced', stateSince: now.toISOString(), stateReason: reason, epoch: current.epoch + 1 }
        : current;
    await putSeal(tx, produced);
    const event = await appendEvent(tx, {
      tenant: principal.tenant,
      envelopeId: null,
      sealNumber: number,
      type: 'seal-version-made',
      time: now,
      actor: principal.personId,
      body: {
        from: current.state,
        to: produced.state,
        reason,
        ...(order.design === null ? { design: null } : await designFacts(order.design)),
        ...(await versionFacts(version)),
        like: version.like.map((face) => ({ ...face })),
      },
    });
    const result = await answerAct(context, tx, principal, { seal: produced, act: 'seal-version-made', event, rights, now });
    await finish(tx, result);
    return result;
  });
  if (!(outcome instanceof AdapterError)) return outcome;
  await noteUnregistered(context, principal, number, made, now);
  throw outcome;
}

async function placeOrder(
  tx: StoreTransaction,
  principal: Principal,
  number: string,
  request: SealProductionRequest,
): Promise<{ readonly seal: SealRecord; readonly order: SealOrder }> {
  await assertMayAct(tx, principal);
  const seal = await findSeal(tx, principal.tenant, number);
  const organisation = await tx.register.findOrganisation(seal.tenant, seal.organisationId);
  if (organisation === undefined) throw new AdapterError('ORGANISATION_NOT_FOUND');
  const versions = await tx.register.listVersions(seal.tenant, number);
  const previous = versions.find(({ state }) => state === 'current') ?? null;
  const design = designOf(seal, request, organisation, previous);
  return {
    seal,
    order: {
      tenant: seal.tenant,
      number,
      version: (versions.at(-1)?.version ?? 0) + 1,
      kind: seal.kind,
      ordinal: seal.ordinal,
      name: seal.name,
      organisation,
      testMaterial: seal.testMaterial,
      design,
      previous,
    },
  };
}

function designOf(
  seal: SealRecord,
  request: SealProductionRequest,
  organisation: OrganisationRecord,
  previous: SealVersionRecord | null,
): SealDesign | null {
  if (!PRODUCIBLE.has(seal.state)) throw new AdapterError('SEAL_NOT_PRODUCIBLE', { values: { state: seal.state } });
  if (previous === null) {
    // What is made first is what was approved, and nothing else.
    if (request.design !== undefined || seal.design === null)
      throw new AdapterError('SEAL_NOT_PRODUCIBLE', { values: { state: seal.state } });
    return seal.design;
  }
  if (request.design === undefined) return null;
  const fault = findDesignFault(request.design, organisation);
  if (fault !== null) throw new AdapterError(fault);
  return request.design;
}

/** @throws {@link AdapterError} `SEAL_MAKER_FAILED` where something else was made than was ordered. */
async function assertMadeToOrder(seal: SealRecord, order: SealOrder, made: NewSealVersion): Promise<void> {
  const face = expectedFace(order);
  if (face !== null && (made.face.type !== face.type || !equalBytes(made.face.bytes, face.bytes))) {
    throw new AdapterError('SEAL_MAKER_FAILED', { detail: 'face: expected the one that was ordered' });
  }
  try {
    await assertStatementFits(seal, made);
  } catch (cause) {
    if (!(cause instanceof TypeError || cause instanceof SealkitError)) throw cause;
    throw new AdapterError('SEAL_MAKER_FAILED', { detail: cause.message.slice(0, 200), cause });
  }
}

/** @throws {@link AdapterError} `SEAL_MAKER_FAILED` where the face cannot be drawn. */
async function measureFace({ face }: NewSealVersion): Promise<Bytes | null> {
  try {
    return await likenessOfFace(face);
  } catch (cause) {
    if (!(cause instanceof SealkitError)) throw cause;
    throw new AdapterError('SEAL_MAKER_FAILED', { detail: cause.message.slice(0, 200), cause });
  }
}

/** The face where the order names its octets: a renewed certificate keeps the old one. */
function expectedFace({ design, previous }: SealOrder): NewSealVersion['face'] | null {
  if (design === null) return previous?.face ?? null;
  return design.type === 'picture' ? { type: 'PNG', bytes: decodeBase64(design.base64) } : null;
}

/** A version that was made before and never came into use makes room for the new one. */
async function discardPrepared(tx: StoreTransaction, principal: Principal, seal: SealRecord, now: Date): Promise<void> {
  const prepared = findPrepared(await tx.register.listVersions(seal.tenant, seal.number));
  if (prepared === undefined) return;
  await tx.register.putVersion({ ...prepared, state: 'discarded' });
  await appendEvent(tx, {
    tenant: seal.tenant,
    envelopeId: null,
    sealNumber: seal.number,
    type: 'seal-version-discarded',
    time: now,
    actor: principal.personId,
    body: { sealVersion: prepared.version, statement: prepared.statementDigest, reason: 'REPLACED' },
  });
}

/** A statement that exists and is not in the register is on record, so that nobody is surprised by it. */
async function noteUnregistered(
  { store }: AdapterContext,
  principal: Principal,
  number: string,
  made: NewSealVersion,
  now: Date,
): Promise<void> {
  const statement = await digestText('SHA-256', made.statement);
  await store.transaction((tx) =>
    appendEvent(tx, {
      tenant: principal.tenant,
      envelopeId: null,
      sealNumber: number,
      type: 'seal-version-unregistered',
      time: now,
      actor: principal.personId,
      body: { statement },
    }),
  );
}
