import { encodeBase64, encodeUtf8 } from '@sealkit/core/bytes';
import { sourceOfAnswers } from './online-answers.ts';

const base64 = (text: string): string => encodeBase64(encodeUtf8(text));
const query = (certificate: string, issuer: string): { certificate: Uint8Array; issuer: Uint8Array } => ({
  certificate: encodeUtf8(certificate),
  issuer: encodeUtf8(issuer),
});

describe('answers that services gave before', () => {
  const source = sourceOfAnswers([
    { certificate: base64('signer'), issuer: base64('ca'), ocspResponse: null, crls: [base64('list')] },
    { certificate: base64('signer'), issuer: base64('ca'), ocspResponse: base64('response'), crls: [base64('other list')] },
    { certificate: base64('ca'), issuer: base64('root'), ocspResponse: null, crls: [] },
  ]);

  it('are given for the certificate and the issuer that they are about', async () => {
    expect(await source.fetchOcsp(query('signer', 'ca'))).to.deep.equal(encodeUtf8('response'));
    expect(await source.fetchCrls(query('signer', 'ca'))).to.deep.equal([encodeUtf8('list'), encodeUtf8('other list')]);
  });

  it('are nothing for any other, and no issuer is sought', async () => {
    for (const other of [query('ca', 'root'), query('signer', 'root'), query('signe', 'ca'), query('', '')])
      expect([await source.fetchOcsp(other), await source.fetchCrls(other)]).to.deep.equal([undefined, []]);
    expect(await source.fetchIssuers(encodeUtf8('signer'))).to.deep.equal([]);
  });
});
