import { encodeBoolean, encodeEnumerated, encodeInteger, encodeSequence, encodeUtf8String } from '../asn1/index.ts';
import { type Bytes, encodeHex, encodeUtf8 } from '../bytes/index.ts';
import { encodeTimestampRequest } from '../cms/index.ts';
import { type HttpClient, type HttpRequest, type HttpResponse, PortError } from '../ports/index.ts';
import { httpTimestampAuthority } from './http-timestamp-authority.ts';

const IMPRINT = { algorithm: 'SHA-256', value: new Uint8Array(32).fill(7) } as const;
const URL_OF_AUTHORITY = 'http://tsa.example/';

interface Recorded {
  readonly http: HttpClient;
  readonly requests: readonly HttpRequest[];
}

function answering(...answers: readonly (Partial<HttpResponse> | PortError)[]): Recorded {
  const requests: HttpRequest[] = [];
  const http: HttpClient = {
    send: (request) => {
      requests.push(request);
      const answer = answers[Math.min(requests.length, answers.length) - 1];
      if (answer instanceof PortError) return Promise.reject(answer);
      return Promise.resolve({ status: 200, contentType: 'application/timestamp-reply', body: new Uint8Array(), ...answer });
    },
  };
  return { http, requests };
}

async function failureOf({ http }: Recorded, retries?: number): Promise<readonly [string, boolean]> {
  try {
    await httpTimestampAuthority({ url: URL_OF_AUTHORITY, http, ...(retries === undefined ? {} : { retries }) }).requestToken(IMPRINT);
  } catch (error) {
    if (error instanceof PortError) return [error.code, error.retryable];
    throw error;
  }
  return ['', false];
}

const refusal = (status: number, text: string): Bytes =>
  encodeSequence(encodeSequence(encodeInteger(status), encodeSequence(encodeUtf8String(text))));
const unreachable = new PortError('http', 'HTTP_UNREACHABLE', 'no answer', { retryable: true });

describe('a time-stamp request (RFC 3161 §2.4.1)', () => {
  it('has version, imprint, policy, nonce and certReq', () => {
    const request = encodeTimestampRequest({ imprint: IMPRINT, nonce: Uint8Array.of(0x41, 0x02), policy: '1.2.3' });
    expect(encodeHex(request)).to.equal(`303f020101302f300b06096086480165030402010420${'07'.repeat(32)}06022a03020241020101ff`);
  });

  it('goes out by POST, each time with another nonce', async () => {
    const recorded = answering({ body: refusal(2, 'no') });
    await failureOf(recorded);
    await failureOf(recorded);
    const [first, second] = recorded.requests;
    expect([first?.method, first?.contentType, first?.accept, first?.origin]).to.deep.equal([
      'POST',
      'application/timestamp-query',
      'application/timestamp-reply',
      'configured',
    ]);
    expect(encodeHex(first?.body ?? new Uint8Array())).to.not.equal(encodeHex(second?.body ?? new Uint8Array()));
  });
});

describe('answers that are no time-stamp', () => {
  const html = encodeUtf8('<!doctype html><title>Login</title>');
  const cases: readonly (readonly [string, Partial<HttpResponse> | PortError, string, boolean])[] = [
    ['a page', { contentType: 'text/html', body: html }, 'TIMESTAMP_ANSWER_MALFORMED', false],
    ['a page under the name of a reply', { body: html }, 'TIMESTAMP_ANSWER_MALFORMED', false],
    ['nothing', {}, 'TIMESTAMP_ANSWER_MALFORMED', false],
    ['another structure', { body: encodeSequence(encodeBoolean(true)) }, 'TIMESTAMP_ANSWER_MALFORMED', false],
    ['an enumerated status', { body: encodeSequence(encodeSequence(encodeEnumerated(0))) }, 'TIMESTAMP_ANSWER_MALFORMED', false],
    ['a status that does not exist', { body: encodeSequence(encodeSequence(encodeInteger(9))) }, 'TIMESTAMP_ANSWER_MALFORMED', false],
    ['a rejection', { body: refusal(2, 'unknown policy') }, 'TIMESTAMP_REFUSED', false],
    ['a wish to wait', { body: refusal(3, 'later') }, 'TIMESTAMP_REFUSED', true],
    ['granted without a token', { body: encodeSequence(encodeSequence(encodeInteger(0))) }, 'TIMESTAMP_REFUSED', false],
    ['not found', { status: 404 }, 'TIMESTAMP_HTTP_STATUS', false],
    ['a moved authority', { status: 302 }, 'TIMESTAMP_HTTP_STATUS', false],
    ['too many requests', { status: 429 }, 'TIMESTAMP_HTTP_STATUS', true],
    ['no answer at all', unreachable, 'TIMESTAMP_UNREACHABLE', true],
  ];
  for (const [what, answer, code, retryable] of cases) {
    it(`${what}: ${code}`, async () => {
      expect(await failureOf(answering(answer), 0)).to.deep.equal([code, retryable]);
    });
  }

  it('are asked for again only where that may help, and not for ever', async () => {
    const flaky = answering(unreachable, { status: 503 }, { body: refusal(2, 'no') });
    expect(await failureOf(flaky)).to.deep.equal(['TIMESTAMP_REFUSED', false]);
    expect(flaky.requests.length).to.equal(3);
    const down = answering(unreachable);
    expect(await failureOf(down, 4)).to.deep.equal(['TIMESTAMP_UNREACHABLE', true]);
    expect(down.requests.length).to.equal(5);
  });

  it('say what the authority said, and no more than a line of it', async () => {
    const { http } = answering({ body: refusal(2, 'x'.repeat(1000)) });
    let message = '';
    await httpTimestampAuthority({ url: URL_OF_AUTHORITY, http })
      .requestToken(IMPRINT)
      .catch((error: unknown) => (message = String(error)));
    expect(message).to.include('answered rejection (xxx');
    expect(message.length).to.be.lessThan(350);
  });
});
