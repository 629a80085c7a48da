import { decodeBase64, encodeBase64Url, encodeUtf8, canonicalJson, type JsonValue } from '../../bytes/index.ts';
import { verifyJwsSignature, webCryptoSigner } from '../../crypto/index.ts';
import { certificateFingerprint, parseCertificate } from '../../x509/index.ts';
import { SealError } from '../seal-error.ts';
import type { PermitPayload, ReceiptPayload, UseRecordPayload } from './payloads.ts';
import { fileIdentifier, permitDigest, permitRequestDigest } from './permit-digests.ts';
import { composePermit, composeReceipt, composeUseRecord, parsePermit, parseReceipt, parseUseRecord } from './register-jws.ts';
import { signingActFromPermit } from './signing-act.ts';

/** A key on P-256 and its certificate, for tests alone. */
const KEY = decodeBase64(
  'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgXapFBw91fzYTum5Wb0//7fpKmsAM/fxgwVlLXixTpvqhRANCAATd0JMO7KpUrXbMAuhAHS2v3pPg4YnuMgI2DQDg/veR2edsD6ECfbNjDqpNWcBll1karTuaWizt52d/JqM+wwz+',
);
const CERTIFICATE = decodeBase64(
  'MIIBojCCAUegAwIBAgIUZSYlMxfWsOKC6EzA5tDVobjwJBUwCgYIKoZIzj0EAwIwJTEOMAwGA1UECgwFVGVzdHMxEzARBgNVBAMMClNlYWwgbWFrZXIwIBcNMjYxMTI0MDAxNzI0WhgPMjEyNjEwMzEwMDE3MjRaMCUxDjAMBgNVBAoMBVRlc3RzMRMwEQYDVQQDDApTZWFsIG1ha2VyMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE3dCTDuyqVK12zALoQB0tr96T4OGJ7jICNg0A4P73kdnnbA+hAn2zYw6qTVnAZZdZGq07mlos7ednfyajPsMM/qNTMFEwHQYDVR0OBBYEFO6gc6lyr/RIRYCDMdvc5jRKpHtaMB8GA1UdIwQYMBaAFO6gc6lyr/RIRYCDMdvc5jRKpHtaMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIhAI2UQPq8ohehMRDvqiM/ay6+AZPKQIXMVjLmWmgxW0kQAiEAgHIol+bS8p5ml3EnMf30TOpT4W50ABdeSAOE5n0OLow=',
);
const REGISTER = webCryptoSigner({
  privateKey: KEY,
  certificates: [CERTIFICATE],
  algorithm: { name: 'ECDSA', curve: 'P-256', digest: 'SHA-256' },
});
const digestOf = (letter: string): string => `sha256:${letter.repeat(64)}`;
const PERMIT: PermitPayload = {
  v: 1,
  id: '00112233445566778899aabbccddeeff',
  tenant: 'demo',
  envelopeId: 'e1',
  seal: { number: '3301060017428', version: 1, statement: digestOf('a') },
  document: { digest: digestOf('b'), length: 1234 },
  frame: digestOf('c'),
  placements: [
    { page: 1, x: 100_000, y: 200_000, width: 40_000, height: 40_000, rotation: 0 },
    { page: 2, x: -1000, y: 0, width: 40_000, height: 40_000, rotation: -1500, clip: { x: 0, y: 0, width: 20_000, height: 40_000 } },
  ],
  person: 'p-1',
  certificate: digestOf('d'),
  issuer: 'https://register.example',
  attestedBy: [{ person: 'p-1', role: 'requester', time: '2026-11-24T08:00:00.123Z' }],
  approvals: [{ person: 'p-2', time: '2026-11-24T08:00:00Z', decision: 'approved' }],
  intentPolicy: { required: true, methods: ['confirm'], minimumAssurance: 0 },
  nonce: 'AAECAwQFBgcICQoLDA0ODw',
  notBefore: '2026-11-24T08:00:00.000Z',
  expires: '2026-11-24T08:10:00.000Z',
};
const USE: UseRecordPayload = { v: 1, permit: digestOf('1'), intent: null, event: digestOf('2'), byteRangeDigest: digestOf('3') };
const RECEIPT: ReceiptPayload = {
  v: 1,
  act: 'use',
  id: 'u-1',
  tenant: 'demo',
  envelopeId: 'e1',
  person: 'p-1',
  sealNumber: null,
  permit: null,
  originalDigest: digestOf('1'),
  byteRangeDigest: digestOf('2'),
  fileDigest: digestOf('3'),
  event: digestOf('4'),
  time: '2026-11-24T08:00:00.000Z',
  nonce: 'n',
};
const FACE = {
  kind: 'vector',
  svg: '<svg width="40mm" height="40mm" viewBox="0 0 40 40"><path d="M0 0L40 0L40 40Z" fill="#CF111B"/></svg>',
} as const;

