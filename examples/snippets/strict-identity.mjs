// #region identity
import { cachedRevocationSource, createEstIssuer, manualReview } from '@sealkit/server-adapter';
import { guardedHttpClient } from '@sealkit/server-adapter/outbound';
import { httpRevocationSource } from '@sealkit/core/x509';

/** The part of an adapter's configuration that makes sure of who signs; `makeKey` makes a person's key in the host's key store. */
export function strictIdentity({ anchors, numberKey, est, makeKey }) {
  const http = guardedHttpClient();
  return {
    revocationSource: cachedRevocationSource({ source: httpRevocationSource({ http }) }),
    identity: {
      anchors,
      revocation: 'required',
      numberKey,
      providers: [manualReview()],
      certificates: { issuer: createEstIssuer({ http, ...est }), makeKey },
    },
  };
}
// #endregion identity

// #region one-time
import { openPkcs11Token, tokenOneTimeKeys } from '@sealkit/server-adapter/pkcs11';

/** Personal signatures with a certificate for each act; keys in memory, or on a token where its library and PIN are given. */
export function withEventCertificates(identity, { issuer, token }) {
  const keys = token === undefined ? {} : { keys: tokenOneTimeKeys(openPkcs11Token(token)) };
  return { ...identity, eventCertificates: { issuer, ...keys } };
}
// #endregion one-time
