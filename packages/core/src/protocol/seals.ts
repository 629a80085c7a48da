import type { PersonalText } from './personal-text.ts';
import type { RecordedSealAct, SealKind, SealState, SealVersionState } from '../seal/index.ts';

/** A person or company as a page shows it. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** A company with its name as pages show it, and as the authority registered it: what stands around its seals. */
export interface NamedOrganisation extends Named {
  readonly verifiedName: string;
}

export interface SealVersionView {
  readonly version: number;
  readonly state: SealVersionState;
  /** The drawn face: SVG of the closed profile, or PNG. */
  readonly face: { readonly type: 'SVG' | 'PNG'; readonly base64: string };
  /** DER of the signed statement, base64. */
  readonly statement: string;
  /** `sha256:<hex>` of the statement's DER. */
  readonly statementDigest: string;
  /** Certificate that signs with this seal, base64 DER, leaf first. */
  readonly certificates: readonly string[];
  readonly validFrom: string;
  readonly validTo: string;
}

/** What a face is made from: drawn from words, or a picture of a seal that exists already. */
export type SealDesign =
  | {
      readonly type: 'drawn';
      /** The name around the face; another one than the organisation's needs `ringTextReason`. */
      readonly ringText: string;
      readonly ringTextReason?: string;
      readonly line?: string;
      readonly code?: string;
      readonly diameterUm?: number;
    }
  | {
      readonly type: 'picture';
      /** PNG, base64. */
      readonly base64: string;
      readonly widthUm: number;
      readonly heightUm: number;
    };

/** A face of the register that a prepared face looks like. */
export interface LikeFace {
  readonly sealNumber: string;
  readonly version: number;
  readonly organisation: Named;
  /** From 0 (nothing in common) to 1000 (the same). */
  readonly likeness: number;
}

/** Something that was recorded of a seal and did not change its state. */
export interface SealActView {
  readonly act: RecordedSealAct;
  /** Number of the filing, or of the record of collection or destruction. */
  readonly reference: string;
  readonly note: PersonalText;
  /** Day or time of the act itself. */
  readonly at: string;
  readonly recordedAt: string;
  readonly recordedBy: Named;
}

/** `GET /seals/{number}`, and each seal of `GET /seals`. */
export interface SealView {
  readonly number: string;
  readonly kind: SealKind;
  readonly ordinal: number;
  readonly ordinalReason: PersonalText | null;
  readonly name: string;
  readonly organisation: NamedOrganisation;
  /** Who answers for the seal. */
  readonly keeper: Named | null;
  readonly state: SealState;
  readonly stateSince: string;
  readonly stateReason: PersonalText | null;
  readonly widthUm: number;
  readonly heightUm: number;
  readonly current: SealVersionView | null;
  /** The next version, made and not in use yet. */
  readonly prepared: (SealVersionView & { readonly like: readonly LikeFace[]; readonly likenessAccepted: boolean }) | null;
  readonly versions: readonly {
    readonly version: number;
    readonly state: SealVersionState;
    readonly validFrom: string;
    readonly validTo: string;
  }[];
  readonly acts: readonly SealActView[];
  /** Whether the caller may use it now; otherwise the stable code of the reason, for instance `NO_GRANT`, `SEAL_SUSPENDED`. */
  readonly use: { readonly allowed: true } | { readonly allowed: false; readonly reason: string };
  /** Steps of the state machine that lead on from here, and whether the caller may take them. */
  readonly transitions: readonly {
    readonly to: SealState;
    readonly allowed: boolean;
    readonly reason?: string;
    /** The step waits, once asked for, until a second person confirms it. */
    readonly needsSecondPerson: boolean;
  }[];
  /** What else the host lets the caller do: revise a draft, have versions made, decide about them, record acts. */
  readonly may: {
    readonly revise: boolean;
    readonly produce: boolean;
    readonly decideVersion: boolean;
    readonly recordAct: boolean;
  };
  /** A step that one person has asked for and a second one has to confirm. */
  readonly pendingTransition: { readonly to: SealState; readonly reason: PersonalText; readonly by: Named; readonly at: string } | null;
  readonly lastUsedAt: string | null;
  readonly testMaterial: boolean;
}

/** Query of `GET /seals`. */
export interface SealQuery {
  /** Found in number, name, and names of organisation and keeper. */
  readonly text?: string;
  readonly kind?: SealKind;
  readonly state?: SealState;
  readonly organisation?: string;
  readonly keeper?: string;
  readonly cursor?: string;
  /** 1 to 200; 100 when left out. */
  readonly limit?: number;
}