async function refusal(act: () => unknown): Promise<string> {
  try {
    await act();
  } catch (error) {
    if (error instanceof SealError) return error.code;
    throw error;
  }
  return 'no error';
}

/** The compact form with another payload and the old signature: reading does not verify. */
function withPayload(compact: string, payload: JsonValue): string {
  const [header = '', , signature = ''] = compact.split('.');
  return [header, encodeBase64Url(encodeUtf8(canonicalJson(payload))), signature].join('.');
}

const asJson = (value: object): { [name: string]: JsonValue } => JSON.parse(JSON.stringify(value)) as { [name: string]: JsonValue };

describe('statements of the register', () => {
  it('are compact JWS with exactly alg, kid, typ and x5c, which verify with the certificate inside', async () => {
    for (const [compact, typ, jws] of await Promise.all([
      composePermit(PERMIT, REGISTER).then((text) => [text, 'seal-permit+jws', parsePermit(text).jws] as const),
      composeUseRecord(USE, REGISTER).then((text) => [text, 'seal-use+jws', parseUseRecord(text).jws] as const),
      composeReceipt(RECEIPT, REGISTER).then((text) => [text, 'seal-receipt+jws', parseReceipt(text).jws] as const),
    ])) {
      expect(compact.split('.')).to.have.length(3);
      expect(jws.header).to.deep.equal({
        alg: 'ES256',
        kid: await certificateFingerprint(CERTIFICATE),
        typ,
        x5c: jws.header.x5c,
      });
      expect(jws.certificates).to.deep.equal([CERTIFICATE]);
      expect(jws.signature).to.have.length(64);
      expect(await verifyJwsSignature(jws, parseCertificate(CERTIFICATE).spki)).to.equal('valid');
    }
  });

  it('give back the payload that was signed', async () => {
    expect(parsePermit(await composePermit(PERMIT, REGISTER)).payload).to.deep.equal(PERMIT);
    expect(parseUseRecord(await composeUseRecord(USE, REGISTER)).payload).to.deep.equal(USE);
    expect(parseReceipt(await composeReceipt(RECEIPT, REGISTER)).payload).to.deep.equal(RECEIPT);
  });

  it('are not read as one another', async () => {
    const use = await composeUseRecord(USE, REGISTER);
    expect(await refusal(() => parsePermit(use))).to.equal('PERMIT_MALFORMED');
    expect(await refusal(() => parseReceipt(use))).to.equal('RECEIPT_MALFORMED');
    const permit = await composePermit(PERMIT, REGISTER);
    expect(await refusal(() => parseUseRecord(permit))).to.equal('USE_RECORD_MALFORMED');
  });

  it('leave a self-issued anchor out of x5c, but never the leaf', async () => {
    const chained = parsePermit(await composePermit(PERMIT, { ...REGISTER, certificates: [CERTIFICATE, CERTIFICATE] }));
    expect(chained.jws.certificates).to.have.length(1);
  });

  it('are not signed by another algorithm', async () => {
    let message = '';
    try {
      await composePermit(PERMIT, { ...REGISTER, algorithm: { name: 'Ed25519', digest: 'SHA-512' } });
    } catch (error) {
      message = error instanceof TypeError ? error.message : '';
    }
    expect(message).to.include('ECDSA on P-256');
  });
});

