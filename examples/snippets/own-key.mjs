/** Signing with a key that lives elsewhere: the snippets of docs/sign-with-your-own-key.md. */
import { readFile, writeFile } from 'node:fs/promises';
import { decodeBase64, encodeBase64, memorySource } from '@sealkit/core/bytes';
import { digest } from '@sealkit/core/crypto';
import { completeSignature, prepareSignature, signDocument } from '@sealkit/core/pades';
import { nodeDigestEngine, openFileSource, systemClock } from '@sealkit/server-adapter';
import {
  createPkcs11KeyStore,
  createTokenCertificateRequest,
  generateTokenKey,
  openPkcs11Signer,
  openPkcs11Token,
  storeTokenCertificate,
} from '@sealkit/server-adapter/pkcs11';

// #region three-calls
/** `certificates`: DER, leaf first. `signWithMyKey`: octets in, signature value out, by whatever holds the key. */
export async function signInThreeCalls(pdf, certificates, signWithMyKey) {
  const prepared = await prepareSignature(memorySource(pdf), {
    act: { places: [], face: null, invisibleField: { kind: 'new', name: 'Signature1' }, reason: 'I agree' },
    signerCertificates: certificates,
    signatureAlgorithm: { name: 'ECDSA', curve: 'P-256', digest: 'SHA-256' },
    digestAlgorithm: 'SHA-256',
    time: new Date(),
  });
  const value = await signWithMyKey(decodeBase64(prepared.dataToBeSigned));
  const { appended } = await completeSignature(prepared, value);
  return Buffer.concat([pdf, appended]);
}
// #endregion three-calls

// #region remote-signer
/** A key management service that takes a digest and answers DER of r and s, as most do. */
export function remoteSigner({ url, keyId, token, certificates }) {
  return {
    algorithm: { name: 'ECDSA', curve: 'P-256', digest: 'SHA-256' },
    certificates,
    async sign({ digest: value }, options) {
      const answer = await fetch(`${url}/keys/${keyId}/sign`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ algorithm: 'ECDSA_SHA_256', messageType: 'DIGEST', message: encodeBase64(value) }),
        signal: options?.signal,
      });
      if (!answer.ok) throw new Error(`the key service answered ${answer.status}`);
      return decodeBase64((await answer.json()).signature);
    },
  };
}

export async function signFile(input, output, signer) {
  const source = await openFileSource(input);
  try {
    const { appended } = await signDocument(source, {
      act: { places: [], face: null, invisibleField: { kind: 'new', name: 'Signature1' } },
      signer,
      time: new Date(),
      engine: nodeDigestEngine,
    });
    await writeFile(output, Buffer.concat([await readFile(input), appended]), { flag: 'wx' });
  } finally {
    await source.close();
  }
}
// #endregion remote-signer

// #region pkcs11-signer
/** `library`: what the maker of the HSM delivers. `askPin` is asked when the token wants it, once. */
export async function signFileOnToken(input, output, { library, tokenLabel, keyLabel, askPin, issuers }) {
  const token = openPkcs11Token({ library, token: { label: tokenLabel }, pin: askPin });
  try {
    await signFile(input, output, await openPkcs11Signer(token, { key: { label: keyLabel }, issuers }));
  } finally {
    await token.close();
  }
}
// #endregion pkcs11-signer

// #region pkcs11-new-key
/** `sendToAuthority` is given the request (PKCS #10, DER), and answers the certificate (DER) when there is one. */
export async function makeKeyOnToken(token, label, subject, sendToAuthority) {
  const { id } = await generateTokenKey(token, { label, kind: 'P-256' });
  const request = await createTokenCertificateRequest(token, { key: { id }, subject });
  await storeTokenCertificate(token, { id }, await sendToAuthority(request));
}
// #endregion pkcs11-new-key

// #region pkcs11-key-store
/** For `createAdapter({ keyStore })`: each credential of the register is the label of a key. Keep the token open with the server. */
export function keyStoreOnToken(token, issuers) {
  return createPkcs11KeyStore({ token, clock: systemClock, load: async (credentialId) => ({ key: { label: credentialId }, issuers }) });
}
// #endregion pkcs11-key-store

// #region two-processes
/** Here the document is; the key is on another machine, and may take days. */
export async function prepareForLater(pdf, certificates, stateFile) {
  const prepared = await prepareSignature(memorySource(pdf), {
    act: { places: [], face: null, invisibleField: { kind: 'new', name: 'Signature1' } },
    signerCertificates: certificates,
    signatureAlgorithm: { name: 'ECDSA', curve: 'P-256', digest: 'SHA-256' },
    digestAlgorithm: 'SHA-256',
    time: new Date(),
  });
  await writeFile(stateFile, JSON.stringify(prepared));
  return digest('SHA-256', decodeBase64(prepared.dataToBeSigned));
}

/** Another process, another day: the value is verified, and the document must be the one that was prepared. */
export async function finishLater(pdf, stateFile, value) {
  const prepared = JSON.parse(await readFile(stateFile, 'utf8'));
  const { appended } = await completeSignature(prepared, value, { source: memorySource(pdf) });
  return Buffer.concat([pdf, appended]);
}
// #endregion two-processes
