/**
 * DEMO ONLY. A sign-in without a password: one chooses a person and a company. It stands where a host's own sign-in stands and
 * implements `authenticate` for the adapter. The cookie names the choice under a MAC, so that it outlives a restart.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

const COOKIE = 'sealkit_demo';
const LIFETIME_SECONDS = 8 * 3600;

/** `people`: `{ id, name, roles, organisations: [{ id, name }] }[]`, `secret`: octets that never leave the server. */
export function createDemoSignIn({ tenant, people, secret, clock }) {
  const mac = (text) => createHmac('sha256', secret).update(`sealkit-demo-session\n${text}`).digest('base64url');

  function authenticate(request) {
    const value = readCookie(request.headers.get('cookie'), COOKIE);
    const [payload, tag] = value?.split('.') ?? [];
    if (!payload || !tag || !equal(tag, mac(payload))) return null;
    const { person: personId, organisation: organisationId, expires } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    const person = people.find(({ id }) => id === personId);
    const organisation = person?.organisations.find(({ id }) => id === organisationId);
    if (!person || !organisation || clock.now().getTime() >= expires) return null;
    return { tenant, person: { id: person.id, name: person.name, roles: person.roles }, organisation, expiresAt: new Date(expires), viaCookie: true };
  }

  async function fetch(request) {
    const { pathname, origin } = new URL(request.url);
    if (request.method === 'GET' && pathname === '/demo/people') return Response.json({ people }, { headers: { 'cache-control': 'no-store' } });
    if (request.method !== 'POST') return new Response(null, { status: 405, headers: { allow: 'GET, POST' } });
    if (request.headers.get('origin') !== origin) return Response.json({ code: 'ORIGIN_NOT_ALLOWED' }, { status: 403 });
    if (pathname === '/demo/sign-out') return signedOut();
    return signIn(await request.json().catch(() => null));
  }

  function signIn(choice) {
    const person = people.find(({ id }) => id === choice?.person);
    if (!person?.organisations.some(({ id }) => id === choice.organisation)) return Response.json({ code: 'NO_SUCH_PERSON' }, { status: 400 });
    const expires = clock.now().getTime() + LIFETIME_SECONDS * 1000;
    const payload = Buffer.from(JSON.stringify({ person: person.id, organisation: choice.organisation, expires })).toString('base64url');
    return new Response(null, { status: 204, headers: { 'set-cookie': `${COOKIE}=${payload}.${mac(payload)}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${LIFETIME_SECONDS}` } });
  }

  return { authenticate, fetch };
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
