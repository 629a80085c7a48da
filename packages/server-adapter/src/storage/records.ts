import type { Bytes, JsonValue } from '@sealkit/core/bytes';
import type { HashState, SignatureAlgorithm } from '@sealkit/core/ports';
import type {
  AuthenticatorAct,
  BatchAct,
  EnvelopeStorage,
  IntentMethod,
  IntentPolicy,
  SealDesign,
  UseChallenge,
} from '@sealkit/core/protocol';
import type {
  Amount,
  ApprovalTier,
  EnvelopeParty,
  EnvelopeState,
  GrantHolder,
  GrantTerms,
  PasskeyAssertion,
  PermitPayload,
  RecordedSealAct,
  SealKind,
  SealState,
  SealVersionState,
} from '@sealkit/core/seal';

/*
 * Rows of the store: plain values. Instants are ISO 8601 UTC with `Z` (they sort as text), digests `sha256:<hex>`.
 * Every row names its tenant, and every look-up is by tenant and id.
 */

export interface OrganisationRecord {
  readonly tenant: string;
  readonly id: string;
  /** As pages show it. */
  readonly name: string;
  /** As the authority registered it, and as it stands around a seal. */
  readonly verifiedName: string;
}

/** A key in the key store and what it signs with, as the register knows it. */
export interface CredentialRecord {
  readonly credentialId: string;
  /** DER, leaf first. */
  readonly certificates: readonly Bytes[];
  readonly algorithm: SignatureAlgorithm;
  /** The key signs once and is destroyed; it is in none of the host's key stores. */
  readonly isOneTime?: true;
}

/** A key that signs once, made for one permit. The key itself is in no store. */
export interface EventKeyRecord {
  readonly tenant: string;
  /** Id of its credential. */
  readonly id: string;
  readonly permitId: string;
  readonly personId: string;
  readonly envelopeId: string;
  /** What finds the key again where it lives outside of the process; null for one in memory. */
  readonly reference: string | null;
  readonly madeAt: string;
  /** From this instant on it signs nothing any more and is destroyed. */
  readonly until: string;
  /** Null until its certificate was issued. */
  readonly credential: CredentialRecord | null;
  /** When it was destroyed, and why: `signed`, `expired`, `abandoned`, `not-issued`, `not-confirmed`, `discarded`, `server-closed`, `left-over`. */
  readonly ended: { readonly at: string; readonly reason: string } | null;
}

/** A person; `id` is a pseudonym and the only thing about a person that enters permits, events and signatures. */
export interface PersonRecord {
  readonly tenant: string;
  readonly id: string;
  readonly name: string;
  readonly organisationId: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  /** Credential of personal signatures. */
  readonly credential: CredentialRecord | null;
  /** The last emergency stop: nothing of this person goes on until it is lifted, and nothing that was begun before goes on after. */
  readonly stopped: (DecisionRecord & { readonly liftedAt: string | null }) | null;
}

/** Who decided something, when and why. */
export interface DecisionRecord {
  readonly by: string;
  readonly at: string;
  readonly reason: string;
}

export interface SealRecord {
  readonly tenant: string;
  readonly number: string;
  readonly organisationId: string;
  readonly kind: SealKind;
  readonly ordinal: number;
  /** Why there is more than one seal of this kind; required where `ordinal` is not 0. */
  readonly ordinalReason: string | null;
  readonly name: string;
  readonly state: SealState;
  readonly stateSince: string;
  readonly stateReason: string | null;
  /** Grows with every change of state or version: a permit or signature made under another epoch is void. */
  readonly epoch: number;
  readonly testMaterial: boolean;
  /** Person who answers for the seal. */
  readonly keeperId: string | null;
  /** What the next version is made from; null where a finished seal was registered. */
  readonly design: SealDesign | null;
  /** Who asked for the seal, when and why; null where a finished seal was registered. */
  readonly requested: DecisionRecord | null;
  /** Who changed the draft after that, oldest first. */
  readonly revisions: readonly DecisionRecord[];
  /** A step that one person asked for and a second one has to confirm. */
  readonly pendingTransition: (DecisionRecord & { readonly to: SealState }) | null;
}

/** What was recorded of a seal without a change of its state. Never changed or removed. */
export interface SealActRecord {
  readonly tenant: string;
  readonly id: string;
  readonly sealNumber: string;
  readonly act: RecordedSealAct;
  readonly reference: string;
  readonly note: string;
  readonly at: string;
  readonly recordedAt: string;
  readonly recordedBy: string;
}

