import { decodeBase64, encodeLatin1, equalBytes } from '@sealkit/core/bytes';
import { digest, verifySignatureValue } from '@sealkit/core/crypto';
import { encodePem, parseCertificate } from '@sealkit/core/x509';
import { createTestPki, TEST_ENCRYPTED_PEM, TEST_KEY_FILES } from '@sealkit/testkit';
import { ec, makeSelfSigned } from '@sealkit/testkit/node';
import type { KeyMaterial } from './key-material.ts';
import { KeyStoreError } from './key-store-error.ts';
import { openPemKey } from './pem/index.ts';
import { documentSigner } from './software-signer.ts';
import { openPkcs12, softwareSigner, type SoftwareSignerOptions } from './pkcs12/index.ts';

async function refuses(code: string, work: () => unknown, secrets: readonly string[] = []): Promise<void> {
  let caught: unknown;
  try {
    await work();
  } catch (error) {
    caught = error;
  }
  expect(caught, String(caught)).to.be.instanceOf(KeyStoreError);
  const error = caught as KeyStoreError;
  expect(error.code).to.equal(code);
  expect(error.cause).to.equal(undefined);
  for (const secret of secrets) expect(`${error.message}${error.stack}`.includes(secret)).to.equal(false);
}

const fileOf = (name: keyof typeof TEST_KEY_FILES): Uint8Array => decodeBase64(TEST_KEY_FILES[name].base64);

async function signsWell(material: KeyMaterial, options: SoftwareSignerOptions = {}): Promise<void> {
  const signer = softwareSigner(material, options);
  const dtbs = encodeLatin1('to be signed');
  const signature = await signer.sign({ dtbs, digest: await digest(signer.algorithm.digest, dtbs) });
  const publicKey = parseCertificate(signer.certificates[0]!).spki;
  expect(await verifySignatureValue({ algorithm: signer.algorithm, publicKey, signature, message: dtbs })).to.equal('valid');
}

describe('PKCS #12 files (RFC 7292)', () => {
  it('opens modern files, also under a Chinese password, and legacy files of RC2-40 and 3DES', async () => {
    const pki = await createTestPki();
    for (const [name, signer] of [
      ['modern', pki.signers.p256],
      ['modernRsa', pki.signers.rsa2048],
      ['legacyEc', pki.signers.p256],
      ['legacyRsa', pki.signers.rsa2048],
      ['tripleDes', pki.signers.rsa2048],
    ] as const) {
      const material = await openPkcs12(fileOf(name), TEST_KEY_FILES[name].password);
      expect(equalBytes(material.certificates[0]!, parseCertificate(material.certificates[0]!).raw)).to.equal(true);
      expect(parseCertificate(material.certificates[0]!).subject.commonName).to.equal(signer.name);
      expect(material.certificates.length).to.equal(name === 'tripleDes' ? 1 : 3);
      await signsWell(material);
      if (name.endsWith('Rsa')) await signsWell(material, { pss: true, digest: 'SHA-512' });
    }
  });

  it('refuses a wrong password without naming it', async () => {
    for (const name of ['modern', 'modernRsa', 'legacyEc', 'legacyRsa'] as const)
      await refuses('KEY_FILE_PASSWORD_WRONG', () => openPkcs12(fileOf(name), 'wrong-secret'), ['wrong-secret']);
  });

  it('refuses a legacy file under a password outside ASCII and says how to convert it', async () => {
    await refuses('KEY_FILE_LEGACY_PASSWORD', () => openPkcs12(fileOf('legacyRsa'), '密码'), ['密码']);
  });

  it('refuses flipped, cut and foreign files with a typed error', async () => {
    const file = fileOf('modern');
    const { password } = TEST_KEY_FILES.modern;
    for (let index = 0; index < file.length; index += 37) {
      const flipped = file.slice();
      flipped[index]! ^= 0x10;
      let caught: unknown;
      try {
        await openPkcs12(flipped, password);
      } catch (error) {
        caught = error;
      }
      if (caught !== undefined) expect(caught, `octet ${index}`).to.be.instanceOf(KeyStoreError);
    }
    await refuses('KEY_FILE_MALFORMED', () => openPkcs12(file.subarray(0, 100), password));
    await refuses('KEY_FILE_MALFORMED', () => openPkcs12(encodeLatin1('%PDF-1.7'), password));
    await refuses('KEY_FILE_WITHOUT_KEY', () => openPkcs12(fileOf('withoutKey'), TEST_KEY_FILES.withoutKey.password));
  });
});

