/** What is spoilt: valid structures by testkit, and what the shared corpus has of the same kind, where it is. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeInteger, encodeSequence } from '@sealkit/core/asn1';
import { canonicalJson, concatBytes, decodeBase64, encodeBase64, encodeUtf8, memorySource } from '@sealkit/core/bytes';
import { augmentCades, encodeCadesSignature, encodeSignedAttributes } from '@sealkit/core/cades';
import { encodeDigestIdentifier } from '@sealkit/core/cms';
import { digest, digestOfJson, digestText } from '@sealkit/core/crypto';
import { buildEvidencePackage } from '@sealkit/core/evidence';
import { signDocument } from '@sealkit/core/pades';
import { makeCrl, makeOcspResponse, ODD_PDFS, TEST_TIME, testPki, testTimestampAuthority, TIME_STAMPING } from '@sealkit/testkit';
import { CORPUS } from '../../test/support/shared.mjs';

/** Larger files of the corpus would make few cases of many seconds. */
const LARGEST = 60_000;
const CONTENT = encodeUtf8('what is signed');
const HOUR = 3_600_000;
/** RSA, whose values are the same in every run. */
const SIGNER = 'rsa2048';

/** Files of a folder of the corpus by ending; DER also where it is written as base64. */
function corpus(folder, ...endings) {
  if (CORPUS === undefined) return [];
  return readdirSync(join(CORPUS, folder))
    .filter((name) => endings.some((ending) => name.toLowerCase().endsWith(ending)))
    .sort()
    .map((name) => readFileSync(join(CORPUS, folder, name)))
    .filter(({ length }) => length <= LARGEST);
}

function derOf(octets) {
  const text = octets.toString('latin1').replaceAll(/-----[^-]+-----|\s+/g, '');
  return octets[0] === 0x30 || !/^[A-Za-z0-9+/=]+$/.test(text) ? octets : Buffer.from(decodeBase64(text));
}

async function signed(identity, content, isAttached = false) {
  const { algorithm, certificates, certificate, signer } = identity;
  const messageDigest = await digest(algorithm.digest, content);
  const options = { messageDigest, digestAlgorithm: algorithm.digest, signingCertificate: certificate, signingTime: TEST_TIME };
  const signedAttributes = await encodeSignedAttributes(options);
  const signature = await signer.sign({ dtbs: signedAttributes, digest: await digest(algorithm.digest, signedAttributes) });
  const parts = { signedAttributes, digestAlgorithm: algorithm.digest, signatureAlgorithm: algorithm, signature, certificates };
  return encodeCadesSignature({ ...parts, ...(isAttached ? { content } : {}) });
}

/** `{ pki, tsa, services, answers }`: what levels above B-B need, of testkit alone. */
async function world() {
  const pki = await testPki();
  const tsa = await pki.issue({ key: SIGNER, commonName: 'Time-stamps', purposes: [TIME_STAMPING], purposesCritical: true });
  const [thisUpdate, nextUpdate] = [new Date(TEST_TIME - HOUR), new Date(TEST_TIME.getTime() + HOUR)];
  const crls = [
    await makeCrl({ issuer: pki.root, thisUpdate, nextUpdate }),
    await makeCrl({ issuer: pki.intermediate, thisUpdate, nextUpdate, revoked: [{ serialNumber: '77', at: thisUpdate, reason: 1 }] }),
  ];
  const about = { certificate: pki.signers[SIGNER].certificate, issuer: pki.intermediate.certificate, thisUpdate, nextUpdate };
  const ocspResponses = [
    await makeOcspResponse({ responder: pki.intermediate, ...about, status: 'good', nonce: Uint8Array.of(1, 2, 3), hash: 'SHA-256' }),
    await makeOcspResponse({ responder: pki.intermediate, ...about, status: { revokedAt: thisUpdate, reason: 1 }, responderId: 'byName' }),
  ];
  const services = {
    timestamps: { authorities: [testTimestampAuthority(tsa, TEST_TIME)], anchors: [pki.root.certificate], now: TEST_TIME },
    material: { anchors: [pki.root.certificate], known: { crls, ocspResponses } },
    now: TEST_TIME,
  };
  return { pki, tsa, services, crls, ocspResponses };
}

async function signedPdf({ pki, services }, original, level) {
  const act = { places: [], invisibleField: { kind: 'new', name: 'Signature1' }, face: null };
  const options = { act, signer: pki.signers[SIGNER].signer, time: TEST_TIME, level, ...services };
  const { appended } = await signDocument(memorySource(original), options);
  return concatBytes(original, appended);
}

async function cmsOfEveryLevel({ pki, services }) {
  const identity = pki.signers[SIGNER];
  const detached = await signed(identity, CONTENT);
  const augmented = [];
  for (const level of ['B-T', 'B-LT', 'B-LTA'])
    augmented.push((await augmentCades(detached, { level, content: memorySource(CONTENT), ...services })).cms);
  return [detached, await signed(identity, CONTENT, true), ...augmented];
}

