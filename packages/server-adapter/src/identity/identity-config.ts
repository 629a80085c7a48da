import type { Bytes } from '@sealkit/core/bytes';
import type { CertificateIssuer, IdentityProvider, Signer } from '@sealkit/core/ports';
import { parseCertificate } from '@sealkit/core/x509';
import type { OneTimeKeys } from './event/one-time-key.ts';

/** How the server makes sure, before each signing, of who signs. Without it certificates are judged by their validity alone. */
export interface IdentityConfig {
  /** DER of the authorities below which signing certificates must stand. An empty list would let nobody sign and is refused. */
  readonly anchors: readonly Bytes[];
  /**
   * `required`: without a fresh answer about each certificate of the path nobody signs. `when-available`: a revocation stops, a missing
   * answer does not, and the event says so. `off`: nobody is asked. The answers come from the adapter's `revocationSource`.
   */
  readonly revocation: 'required' | 'when-available' | 'off';
  /**
   * How old an answer may be, in milliseconds. Where nothing is said, as old as its maker lets it count, and an hour where the maker says
   * nothing. A source that keeps answers has to let go of them as early.
   */
  readonly maxStatusAgeMs?: number;
  /**
   * `required`: the holder is verified and the certificate names them. `when-verified`: compared where there is a verification.
   * `off`: not compared. `required` where nothing is said.
   */
  readonly subject?: 'required' | 'when-verified' | 'off';
  /** At least 32 octets, kept by the host: key of the digests by which personal numbers are compared. Needed to verify anybody. */
  readonly numberKey?: Bytes;
  /**
   * The name under which somebody of the register can be verified, and under no other. Where nothing is said, the register's own: `name` of a
   * person, `verifiedName` of an organisation, which `name` is here in either case.
   */
  readonly registeredName?: (subject: {
    readonly tenant: string;
    readonly kind: 'person' | 'organisation';
    readonly id: string;
    readonly name: string;
  }) => string;
  /** Who can verify persons and organisations; nobody where absent. */
  readonly providers?: readonly IdentityProvider[];
  /** Certificates for persons that were verified; none are issued where it is absent. */
  readonly certificates?: PersonalCertificates;
  /** Certificates for one act each; persons sign with their own ones where it is absent. Seals name their certificates themselves. */
  readonly eventCertificates?: EventCertificates;
}

/** Certificates for one personal signature each, over a key that signs once and is destroyed. */
export interface EventCertificates {
  /** One that issues at once: an act does not wait for a certificate. */
  readonly issuer: CertificateIssuer;
  /** Where the keys are; in memory where nothing is said. */
  readonly keys?: OneTimeKeys;
  /** `always`, where nothing is said; `without-own`: only for persons who have no certificate of their own. */
  readonly when?: 'always' | 'without-own';
}

/** Where personal certificates come from, and where their keys are. */
export interface PersonalCertificates {
  readonly issuer: CertificateIssuer;
  /** Makes the key of a person in the host's key store, which `keyStore.open` knows by `credentialId` as soon as it has its certificate. */
  readonly makeKey: (person: { readonly tenant: string; readonly personId: string }) => Promise<PersonalKey>;
}

export interface PersonalKey extends Pick<Signer, 'algorithm' | 'sign'> {
  readonly credentialId: string;
  /** DER SubjectPublicKeyInfo. */
  readonly publicKey: Bytes;
  /** Takes the certificates, leaf first, to the key. */
  store(certificates: readonly Bytes[]): Promise<void>;
}

/** @throws TypeError naming what is missing; X509Error for an anchor that is no certificate */
export function assertIdentityConfig(config: IdentityConfig, hasRevocationSource: boolean): void {
  if (config.anchors.length === 0) throw new TypeError('identity.anchors: expected at least one certificate; an empty list trusts nobody');
  for (const anchor of config.anchors) parseCertificate(anchor);
  if (config.revocation !== 'off' && !hasRevocationSource)
    throw new TypeError(`identity.revocation: '${config.revocation}' needs a revocationSource`);
  if (config.maxStatusAgeMs !== undefined && !(config.maxStatusAgeMs > 0))
    throw new TypeError('identity.maxStatusAgeMs: expected a positive number of milliseconds');
  if (config.numberKey !== undefined && config.numberKey.length < 32)
    throw new TypeError('identity.numberKey: expected at least 32 octets');
  const providers = config.providers ?? [];
  if (providers.length > 0 && config.numberKey === undefined)
    throw new TypeError('identity.numberKey: expected a key, since providers verify personal numbers');
  if (new Set(providers.map(({ name }) => name)).size < providers.length)
    throw new TypeError('identity.providers: expected a name of its own for each');
}
