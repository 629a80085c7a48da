import { copyBytes } from '../../bytes/index.ts';
import { NO_MATERIAL } from '../../cades/index.ts';
import { PortError, type RevocationSource } from '../../ports/index.ts';
import type { PathsQuery } from './gather-paths.ts';
import type { MaterialPool } from './material-pool.ts';
import type { Notice } from './validation-facts.ts';

/** Asks the services of a certificate for those that may have issued it; a service that fails is a notice. */
export function issuerFetcher(
  source: RevocationSource | undefined,
  { material, notices, signal }: { readonly material: MaterialPool; readonly notices: Notice[]; readonly signal?: AbortSignal },
): Pick<PathsQuery, 'fetchIssuers'> {
  if (source === undefined) return {};
  const asked = new Set<string>();
  return {
    async fetchIssuers(certificate) {
      const name = certificate.subject.text;
      if (asked.has(name)) return [];
      asked.add(name);
      try {
        const found = await source.fetchIssuers(certificate.raw, signal === undefined ? {} : { signal });
        await material.add({ ...NO_MATERIAL, certificates: found.map(copyBytes) }, 'online');
        return found;
      } catch (error) {
        if (!(error instanceof PortError)) throw error;
        notices.push({ code: 'REVOCATION_SERVICE_FAILED', values: { certificate: name, what: 'issuer', reason: error.message } });
        return [];
      }
    },
  };
}