export interface SealVersionRecord {
  readonly tenant: string;
  readonly sealNumber: string;
  readonly version: number;
  readonly state: SealVersionState;
  readonly face: { readonly type: 'SVG' | 'PNG'; readonly bytes: Bytes };
  readonly widthUm: number;
  readonly heightUm: number;
  /** DER of the statement that the seal maker signed. */
  readonly statement: Bytes;
  readonly statementDigest: string;
  readonly credential: CredentialRecord;
  readonly validFrom: string;
  readonly validTo: string;
  /** What the face looks like, for comparison with others; null where that was not measured. */
  readonly likeness: Bytes | null;
  /** Faces of other seals that it looked like when it was made. */
  readonly like: readonly LikeFaceRecord[];
  /** A person looked at them and found it to be none of them. */
  readonly likenessAccepted: DecisionRecord | null;
  /** Who ordered it, when and why; null where a finished seal was registered. */
  readonly made: DecisionRecord | null;
}

export interface LikeFaceRecord {
  readonly sealNumber: string;
  readonly version: number;
  /** From 0 (nothing in common) to 1000 (the same). */
  readonly likeness: number;
}

/** Who may use which seal, under which terms. */
export interface GrantRecord {
  readonly tenant: string;
  readonly id: string;
  readonly sealNumber: string;
  readonly holder: GrantHolder;
  readonly terms: GrantTerms;
  readonly given: DecisionRecord;
  /** The grant that it was passed on from. */
  readonly delegatedFrom: string | null;
  readonly withdrawn: DecisionRecord | null;
}

export type ApprovalState = 'pending' | 'approved' | 'rejected' | 'withdrawn' | 'expired';

/** A permit without what the register adds when it grants it. */
export type RequestedPermit = Omit<PermitPayload, 'issuer' | 'attestedBy' | 'approvals' | 'notBefore' | 'expires'>;

/** A request for one use of a seal that waits for decisions, or had them. */
export interface ApprovalRecord {
  readonly tenant: string;
  readonly id: string;
  /** Id of the permit that it becomes. */
  readonly permitId: string;
  readonly state: ApprovalState;
  readonly envelopeId: string;
  readonly sealNumber: string;
  readonly sealEpoch: number;
  readonly grantId: string;
  readonly requestedBy: string;
  readonly requestedAt: string;
  readonly expiresAt: string;
  readonly reason: string;
  readonly request: RequestedPermit;
  readonly requestDigest: string;
  readonly tier: ApprovalTier;
  readonly needsAttestation: boolean;
  readonly decisions: readonly ApprovalDecisionRecord[];
  /** Whose decisions it waits for, as `person:<id>` and `role:<name>`; empty once it has ended. */
  readonly waitingFor: readonly string[];
}

export interface ApprovalDecisionRecord {
  readonly person: string;
  readonly roles: readonly string[];
  readonly decision: 'approved' | 'rejected';
  readonly comment: string;
  readonly time: string;
  readonly attested: boolean;
  /** What a passkey of the person answered to the request digest, where that was asked. */
  readonly assertion?: PasskeyAssertion;
  /** Digest and id of the event that records it. */
  readonly event: string;
  readonly eventId: string;
}

export interface EnvelopeRecord {
  readonly tenant: string;
  readonly id: string;
  readonly name: string;
  /** As it was opened. */
  readonly document: { readonly digest: string; readonly length: number; readonly pages: number };
  readonly documentClass: string | null;
  readonly amount: Amount | null;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly storage: EnvelopeStorage;
  /** From this instant on nothing more is done in it. */
  readonly expiresAt: string | null;
  /** Who has to act; empty where whoever may acts. */
  readonly parties: readonly EnvelopeParty[];
  /** Whoever has to do with it, as `person:<id>` and `organisation:<id>`. */
  readonly participants: readonly string[];