describe('parsePermit', () => {
  it('refuses text that is no compact JWS, a cut one and one with more parts', async () => {
    const compact = await composePermit(PERMIT, REGISTER);
    for (const text of ['', 'a.b.c', compact.slice(0, -1), `${compact}.`, `${compact}AA`, compact.replace('.', '')])
      expect(await refusal(() => parsePermit(text)), text.slice(0, 20)).to.equal('PERMIT_MALFORMED');
  });

  it('refuses an unknown member, a missing one and one of another type, at every depth', async () => {
    const compact = await composePermit(PERMIT, REGISTER);
    const whole = asJson(PERMIT);
    const changes: readonly { readonly [name: string]: JsonValue | undefined }[] = [
      { extra: 1 },
      { v: 2 },
      { id: 'a.b' },
      { id: '' },
      { nonce: undefined },
      { seal: { ...asJson(PERMIT.seal ?? {}), extra: true } },
      { seal: { number: '1', version: 0, statement: digestOf('a') } },
      { seal: null },
      { document: { digest: 'sha256:ab', length: 1 } },
      { document: { digest: `sha1:${'a'.repeat(64)}`, length: 1 } },
      { document: { digest: digestOf('A'), length: 1 } },
      { frame: null },
      { placements: [] },
      { placements: [{ page: 1, x: 0.5, y: 0, width: 1, height: 1, rotation: 0 }] },
      { placements: [{ page: 0, x: 0, y: 0, width: 1, height: 1, rotation: 0 }] },
      { placements: [{ page: 1, x: 0, y: 0, width: 0, height: 1, rotation: 0 }] },
      { placements: [{ page: 1, x: 0, y: 0, width: 1, height: 1, rotation: 360_000 }] },
      { placements: [{ page: 1, x: 0, y: 0, width: 9, height: 9, rotation: 0, clip: { x: 5, y: 0, width: 5, height: 9 } }] },
      { attestedBy: [{ person: 'p', role: 'other', time: PERMIT.notBefore }] },
      { approvals: [{ person: 'p', time: PERMIT.notBefore, decision: 'refused' }] },
      { intentPolicy: { required: 'yes', methods: [], minimumAssurance: 0 } },
      { expires: '2026-11-24' },
      { expires: '2026-02-30T00:00:00Z' },
      { expires: '2026-11-24T07:00:00.000Z' },
    ];
    for (const change of changes)
      expect(await refusal(() => parsePermit(withPayload(compact, { ...whole, ...change }))), JSON.stringify(change)).to.equal(
        'PERMIT_MALFORMED',
      );
    expect(parsePermit(withPayload(compact, whole)).payload).to.deep.equal(PERMIT);
  });

  it('reads a permit of a personal signature: no seal and no place', async () => {
    const personal: PermitPayload = { ...PERMIT, seal: null, placements: [] };
    expect(parsePermit(await composePermit(personal, REGISTER)).payload).to.deep.equal(personal);
  });

  it('is not composed from what it would refuse', async () => {
    expect(await refusal(() => composePermit({ ...PERMIT, placements: [] }, REGISTER))).to.equal('PERMIT_MALFORMED');
    expect(await refusal(() => composeUseRecord({ ...USE, event: '' }, REGISTER))).to.equal('USE_RECORD_MALFORMED');
    expect(await refusal(() => composeReceipt({ ...RECEIPT, time: 'now' }, REGISTER))).to.equal('RECEIPT_MALFORMED');
  });
});

