import { encodeContext } from '../../asn1/index.ts';
import type { Certificate } from '../certificate.ts';
import type { DistributionPoint, RevocationReasonFlag } from '../distribution-points.ts';
import { distributionPointNames, equalGeneralNames, type GeneralName } from '../general-name.ts';
import { equalNames, type Name } from '../name.ts';
import { ALL_REASON_FLAGS } from './crl-reasons.ts';
import type { Crl } from './crl.ts';
import type { RevocationFault } from './revocation-answer.ts';

/** Whether a CRL covers a certificate, and for which reasons. */
export interface CrlScope {
  readonly faults: readonly RevocationFault[];
  /** All when absent. */
  readonly reasons?: readonly RevocationReasonFlag[];
}

/**
 * Compares the CRL's issuer and scope with the certificate's distribution points, and with the point that every certificate
 * has besides them: its issuer's name.
 *
 * @see RFC 5280 §6.3.3 (b), (d)
 */
export function crlScope(crl: Crl, certificate: Certificate): CrlScope {
  const points: readonly DistributionPoint[] = [...certificate.distributionPoints, {}];
  const ofIssuer = points.filter((point) => isOfIssuer(crl, certificate, point));
  const matching = ofIssuer.filter((point) => isSamePlace(crl, certificate, point));
  const faults: RevocationFault[] = [];
  if (ofIssuer.length === 0) faults.push('ISSUER_NAME_DIFFERS');
  else if (matching.length === 0) faults.push('OTHER_DISTRIBUTION_POINT');
  const idp = crl.issuingDistributionPoint;
  const isAuthority = certificate.basicConstraints?.ca === true;
  if (idp?.onlyContainsUserCerts === true && isAuthority) faults.push('ONLY_USER_CERTIFICATES');
  if (idp?.onlyContainsCACerts === true && !isAuthority) faults.push('ONLY_CA_CERTIFICATES');
  if (idp?.onlyContainsAttributeCerts === true) faults.push('ONLY_ATTRIBUTE_CERTIFICATES');
  if (crl.unknownCriticalExtensions.length > 0) faults.push('UNKNOWN_CRITICAL_EXTENSION');
  if (crl.malformedExtensions.length > 0) faults.push('EXTENSION_MALFORMED');
  const reasons = ALL_REASON_FLAGS.filter(
    (reason) => covers(idp?.onlySomeReasons, reason) && matching.some((point) => covers(point.reasons, reason)),
  );
  return { faults, ...(reasons.length === ALL_REASON_FLAGS.length || matching.length === 0 ? {} : { reasons }) };
}

/** §6.3.3 (b)(1). */
function isOfIssuer(crl: Crl, certificate: Certificate, point: DistributionPoint): boolean {
  if (point.crlIssuer === undefined) return equalNames(crl.issuer, certificate.issuer);
  return crl.issuingDistributionPoint?.indirectCrl === true && point.crlIssuer.some((name) => isName(name, crl.issuer));
}

/** §6.3.3 (b)(2)(i). */
function isSamePlace(crl: Crl, certificate: Certificate, point: DistributionPoint): boolean {
  const place = crl.issuingDistributionPoint?.distributionPoint;
  if (place === undefined) return true;
  const wanted = distributionPointNames(place, crl.issuer);
  const offered =
    point.name === undefined
      ? (point.crlIssuer ?? [directoryName(certificate.issuer)])
      : distributionPointNames(point.name, point.crlIssuer === undefined ? certificate.issuer : crl.issuer);
  return offered.some((name) => wanted.some((other) => equalGeneralNames(name, other)));
}

function covers(reasons: readonly RevocationReasonFlag[] | undefined, reason: RevocationReasonFlag): boolean {
  return reasons === undefined || reasons.includes(reason);
}

function isName(generalName: GeneralName, name: Name): boolean {
  return generalName.kind === 'directoryName' && equalNames(generalName.name, name);
}

function directoryName(name: Name): GeneralName {
  return { kind: 'directoryName', raw: encodeContext(4, name.raw, { constructed: true }), name };
}