  // What changes, one revision at a time, until it has ended.
  readonly state: EnvelopeState;
  readonly stateSince: string;
  /** Who ended it and why; null where nobody had to say so. */
  readonly ended: (DecisionRecord & { readonly partyId: string | null }) | null;
  /** From 1; one more with each change. */
  readonly revision: number;
  /** In order, never fewer: the document as it was opened, and with each act. The last is the one that is signed next. */
  readonly versions: readonly EnvelopeVersionRecord[];
  /** Whose acts it waits for, as in `participants`. */
  readonly waitingFor: readonly string[];
  /** The confirmed use that signs the last version; others wait until it is done or its time is over. */
  readonly claim: { readonly useId: string; readonly until: string } | null;
  readonly remindedAt: string | null;
  /** Since when the server has the document of a stored envelope. */
  readonly documentStoredAt: string | null;
  /** The last event that says what this record is; null for one that was opened before events said so. */
  readonly eventId: string | null;
}

/** One link in the chain of documents of an envelope. */
export interface EnvelopeVersionRecord {
  /** From 1. */
  readonly version: number;
  readonly digest: string;
  readonly length: number;
  /** Digest of the version before; its octets are the first ones of this one. */
  readonly previous: string | null;
  readonly createdAt: string;
  /** The act that made it: party, index among its acts, and use. */
  readonly partyId: string | null;
  readonly act: number | null;
  readonly useId: string | null;
}

export interface PermitRecord {
  readonly tenant: string;
  readonly id: string;
  readonly envelopeId: string;
  readonly sealNumber: string | null;
  /** Epoch of the seal when the permit was issued. */
  readonly sealEpoch: number | null;
  /** The grant that it was issued on; null for a personal signature. */
  readonly grantId: string | null;
  readonly personId: string;
  readonly payload: PermitPayload;
  readonly compact: string;
  /** Digest of the compact octets. */
  readonly digest: string;
  readonly issuedAt: string;
  readonly expiresAt: string;
  /** The one use that consumed it. */
  readonly usedBy: string | null;
  readonly usedAt: string | null;
}

/** A revision whose hole is still empty. Nothing of the original is in it: neither its state nor its tail. */
export interface PreparedRevision {
  readonly bytes: Bytes;
  readonly holeStart: number;
  readonly holeEnd: number;
  readonly byteRange: readonly [number, number, number, number];
  readonly fields: readonly string[];
  /** Digest over the byte range. */
  readonly messageDigest: string;
  /** State of the digest at the start of the hole, at least one block after the end of the original. */
  readonly stateAtHole: HashState;
}

export interface CompletedRevision {
  readonly bytes: Bytes;
  readonly fileDigest: string;
  readonly receipt: string;
  readonly completedAt: string;
}

/**
 * `awaiting-intent`: prepared, nothing consumed. `expired`: ended before anything was consumed, since no proof of intent
 * arrived in time or its confirmation was refused. `signing`: permit and intent
 * consumed, use event durable, no signature has left. `completed`: the signature may leave. `discarded`: the seal changed
 * meanwhile, the signature never leaves.
 */
export type UseStatus = 'awaiting-intent' | 'expired' | 'signing' | 'completed' | 'discarded';

export interface UseRecord {
  readonly tenant: string;
  readonly id: string;
  readonly permitId: string;
  readonly envelopeId: string;
  readonly sealNumber: string | null;
  readonly sealVersion: number | null;
  readonly sealEpoch: number | null;
  readonly personId: string;
  readonly status: UseStatus;
  /** Code of the reason where the use has expired or was discarded. */
  readonly refusal: string | null;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly signingTime: string;
  readonly act: UseChallenge['act'];
  readonly challenge: string;
  readonly prepared: PreparedRevision;
  /** The intent proof record as it was accepted. */
  readonly intent: JsonValue;
  readonly useEvent: { readonly id: string; readonly digest: string } | null;
  /** DER of the signed attributes: what is signed, and signed again after an interruption, unchanged. */
  readonly signedAttributes: Bytes | null;
  /** Where a key store asked to come back. */
  readonly pending: { readonly step: 'open' | 'authorize'; readonly resume: string } | null;
  readonly completed: CompletedRevision | null;
}

/** An event of the audit log. Its digest covers every field but `digest` itself. */
export interface AuditEventRecord {
  readonly v: 1;
  readonly id: string;
  readonly tenant: string;
  /** Envelope id, or `register:<tenant>` for what belongs to no envelope. */
  readonly chain: string;
  /** Position in the chain, from 1. */
  readonly sequence: number;
  readonly prev: string | null;
  readonly sealNumber: string | null;
  readonly sealSequence: number | null;
  readonly sealPrev: string | null;
  readonly type: string;
  readonly time: string;
  /** Pseudonymous id of the person, or the name of the part of the server that acted. */
  readonly actor: string;
  readonly body: { readonly [name: string]: JsonValue };
  readonly digest: string;
}

