/** OAuth 2.0 with the scope `credential`: the person consents in pages of the service (authorization code, PKCE). */
import { createHash, randomBytes } from 'node:crypto';
import { equalSecrets, refused } from './activations.mjs';

const PAGE_HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cache-Control': 'no-store',
};
const escape = (text) => text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

/** `client`: { id, secret, redirectUri }; `credentials`: by id. */
export function createConsentPages({ client, credentials, activations }) {
  const asked = new Map();
  const codes = new Map();

  /** GET: shows what is asked. */
  const show = (query) => {
    const [credentialId, redirectUri] = [query.get('credentialID'), query.get('redirect_uri')];
    if (query.get('client_id') !== client.id || redirectUri !== client.redirectUri) throw refused('invalid_client', 'Unknown client');
    if (credentials.get(credentialId)?.mode !== 'oauth2code' || query.get('code_challenge_method') !== 'S256')
      throw refused('invalid_request', 'Invalid parameter credentialID or code_challenge_method');
    // Base64url in the query, base64 everywhere else.
    const list = (query.get('hashes') ?? query.get('hash') ?? '').split(',');
    const hashes = list.map((hash) => Buffer.from(hash, 'base64url').toString('base64'));
    const id = randomBytes(16).toString('base64url');
    asked.set(id, { credentialId, hashes, state: query.get('state'), challenge: query.get('code_challenge') });
    const items = hashes.map((hash) => `<li><code>${escape(hash)}</code></li>`).join('');
    const body = `<!doctype html><title>Consent</title><h1>Sign with ${escape(credentialId)}?</h1><ul>${items}</ul>
<form method="post" action="/oauth2/consent"><input type="hidden" name="id" value="${id}">
<button name="answer" value="yes">Sign</button> <button name="answer" value="no">Do not sign</button></form>`;
    return { status: 200, headers: PAGE_HEADERS, body };
  };

  /** POST of the form: leads back to the host. */
  const answer = (form) => {
    const request = asked.get(form.get('id'));
    if (request === undefined) throw refused('invalid_request', 'Nothing is asked');
    asked.delete(form.get('id'));
    const back = new URL(client.redirectUri);
    back.searchParams.set('state', request.state);
    if (form.get('answer') === 'yes') {
      const code = randomBytes(32).toString('base64url');
      codes.set(code, request);
      back.searchParams.set('code', code);
    } else back.searchParams.set('error', 'access_denied');
    return { status: 303, headers: { Location: back.href, 'Cache-Control': 'no-store' }, body: '' };
  };

  /** POST of the host: the code for activation data, once. */
  const trade = (form) => {
    if (form.get('client_id') !== client.id || !equalSecrets(form.get('client_secret'), client.secret))
      throw refused('invalid_client', 'Unknown client', 401);
    const request = codes.get(form.get('code'));
    codes.delete(form.get('code'));
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (request === undefined || challenge !== request.challenge) throw refused('invalid_grant', 'Invalid code');
    const { sad, expiresIn } = activations.give(request.credentialId, request.hashes);
    return { access_token: sad, token_type: 'SAD', expires_in: expiresIn };
  };
  return { show, answer, trade };
}
