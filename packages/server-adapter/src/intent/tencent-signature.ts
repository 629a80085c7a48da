import { createHash, createHmac } from 'node:crypto';

/** Keys of a Tencent Cloud account, from wherever the host has them. */
export interface TencentCredentials {
  readonly secretId: string;
  readonly secretKey: string;
}

export interface TencentCall {
  /** Name of the service's host, `sms.tencentcloudapi.com`; its first part names the service. */
  readonly host: string;
  readonly action: string;
  readonly version: string;
  readonly region?: string;
  /** JSON of the request. */
  readonly body: Uint8Array;
}

export const TENCENT_CONTENT_TYPE = 'application/json';

const ALGORITHM = 'TC3-HMAC-SHA256';
const SIGNED_HEADERS = 'content-type;host;x-tc-action';

/** The header of a call of the API 3.0. @see Tencent Cloud API, "Signature v3" */
export function signTencent(
  { host, action, version, region, body }: TencentCall,
  { secretId, secretKey }: TencentCredentials,
  time: Date,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(time.getTime() / 1000));
  const date = time.toISOString().slice(0, 10);
  const [service = ''] = host.split('.');
  const lines = `content-type:${TENCENT_CONTENT_TYPE}\nhost:${host}\nx-tc-action:${action.toLowerCase()}\n`;
  const canonical = ['POST', '/', '', lines, SIGNED_HEADERS, sha256(body)].join('\n');
  const scope = `${date}/${service}/tc3_request`;
  const key = [date, service, 'tc3_request'].reduce<string | Buffer>((secret, part) => hmac(secret, part), `TC3${secretKey}`);
  const signature = hmac(key, [ALGORITHM, timestamp, scope, sha256(canonical)].join('\n')).toString('hex');
  return {
    authorization: `${ALGORITHM} Credential=${secretId}/${scope}, SignedHeaders=${SIGNED_HEADERS}, Signature=${signature}`,
    'x-tc-action': action,
    'x-tc-timestamp': timestamp,
    'x-tc-version': version,
    ...(region === undefined ? {} : { 'x-tc-region': region }),
  };
}

function sha256(octets: Uint8Array | string): string {
  return createHash('sha256').update(octets).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
