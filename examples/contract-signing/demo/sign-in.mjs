/**
 * DEMO ONLY. A sign-in without a password: one chooses a person and a company. It stands where a host's own sign-in stands and
 * implements `authenticate` for the adapter. The cookie names the choice under a MAC, so that it outlives a restart.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { COMPANIES, PEOPLE, TENANT, personIdAt } from './cast.mjs';

const COOKIE = 'sealkit_demo';
export const LIFETIME_SECONDS = 8 * 3600;

/** `secret`: octets that never leave the server. */
export function createDemoSignIn({ secret, clock }) {
  const mac = (text) => createHmac('sha256', secret).update(`sealkit-demo-session\n${text}`).digest('base64url');

  function authenticate(request) {
    const value = readCookie(request.headers.get('cookie'), COOKIE);
    const [payload, tag] = value?.split('.') ?? [];
    if (!payload || !tag || !equal(tag, mac(payload))) return null;
    const choice = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    const chosen = find(choice);
    if (!chosen || clock.now().getTime() >= choice.expires) return null;
    return {
      tenant: TENANT,
      personId: personIdAt(chosen.person, chosen.company),
      transport: 'cookie',
      sessionExpiresAt: new Date(choice.expires),
    };
  }

  async function fetch(request) {
    const { pathname, origin } = new URL(request.url);
    if (request.method === 'GET' && pathname === '/demo/people')
      return Response.json(
        { people: PEOPLE, companies: COMPANIES.map(({ id, name, nameEn }) => ({ id, name, nameEn })) },
        { headers: { 'cache-control': 'no-store' } },
      );
    if (request.method !== 'POST') return new Response(null, { status: 405, headers: { allow: 'GET, POST' } });
    if (request.headers.get('origin') !== origin) return Response.json({ code: 'ORIGIN_NOT_ALLOWED' }, { status: 403 });
    if (pathname === '/demo/sign-out') return signedOut();
    return signIn(await request.json().catch(() => null));
  }

  function signIn(choice) {
    if (!find(choice)) return Response.json({ code: 'NO_SUCH_PERSON' }, { status: 400 });
    const expires = clock.now().getTime() + LIFETIME_SECONDS * 1000;
    const payload = Buffer.from(JSON.stringify({ person: choice.person, company: choice.company, expires })).toString('base64url');
    return new Response(null, {
      status: 204,
      headers: { 'set-cookie': `${COOKIE}=${payload}.${mac(payload)}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${LIFETIME_SECONDS}` },
    });
  }

  return { authenticate, fetch };
}

function find(choice) {
  const person = PEOPLE.find(({ id }) => id === choice?.person);
  const company = COMPANIES.find(({ id }) => id === choice?.company);
  return person && company ? { person, company } : undefined;
}

function signedOut() {
  return new Response(null, { status: 204, headers: { 'set-cookie': `${COOKIE}=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0` } });
}

function readCookie(header, name) {
  for (const part of header?.split(/;\s*/) ?? []) if (part.startsWith(`${name}=`)) return part.slice(name.length + 1);
  return undefined;
}

function equal(left, right) {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
