import { type Bytes, decodeBase64, encodeBase64 } from '@sealkit/core/bytes';
import { PortError } from '@sealkit/core/ports';
import type { CertificateStatusRequest, CertificateStatusView } from '@sealkit/core/protocol';
import { buildCertificatePaths, type Certificate, parseCertificate, X509Error } from '@sealkit/core/x509';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { assertAuthorized } from '../authorization.ts';

/** Octets of a CRL that an answer carries. */
const MAX_CRL = 4 * 1024 * 1024;

/**
 * What the services of a certificate say of it, for a page that may ask nobody itself. Asked are only certificates below the
 * deployment's own anchors: their makers named the services, so that no stranger points the server anywhere. The page verifies what it
 * gets; the server judges nothing.
 */
export async function readCertificateStatus(
  context: AdapterContext,
  principal: Principal,
  { certificate, issuer, others }: CertificateStatusRequest,
): Promise<CertificateStatusView> {
  await assertAuthorized(context, principal, 'trust.read', { type: 'tenant' });
  const source = context.revocationSource;
  if (source === null) throw new AdapterError('CERTIFICATE_STATUS_NOT_OFFERED');
  const leaf = readCertificate(certificate);
  const above = readCertificate(issuer);
  await assertBelowAnchor(context, leaf, [above.raw, ...others.map((other) => readCertificate(other).raw)]);
  const query = { certificate: leaf.raw, issuer: above.raw };
  const failures: CertificateStatusView['failures'][number][] = [];
  const ask = async <T>(what: 'ocsp' | 'crl', fetch: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await fetch();
    } catch (error) {
      if (!(error instanceof PortError)) throw error;
      failures.push({ what, code: error.code });
      return otherwise;
    }
  };
  const ocspResponse = await ask('ocsp', () => source.fetchOcsp(query), undefined);
  const crls = await ask('crl', () => source.fetchCrls(query), []);
  if (crls.some(({ length }) => length > MAX_CRL)) failures.push({ what: 'crl', code: 'CRL_TOO_LARGE' });
  return {
    ocspResponse: ocspResponse === undefined ? null : encodeBase64(ocspResponse),
    crls: crls.filter(({ length }) => length <= MAX_CRL).map(encodeBase64),
    failures,
  };
}

async function assertBelowAnchor({ trust }: AdapterContext, leaf: Certificate, candidates: readonly Bytes[]): Promise<void> {
  const anchors = [...trust.signers, ...trust.timestampAuthorities, ...trust.sealMakers, ...trust.registers];
  const paths = await buildCertificatePaths({ leaf, candidates, anchors });
  if (!paths.some(({ links }) => links.every((link) => link === 'valid'))) throw new AdapterError('CERTIFICATE_NOT_BELOW_ANCHOR');
}

function readCertificate(text: string): Certificate {
  try {
    return parseCertificate(decodeBase64(text));
  } catch (error) {
    if (error instanceof X509Error) throw new AdapterError('CERTIFICATE_UNREADABLE');
    throw error;
  }
}
