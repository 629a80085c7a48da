import type { DocumentFrame, SealPlacement } from '../pades/index.ts';
import type { HashState } from '../ports/index.ts';
import type { ActLanguage } from '../seal/index.ts';
import type { IntentAnswer, IntentMethod } from './intents.ts';

/**
 * `POST /uses`: the frame and the hash state of the original; no revision, no attributes and no digest to be signed. The server of a
 * stored envelope takes both itself; what a page sends must be the same.
 */
export interface UseRequest {
  readonly permitId: string;
  readonly frame?: DocumentFrame;
  readonly state?: HashState;
}

/** What the person is about to do, as the server will do it; the page shows exactly this and hashes it. */
export interface UseChallenge {
  readonly useId: string;
  readonly status: 'awaiting-intent';
  /** The act in the words that were shown; its canonical JSON is what `shownDigest` covers. */
  readonly act: {
    /** 1, and without this member, in uses that an earlier version prepared: the members up to `issuedAt` were not there. */
    readonly v: 2;
    readonly action: 'seal' | 'sign';
    readonly envelopeId: string;
    /** Digest of the seal's statement. */
    readonly statement: string | null;
    readonly placements: readonly SealPlacement[];
    /** The sentence that the page shows, in its language; the person agrees to this text. */
    readonly wording: { readonly locale: ActLanguage; readonly text: string };
    readonly issuedAt: string;
    readonly tenant: string;
    readonly person: string;
    readonly personName: string;
    readonly organisation: string;
    readonly envelopeName: string;
    readonly seal: { readonly number: string; readonly version: number; readonly name: string } | null;
    readonly pages: readonly number[];
    readonly originalDigest: string;
    /** Digest over the byte range of the finished revision. */
    readonly messageDigest: string;
    readonly permit: string;
    /** Digest of the signing certificate's DER. */
    readonly certificate: string;
    readonly certificateSubject: string;
    readonly nonce: string;
    readonly expires: string;
  };
  /** `sha256:<hex>` over the canonical JSON of `act`. */
  readonly challenge: string;
  /** Ways of confirming that the permit takes; all but `confirm` begin with `POST /uses/{id}/intents`. */
  readonly methods: readonly IntentMethod[];
  readonly minimumAssurance: number;
  /** One proof may stand for this act among others. */
  readonly batch: boolean;
  /** Time that the server writes into the revision; with the frame and the permit it gives the page's preview. */
  readonly signingTime: string;
  /** Octets that the revision keeps for the signature, the other value that the page's preview needs. */
  readonly holeSize: number;
  /** Certificates of the key that was made for this act, base64 of DER, leaf first; absent where none was. */
  readonly certificates?: readonly string[];
}

/** `POST /uses/{id}/confirm` */
export interface ConfirmUseRequest {
  readonly proof: ConfirmProof;
  /** Recorded in the event of the use as `clientReported`; nothing is judged by it. */
  readonly clientReport?: ClientReport;
}

/** What the page says of how the person came to the act. Nobody but the page vouches for it. */
export interface ClientReport {
  readonly reading?: ReadingReport;
  readonly consent?: ConsentReport;
}

/** How the document was shown. A page counts as shown once its end was within the window. */
export interface ReadingReport {
  readonly pageCount: number;
  /** Pages from 1, in ascending order, and the whole seconds for which a part of each was in sight; the first 2000 of them. */
  readonly pages: readonly { readonly page: number; readonly seconds: number }[];
  /** How many pages were shown, all of them counted. */
  readonly pagesShown: number;
  /** Whole seconds for which the document was in sight. */
  readonly seconds: number;
}

/** The text that the person agreed to before the act. */
export interface ConsentReport {
  /** `sha256:<hex>` over the UTF-8 octets of the text. */
  readonly digest: string;
  /** Language tag of the text, as the page has it. */
  readonly locale: string;
}

/**
 * `confirm`, the end of a proof of intent that was begun, or the place of this act in a batch that was confirmed. `shownDigest` is what
 * the page computed from the act that it showed.
 */
export type ConfirmProof =
  | { readonly method: 'confirm'; readonly shownDigest: string }
  | { readonly intentId: string; readonly shownDigest: string; readonly answer: IntentAnswer }
  | { readonly batchId: string; readonly shownDigest: string };

/** The key store waits for a person or another service; `GET /uses/{id}` goes on where it stopped. */
export interface UsePending {
  readonly useId: string;
  readonly status: 'pending';
  /** Where the person has to go, if anywhere. */
  readonly actionUrl: string | null;
  readonly pollAfterMs: number;
  readonly expiresAt: string;
}

/** The finished revision; the same person gets the same answer again from `GET /uses/{id}`. */
export interface UseResult {
  readonly useId: string;
  readonly status: 'completed';
  readonly originalDigest: string;
  readonly originalLength: number;
  /** Octets to append, base64. */
  readonly revision: string;
  readonly byteRange: readonly [number, number, number, number];
  readonly byteRangeDigest: string;
  readonly fileDigest: string;
  /** Compact JWS. */
  readonly receipt: string;
}

/** A row of the seal use log: use event and its completion joined, or a refused attempt. */
export interface UseView {
  readonly id: string;
  /** Position in the chain of its seal or envelope, from 1. */
  readonly sequence: number;
  readonly time: string;
  readonly result: 'completed' | 'awaiting-intent' | 'interrupted' | 'refused';
  /** Stable code of a refusal. */
  readonly refusal: string | null;
  readonly person: { readonly id: string; readonly name: string };
  readonly seal: { readonly number: string; readonly name: string; readonly version: number } | null;
  readonly envelope: { readonly id: string; readonly name: string } | null;
  readonly pages: readonly number[];
  readonly originalDigest: string | null;
  readonly byteRangeDigest: string | null;
  readonly fileDigest: string | null;
  readonly permitId: string | null;
  /** Digest of the permit's compact octets. */
  readonly permit: string | null;
  /** Id of the event, for its proof. */
  readonly eventId: string;
  /** Digest of the event, and of the one before it in the same seal. */
  readonly event: string;
  readonly previous: string | null;
  /** Who approved it, in order. */
  readonly approvers: readonly { readonly id: string; readonly name: string }[];
  readonly documentClass: string | null;
  readonly grantId: string | null;
  /** From where, as the host says. */
  readonly client: string | null;
  /** Who vouched for the frame. */
  readonly attestation: 'requester only' | 'approver too' | 'confirmed from the final file' | null;
}

/** Query of `GET /seals/{number}/uses` and `GET /uses`. */
export interface UseQuery {
  readonly result?: UseView['result'];
  readonly person?: string;
  readonly version?: number;
  /** Digest of the original document, the signed octets or the finished file. */
  readonly digest?: string;
  readonly from?: string;
  readonly to?: string;
  readonly text?: string;
  readonly cursor?: string;
  readonly limit?: number;
}

/** What the server says of the chain of a log, or of all chains together. */
export interface UseChain {
  /** Digest of the last event; null where there are many chains. */
  readonly head: string | null;
  /** Events. */
  readonly length: number;
  /** Nothing that was verified is broken. */
  readonly intact: boolean;
  /** How many events were verified: fewer than `length` while the server is at its first walk through a long log. */
  readonly verified: number;
  /** When the last walk through all events, from the first, began; null before one has come to its end. */
  readonly wholeAt: string | null;
}

export interface UseList {
  readonly uses: readonly UseView[];
  readonly nextCursor: string | null;
  /** Rows of the whole log, filters aside. */
  readonly total: number;
  readonly chain: UseChain;
}