describe('PEM keys (RFC 7468, RFC 5958)', () => {
  it('opens plain and encrypted PKCS #8 with certificates in any order', async () => {
    const pki = await createTestPki();
    const { p256 } = pki.signers;
    const certificates = [
      encodeLatin1(encodePem('CERTIFICATE', pki.intermediate.certificate) + encodePem('CERTIFICATE', p256.certificate)),
    ];
    for (const signer of Object.values(pki.signers)) {
      const material = openPemKey({ key: encodeLatin1(encodePem('PRIVATE KEY', signer.privateKey)), certificates: [signer.certificate] });
      await signsWell(material);
    }
    const encrypted = openPemKey({ key: encodeLatin1(TEST_ENCRYPTED_PEM.pem), certificates, password: TEST_ENCRYPTED_PEM.password });
    expect(encrypted.certificates.length).to.equal(2);
    await signsWell(encrypted);
  });

  it('refuses a missing or wrong password, a file without a key, and the certificate of another key', async () => {
    const pki = await createTestPki();
    const key = encodeLatin1(TEST_ENCRYPTED_PEM.pem);
    const certificates = [pki.signers.p256.certificate];
    await refuses('KEY_FILE_PASSWORD_NEEDED', () => openPemKey({ key, certificates }));
    await refuses('KEY_FILE_PASSWORD_WRONG', () => openPemKey({ key, certificates, password: 'wrong-secret' }), ['wrong-secret']);
    await refuses('KEY_FILE_WITHOUT_KEY', () =>
      openPemKey({ key: encodeLatin1(encodePem('CERTIFICATE', certificates[0]!)), certificates }),
    );
    await refuses('KEY_FILE_MALFORMED', () => openPemKey({ key: Uint8Array.of(0x30, 0), certificates }));
    await refuses('KEY_CERTIFICATE_MISSING', () =>
      openPemKey({ key, certificates: [pki.signers.rsa2048.certificate], password: TEST_ENCRYPTED_PEM.password }),
    );
  });
});

describe('algorithms of keys', () => {
  const issue = (key: readonly string[]): KeyMaterial => {
    const { keyPem, certificates } = makeSelfSigned(key);
    return openPemKey({ key: encodeLatin1(keyPem), certificates });
  };
  const onCurve = (curve: string): KeyMaterial => issue(ec(curve));

  it('follow the brainpool curve (RFC 5639)', async () => {
    for (const [curve, expected] of [
      ['brainpoolP256r1', 'SHA-256'],
      ['brainpoolP384r1', 'SHA-384'],
      ['brainpoolP512r1', 'SHA-512'],
    ] as const) {
      const material = onCurve(curve);
      expect(softwareSigner(material).algorithm).to.deep.equal({ name: 'ECDSA', curve, digest: expected });
      await signsWell(material);
    }
  });

  it('are refused by name where neither Sealkit nor the standard has them', async () => {
    const ed448 = issue(['ed448']);
    const p256 = onCurve('P-256');
    await refuses('KEY_ALGORITHM_UNSUPPORTED', () => softwareSigner(ed448));
    await refuses('KEY_ALGORITHM_UNSUPPORTED', () => softwareSigner(p256, { digest: 'SHA3-256' as never }));
    await refuses('KEY_ALGORITHM_UNSUPPORTED', () => documentSigner(ed448, { digest: 'SHA-512' }));
    await refuses('KEY_ALGORITHM_UNSUPPORTED', () => documentSigner(issue(['ed25519']), { digest: 'SHA3-512' }));
    await refuses('KEY_ALGORITHM_UNSUPPORTED', () => documentSigner(p256, { digest: 'SHAKE256' }));
    await refuses('KEY_ALGORITHM_UNSUPPORTED', () => documentSigner(onCurve('secp256k1')));
    await refuses('KEY_ALGORITHM_UNSUPPORTED', () => documentSigner(onCurve('brainpoolP320r1')));
    expect(documentSigner(ed448).algorithm).to.deep.equal({ name: 'Ed448', digest: 'SHAKE256' });
    expect(documentSigner(p256, { digest: 'SHA3-256' }).algorithm).to.deep.equal({ name: 'ECDSA', curve: 'P-256', digest: 'SHA3-256' });
  });
});
