/** Fills a new data folder: authority, keys, register. Signers' certificates live for days; `renewCertificates` runs at every start. */
import { randomBytes, webcrypto } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseCertificate } from '@sealkit/core/x509';
import { composeSealStatement, drawSealFace } from '@sealkit/core/seal';
import { createSqliteStore } from '@sealkit/server-adapter/sqlite';
import { openPkcs12, softwareSigner } from '@sealkit/server-adapter/pkcs12';
import { loadBundledGlyphs } from '@sealkit/server-adapter/glyphs';
import { grantSeal, registerOrganisation, registerPerson, registerSeal, registerSealVersion } from '@sealkit/server-adapter';
import { COMPANIES, PEOPLE, SEALS, TENANT, personIdAt, registeredName } from './cast.mjs';
import { createAuthority, issueCertificate } from './certificate-authority.mjs';
import { encodePkcs12 } from './pkcs12-file.mjs';
import { makeSampleContract } from './sample-contract.mjs';

const ACTOR = 'demo-setup';
const RENEW_BEFORE_MS = 2 * 86_400_000;
const ALGORITHM = { name: 'ECDSA', digest: 'SHA-256', curve: 'P-256' };

export const databaseFile = (folder) => join(folder, 'sealkit.sqlite');
export const secretFile = (folder) => join(folder, 'secret');
export const sampleContractFile = (folder) => join(folder, 'sample-contract.pdf');
export const keysFolder = (folder) => join(folder, 'keys');
export const keyFile = (folder, id) => join(keysFolder(folder), `${id}.p12`);
const credentialIdOf = (owner) => `${owner}-${randomBytes(4).toString('hex')}`;

/** Makes everything of a first run in an empty folder. */
export async function createDemoData(folder, clock) {
  const now = wholeSecond(clock.now());
  await mkdir(keysFolder(folder), { mode: 0o700 });
  await writeFile(secretFile(folder), randomBytes(32).toString('base64url'), { mode: 0o600 });
  await writeFile(sampleContractFile(folder), await makeSampleContract());
  const authority = await createAuthority(now);
  const vault = await openVault(folder);
  await vault.keep('authority', authority.privateKey, [authority.certificate]);
  for (const profile of ['seal-maker', 'register'])
    await vault.issue(
      authority,
      profile,
      profile,
      [
        ['CN', `Sealkit Demo ${profile} (test material)`],
        ['O', 'Sealkit Demo'],
        ['C', 'CN'],
      ],
      now,
    );
  const store = await createSqliteStore({ file: databaseFile(folder) });
  try {
    await fillRegister({ registration: { store, clock, actor: ACTOR }, vault, authority, now });
  } finally {
    await store.close();
  }
}

async function fillRegister(context) {
  const { registration } = context;
  for (const company of COMPANIES) {
    await registerOrganisation(registration, { tenant: TENANT, id: company.id, name: registeredName(company) });
    for (const person of PEOPLE) await registerPerson(registration, await personRecord(context, person, company));
    for (const seal of SEALS) {
      const number = company.codes[seal.kind];
      await registerSeal(registration, {
        tenant: TENANT,
        number,
        organisationId: company.id,
        kind: seal.kind,
        name: seal.name,
        testMaterial: true,
        version: await sealVersion(context, seal, company),
      });
      for (const person of PEOPLE)
        if (person.role === 'user' && !person.withoutGrant)
          await grantSeal(registration, { tenant: TENANT, sealNumber: number, personId: personIdAt(person, company) });
    }
  }
}

/** Renews the certificates of seals and persons that end within two days: a new version of the seal with the same face. */
export async function renewCertificates(folder, store, clock) {
  const now = wholeSecond(clock.now());
  const vault = await openVault(folder);
  const authority = await vault.authority();
  const context = { registration: { store, clock, actor: ACTOR }, vault, authority, now };
  const due = (credential) => parseCertificate(credential.certificates[0]).notAfter.getTime() - now.getTime() < RENEW_BEFORE_MS;
  for (const company of COMPANIES) {
    for (const person of PEOPLE) {
      const record = await store.transaction((tx) => tx.register.findPerson(TENANT, personIdAt(person, company)));
      if (record?.credential && due(record.credential))
        await registerPerson(context.registration, await personRecord(context, person, company));
    }
    for (const seal of SEALS) {
      const number = company.codes[seal.kind];
      const current = await store.transaction((tx) => tx.register.findCurrentVersion(TENANT, number));
      if (current && due(current.credential))
        await registerSealVersion(context.registration, TENANT, number, await sealVersion(context, seal, company));
    }
  }
}

