import type { SealKind } from '../lifecycle/states.ts';
import { type EnvelopeParty, type EnvelopeStanding, type PartyAct, openActs, partyState } from './envelope-parties.ts';
import type { EnvelopeState } from './envelope-states.ts';

/** Who wants to do what. */
export interface EnvelopeActor {
  readonly personId: string;
  readonly organisationId: string;
  /** Null for a personal signature without a seal. */
  readonly seal: { readonly number: string; readonly kind: SealKind; readonly organisationId: string } | null;
}

/** The act that is done, and whose it is. */
export interface EnvelopeTurn {
  readonly partyId: string;
  /** Index among the acts of the party. */
  readonly act: number;
}

export type TurnObstacle = 'ENVELOPE_ENDED' | 'NOT_A_PARTY' | 'PARTY_NOT_DUE' | 'PARTY_COMPLETED' | 'PARTY_ACT_NOT_EXPECTED';

/**
 * Whether a person may do this act in an envelope with parties now, and which open act it is: of the first due party that they act for,
 * one that names the seal before one that names its kind. Otherwise what stands against it.
 */
export function findEnvelopeTurn(envelope: EnvelopeStanding, actor: EnvelopeActor): EnvelopeTurn | { readonly obstacle: TurnObstacle } {
  if (envelope.state !== 'in-progress') return { obstacle: 'ENVELOPE_ENDED' };
  const own = envelope.parties.filter((party) => actsFor(party, actor));
  if (own.length === 0) return { obstacle: 'NOT_A_PARTY' };
  const due = own.filter((party) => partyState(envelope, party) === 'due');
  for (const party of due) {
    const act = findOpenAct(envelope, party, actor.seal);
    if (act !== undefined) return { partyId: party.id, act };
  }
  if (due.length > 0) return { obstacle: 'PARTY_ACT_NOT_EXPECTED' };
  const completed = own.every((party) => partyState(envelope, party) === 'completed');
  return { obstacle: completed ? 'PARTY_COMPLETED' : 'PARTY_NOT_DUE' };
}

/** Whether a person acts for a party. */
export function actsFor({ personIds, organisationId }: EnvelopeParty, actor: Omit<EnvelopeActor, 'seal'>): boolean {
  return personIds === null ? actor.organisationId === organisationId : personIds.includes(actor.personId);
}

/** The state that an envelope with parties has once an act is done. */
export function envelopeStateAfter(envelope: EnvelopeStanding, turn: EnvelopeTurn): EnvelopeState {
  const versions = [...envelope.versions, turn];
  return envelope.parties.every((party) => openActs({ versions }, party).length === 0) ? 'completed' : envelope.state;
}

function findOpenAct(envelope: EnvelopeStanding, party: EnvelopeParty, seal: EnvelopeActor['seal']): number | undefined {
  if (seal !== null && seal.organisationId !== party.organisationId) return undefined;
  const open = openActs(envelope, party);
  const find = (fits: (act: PartyAct) => boolean): number | undefined =>
    open.find((index) => {
      const act = party.acts[index];
      return act !== undefined && fits(act);
    });
  if (seal === null) return find(({ type }) => type === 'signature');
  return (
    find((act) => act.type === 'seal' && act.sealNumber === seal.number) ??
    find((act) => act.type === 'seal-kind' && act.sealKind === seal.kind)
  );
}
