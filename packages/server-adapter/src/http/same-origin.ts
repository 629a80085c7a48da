import type { Principal } from '../adapter-config.ts';
import { AdapterError } from '../adapter-error.ts';

/**
 * Refuses a change that another site's page could have caused with the person's cookie. The browser itself says where a
 * request comes from (Sec-Fetch-Site, which no script can set), older ones by Origin. A request that says neither is refused.
 *
 * @throws {@link AdapterError} `CROSS_SITE_REQUEST`
 */
export function assertSameOrigin(request: Request, principal: Principal, allowedOrigins: readonly string[]): void {
  if (principal.transport === 'bearer') return;
  const origin = request.headers.get('origin');
  if (origin !== null && allowedOrigins.includes(origin)) return;
  const site = request.headers.get('sec-fetch-site');
  if (site !== null ? site === 'same-origin' : origin === new URL(request.url).origin) return;
  throw new AdapterError('CROSS_SITE_REQUEST');
}