/**
 * What a person wrote in their own words: a reason, a comment, a note. Events and rows hold its salted digest, so that it can be erased
 * and everything that is said of it stays verifiable.
 */
/**
 * One verification of who a person or an organisation is. Personal words and numbers stand beside the log, as marks; of a number its
 * mask, and its digest under the host's key.
 */
export interface IdentityVerificationRecord {
  readonly tenant: string;
  readonly id: string;
  readonly subject: { readonly kind: 'person' | 'organisation'; readonly id: string };
  readonly provider: string;
  readonly method: string;
  readonly state: 'pending' | 'passed' | 'failed';
  readonly startedAt: string;
  readonly startedBy: string;
  readonly finishedAt: string | null;
  readonly claims: IdentityClaimRecord;
  /** Documents that were shown, by digest alone. */
  readonly documents: readonly { readonly name: string; readonly mediaType: string; readonly digest: string }[];
  /** Of a pending verification: the provider's own place, and where the person goes. */
  readonly resume: string | null;
  readonly actionUrl: string | null;
  /** Why it failed. */
  readonly reason: string | null;
  /** Who decided, where a person did. */
  readonly decidedBy: string | null;
  /** The provider's number of the transaction. */
  readonly providerReference: string | null;
  /** Of the event that ended it: its id and digest. */
  readonly event: { readonly id: string; readonly digest: string } | null;
}

/** What was claimed; everything but an organisation's registered name and number is a mark, or null where nothing was said. */
export interface IdentityClaimRecord {
  /** Registered name of an organisation; of a person a mark. */
  readonly name: string;
  /** Of an organisation. */
  readonly registrationNumber: string | null;
  readonly legalRepresentative: string | null;
  /** Marks: of the number as it may be shown, and of its keyed digest. */
  readonly personalNumber: { readonly shown: string; readonly digest: string } | null;
  readonly phone: { readonly shown: string; readonly digest: string } | null;
  readonly account: { readonly shown: string; readonly digest: string } | null;
}

export interface PersonalValueRecord {
  readonly tenant: string;
  /** `sha256:<hex>` of salt ‖ UTF-8 of the text. */
  readonly digest: string;
  /** Pseudonym of whoever wrote it. */
  readonly personId: string;
  readonly keptAt: string;
  /** 32 octets of chance; null once it is erased. */
  readonly salt: Bytes | null;
  readonly text: string | null;
  /** When, and the event that says so. */
  readonly erased: { readonly at: string; readonly eventId: string } | null;
}

/** What a person confirms acts with: a passkey, a shared secret. One that nobody confirmed is an enrolment under way. */
export interface AuthenticatorRecord {
  readonly tenant: string;
  readonly id: string;
  readonly personId: string;
  readonly method: IntentMethod;
  readonly name: string;
  /** What its provider keeps; secrets in it are encrypted. */
  readonly state: JsonValue;
  /** From 1; one more with each change of the state. */
  readonly revision: number;
  readonly createdAt: string;
  readonly confirmedAt: string | null;
  readonly lastUsedAt: string | null;
  readonly removedAt: string | null;
}

/** That a person adds or removes an authenticator, as it is confirmed by one that they have. */
export interface AuthenticatorActRecord {
  readonly tenant: string;
  readonly id: string;
  readonly personId: string;
  readonly act: AuthenticatorAct;
  /** Digest of the act. */
  readonly challenge: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly confirmedAt: string | null;
  /** The intent proof record as it was accepted; null before. */
  readonly intent: JsonValue;
}

/** A proof of intent that was begun for one use, for a batch of uses, or for an act on an authenticator. */
export interface IntentRecord {
  readonly tenant: string;
  readonly id: string;
  /** The use, the batch, or the act on an authenticator, that it is about. */
  readonly useId: string;
  readonly personId: string;
  readonly method: IntentMethod;
  /** Digest of the act. */
  readonly challenge: string;
  /** What its provider keeps; codes in it under a keyed digest. */
  readonly state: JsonValue;
  /** Answers that were taken, good ones and others. */
  readonly tries: number;
  readonly startedAt: string;
  readonly expiresAt: string;
  /** How it ended; null while it goes on. */
  readonly ended: { readonly at: string; readonly outcome: 'passed' | 'superseded' } | null;
}

