import type { Amount, EnvelopeParty, EnvelopeState, PartyAct, PartyState } from '../seal/index.ts';
import type { IntentPolicy } from './intents.ts';
import type { PersonalText } from './personal-text.ts';

/** `hash-only`: the document never comes to the server. `stored`: the server keeps it, every version. */
export type EnvelopeStorage = 'hash-only' | 'stored';

/** `POST /envelopes`: a document is opened for signing. The document stays where it is, unless the envelope is a stored one. */
export interface EnvelopeRequest {
  readonly name: string;
  readonly document: { readonly digest: string; readonly length: number; readonly pages: number };
  /** What kind of document it is, in the host's own words; grants may be limited to some. */
  readonly documentClass?: string;
  readonly amount?: Amount;
  /** Who has to act, and in which order. Without parties whoever may signs the document as it was opened, as often as they may. */
  readonly parties?: readonly EnvelopeParty[];
  /** When it ends by itself, ISO 8601 UTC; never where absent or null. */
  readonly expires?: string | null;
  /** `hash-only` where absent; `stored` needs parties. */
  readonly storage?: EnvelopeStorage;
  /** What every use in it asks for, beside what its seal and the deployment ask for. */
  readonly intentPolicy?: IntentPolicy;
}

/** A document at one point of its way: as it was opened, and with each act that was done. */
export interface EnvelopeVersion {
  /** From 1. */
  readonly version: number;
  readonly digest: string;
  readonly length: number;
  readonly createdAt: string;
  /** The act that made it; null for the document as it was opened. */
  readonly partyId: string | null;
  readonly act: number | null;
  readonly useId: string | null;
}

export interface EnvelopePartyView extends Omit<EnvelopeParty, 'acts'> {
  readonly state: PartyState;
  readonly acts: readonly (PartyAct & { readonly done: boolean })[];
}

export interface EnvelopeView {
  readonly id: string;
  readonly name: string;
  /** As it was opened; the last of `versions` is the one that is signed next. */
  readonly document: { readonly digest: string; readonly length: number; readonly pages: number };
  readonly documentClass: string | null;
  readonly amount: Amount | null;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly state: EnvelopeState;
  readonly stateSince: string;
  /** Why it ended, where a person said so. */
  readonly ended: { readonly by: string; readonly at: string; readonly reason: PersonalText; readonly partyId: string | null } | null;
  readonly expires: string | null;
  readonly storage: EnvelopeStorage;
  /** Whether the server has the document. */
  readonly documentStored: boolean;
  readonly parties: readonly EnvelopePartyView[];
  readonly versions: readonly EnvelopeVersion[];
  /** Whether a party that the caller acts for is due. */
  readonly yourTurn: boolean;
}

/** Query of `GET /envelopes`. */
export interface EnvelopeQuery {
  /** Those whose turn is the caller's, those that the caller opened or is a party to, or all that the host lets them see. */
  readonly box: 'my-turn' | 'mine' | 'all';
  readonly state?: EnvelopeState;
  readonly cursor?: string;
  /** At most 100. */
  readonly limit?: number;
}

export interface EnvelopeList {
  readonly envelopes: readonly EnvelopeView[];
  readonly nextCursor: string | null;
}

/** `POST /envelopes/{id}/decline` and `POST /envelopes/{id}/void`: an envelope is ended. */
export interface EnvelopeEndRequest {
  readonly reason: string;
  /** Number of the document version that the person saw; where there is another one, nothing is ended. */
  readonly version: number;
}

/** The envelope as it is now, and a receipt over the event. */
export interface EnvelopeResult {
  readonly envelope: EnvelopeView;
  readonly receipt: string;
}

/** What the caller may do; whether it is done is judged again when it is asked for. */
export type EnvelopeActAnswer = { readonly allowed: true } | { readonly allowed: false; readonly reason: string };

/** `GET /envelopes/{id}/place`: as what the caller comes to an envelope, and what they may do there now. */
export interface EnvelopePlaceView {
  readonly role: 'sender' | 'party' | 'administrator';
  /** Parties that the caller acts for. */
  readonly partyIds: readonly string[];
  readonly may: {
    readonly sign: EnvelopeActAnswer;
    readonly decline: EnvelopeActAnswer;
    readonly void: EnvelopeActAnswer;
    readonly remind: EnvelopeActAnswer;
  };
  /** When the parties were reminded last; `remind` is refused with `ENVELOPE_REMINDED` until `remindFrom`. */
  readonly remindedAt: string | null;
  readonly remindFrom: string | null;
  /** Names of the persons whom the envelope names by id, as far as the register knows them. */
  readonly persons: readonly { readonly id: string; readonly name: string }[];
}