describe('digests of a permit', () => {
  it('is that of its compact ASCII octets', async () => {
    // printf abc | sha256sum
    expect(await permitDigest('abc')).to.equal('sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('leaves out of the request what the register adds when it grants it', async () => {
    const requested = await permitRequestDigest(PERMIT);
    const granted = { ...PERMIT, issuer: 'x', attestedBy: [], approvals: [], notBefore: PERMIT.expires, expires: PERMIT.expires };
    expect(await permitRequestDigest(granted)).to.equal(requested);
    expect(await permitRequestDigest({ ...PERMIT, nonce: 'other' })).to.not.equal(requested);
    expect(await permitRequestDigest({ ...PERMIT, language: 'zh-CN' })).to.not.equal(requested);
    expect(await permitRequestDigest({ ...PERMIT, placements: PERMIT.placements.slice(1) })).to.not.equal(requested);
    expect(await permitRequestDigest({ ...PERMIT, frameMode: 'direct' })).to.not.equal(requested);
    expect(await permitRequestDigest({ ...PERMIT, approvalPolicy: { countersigned: 'passkey' } })).to.not.equal(requested);
  });

  it('gives the known digest of a known request', async () => {
    const request = { ...PERMIT, placements: [], seal: null };
    expect(await permitRequestDigest(request)).to.equal('sha256:f0034bbdfef8c38d25c7499398bcc1962f2ac53caef09825d02c6de97d93d1f6');
  });

  it("makes the file identifier from both digests' octets", async () => {
    // printf '\xaa…\xbb…' | sha256sum | cut -c1-32
    expect(await fileIdentifier(digestOf('a'), digestOf('b'))).to.equal('e2d80f78d79027556d6619a1400605ab');
  });
});

describe('signingActFromPermit', () => {
  const permitted = { permit: PERMIT, compact: 'x.y.z', face: FACE, frameDigest: PERMIT.frame };

  it('gives one new field for each place, named after the permit from 1', async () => {
    const act = await signingActFromPermit(permitted);
    expect(act.places.map(({ field }) => field)).to.deep.equal([
      { kind: 'new', name: `seal-${PERMIT.id}-1` },
      { kind: 'new', name: `seal-${PERMIT.id}-2` },
    ]);
    expect(act.places.map(({ placement }) => placement)).to.deep.equal(PERMIT.placements);
    expect(act.face).to.deep.equal(FACE);
    expect(act.fileIdentifier).to.equal(await fileIdentifier(await permitDigest('x.y.z'), PERMIT.frame));
    expect(Object.keys(act).sort()).to.deep.equal(['face', 'fileIdentifier', 'places']);
  });

  it('names the seal in the language of the permit, and as before where the permit has none', async () => {
    const described = async (language: 'en' | 'zh-CN') => {
      const act = await signingActFromPermit({ ...permitted, permit: { ...PERMIT, language } });
      return [act.description, act.language];
    };
    expect(await described('en')).to.deep.equal(['Electronic seal', 'en']);
    expect(await described('zh-CN')).to.deep.equal(['电子印章', 'zh-CN']);
    expect((await signingActFromPermit(permitted)).description).to.equal(undefined);
  });

  it('gives one invisible field without a seal', async () => {
    const act = await signingActFromPermit({ ...permitted, permit: { ...PERMIT, seal: null, placements: [] }, face: null });
    expect(act.places).to.deep.equal([]);
    expect(act.invisibleField).to.deep.equal({ kind: 'new', name: `seal-${PERMIT.id}-1` });
    expect(act.face).to.equal(null);
  });

  it('refuses another frame, a face that the places do not fit, and a face or a seal alone', async () => {
    expect(await refusal(() => signingActFromPermit({ ...permitted, frameDigest: digestOf('0') }))).to.equal('ACT_FRAME_MISMATCH');
    const small = { ...FACE, svg: FACE.svg.replaceAll('40mm', '38mm') };
    expect(await refusal(() => signingActFromPermit({ ...permitted, face: small }))).to.equal('ACT_FACE_MISMATCH');
    expect(await refusal(() => signingActFromPermit({ ...permitted, face: null }))).to.equal('ACT_FACE_MISMATCH');
    const personal = { ...PERMIT, seal: null, placements: [] };
    expect(await refusal(() => signingActFromPermit({ ...permitted, permit: personal }))).to.equal('ACT_FACE_MISMATCH');
  });
});