/** A record of one time-stamp over one object (RFC 4998 §3.1). */
async function evidenceRecord({ tsa }) {
  const algorithms = encodeSequence(encodeDigestIdentifier('SHA-256'));
  const token = await testTimestampAuthority(tsa, TEST_TIME).requestToken({
    algorithm: 'SHA-256',
    value: await digest('SHA-256', CONTENT),
  });
  return encodeSequence(encodeInteger(1), algorithms, encodeSequence(encodeSequence(encodeSequence(token))));
}

async function containers({ pki }) {
  const mimetype = (kind) => ({ name: 'mimetype', content: encodeUtf8(`application/vnd.etsi.asic-${kind}+zip`) });
  const object = { name: 'a.txt', content: CONTENT };
  const manifest = encodeUtf8(
    '<?xml version="1.0"?><asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">' +
      '<asic:SigReference URI="META-INF/signature001.p7s"/><asic:DataObjectReference URI="a.txt"><ds:DigestMethod ' +
      'Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>' +
      `${encodeBase64(await digest('SHA-256', CONTENT))}</ds:DigestValue></asic:DataObjectReference></asic:ASiCManifest>`,
  );
  const over = async (content, name) => ({ name, content: await signed(pki.signers[SIGNER], content) });
  return [
    [mimetype('s'), object, await over(CONTENT, 'META-INF/signature.p7s')],
    [mimetype('e'), object, { name: 'META-INF/ASiCManifest001.xml', content: manifest }, await over(manifest, 'META-INF/signature001.p7s')],
  ];
}

/** Packages of an envelope that was opened: with its signed document, and without. */
async function evidencePackages(made) {
  const packages = [];
  for (const document of [await signedPdf(made, ODD_PDFS.plain(), 'B-T'), null]) packages.push(await evidencePackage(made, document));
  return packages;
}

async function evidencePackage({ pki, crls, ocspResponses }, document) {
  const octets = document ?? CONTENT;
  const version = { version: 1, digest: await digestText('SHA-256', octets), length: octets.length, useId: null };
  const envelope = { id: 'env', name: 'envelope', versions: [version] };
  const event = (sequence, prev, body) => ({ type: 'envelope-opened', chain: 'env', tenant: 't', sequence, prev, body });
  const first = event(1, null, { envelope: 'earlier' });
  const second = event(2, await digestText('SHA-256', encodeUtf8(canonicalJson(first))), { envelope: await digestOfJson(envelope) });
  const issued = { at: TEST_TIME.toISOString(), personId: 'p', issuer: 'register' };
  const parts = {
    persons: [],
    organisations: [],
    seals: [],
    uses: [],
    log: null,
    certificates: [pki.root.certificate],
    crls,
    ocspResponses,
    signatures: null,
    anchors: [{ name: 'chain', kind: 'judicial-chain', state: 'recorded', reference: '1', at: null, reason: null, receipt: CONTENT }],
    environment: { software: 'fuzz', runtime: 'any', clock: 'any' },
    report: null,
    missing: [{ what: 'report.pdf', reason: 'NOT_ASKED_FOR' }],
  };
  const records = { tenant: 't', issued, envelope, document, events: [first, second], ...parts };
  return buildEvidencePackage(records, { signer: pki.register.signer });
}

/** `{ pki, content, pdf, document, cms, … }`: seeds by target. */
export async function makeSeeds() {
  const made = await world();
  const { pki, tsa, crls, ocspResponses } = made;
  const documents = [];
  for (const level of ['B-B', 'B-T', 'B-LT', 'B-LTA']) documents.push(await signedPdf(made, ODD_PDFS.plain(), level));
  const token = await testTimestampAuthority(tsa, TEST_TIME).requestToken({
    algorithm: 'SHA-256',
    value: await digest('SHA-256', CONTENT),
  });
  const granted = encodeSequence(encodeSequence(encodeInteger(0)), token);
  const certificates = [...Object.values(pki.signers), ...Object.values(pki.refused), pki.root, pki.intermediate, tsa];
  return {
    pki,
    content: CONTENT,
    pdf: [...Object.values(ODD_PDFS).map((make) => make()), ...documents, ...corpus('pdf-odd', '.pdf')],
    document: [...documents, ...corpus('pades-pyhanko-run', '.pdf').slice(0, 60), ...corpus('pades-dss', '.pdf').slice(0, 20)],
    cms: [...(await cmsOfEveryLevel(made)), ...corpus('cades-dss', '.p7m', '.p7s'), ...corpus('cades-plugtest2014', '.p7m', '.p7s')].map(
      derOf,
    ),
    timestamp: [token, granted, ...corpus('tsp', '.tst', '.tsr')],
    certificate: [...certificates.map(({ certificate }) => certificate), ...corpus('pkix-pkits/certs', '.crt').map(derOf)],
    crl: [...crls, ...corpus('pkix-pkits/crls', '.crl').map(derOf)],
    ocsp: [...ocspResponses, ...[...corpus('pkix-ocsp', '.ors'), ...corpus('pkix-freshness', '.ors')].map(derOf)],
    container: await containers(made),
    'evidence-record': [await evidenceRecord(made), ...corpus('evidence-record-dss', '.ers', '.er')],
    'evidence-package': await evidencePackages(made),
  };
}
