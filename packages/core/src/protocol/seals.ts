import type { SealKind, SealState, SealVersionState } from '../seal/index.ts';

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

/** `GET /seals` and `GET /seals/{number}`. */
export interface SealView {
  readonly number: string;
  readonly kind: SealKind;
  readonly ordinal: number;
  readonly name: string;
  readonly organisation: { readonly id: string; readonly name: string };
  readonly state: SealState;
  readonly stateSince: string;
  readonly stateReason: string | null;
  readonly widthUm: number;
  readonly heightUm: number;
  readonly current: SealVersionView | null;
  readonly versions: readonly {
    readonly version: number;
    readonly state: SealVersionState;
    readonly validFrom: string;
    readonly validTo: string;
  }[];
  /** Whether the caller may use it now; otherwise the stable code of the reason, for instance `NO_GRANT`, `SEAL_SUSPENDED`. */
  readonly use: { readonly allowed: true } | { readonly allowed: false; readonly reason: string };
  /** Steps of the state machine that lead on from here, and whether the caller may take them. */
  readonly transitions: readonly { readonly to: SealState; readonly allowed: boolean; readonly reason?: string }[];
  readonly lastUsedAt: string | null;
  readonly testMaterial: boolean;
}

/** `POST /seals/{number}/transitions` */
export interface SealTransitionRequest {
  readonly to: SealState;
  readonly reason: string;
}

export interface SealTransitionResult {
  readonly seal: SealView;
  /** Compact JWS. */
  readonly receipt: string;
}
