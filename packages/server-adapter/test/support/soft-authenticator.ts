import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { IntentAnswer, PasskeyCreationOptions, PasskeyRequestOptions } from '@sealkit/core/protocol';

/** An authenticator of platform kind with one P-256 credential, as far as the tests need one. */
export interface SoftAuthenticator {
  create(options: PasskeyCreationOptions): IntentAnswer;
  get(
    options: PasskeyRequestOptions,
    changes?: { readonly userVerified?: boolean; readonly origin?: string; readonly counter?: number },
  ): IntentAnswer;
}

const PRESENT = 0x01;
const VERIFIED = 0x04;
const ATTESTED = 0x40;

export function softAuthenticator(origin: string): SoftAuthenticator {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(16);
  let counter = 0;
  const clientDataOf = (type: string, challenge: string, from = origin): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin: from, crossOrigin: false }));
  const credential = (response: { readonly [name: string]: string }): IntentAnswer => ({
    credential: { id: id.toString('base64url'), rawId: id.toString('base64url'), type: 'public-key', clientExtensionResults: {}, response },
  });
  return {
    create: ({ challenge, rp }) => {
      const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, coseKeyOf(publicKey)]);
      const data = Buffer.concat([authenticatorData(rp.id, PRESENT | VERIFIED | ATTESTED, counter), attested]);
      // { fmt: "none", attStmt: {}, authData }
      const object = Buffer.concat([
        Buffer.from([0xa3]),
        cborText('fmt'),
        cborText('none'),
        cborText('attStmt'),
        Buffer.from([0xa0]),
        cborText('authData'),
        cborBytes(data),
      ]);
      return credential({
        clientDataJSON: clientDataOf('webauthn.create', challenge).toString('base64url'),
        attestationObject: object.toString('base64url'),
      });
    },
    get: ({ challenge, rpId }, { userVerified = true, origin: from, counter: wanted } = {}) => {
      counter = wanted ?? counter + 1;
      const data = authenticatorData(rpId, PRESENT | (userVerified ? VERIFIED : 0), counter);
      const clientData = clientDataOf('webauthn.get', challenge, from);
      const message = Buffer.concat([data, createHash('sha256').update(clientData).digest()]);
      return credential({
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: sign('sha256', message, privateKey).toString('base64url'),
      });
    },
  };
}

function authenticatorData(rpId: string, flags: number, counter: number): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter);
  return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([flags]), count]);
}

/** { 1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y } */
function coseKeyOf(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const [left, right] = [x, y].map((part) => cborBytes(Buffer.from(part, 'base64url')));
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
    left ?? Buffer.of(),
    Buffer.from([0x22]),
    right ?? Buffer.of(),
  ]);
}

function cborText(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)]);
}

function cborBytes(octets: Buffer): Buffer {
  const head = octets.length < 256 ? [0x58, octets.length] : [0x59, octets.length >> 8, octets.length & 0xff];
  return Buffer.concat([Buffer.from(head), octets]);
}