async function personRecord({ vault, authority, now }, person, company) {
  const id = personIdAt(person, company);
  const credential = await vault.issue(
    authority,
    'signer',
    credentialIdOf(id),
    [
      ['CN', person.name],
      ['O', company.name],
      ['C', 'CN'],
    ],
    now,
  );
  return { tenant: TENANT, id, name: registeredName(person), organisationId: company.id, roles: [person.role], credential };
}

async function sealVersion({ vault, authority, now }, seal, company) {
  const number = company.codes[seal.kind];
  const credential = await vault.issue(
    authority,
    'signer',
    credentialIdOf(number),
    [
      ['CN', `${company.name} ${seal.name}`],
      ['O', company.name],
      ['C', 'CN'],
    ],
    now,
  );
  const face = drawSealFace(
    {
      kind: seal.kind,
      diameterMm: seal.diameterMm,
      ringText: company.name,
      code: number,
      ...(seal.line ? { line: seal.line } : {}),
      testMaterial: true,
    },
    await loadBundledGlyphs(),
  );
  const { notAfter } = parseCertificate(credential.certificates[0]);
  const statement = await composeSealStatement({
    info: {
      vendor: 'Sealkit',
      number,
      kind: seal.kind,
      name: `${company.name}${seal.name}`,
      ordinal: 0,
      widthUm: face.widthUm,
      heightUm: face.heightUm,
      permittedSigners: { by: 'certificate', certificates: [credential.certificates[0]] },
      createDate: now,
      validStart: new Date(now.getTime() - 60_000),
      validEnd: notAfter,
      picture: { type: 'SVG', bytes: new TextEncoder().encode(face.svg) },
      testMaterial: true,
    },
    signer: await vault.signer('seal-maker'),
    time: now,
  });
  return {
    face: { type: 'SVG', bytes: new TextEncoder().encode(face.svg) },
    widthUm: face.widthUm,
    heightUm: face.heightUm,
    statement,
    credential,
    validFrom: now,
    validTo: notAfter,
  };
}

/** The keys of the demo: PKCS#12 files, each under a password derived from the folder's secret. */
export async function openVault(folder) {
  const secret = Buffer.from(await readFile(secretFile(folder), 'utf8'), 'base64url');
  const password = async (id) =>
    Buffer.from(await webcrypto.subtle.digest('SHA-256', Buffer.concat([secret, Buffer.from(`\n${id}`)]))).toString('base64url');
  const read = async (id) => ({ file: new Uint8Array(await readFile(keyFile(folder, id))), password: await password(id) });
  const material = async (id) => {
    const { file, password: secretText } = await read(id);
    return openPkcs12(file, secretText);
  };
  const vault = {
    secret,
    read,
    material,
    signer: async (id) => softwareSigner(await material(id)),
    keep: async (id, privateKey, certificates) =>
      writeFile(keyFile(folder, id), await encodePkcs12({ privateKey, certificates, password: await password(id) }), { mode: 0o600 }),
    issue: async (authority, profile, id, subject, now) => {
      const { certificate, privateKey } = await issueCertificate(authority, { profile, subject, now });
      await vault.keep(id, privateKey, [certificate]);
      return { credentialId: id, certificates: [certificate], algorithm: ALGORITHM };
    },
    authority: async () => {
      const { privateKey, certificates } = await material('authority');
      return {
        certificate: certificates[0],
        privateKey: await webcrypto.subtle.importKey('pkcs8', privateKey, { name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign']),
      };
    },
  };
  return vault;
}

/** Statements and certificates know whole seconds. */
function wholeSecond(time) {
  return new Date(Math.floor(time.getTime() / 1000) * 1000);
}
