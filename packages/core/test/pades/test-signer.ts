import { decodeBase64 } from '../../src/bytes/index.ts';
import { webCryptoSigner } from '../../src/crypto/index.ts';
import type { Signer } from '../../src/ports/index.ts';

/** Test material: a key and a self-signed certificate made once with OpenSSL. */
const PRIVATE_KEY =
  'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgTsIcUBtu11QCStW6AqVynJZ8Osnjq3r6bddgregeNsKhRANCAAQLxTnqYHyUwY4Noc39oHvDoGbsIy+iCiee9yxmzn8IWUNVor65+xLHiRUr/j+sB5QqURBvks4iYCMkBOZXXIeN';
const CERTIFICATE =
  'MIIB7DCCAZOgAwIBAgIUYdTvCiyMzyWUcG1D4C1tT6cBNhIwCgYIKoZIzj0EAwIwQzELMAkGA1UEBhMCWFgxFjAUBgNVBAoMDVRlc3QgbWF0ZXJpYWwxHDAaBgNVBAMME1NlYWxraXQgdGVzdCBzaWduZXIwIBcNMjYxMTI0MDAxNjA1WhgPMjEyNjEwMzEwMDE2MDVaMEMxCzAJBgNVBAYTAlhYMRYwFAYDVQQKDA1UZXN0IG1hdGVyaWFsMRwwGgYDVQQDDBNTZWFsa2l0IHRlc3Qgc2lnbmVyMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEC8U56mB8lMGODaHN/aB7w6Bm7CMvogonnvcsZs5/CFlDVaK+ufsSx4kVK/4/rAeUKlEQb5LOImAjJATmV1yHjaNjMGEwHQYDVR0OBBYEFEzf3QI7/3+glx+eqpQojoJp+MAuMB8GA1UdIwQYMBaAFEzf3QI7/3+glx+eqpQojoJp+MAuMA8GA1UdEwEB/wQFMAMBAf8wDgYDVR0PAQH/BAQDAgbAMAoGCCqGSM49BAMCA0cAMEQCIDgNFNMOlduFB+CkYjE1altvCcSQjGDr1XTBDtLpATVAAiBLrHiFqzwcfWn130/W1nSzD6UlidYKt1yUdp/xXBuS4A==';

export function testSigner(): Signer {
  return webCryptoSigner({
    privateKey: decodeBase64(PRIVATE_KEY),
    certificates: [decodeBase64(CERTIFICATE)],
    algorithm: { name: 'ECDSA', digest: 'SHA-256', curve: 'P-256' },
  });
}
