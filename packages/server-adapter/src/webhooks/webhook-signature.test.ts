import { encodeBase64, encodeUtf8 } from '@sealkit/core/bytes';
import { readWebhookSecret, signWebhook, verifyWebhook } from './webhook-signature.ts';

/** Vector of the reference libraries: standard-webhooks/standard-webhooks, libraries/javascript, "sign function works" (MIT). */
const VECTOR = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  time: 1614265330,
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
} as const;
const SENT = new Date(VECTOR.time * 1000);
const HEADERS = { 'webhook-id': VECTOR.id, 'webhook-timestamp': String(VECTOR.time), 'webhook-signature': VECTOR.signature };
const OTHER_SECRET = `whsec_${encodeBase64(new Uint8Array(32))}`;

const reasonOf = (headers: Readonly<Record<string, string>>, body: string = VECTOR.body, secret: string = VECTOR.secret, now = SENT) => {
  const verdict = verifyWebhook(headers, body, secret, now);
  return verdict.indication === 'PASSED' ? 'PASSED' : verdict.reason;
};
const later = (milliseconds: number) => new Date(SENT.getTime() + milliseconds);

describe('signatures of webhooks', () => {
  it('are those of the reference libraries', () => {
    expect(signWebhook({ id: VECTOR.id, sentAt: SENT, body: encodeUtf8(VECTOR.body) }, [VECTOR.secret])).to.deep.equal(HEADERS);
  });

  it('pass with id and time, from headers of fetch and of node:http, over text and octets', () => {
    const passed = { indication: 'PASSED', id: VECTOR.id, sentAt: SENT };
    expect(verifyWebhook(new Headers(HEADERS), VECTOR.body, VECTOR.secret, SENT)).to.deep.equal(passed);
    expect(verifyWebhook(HEADERS, encodeUtf8(VECTOR.body), VECTOR.secret, SENT)).to.deep.equal(passed);
  });

  it('fail with another id, time, body, secret or value', () => {
    expect(reasonOf({ ...HEADERS, 'webhook-id': 'msg_other' })).to.equal('SIGNATURE_DIFFERS');
    expect(reasonOf({ ...HEADERS, 'webhook-timestamp': String(VECTOR.time + 1) })).to.equal('SIGNATURE_DIFFERS');
    expect(reasonOf(HEADERS, VECTOR.body.replace(' ', ''))).to.equal('SIGNATURE_DIFFERS');
    expect(reasonOf(HEADERS, VECTOR.body, OTHER_SECRET)).to.equal('SIGNATURE_DIFFERS');
    for (const value of ['', 'v1,', VECTOR.signature.slice(0, 8), VECTOR.signature.replace('v1,', 'v1a,'), VECTOR.signature.slice(3)])
      expect(reasonOf({ ...HEADERS, 'webhook-signature': value }), value).to.equal('SIGNATURE_DIFFERS');
  });

  it('fail where a header is missing, or is none', () => {
    for (const name of Object.keys(HEADERS)) {
      const others = Object.fromEntries(Object.entries(HEADERS).filter(([other]) => other !== name));
      expect(reasonOf(others), name).to.equal('HEADER_MISSING');
    }
    for (const changed of [{ 'webhook-timestamp': 'hello' }, { 'webhook-timestamp': '-1' }, { 'webhook-id': 'a.b' }, { 'webhook-id': '' }])
      expect(reasonOf({ ...HEADERS, ...changed }), JSON.stringify(changed)).to.equal('HEADER_MALFORMED');
  });

  it('hold for five minutes before and after', () => {
    for (const within of [-300_000, 300_000]) expect(reasonOf(HEADERS, VECTOR.body, VECTOR.secret, later(within))).to.equal('PASSED');
    for (const beyond of [-300_001, 300_001])
      expect(reasonOf(HEADERS, VECTOR.body, VECTOR.secret, later(beyond))).to.equal('SENT_AT_ANOTHER_TIME');
  });

  it('are one for each secret while secrets change over; one that fits is enough', () => {
    const headers = signWebhook({ id: VECTOR.id, sentAt: SENT, body: encodeUtf8(VECTOR.body) }, [OTHER_SECRET, VECTOR.secret]);
    for (const secret of [OTHER_SECRET, VECTOR.secret]) expect(reasonOf({ ...headers }, VECTOR.body, secret)).to.equal('PASSED');
  });

  it('need a secret of 24 to 64 octets', () => {
    const secretOf = (length: number) => `whsec_${encodeBase64(new Uint8Array(length))}`;
    expect([24, 64].map((length) => readWebhookSecret(secretOf(length))?.length)).to.deep.equal([24, 64]);
    for (const none of [secretOf(23), secretOf(65), secretOf(32).slice(6), 'whsec_???', ''])
      expect(() => verifyWebhook(HEADERS, VECTOR.body, none, SENT), none).to.throw(TypeError);
  });
});
