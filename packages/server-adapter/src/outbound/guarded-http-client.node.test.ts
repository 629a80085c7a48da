import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type HttpRequest, PortError } from '@sealkit/core/ports';
import { isPublicAddress } from './address-policy.ts';
import { type GuardedHttpClientOptions, guardedHttpClient } from './guarded-http-client.ts';

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return '';
  } catch (error) {
    if (error instanceof PortError) return error.code;
    throw error;
  }
};
const request = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  purpose: 'crl',
  url,
  origin: 'certificate',
  method: 'GET',
  maxLength: 1000,
  ...more,
});

describe('addresses that URLs in certificates may lead to', () => {
  const refused = [
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.1',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',

    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::a00:1',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '2001::1',
    '100::1',
    '2001:db8:0:0:0:5efe:7f00:1',
    '2600::5efe:7f00:1',
    'localhost',
    '',
    '1.2.3',
    '999.1.1.1',
    'fec0::1',
  ];
  for (const address of refused) {
    it(`are not ${address === '' ? 'the empty text' : address}`, () => {
      expect(isPublicAddress(address)).to.equal(false);
    });
  }

  it('are those of the public internet', () => {
    for (const address of ['1.1.1.1', '8.8.8.8', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])
      expect(isPublicAddress(address)).to.equal(true);
  });
});

describe('URLs that are refused before anything is sent', () => {
  const client = (addresses: readonly string[], options: GuardedHttpClientOptions = {}) =>
    guardedHttpClient({
      resolve: () => Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))),
      ...options,
    });

  const urls = [
    'ftp://example.com/',
    'file:///etc/passwd',
    'ldap://example.com/',
    'gopher://example.com/',
    'data:text/plain,x',
    'javascript:0',
    'no url',
    '',
    'http://user:secret@example.com/',
    `http://example.com/${'a'.repeat(3000)}`,

    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://[::1]/',
    'http://[::ffff:7f00:1]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[fe80::1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://0/',
  ];
  for (const url of urls) {
    it(url.slice(0, 60) || 'the empty text', async () => {
      expect(await codeOf(client(['8.8.8.8']).send(request(url)))).to.equal('HTTP_URL_REFUSED');
    });
  }

  it('a name that leads to a private address, also among public ones', async () => {
    for (const addresses of [['10.0.0.1'], ['8.8.8.8', '127.0.0.1'], ['::1'], ['2606:4700::1111', '::ffff:10.1.1.1']])
      expect(await codeOf(client(addresses).send(request('http://pki.example/ca.crl')))).to.equal('HTTP_URL_REFUSED');
  });

  it('a name without an address is unreachable', async () => {
    expect(await codeOf(client([]).send(request('http://pki.example/ca.crl')))).to.equal('HTTP_UNREACHABLE');
  });
});

