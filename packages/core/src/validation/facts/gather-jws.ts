import { BytesError, encodeUtf8, type JsonValue } from '../../bytes/index.ts';
import { CryptoError, digestText, verifyJwsSignature } from '../../crypto/index.ts';
import { type RegisterJws, SealError } from '../../seal/index.ts';
import { type Certificate, certificateFingerprint, parseCertificate, X509Error } from '../../x509/index.ts';
import type { CertificatePool } from './certificate-pool.ts';
import { gatherPaths } from './gather-paths.ts';
import type { JwsFacts } from './use-facts.ts';

export interface JwsQuery {
  readonly compact: string;
  /** Reads the kind of statement that is expected. */
  readonly parse: (compact: string) => RegisterJws<object>;
  readonly registers: readonly Uint8Array[];
  readonly pool: CertificatePool;
}

/** What a statement of the register says and how its signature verifies. @see RFC 7515 §5.2 */
export async function gatherJws(query: JwsQuery): Promise<JwsFacts> {
  const digest = await digestText('SHA-256', encodeUtf8(query.compact));
  const read = readStatement(query);
  if ('fault' in read) return unreadable(read.fault, digest, query.registers.length);
  const { jws } = read.statement;
  const [leafDer, ...others] = jws.certificates;
  const leaf = leafDer === undefined ? undefined : readCertificate(leafDer);
  if (leaf === undefined) return unreadable('JWS_CERTIFICATE_MALFORMED', digest, query.registers.length);
  return {
    fault: null,
    keyIdMatches: jws.header.kid === (await certificateFingerprint(leaf.raw)),
    signatureValue: await verify(() => verifyJwsSignature(jws, leaf.spki)),
    payload: jws.payload,
    paths: await gatherPaths({ certificate: leaf, candidates: others, anchors: query.registers, pool: query.pool }),
    digest,
  };
}

function readStatement({ compact, parse }: JwsQuery): { statement: RegisterJws<object> } | { fault: string } {
  try {
    return { statement: parse(compact) };
  } catch (error) {
    if (error instanceof SealError || error instanceof CryptoError || error instanceof BytesError) return { fault: error.code };
    throw error;
  }
}

async function verify(run: () => Promise<'valid' | 'invalid' | 'unsupported'>): Promise<'valid' | 'invalid' | 'unsupported'> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof CryptoError) return 'invalid';
    throw error;
  }
}

function readCertificate(der: Uint8Array): Certificate | undefined {
  try {
    return parseCertificate(der);
  } catch (error) {
    if (error instanceof X509Error) return undefined;
    throw error;
  }
}

function unreadable(fault: string, digest: string, anchors: number): JwsFacts {
  const payload: JsonValue = null;
  return {
    fault,
    keyIdMatches: false,
    signatureValue: 'not-verified',
    payload,
    paths: { certificate: null, anchors, paths: [], withoutAnchor: [] },
    digest,
  };
}
