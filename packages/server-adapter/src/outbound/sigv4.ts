import { createHash, createHmac } from 'node:crypto';

/** Keys of the AWS API, from wherever the host has them. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface SigV4Request {
  readonly method: string;
  /** Without a fragment. */
  readonly url: string;
  /** Beside `host`, `x-amz-date` and `x-amz-security-token`, which are added; names in lower case. `x-amz-content-sha256`, where it is there, is the digest of the body. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface SigV4Scope {
  readonly credentials: AwsCredentials;
  readonly region: string;
  readonly service: string;
  readonly time: Date;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

/**
 * The headers of a request with those of its signature.
 *
 * @see AWS Signature Version 4: canonical request, string to sign, signing key
 */
export function signSigV4({ method, url, headers, body }: SigV4Request, scope: SigV4Scope): Readonly<Record<string, string>> {
  const { credentials, region, service } = scope;
  const { host, pathname, searchParams } = new URL(url);
  const stamp = scope.time.toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const session = credentials.sessionToken === undefined ? {} : { 'x-amz-security-token': credentials.sessionToken };
  const all: Readonly<Record<string, string>> = { ...headers, 'x-amz-date': stamp, ...session };
  const signed = Object.entries({ ...all, host }).toSorted(byName);
  const names = signed.map(([name]) => name).join(';');
  const lines = signed.map(([name, value]) => `${name}:${value.trim().replaceAll(/ +/g, ' ')}\n`).join('');
  const canonical = [method, pathname, canonicalQuery(searchParams), lines, names, all['x-amz-content-sha256'] ?? sha256(body)].join('\n');
  const place = [stamp.slice(0, 8), region, service, 'aws4_request'];
  const key = place.reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${credentials.secretAccessKey}`);
  const signature = hmac(key, [ALGORITHM, stamp, place.join('/'), sha256(canonical)].join('\n')).toString('hex');
  const authorization = `${ALGORITHM} Credential=${credentials.accessKeyId}/${place.join('/')}, SignedHeaders=${names}, Signature=${signature}`;
  return { ...all, authorization };
}

function canonicalQuery(parameters: URLSearchParams): string {
  const encode = (text: string): string =>
    encodeURIComponent(text).replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  const pairs = [...parameters].map(([name, value]): [string, string] => [encode(name), encode(value)]);
  return pairs
    .toSorted(byName)
    .map((pair) => pair.join('='))
    .join('&');
}

function byName([left, leftValue]: readonly [string, string], [right, rightValue]: readonly [string, string]): number {
  if (left !== right) return left < right ? -1 : 1;
  return leftValue < rightValue ? -1 : 1;
}

function sha256(octets: Uint8Array | string): string {
  return createHash('sha256').update(octets).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
