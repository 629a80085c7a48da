import { judgesPresent, type ServedPki, servePki } from '@sealkit/testkit/node';
import type { Bytes } from '../bytes/index.ts';
import { httpRevocationSource, parseCertificate, parseOcspResponse } from '../x509/index.ts';
import { type GatheredMaterial, gatherValidationMaterial, type GatherMaterialOptions } from './validation-material.ts';

const title = 'validation material of services that are not ours';
const NONE = { certificates: [], crls: [], ocspResponses: [] };

(judgesPresent ? describe : describe.skip)(judgesPresent ? title : `${title} (skipped: judges not found, see SEALKIT_SHARED)`, () => {
  let pki: ServedPki;
  beforeAll(async () => (pki = await servePki()), 60_000);
  afterAll(() => pki.stop());

  it('completes the chain by caIssuers, takes OCSP of the signer and the CRL of the authority, and no more', async () => {
    const { material, missing } = await gather(pki, 'rsa2048');
    expect(missing).to.deep.equal([]);
    expect(namesOf(material.certificates)).to.deep.equal(['Test rsa2048', 'Test interm', 'Test root', 'Test interm-ocsp']);
    expect([material.ocspResponses.length, material.crls.length]).to.deep.equal([1, 1]);
  });

  it('gathers for a time-stamp authority under another anchor as well', async () => {
    const { material, missing } = await gather(pki, 'rsa2048', {
      targets: [targetOf(pki, 'rsa2048'), { ...targetOf(pki, 'tsa'), purpose: 'timestamp' }],
    });
    expect(missing).to.deep.equal([]);
    expect(namesOf(material.certificates)).to.include.members(['Test tsa', 'Test tsa-root', 'Test root']);
    expect([material.ocspResponses.length, material.crls.length]).to.deep.equal([1, 2]);
  });

  it('needs nobody where all is known and fresh', async () => {
    const { material: known } = await gather(pki, 'rsa2048');
    const again = await gatherValidationMaterial({ ...optionsOf(pki, 'rsa2048'), known });
    expect(again).to.deep.equal({ material: known, missing: [] });
  });

  it('says what is missing where nobody is asked', async () => {
    const { missing } = await gatherValidationMaterial({
      ...optionsOf(pki, 'rsa2048'),
      known: { ...NONE, certificates: pki.certificates('certs/chain.pem') },
    });
    expect(missing.map(({ certificate, what }) => [/CN=([^,]+)/.exec(certificate)?.[1], what])).to.deep.equal([
      ['Test rsa2048', 'revocation'],
      ['Test interm', 'revocation'],
    ]);
    const bare = await gatherValidationMaterial(optionsOf(pki, 'rsa2048'));
    expect(bare.missing.map(({ what }) => what)).to.deep.equal(['issuer']);
  });

  it('names a revoked certificate with time and reason', async () => {
    const { missing } = await gather(pki, 'revoked');
    expect(missing.length).to.equal(1);
    expect(missing[0]?.reason).to.match(/^revoked at 20\d\d-.*Z \(keyCompromise\)$/);
  });

  it('takes its answer as proof where the certificate was revoked only later', async () => {
    const at = new Date(Date.now() - 30 * 24 * 3_600_000);
    const { missing, material } = await gather(pki, 'revoked', { targets: [{ ...targetOf(pki, 'revoked'), at }] });
    expect([missing, material.ocspResponses.length]).to.deep.equal([[], 1]);
  });

  it('finds no chain for a stranger', async () => {
    const { missing } = await gather(pki, 'stranger');
    expect(missing.map(({ what }) => what)).to.deep.equal(['issuer']);
    expect(missing[0]?.reason).to.match(/no chain to an anchor/);
  });

  it('understands nonces and CertIDs of SHA-256', async () => {
    const source = httpRevocationSource({ http: pki.http, hash: 'SHA-256', nonce: () => new Uint8Array(32).fill(7) });
    const [certificate] = pki.certificates('certs/rsa2048.pem');
    const [issuer] = pki.certificates('certs/interm.pem');
    if (certificate === undefined || issuer === undefined) throw new TypeError('expected certificates');
    const response = parseOcspResponse((await source.fetchOcsp({ certificate, issuer })) ?? new Uint8Array());
    expect([response.basic?.responses[0]?.certId.hash, response.basic?.nonce]).to.deep.equal(['SHA-256', new Uint8Array(32).fill(7)]);
  });
});

(judgesPresent ? describe : describe.skip)(`${title}, which answer badly`, () => {
  const serve = async (faults: readonly string[], run: (pki: ServedPki) => Promise<void>): Promise<void> => {
    const pki = await servePki(faults);
    try {
      await run(pki);
    } finally {
      await pki.stop();
    }
  };

  it('falls back to the CRL', async () => {
    await serve(['ocsp-unauthorized'], async (pki) => {
      const { material, missing } = await gather(pki, 'rsa2048');
      expect(missing).to.deep.equal([]);
      expect([material.ocspResponses.length, material.crls.length]).to.deep.equal([0, 2]);
    });
  }, 60_000);

  it('names what each service said where none helps', async () => {
    await serve(['ocsp-try-later', 'crl-500'], async (pki) => {
      const { missing } = await gather(pki, 'rsa2048');
      expect(missing.map(({ what }) => what)).to.deep.equal(['revocation', 'revocation']);
      expect(missing[0]?.reason).to.match(/OCSP: .*tryLater.*CRL: .*expected status 200, got 500/);
    });
  }, 60_000);

  it('names an issuer that cannot be fetched', async () => {
    await serve(['aia-404'], async (pki) => {
      const { missing } = await gather(pki, 'rsa2048');
      expect(missing.map(({ what }) => what)).to.deep.equal(['issuer']);
      expect(missing[0]?.reason).to.match(/got 404/);
    });
  }, 60_000);
});

function gather(pki: ServedPki, name: string, more: Partial<GatherMaterialOptions> = {}): Promise<GatheredMaterial> {
  return gatherValidationMaterial({ ...optionsOf(pki, name), source: httpRevocationSource({ http: pki.http }), ...more });
}

function optionsOf(pki: ServedPki, name: string): GatherMaterialOptions {
  return {
    targets: [targetOf(pki, name)],
    known: NONE,
    anchors: [...pki.certificates('certs/root.pem'), ...pki.certificates('certs/tsa-root.pem')],
    now: new Date(),
  };
}

function targetOf(pki: ServedPki, name: string): GatherMaterialOptions['targets'][number] {
  const [certificate] = pki.certificates(`certs/${name}.pem`);
  if (certificate === undefined) throw new TypeError(`expected a certificate ${name}`);
  return { certificate, at: new Date(), purpose: 'signer' };
}

function namesOf(certificates: readonly Bytes[]): readonly (string | undefined)[] {
  return certificates.map((der) => parseCertificate(der).subject.commonName);
}
