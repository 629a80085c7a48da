import { signSigV4 } from './sigv4.ts';

/** AWS Signature Version 4 test suite: `get-vanilla`, `post-vanilla`, `get-vanilla-query-order-key-case`. */
describe('AWS Signature Version 4, by the test suite of AWS', () => {
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
  const scope = { credentials, region: 'us-east-1', service: 'service', time: new Date('2015-08-30T12:36:00Z') };
  const vectors = [
    ['GET', 'https://example.amazonaws.com/', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
    ['POST', 'https://example.amazonaws.com/', '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
    [
      'GET',
      'https://example.amazonaws.com/?Param2=value2&Param1=value1',
      'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    ],
  ] as const;
  for (const [method, url, signature] of vectors) {
    it(`${method} ${url}`, () => {
      const headers = signSigV4({ method, url, headers: {}, body: new Uint8Array() }, scope);
      expect(headers['authorization']).to.equal(
        `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`,
      );
    });
  }
});