/** How, by whom and when something was proven, whatever it is about: members of the record of a proof. */
export interface ProvenIntent {
  readonly method: IntentMethod;
  readonly assurance: number;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly [name: string]: JsonValue;
}

/** Several uses of one person that one proof of intent confirms. */
export interface IntentBatchRecord {
  readonly tenant: string;
  readonly id: string;
  readonly personId: string;
  readonly act: BatchAct;
  /** Digest of the act. */
  readonly challenge: string;
  /** In the order of the tree, each with the digest of its act. */
  readonly uses: readonly { readonly useId: string; readonly challenge: string }[];
  readonly createdAt: string;
  readonly expiresAt: string;
  /** What was proven of the batch, with the event that says so; null while it waits. */
  readonly confirmed: {
    readonly proven: ProvenIntent;
    readonly event: { readonly id: string; readonly digest: string };
  } | null;
}

/** What is counted against a limit: failures of an account, codes to a number. */
export interface IntentCountRecord {
  readonly tenant: string;
  /** `account:<person>` or `recipient:<keyed digest>`. */
  readonly subject: string;
  readonly total: number;
  /** The latest instants, oldest first. */
  readonly times: readonly string[];
}

/** What a seal or an envelope asks of whoever acts. */
export interface IntentPolicyRecord {
  readonly tenant: string;
  /** `seal:<number>` or `envelope:<id>`. */
  readonly subject: string;
  readonly policy: IntentPolicy;
  readonly setAt: string;
  readonly setBy: string;
}

/** Which leaf of the tenant's tree an event is. */
export interface LogLeafRecord {
  readonly tenant: string;
  /** Position among the leaves, from 0. */
  readonly index: number;
  readonly eventId: string;
}

/** One hash of the tiles of the tenant's tree; `index` counts along the level. @see C2SP tlog-tiles */
export interface LogHashRecord {
  readonly tenant: string;
  readonly level: number;
  readonly index: number;
  /** 32 octets. */
  readonly hash: Bytes;
}

/** What was signed of the tenant's tree at one size. */
export interface LogCheckpointRecord {
  readonly tenant: string;
  readonly size: number;
  /** The signed note, with the cosignatures that it got. */
  readonly note: string;
  /** DER of an RFC 3161 token over the SHA-256 of the note's text. */
  readonly timestampToken: Bytes | null;
  readonly createdAt: string;
}

/**
 * Index of the use log: one row per use or refused attempt. It says which events make up the row; what the row shows is
 * read from those events.
 */
export interface UseLogRow {
  readonly tenant: string;
  readonly id: string;
  /** Position among all rows of the tenant, given by the store. */
  readonly position: number;
  readonly sealNumber: string | null;
  readonly envelopeId: string | null;
  readonly personId: string;
  readonly time: string;
  /** `interrupted`: the use event is durable and no completion is. */
  readonly result: 'awaiting-intent' | 'interrupted' | 'completed' | 'refused';
  readonly useId: string | null;
  readonly sealVersion: number | null;
  /** Digests under which a row is found: of the original, of the signed octets, of the finished file. */
  readonly digests: readonly string[];
  /** Events of the row, in order. */
  readonly eventIds: readonly string[];
  /** Lower-case text that a search looks in; no names of persons. */
  readonly search: string;
}

/** The answer of a POST under its idempotency key. */
export interface AnswerRecord {
  readonly tenant: string;
  readonly personId: string;
  /** Method and path of the request. */
  readonly route: string;
  readonly key: string;
  /** Keyed digest of the request body; a plain one where the host gave no key. */
  readonly fingerprint: string;
  /** Who is at work on it; an answer is stored only by the owner. */
  readonly owner: string;
  readonly leaseUntil: string;
  readonly expiresAt: string;
  readonly answer: { readonly status: number; readonly contentType: string; readonly body: string } | null;
}

/** A message for the world outside, written in the transaction of its effect. */
export interface OutboxRecord {
  readonly tenant: string;
  readonly id: string;
  /** URL of the receiver. */
  readonly endpoint: string;
  readonly topic: string;
  readonly payload: JsonValue;
  readonly createdAt: string;
  /** Tries that began. */
  readonly attempts: number;
  /** No try begins before; while one is under way, when it counts as lost. */
  readonly nextAttemptAt: string;
  readonly deliveredAt: string | null;
  /** When its last try had failed. */
  readonly givenUpAt: string | null;
}
