/** What lies in a file, before it is known which certificate belongs to the key. */
export interface Pkcs12Content {
  /** DER PrivateKeyInfo. */
  readonly privateKeys: readonly Uint8Array[];
  readonly certificates: readonly Uint8Array[];
}
