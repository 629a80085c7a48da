import type { EnvelopeView } from '@sealkit/core/protocol';
import { actsFor, dueParties, openActs, partyState } from '@sealkit/core/seal';
import type { EnvelopeRecord, PersonRecord } from '../storage/records.ts';
import { standingOf } from './envelope-facts.ts';

/** An envelope from the caller's place; a caller whom the register does not know has no turn. */
export function presentEnvelope(envelope: EnvelopeRecord, caller: PersonRecord | undefined): EnvelopeView {
  const standing = standingOf(envelope);
  const { id, name, document, documentClass, amount, createdAt, createdBy, state, stateSince, ended, storage } = envelope;
  return {
    id,
    name,
    document,
    documentClass,
    amount,
    createdAt,
    createdBy,
    state,
    stateSince,
    ended,
    expires: envelope.expiresAt,
    storage,
    documentStored: envelope.documentStoredAt !== null,
    parties: envelope.parties.map((party) => {
      const open = openActs(standing, party);
      return {
        ...party,
        state: partyState(standing, party),
        acts: party.acts.map((act, index) => ({ ...act, done: !open.includes(index) })),
      };
    }),
    versions: envelope.versions.map(({ previous: _previous, ...version }) => version),
    yourTurn:
      caller !== undefined &&
      dueParties(standing).some((party) => actsFor(party, { personId: caller.id, organisationId: caller.organisationId })),
  };
}
