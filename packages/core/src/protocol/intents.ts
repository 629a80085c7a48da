import type { JsonValue } from '../bytes/index.ts';

/**
 * How a person says that they mean an act. `confirm`: the session confirms what the page showed, assurance 0. The others are those
 * that this software brings; a host may add its own under names of its own.
 */
export type IntentMethod = 'confirm' | 'totp' | 'otp-sms' | 'passkey' | (string & {});

/** What a page has to ask of the person: a code of digits, the device's authenticator, a page of the provider, or something else. */
export type IntentForm = 'code' | 'passkey' | 'redirect' | 'other';

/** 1: something sent to the person; 2: something the person has; 3: something the person has and is, verified at the act. */
export type IntentAssurance = 1 | 2 | 3;

/** What is asked of a person before an act. Where several policies meet, the strictest of each member holds. */
export interface IntentPolicy {
  /** 0 takes `confirm` too. */
  readonly minimumAssurance: 0 | IntentAssurance;
  /** Methods that are taken; null for all that are offered. */
  readonly methods: readonly IntentMethod[] | null;
  /** Seconds from the start of a proof to the confirmation; null for as long as the provider's own time. */
  readonly maximumAge: number | null;
  /** The signature says by `commitment-type-indication` that it approves of the content. EN 319 122-1 §5.2.3 */
  readonly commitment: boolean;
  /** One proof may stand for an act among others. Without it every act is confirmed by itself: all policies that meet must say so. */
  readonly batch?: boolean;
  /** Whoever confirms is a person whose identity was verified; not asked where absent. */
  readonly verifiedPerson?: boolean;
}

/** `GET /seals/{number}/intent-policy`: what each use of a seal asks of whoever confirms it. */
export interface SealIntentPolicyView {
  /** What was set for the seal; null where nothing was. */
  readonly policy: IntentPolicy | null;
  readonly setAt: string | null;
  /** With what the deployment asks for; an envelope may ask for more. */
  readonly demanded: IntentPolicy;
  /** What there is to confirm by here. */
  readonly offered: readonly { readonly method: IntentMethod; readonly assurance: 0 | IntentAssurance }[];
  /** Whether the host lets the caller change it. */
  readonly mayChange: boolean;
}

/** `POST /seals/{number}/intent-policy` */
export interface SealIntentPolicyRequest {
  readonly policy: IntentPolicy;
  readonly reason: string;
}

/** One authenticator that a person has enrolled. */
export interface AuthenticatorView {
  readonly id: string;
  readonly method: IntentMethod;
  readonly name: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
}

/** `GET /intent-methods`: the ways of this deployment, and what the caller has enrolled. */
export interface IntentMethodList {
  readonly methods: readonly {
    readonly method: IntentMethod;
    readonly assurance: IntentAssurance;
    readonly form: IntentForm;
    /** Whether an authenticator has to be enrolled first. */
    readonly enrols: boolean;
    /** Whether the caller can use it now. */
    readonly ready: boolean;
  }[];
  readonly authenticators: readonly AuthenticatorView[];
  /**
   * By what the caller confirms that another authenticator is added or one is removed; null as long as they have none, empty where
   * nothing that they have is enough.
   */
  readonly changesBy: readonly IntentMethod[] | null;
}

/** What the change of an authenticator is about, as it is shown and confirmed. Its digest is the challenge of the proof. */
export interface AuthenticatorAct {
  readonly v: 1;
  readonly action: 'add-authenticator' | 'remove-authenticator';
  readonly tenant: string;
  readonly person: string;
  readonly personName: string;
  /** Number of this act, unguessable and never used before. */
  readonly id: string;
  /** Of the authenticator that is removed; the one that is added has the number of the act. */
  readonly authenticatorId: string;
  /** Of the authenticator that is added or removed. */
  readonly method: IntentMethod;
  readonly name: string;
  /** The sentence that is shown, in the language of the page. */
  readonly wording: { readonly locale: 'en' | 'zh-CN'; readonly text: string };
  readonly issuedAt: string;
  readonly expires: string;
}

/** `POST /authenticator-acts`: what a person who has an authenticator wants to add or remove. */
export type AuthenticatorActRequest =
  | { readonly action: 'add'; readonly method: IntentMethod; readonly name: string; readonly language: 'en' | 'zh-CN' }
  | { readonly action: 'remove'; readonly authenticatorId: string; readonly language: 'en' | 'zh-CN' };

