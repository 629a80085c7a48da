export type {
  DigestAlgorithm,
  Ed448Algorithm,
  Sha3Digest,
  SignatureAlgorithm,
  SignatureCurve,
  SigningDigest,
  SpongeDigest,
} from './algorithms.ts';
export type {
  CertificateIssuer,
  CertificateOrder,
  CertificateProfile,
  IdentityProof,
  IssueOutcome,
  OrderedKey,
  RequestedSubject,
} from './certificate-issuer.ts';
export type { Clock } from './clock.ts';
export type { DigestEngine, DigestStream, HashState, NativeAlgorithm, NativeVerification } from './digest-engine.ts';
export type { HttpClient, HttpPurpose, HttpRequest, HttpResponse } from './http-client.ts';
export type { GlyphOutline, GlyphSource, GlyphTypeface } from './glyph-source.ts';
export type {
  IdentityCheck,
  IdentityCheckPlace,
  IdentityClaims,
  IdentityDocument,
  IdentityFailure,
  IdentityMethod,
  IdentityOutcome,
  IdentityProvider,
  OrganisationClaims,
  PersonalNumber,
  PersonClaims,
} from './identity-provider.ts';
export type {
  Authorization,
  AuthorizeRequest,
  Credential,
  KeyStore,
  KeyStoreContext,
  OpenRequest,
  SignRequest,
  Step,
} from './key-store.ts';
export type { PageText, PageTextSource, TextBox, TextDirection, TextRun } from './page-text-source.ts';
export { PortError } from './port-error.ts';
export type { RevocationQuery, RevocationSource } from './revocation-source.ts';
export type { Signer, SigningInput } from './signer.ts';
export type { MessageImprint, TimestampAuthority } from './timestamp-authority.ts';
