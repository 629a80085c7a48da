/**
 * DEMO ONLY. The seal maker: draws faces, has a certificate issued for each version, and signs the seal statements. In life it is
 * a company of its own, licensed by the authorities, and not in the same process as the register.
 */
import { randomBytes } from 'node:crypto';
import { decodeBase64 } from '@sealkit/core/bytes';
import { composeSealStatement, drawSealFace } from '@sealkit/core/seal';
import { parseCertificate } from '@sealkit/core/x509';
import { SealDesignError } from '@sealkit/server-adapter';
import { COMPANIES } from './cast.mjs';
import { glyphs } from './glyphs.mjs';

/** ETSI EN 319 412-1 §5.1.4 */
const ORGANIZATION_IDENTIFIER = '2.5.4.97';

export const credentialIdOf = (owner) => `${owner}-${randomBytes(4).toString('hex')}`;

/** The `sealMaker` of the adapter. `context` has the vault, the authority and the clock. */
export function createSealMaker({ vault, authority, clock }) {
  return {
    check: async (order) => (order.design?.type === 'drawn' ? (await drawFace(order)).issues : []),
    make: (order) => makeSeal({ vault, authority, now: wholeSecond(clock.now()) }, order),
  };
}

/** A version of a seal as ordered: face, size, certificate, and the statement over all of it. */
export async function makeSeal({ vault, authority, now }, order) {
  const { number, organisation, name } = order;
  const subject = [
    ['CN', `${organisation.verifiedName} ${name}`],
    ['O', organisation.verifiedName],
    [ORGANIZATION_IDENTIFIER, `NTRCN-${COMPANIES.find(({ id }) => id === organisation.id).registrationNumber}`],
    ['C', 'CN'],
  ];
  const credential = await vault.issue(authority, 'signer', credentialIdOf(number), subject, now);
  const { face, widthUm, heightUm } = await faceOf(order);
  const { notAfter } = parseCertificate(credential.certificates[0]);
  const statement = await composeSealStatement({
    info: {
      vendor: 'Sealkit',
      number,
      kind: order.kind,
      name: `${organisation.verifiedName}${name}`,
      ordinal: order.ordinal,
      widthUm,
      heightUm,
      permittedSigners: { by: 'certificate', certificates: [credential.certificates[0]] },
      createDate: now,
      validStart: new Date(now.getTime() - 60_000),
      validEnd: notAfter,
      picture: face,
      testMaterial: true,
    },
    signer: await vault.signer('seal-maker'),
    time: now,
  });
  return { face, widthUm, heightUm, statement, credential, validFrom: now, validTo: notAfter };
}

/** The face that was ordered; the one of before where only the certificate is renewed. */
async function faceOf(order) {
  const { design, previous } = order;
  if (design === null) return previous;
  if (design.type === 'picture') {
    const { widthUm, heightUm } = design;
    return { face: { type: 'PNG', bytes: decodeBase64(design.base64) }, widthUm, heightUm };
  }
  const face = await drawFace(order);
  if (face.svg === null) throw new SealDesignError(face.issues);
  return { face: { type: 'SVG', bytes: new TextEncoder().encode(face.svg) }, widthUm: face.widthUm, heightUm: face.heightUm };
}

/** Throws core's `FACE_GLYPH_MISSING` where the font lacks a character: the register takes that for a refusal of the design. */
async function drawFace({ number, kind, design }) {
  const { ringText, line, code = number, diameterUm } = design;
  const size = diameterUm === undefined ? {} : { diameterMm: diameterUm / 1000 };
  return drawSealFace({ kind, ringText, code, ...size, ...(line ? { line } : {}), testMaterial: true }, await glyphs());
}

/** Statements and certificates know whole seconds. */
export function wholeSecond(time) {
  return new Date(Math.floor(time.getTime() / 1000) * 1000);
}
