import { parseDer } from '../asn1/index.ts';
import { asCmsError } from './signed-data.ts';
import { readSignerInfo, type SignerInfo } from './signer-info.ts';

/**
 * A SignerInfo that stands alone, as a counter-signature does.
 *
 * @throws {@link CmsError} `CMS_MALFORMED`, `CMS_ATTRIBUTE_MALFORMED`, `CMS_LIMIT_EXCEEDED`
 * @see RFC 5652 §11.4
 */
export function parseSignerInfo(der: Uint8Array): SignerInfo {
  return asCmsError(() => readSignerInfo(parseDer(der)));
}
