import type { Bytes, CallOptions } from '../bytes/index.ts';
import type { RevocationSource } from '../ports/index.ts';
import { hasNoRevocation, parseCertificate } from '../x509/index.ts';
import { findChain } from './validation-material-chain.ts';
import { MaterialSearch } from './validation-material-search.ts';
import { NO_MATERIAL, uniteMaterial, type ValidationMaterialSet } from './validation-material-set.ts';
import { findStatus, subjectsOf } from './validation-material-status.ts';

export type { ValidationMaterialSet } from './validation-material-set.ts';

/** What could not be had. A certificate that is revoked stands here too, with a reason that begins with `revoked`. */
export interface MissingMaterial {
  /** Subject of the certificate. */
  readonly certificate: string;
  readonly what: 'issuer' | 'revocation';
  readonly reason: string;
}

/** A certificate that a signature or a time-stamp token names. */
export interface MaterialSubject {
  /** DER. */
  readonly certificate: Bytes;
  /** The time that it is judged at: of the signature's best proof, of the token. */
  readonly at: Date;
  readonly purpose: 'signer' | 'timestamp';
}

export interface GatherMaterialOptions extends CallOptions {
  readonly targets: readonly MaterialSubject[];
  /** What signatures and document hold; it is used first, where it is fresh. Nothing is trusted because it lies here. */
  readonly known: ValidationMaterialSet;
  /** DER of the anchors at which chains end. */
  readonly anchors: readonly Uint8Array[];
  /** Nobody is asked when absent. */
  readonly source?: RevocationSource;
  readonly now: Date;
}

export interface GatheredMaterial {
  /** Exactly what the targets need, each structure once: chains with their anchors, and the answers that hold. */
  readonly material: ValidationMaterialSet;
  /** Empty where the material is complete. */
  readonly missing: readonly MissingMaterial[];
}

/**
 * Gathers what a validator needs later: the chains of the targets, of OCSP responders and of CRL issuers, and the status of
 * every certificate in them, except for anchors, certificates with noRevAvail (RFC 9608) and responders with nocheck. Answers
 * that do not verify, are stale, come from strangers or do not speak of the certificate are not taken, and named.
 *
 * @throws X509Error `X509_CERTIFICATE_MALFORMED` for a target that is no certificate
 * @see EN 319 122-1 §5.5, EN 319 142-1 §5.4
 */
export async function gatherValidationMaterial(options: GatherMaterialOptions): Promise<GatheredMaterial> {
  const search = new MaterialSearch(options);
  const sets: ValidationMaterialSet[] = [];
  const missing = new Map<string, MissingMaterial>();
  for (const target of options.targets) {
    const gathered = await gatherFor(search, target);
    sets.push(gathered.material);
    for (const lack of gathered.missing) missing.set(JSON.stringify(lack), lack);
  }
  return { material: uniteMaterial(...sets), missing: [...missing.values()] };
}

async function gatherFor(search: MaterialSearch, target: MaterialSubject): Promise<GatheredMaterial> {
  const leaf = parseCertificate(target.certificate);
  const { at } = target;
  const chain = await findChain(search, leaf, at, target.purpose === 'timestamp' ? 'timestamping' : 'signing');
  if (chain.path === undefined)
    return { material: NO_MATERIAL, missing: [{ certificate: leaf.subject.text, what: 'issuer', reason: chain.reason }] };
  const { certificates } = chain.path;
  const anchor = certificates.at(-1) ?? leaf;
  const sets: ValidationMaterialSet[] = [{ ...NO_MATERIAL, certificates: certificates.map(({ raw }) => raw) }];
  const missing: MissingMaterial[] = [];
  for (const subject of subjectsOf(chain.path)) {
    if (hasNoRevocation(subject.certificate)) continue;
    const status = await findStatus(search, { subject, anchor, at, waiting: [] });
    if (status.material === undefined)
      missing.push({ certificate: subject.certificate.subject.text, what: 'revocation', reason: status.reason });
    else sets.push(status.material);
  }
  return { material: uniteMaterial(...sets), missing };
}
