import type { Clock } from '@sealkit/core/ports';
import type { SessionView } from '@sealkit/core/protocol';
import type { SigningRequest, SigningState } from './signing-state.ts';
import type { SigningRecord } from './signing-store.ts';

type RequestOptions = Pick<SigningRequest, 'language' | 'documentClass' | 'amount' | 'reason' | 'joinedEnvelope' | 'clientReport'>;

/** What a signing has not been given yet. */
export const FRESH = { envelopeId: null, permitId: null, permit: null, useId: null } as const;

export function languageOf({ language }: Pick<SigningRequest, 'language'>): Pick<SigningRequest, 'language'> {
  return language === undefined ? {} : { language };
}

export function documentFacts({
  documentClass,
  amount,
}: Pick<SigningRequest, 'documentClass' | 'amount'>): Pick<SigningRequest, 'documentClass' | 'amount'> {
  return { ...(documentClass === undefined ? {} : { documentClass }), ...(amount === undefined ? {} : { amount }) };
}

/** What a request may carry and a record keeps of it. */
export function optionsOf(of: RequestOptions): RequestOptions {
  return {
    ...languageOf(of),
    ...documentFacts(of),
    ...(of.reason === undefined ? {} : { reason: of.reason }),
    ...(of.joinedEnvelope === undefined ? {} : { joinedEnvelope: of.joinedEnvelope }),
    ...(of.clientReport === undefined ? {} : { clientReport: of.clientReport }),
  };
}

/** What goes with a confirmation beside its proof. */
export function reportOf({ clientReport }: Pick<SigningRequest, 'clientReport'>): Pick<SigningRequest, 'clientReport'> {
  return clientReport === undefined ? {} : { clientReport };
}

/**
 * When an act ends, by this computer's clock. The clock may be wrong, so the life of the act is counted from now on; an act that was
 * fetched later than it was made ends sooner, where the clock can tell.
 */
export function endOfAct({ issuedAt, expires }: { readonly issuedAt: string; readonly expires: string }, now: Date): number {
  const byLife = now.getTime() + Date.parse(expires) - Date.parse(issuedAt);
  const byClock = Date.parse(expires);
  return byClock > now.getTime() ? Math.min(byLife, byClock) : byLife;
}

export function newKeys(): SigningRecord['keys'] {
  return { envelope: crypto.randomUUID(), permit: crypto.randomUUID(), use: crypto.randomUUID(), confirm: crypto.randomUUID() };
}

/** The record of a signing whose document was read. */
export function newRecord(
  environment: { readonly session: SessionView; readonly clock: Clock },
  request: SigningRequest,
  state: SigningState,
): SigningRecord {
  if (!state.reading) throw new TypeError('reading: expected a document that was read');
  return {
    id: crypto.randomUUID(),
    tenant: environment.session.tenant,
    person: environment.session.person.id,
    startedAt: environment.clock.now().toISOString(),
    name: request.name,
    document: request.document,
    digest: state.reading.digest,
    state: state.reading.state,
    sealNumber: request.sealNumber,
    sealVersion: state.seal?.current?.version ?? null,
    placements: request.placements,
    ...optionsOf(request),
    keys: newKeys(),
    ...FRESH,
  };
}
