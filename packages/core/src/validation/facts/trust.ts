/** The caller's trust anchors, DER. An empty list trusts nobody. */
export interface TrustAnchors {
  readonly signers: readonly Uint8Array[];
  readonly sealMakers: readonly Uint8Array[];
  readonly registers: readonly Uint8Array[];
  /** Those of `signers` when absent. */
  readonly timestampAuthorities?: readonly Uint8Array[];
}