export interface SealList {
  readonly seals: readonly SealView[];
  readonly nextCursor: string | null;
  /** Seals that the caller may see, filters aside, by state. */
  readonly counts: Readonly<Record<SealState, number>>;
}

/** `POST /seals`: asks for a new seal, or for one that exists on paper to be taken into the register. */
export interface SealDraftRequest {
  readonly organisationId: string;
  readonly kind: SealKind;
  readonly name: string;
  /** Given by the register when left out. */
  readonly number?: string;
  readonly ordinal?: number;
  /** Why there is to be more than one seal of this kind; required where `ordinal` is not 0. */
  readonly ordinalReason?: string;
  readonly keeperId?: string;
  readonly design: SealDesign;
  readonly reason: string;
  /** A seal that was made before: number of its filing with the authority. */
  readonly filing?: { readonly reference: string; readonly at: string };
}

/** `POST /seals/{number}/revisions`: changes what a draft asks for. What is left out stays; a keeper of null is none. */
export interface SealRevisionRequest {
  readonly name?: string;
  readonly keeperId?: string | null;
  readonly design?: SealDesign;
  readonly reason: string;
}

/** `GET /seals/{number}/draft`: what was asked for, as it stands now, and who wrote it. */
export interface SealDraftView {
  readonly name: string;
  readonly keeper: Named | null;
  /** Null where a finished seal was registered. */
  readonly design: SealDesign | null;
  /** `sha256:<hex>` over name, keeper and design: what an approval of a revised draft names. */
  readonly digest: string;
  readonly requested: Decided | null;
  /** Oldest first. */
  readonly revisions: readonly Decided[];
}

/** Who did something, when and why. */
export interface Decided {
  readonly by: Named;
  readonly at: string;
  readonly reason: PersonalText;
}

/** `POST /seals/{number}/productions`: has the seal maker make the first version, or the next one. */
export interface SealProductionRequest {
  readonly reason: string;
  /** A new face; without it the face stays and the certificate is renewed. */
  readonly design?: SealDesign;
}

/** `POST /seals/{number}/versions/{version}/decisions`: what becomes of a prepared version. */
export interface SealVersionDecision {
  /** `accept-likeness`: a person has looked at the faces it is like, and says why it is none of them. */
  readonly decision: 'activate' | 'discard' | 'accept-likeness';
  readonly reason: string;
}

/** `POST /seals/{number}/acts` */
export interface SealActRequest {
  readonly act: RecordedSealAct;
  readonly reference: string;
  readonly at: string;
  readonly note: string;
}

/** `POST /seals/{number}/transitions` */
export interface SealTransitionRequest {
  readonly to: SealState;
  /** Digest of the draft that the person saw; required to approve one that was revised. */
  readonly draft?: string;
  readonly reason: string;
}

/**
 * `POST /seals/{number}/pending-transition/end`: takes back a step that waits for a second person, or turns it down. Which of the two
 * it is follows from who asks.
 */
export interface SealProposalEnd {
  /** The step that is meant. */
  readonly to: SealState;
  readonly reason: string;
}

/** The answer of everything that changes a seal. */
export interface SealTransitionResult {
  readonly seal: SealView;
  /** Compact JWS. */
  readonly receipt: string;
}

/** `GET /seals/{number}/versions`: all versions whole, oldest first. */
export interface SealVersionList {
  readonly versions: readonly SealVersionView[];
}

/** One entry in the life of a seal, read from its chain. */
export interface SealHistoryEntry {
  readonly id: string;
  readonly sequence: number;
  readonly type: string;
  readonly time: string;
  readonly actor: Named;
  readonly from: SealState | null;
  readonly to: SealState | null;
  readonly version: number | null;
  readonly reason: PersonalText | null;
  readonly refusal: string | null;
  /** Digest of the event. */
  readonly event: string;
}

/** `GET /seals/{number}/history`: the entries of its chain that are no uses, oldest first. */
export interface SealHistory {
  readonly entries: readonly SealHistoryEntry[];
  readonly nextCursor: string | null;
}

/** `POST /stops`: an emergency stop, effective also for requests under way. */
export interface StopRequest {
  readonly scope: 'seal' | 'person' | 'organisation';
  readonly id: string;
  readonly reason: string;
}

export interface StopResult {
  /** Seals that are suspended by it. */
  readonly suspended: readonly string[];
  readonly receipt: string;
}

/** `GET /stops`: the persons against whom a stop stands, of those whom the caller may stop and let act again. */
export interface StopList {
  readonly persons: readonly {
    readonly person: Named;
    readonly by: Named;
    readonly at: string;
    readonly reason: PersonalText;
  }[];
}
