import { testPki } from '@sealkit/testkit';
import type { Bytes } from '../bytes/index.ts';
import { parseCertificate } from './certificate.ts';
import { buildCertificatePaths, PATH_LIMITS } from './path-building.ts';

/** The certificate with the end of its signature spoilt, in 65,535 ways. */
function forgery(der: Bytes, index: number, change: (octets: Bytes) => void = () => undefined): Bytes {
  const forged = new Uint8Array(der);
  const spoil = (from: number, octet: number): void => void (forged[forged.length - from] = (forged.at(-from) ?? 0) ^ octet);
  spoil(1, (index + 1) & 0xff);
  spoil(2, (index + 1) >> 8);
  change(forged);
  return forged;
}

function indexOf(octets: Uint8Array, part: Uint8Array): number {
  return octets.findIndex((_, at) => part.every((octet, index) => octets[at + index] === octet));
}

describe('path building among many certificates (RFC 4158)', () => {
  it('finds the path among ten thousand certificates of other names', async () => {
    const pki = await testPki();
    const { certificate } = pki.signers.p256;
    const noise = Array.from({ length: 10_000 }, (_, index) => forgery(certificate, index));
    const start = performance.now();
    const paths = await buildCertificatePaths({
      leaf: parseCertificate(certificate),
      candidates: [...noise, pki.intermediate.certificate],
      anchors: [pki.root.certificate],
    });
    expect(paths.map(({ links }) => links)).to.deep.equal([['valid', 'valid']]);
    expect(performance.now() - start).to.be.below(2000);
  });

  it('finds it among ten thousand of the issuer’s name with other keys, told apart by their identifiers', async () => {
    const pki = await testPki();
    const { certificate } = pki.intermediate;
    const keyId = parseCertificate(certificate).subjectKeyId!;
    const octets = Uint8Array.from(keyId.match(/../g)!, (hex) => Number.parseInt(hex, 16));
    const at = indexOf(certificate, octets);
    const noise = Array.from({ length: 10_000 }, (_, index) =>
      forgery(certificate, index, (forged) => void (forged[at] = forged[at]! ^ 1)),
    );
    const start = performance.now();
    const paths = await buildCertificatePaths({
      leaf: parseCertificate(pki.signers.p256.certificate),
      candidates: [...noise, certificate],
      anchors: [pki.root.certificate],
    });
    expect(paths.map(({ links }) => links)).to.deep.equal([['valid', 'valid']]);
    expect(performance.now() - start).to.be.below(8000);
  });

  it('ends in bounded time among ten thousand of the issuer’s name and key that nobody signed', async () => {
    const pki = await testPki();
    const noise = Array.from({ length: 10_000 }, (_, index) => forgery(pki.intermediate.certificate, index));
    const start = performance.now();
    const paths = await buildCertificatePaths({
      leaf: parseCertificate(pki.signers.p256.certificate),
      candidates: noise,
      anchors: [pki.root.certificate],
    });
    expect(paths.length).to.equal(PATH_LIMITS.paths);
    expect(paths.every(({ links }) => links.includes('invalid'))).to.equal(true);
    expect(performance.now() - start).to.be.below(8000);
  });
});
