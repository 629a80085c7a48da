import { createHash, createHmac } from 'node:crypto';

/** Keys of an Alibaba Cloud account, from wherever the host has them. */
export interface AliyunCredentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

export interface AliyunCall {
  /** Name of the service's host, `dysmsapi.aliyuncs.com`. */
  readonly host: string;
  readonly action: string;
  readonly version: string;
  /** Parameters of the query, in clear. */
  readonly parameters: Readonly<Record<string, string>>;
}

const ALGORITHM = 'ACS3-HMAC-SHA256';
const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/**
 * URL and header of an RPC call that is signed in version 3; the body is empty.
 *
 * @see Alibaba Cloud OpenAPI, "V3 request body and signature"
 */
export function signAliyun(
  { host, action, version, parameters }: AliyunCall,
  { accessKeyId, accessKeySecret }: AliyunCredentials,
  { time, nonce }: { readonly time: Date; readonly nonce: string },
): { readonly url: string; readonly headers: Readonly<Record<string, string>> } {
  const signed: Readonly<Record<string, string>> = {
    host,
    'x-acs-action': action,
    'x-acs-content-sha256': EMPTY_SHA256,
    'x-acs-date': time.toISOString().replace(/\.\d{3}Z$/, 'Z'),
    'x-acs-signature-nonce': nonce,
    'x-acs-version': version,
  };
  const query = Object.entries(parameters)
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .sort()
    .join('&');
  const names = Object.keys(signed).sort();
  const lines = names.map((name) => `${name}:${(signed[name] ?? '').trim()}\n`).join('');
  const canonical = ['POST', '/', query, lines, names.join(';'), EMPTY_SHA256].join('\n');
  const digest = createHash('sha256').update(canonical).digest('hex');
  const signature = createHmac('sha256', accessKeySecret).update(`${ALGORITHM}\n${digest}`).digest('hex');
  const { host: _host, ...headers } = signed;
  const authorization = `${ALGORITHM} Credential=${accessKeyId},SignedHeaders=${names.join(';')},Signature=${signature}`;
  return { url: `https://${host}/?${query}`, headers: { ...headers, authorization } };
}

/** @see RFC 3986 §2.1 */
function percentEncode(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
