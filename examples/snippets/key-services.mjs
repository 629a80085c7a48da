/** Keys in remote signing services and key management services. Each region is in the documentation; the tests run them. */
import { createSignerKeyStore, KEY_STORE_CONTRACT, systemClock } from '@sealkit/server-adapter';
import { createCscKeyStore } from '@sealkit/server-adapter/csc';
import { awsKmsSigner, azureKeyVaultSigner, createKmsKeyStore, googleKmsSigner, vaultTransitSigner } from '@sealkit/server-adapter/kms';
import { guardedHttpClient } from '@sealkit/server-adapter/outbound';

// #region csc-key-store
/**
 * `askPerson({ context, factors, digests, resume })`: PIN and OTP from pages of your own. It answers { status: 'done', value: { PIN } },
 * or { status: 'pending', resume, actionUrl, expiresAt } with the address of your page. `oauth2`: for consent in the service's pages.
 */
export function keyStoreAtSigningService({ url, accessToken, credentialOf, askPerson, oauth2 }) {
  return createCscKeyStore({
    url, // such as https://service.example/csc/v2
    version: 2, // 1 for services of the interface 1.0.4
    http: guardedHttpClient(),
    clock: systemClock,
    accessToken, // async () => the token of the moment
    load: async (id) => ({ credentialId: await credentialOf(id) }),
    askFactors: askPerson,
    oauth2,
  });
}
// #endregion csc-key-store

// #region csc-redirect
/** The route of your redirect URI: the person comes back from the service's pages, and goes on to where your page is. */
export function consentRoute(keyStore, page) {
  return (request) => {
    const query = Object.fromEntries(new URL(request.url).searchParams);
    return keyStore.receiveConsent(query) ? Response.redirect(page, 303) : new Response('Nobody waits for this answer.', { status: 404 });
  };
}
// #endregion csc-redirect

const shared = (certificates) => ({ http: guardedHttpClient(), certificates });

// #region kms-signers
/** `certificates`: DER, the one of the key first; a key management service keeps none. */
export const signerInAws = ({ region, keyId, credentials, certificates, endpoint }) =>
  awsKmsSigner({ ...shared(certificates), region, keyId, credentials, clock: systemClock, ...(endpoint && { endpoint }) });

export const signerInGoogle = ({ keyVersion, accessToken, certificates, endpoint }) =>
  googleKmsSigner({ ...shared(certificates), keyVersion, accessToken, ...(endpoint && { endpoint }) });

export const signerInAzure = ({ vaultUrl, keyName, keyVersion, accessToken, certificates }) =>
  azureKeyVaultSigner({ ...shared(certificates), vaultUrl, keyName, keyVersion, accessToken });

export const signerInVault = ({ url, keyName, keyVersion, token, certificates }) =>
  vaultTransitSigner({ ...shared(certificates), url, keyName, keyVersion, token });
// #endregion kms-signers

// #region kms-key-store
/** For `createAdapter({ keyStore })`: `signers` has one for each credential of the register. */
export function keyStoreOverServices(signers) {
  return createKmsKeyStore({ clock: systemClock, load: async (credentialId) => signers.get(credentialId) });
}
// #endregion kms-key-store

// #region signer-key-store
/** A key store over a `Signer` of your own, with consent, single use and repeats. */
export function keyStoreOverSigner(signerOf) {
  return createSignerKeyStore({ name: 'ours', clock: systemClock, openSigner: (credentialId) => signerOf(credentialId) });
}
// #endregion signer-key-store

// #region key-store-contract
/** In your tests; each case gets a store of its own. `it` is that of your test framework. */
export function testKeyStore(it, createSubject) {
  for (const { title, run } of KEY_STORE_CONTRACT) it(title, async () => run(await createSubject()));
}
// #endregion key-store-contract