/** The act that waits for a proof: `POST /authenticator-acts/{id}/intents` begins one, `…/confirm` finishes it. */
export interface AuthenticatorActView {
  readonly id: string;
  readonly act: AuthenticatorAct;
  /** `sha256:<hex>` over the canonical JSON of `act`. */
  readonly challenge: string;
  /** By what it can be confirmed. */
  readonly methods: readonly IntentMethod[];
}

/** `POST /authenticator-acts/{id}/confirm` */
export interface AuthenticatorActConfirmation {
  readonly proof: { readonly intentId: string; readonly shownDigest: string; readonly answer: IntentAnswer };
}

/** A confirmed act: the enrolment that it began, or the removal that is done. */
export type AuthenticatorActResult =
  | { readonly action: 'add-authenticator'; readonly enrolment: EnrolmentView }
  | { readonly action: 'remove-authenticator'; readonly enrolment: null };

/** `POST /intent-methods/{method}/enrolments`: the first authenticator of a person; another one is an act that is confirmed. */
export interface EnrolmentRequest {
  /** By which the person knows it again. */
  readonly name: string;
}

/** What the page shows or hands to the browser so that an authenticator is enrolled. */
export interface EnrolmentView {
  readonly id: string;
  readonly method: IntentMethod;
  readonly expiresAt: string;
  /** Shared secret in Base32 and as `otpauth` URI, shown this once. */
  readonly totp: { readonly secret: string; readonly uri: string } | null;
  /** For `PublicKeyCredential.parseCreationOptionsFromJSON`. */
  readonly passkey: PasskeyCreationOptions | null;
}

/** `POST /intent-enrolments/{id}/confirm`: a code for `totp`, the browser's credential for `passkey`. */
export interface EnrolmentConfirmation {
  readonly answer: IntentAnswer;
}

/** `POST /uses/{id}/intents`: starts a proof of intent for a use that waits for one. A new one takes the place of the last. */
export interface IntentRequest {
  readonly method: IntentMethod;
  /** What a provider's script in the page says of the device, where the provider asks for it. */
  readonly device?: string;
}

/** A proof of intent that was begun: what the page has to do. The confirmation of the use finishes it. */
export interface IntentView {
  readonly id: string;
  /** The use, the batch of uses, or the act on an authenticator, that it is about. */
  readonly useId: string;
  readonly method: IntentMethod;
  readonly assurance: IntentAssurance;
  readonly form: IntentForm;
  readonly expiresAt: string;
  /** Page of the provider, where it has one. */
  readonly actionUrl: string | null;
  /** For `PublicKeyCredential.parseRequestOptionsFromJSON`; its challenge is the digest of the act. */
  readonly passkey: PasskeyRequestOptions | null;
  /** Where a code went, masked. */
  readonly sentTo: string | null;
  /** From when on another code may be asked for. */
  readonly resendFrom: string | null;
}

/**
 * What the person gave: `{ code }` for `form: 'code'`, `{ credential }` (`PublicKeyCredential.toJSON()`) for `'passkey'`, nothing for
 * `'redirect'`, where the server asks the provider itself.
 */
export interface IntentAnswer {
  readonly [name: string]: JsonValue;
}

/** @see W3C Web Authentication Level 3, PublicKeyCredentialRequestOptionsJSON */
export interface PasskeyRequestOptions {
  readonly challenge: string;
  readonly rpId: string;
  readonly timeout: number;
  readonly userVerification: 'required';
  readonly allowCredentials: readonly PasskeyDescriptor[];
}

/** @see W3C Web Authentication Level 3, PublicKeyCredentialCreationOptionsJSON */
export interface PasskeyCreationOptions {
  readonly rp: { readonly id: string; readonly name: string };
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string };
  readonly challenge: string;
  readonly pubKeyCredParams: readonly { readonly type: 'public-key'; readonly alg: number }[];
  readonly timeout: number;
  readonly excludeCredentials: readonly PasskeyDescriptor[];
  readonly authenticatorSelection: { readonly residentKey: 'preferred'; readonly userVerification: 'required' };
  readonly attestation: 'none';
}

export interface PasskeyDescriptor {
  readonly type: 'public-key';
  /** Base64url. */
  readonly id: string;
}