describe('answers', () => {
  let server: Server;
  let base: string;
  const received: string[] = [];
  const answers: Readonly<Record<string, (incoming: IncomingMessage, answer: ServerResponse) => void>> = {
    '/ok': (_incoming, answer) => answer.setHeader('Content-Type', 'Application/PKIX-CRL; charset=x').end('octets'),
    '/who': (incoming, answer) =>
      answer.end(`${incoming.headers.authorization} ${incoming.headers['user-agent']} ${incoming.headers.host}`),
    '/moved': (_incoming, answer) => answer.writeHead(302, { Location: `${base}/ok` }).end(),
    '/error': (_incoming, answer) => answer.writeHead(500).end('no'),
    '/silent': () => undefined,
    '/announced': (_incoming, answer) => answer.setHeader('Content-Length', '5000').end('x'.repeat(5000)),
    '/endless': (_incoming, answer) => {
      const write = (): void => {
        while (!answer.destroyed && answer.write('x'.repeat(100)));
        if (!answer.destroyed) answer.once('drain', write);
      };
      write();
    },
    '/slow': (_incoming, answer) => {
      const timer = setInterval(() => answer.write('x'), 20);
      answer.on('close', () => clearInterval(timer));
    },
    '/torn': (_incoming, answer) => {
      answer.writeHead(200, { 'Content-Length': '100' });
      answer.write('part');
      setTimeout(() => answer.destroy(), 10);
    },
  };

  beforeAll(async () => {
    server = createServer((incoming, answer) => {
      received.push(`${incoming.method} ${incoming.url} ${incoming.headers['content-type'] ?? '-'}`);
      answers[incoming.url ?? '']?.(incoming, answer);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address() as AddressInfo;
    base = `http://127.0.0.1:${address.port}`;
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const own = guardedHttpClient({ allowPrivateNetwork: true, timeout: 300 });

  it('come with status, media type and octets', async () => {
    const answer = await own.send(
      request(`${base}/ok`, { method: 'POST', body: new Uint8Array(3), contentType: 'application/ocsp-request' }),
    );
    expect([answer.status, answer.contentType, new TextDecoder().decode(answer.body)]).to.deep.equal([
      200,
      'application/pkix-crl',
      'octets',
    ]);
    expect(received.at(-1)).to.equal('POST /ok application/ocsp-request');
  });

  it('answer requests with header fields of the caller, which stand in for none of ours', async () => {
    const headers = { Authorization: 'Bearer x', 'User-Agent': 'other' };
    const answer = await own.send(request(`${base}/who`, { headers }));
    expect(new TextDecoder().decode(answer.body)).to.equal(`Bearer x sealkit ${base.replace('http://', '')}`);
  });

  it('come from a private address that the host itself configured', async () => {
    expect((await guardedHttpClient().send(request(`${base}/ok`, { origin: 'configured' }))).status).to.equal(200);
    expect(await codeOf(guardedHttpClient().send(request(`${base}/ok`)))).to.equal('HTTP_URL_REFUSED');
  });

  it('go to the address that was checked, whatever the name says a moment later', async () => {
    let asked = 0;
    const rebinding = guardedHttpClient({
      allowPrivateNetwork: true,
      resolve: () => Promise.resolve((asked += 1) === 1 ? [{ address: '127.0.0.1', family: 4 }] : [{ address: '10.255.255.1', family: 4 }]),
    });
    const url = base.replace('127.0.0.1', 'pki.invalid');
    expect((await rebinding.send(request(`${url}/ok`))).status).to.equal(200);
    expect(asked).to.equal(1);
  });

  it('that point elsewhere are not followed', async () => {
    const before = received.length;
    expect((await own.send(request(`${base}/moved`))).status).to.equal(302);
    expect(received.length).to.equal(before + 1);
  });

  it('of any status are values', async () => {
    expect((await own.send(request(`${base}/error`))).status).to.equal(500);
  });

  const faults: readonly (readonly [string, string])[] = [
    ['/announced', 'HTTP_TOO_LARGE'],
    ['/endless', 'HTTP_TOO_LARGE'],
    ['/silent', 'HTTP_TIMEOUT'],
    ['/slow', 'HTTP_TIMEOUT'],
    ['/torn', 'HTTP_UNREACHABLE'],
  ];
  for (const [path, code] of faults) {
    it(`${path.slice(1)} end with ${code}`, async () => {
      expect(await codeOf(own.send(request(`${base}${path}`)))).to.equal(code);
    });
  }

  it('nobody gives at a port where nobody listens', async () => {
    expect(await codeOf(own.send(request('http://127.0.0.1:1/')))).to.equal('HTTP_UNREACHABLE');
  });

  it('are given up when the caller gives up', async () => {
    const controller = new AbortController();
    const waiting = own.send(request(`${base}/silent`), { signal: controller.signal });
    controller.abort(new Error('enough'));
    let message = '';
    await waiting.catch((error: unknown) => (message = error instanceof Error ? error.message : ''));
    expect(message).to.equal('enough');
  });
});
