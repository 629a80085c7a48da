/**
 * An address of a service to which secrets may be sent: HTTPS, or this machine itself.
 *
 * @throws TypeError
 */
export function assertServiceUrl(url: string, argument = 'url'): string {
  const { protocol, hostname, username, search, hash } = new URL(url);
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  if (protocol !== 'https:' && !(protocol === 'http:' && local))
    throw new TypeError(`${argument}: expected https, to which secrets may go`);
  if (username !== '' || search !== '' || hash !== '') throw new TypeError(`${argument}: expected no user, query or fragment`);
  return url.replace(/\/+$/, '');
}
