/** Candidate paths from a certificate to the caller's anchors. Certificates are named by the SHA-256 of their DER. */
export interface CertificatePathFacts {
  readonly certificate: string | null;
  /** How many anchors the caller gave. */
  readonly anchors: number;
  readonly paths: readonly PathFacts[];
  /** Certificates of the longest chain that can be built without an anchor, signer first; for display. */
  readonly withoutAnchor: readonly string[];
}

export interface PathFacts {
  /** Leaf first, anchor last. */
  readonly certificates: readonly string[];
  /** Result of verifying each certificate's signature with the key of the next; one fewer than certificates. */
  readonly links: readonly ('valid' | 'invalid' | 'unsupported')[];
}
