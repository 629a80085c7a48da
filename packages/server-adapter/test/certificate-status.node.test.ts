import { encodeBase64 } from '@sealkit/core/bytes';
import { PortError, type RevocationSource } from '@sealkit/core/ports';
import type { CertificateStatusView, ProblemDetails } from '@sealkit/core/protocol';
import { makeCrl, type TestPki, testPki } from '@sealkit/testkit';
import { createWorld, START, type World } from './support/world.ts';

let pki: TestPki;
let asked: number;

async function worldWith(source?: RevocationSource): Promise<World> {
  pki = await testPki();
  asked = 0;
  const trust = { signers: [pki.root.certificate] };
  return createWorld({ trust, ...(source === undefined ? {} : { revocationSource: source }) });
}

async function answering(): Promise<RevocationSource> {
  const crl = await makeCrl({ issuer: (await testPki()).intermediate, thisUpdate: START });
  return {
    fetchOcsp: () => {
      asked += 1;
      return Promise.reject(
        new PortError('revocation', 'REVOCATION_UNREACHABLE', 'http://10.0.0.1/secret does not answer', { retryable: true }),
      );
    },
    fetchCrls: () => Promise.resolve([crl]),
    fetchIssuers: () => Promise.resolve([]),
  };
}

const body = (certificate: Uint8Array, issuer: Uint8Array, others: readonly Uint8Array[] = []): object => ({
  certificate: encodeBase64(certificate),
  issuer: encodeBase64(issuer),
  others: others.map(encodeBase64),
});

describe('the status of certificates for pages', () => {
  it('is what their services say, and which of them said nothing', async () => {
    const world = await worldWith(await answering());
    const request = body(pki.signers.p256.certificate, pki.intermediate.certificate, [pki.root.certificate]);
    const { status, body: view, text } = await world.as('ada').post<CertificateStatusView>('/certificate-status', request);
    expect(status).to.equal(200);
    expect([view.ocspResponse, view.crls.length]).to.deep.equal([null, 1]);
    expect(view.failures).to.deep.equal([{ what: 'ocsp', code: 'REVOCATION_UNREACHABLE' }]);
    expect(text).to.not.include('10.0.0.1');
  });

  it('is asked for certificates below the anchors alone, and of nobody where the deployment asks nobody', async () => {
    const world = await worldWith(await answering());
    const { stranger } = pki.refused;
    for (const [certificate, issuer] of [
      [stranger.certificate, pki.strangerRoot.certificate],
      [stranger.certificate, pki.intermediate.certificate],
      [pki.refused.impostor.certificate, pki.intermediate.certificate],
    ] as const) {
      const { status, body: problem } = await world.as('ada').post<ProblemDetails>('/certificate-status', body(certificate, issuer));
      expect([status, problem.code]).to.deep.equal([422, 'CERTIFICATE_NOT_BELOW_ANCHOR']);
    }
    const octets = new Uint8Array(200);
    const unreadable = await world.as('ada').post<ProblemDetails>('/certificate-status', body(octets, octets));
    expect([unreadable.status, unreadable.body.code]).to.deep.equal([422, 'CERTIFICATE_UNREADABLE']);
    expect(asked).to.equal(0);
    const silent = await worldWith();
    const request = body(pki.signers.p256.certificate, pki.intermediate.certificate);
    const { status, body: problem } = await silent.as('ada').post<ProblemDetails>('/certificate-status', request);
    expect([status, problem.code]).to.deep.equal([404, 'CERTIFICATE_STATUS_NOT_OFFERED']);
  });
});
