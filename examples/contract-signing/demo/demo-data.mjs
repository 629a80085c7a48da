/** Fills a new data folder: authority, keys, register. Signers' certificates live for days; `renewCertificates` runs at every start. */
import { randomBytes, webcrypto } from 'node:crypto';
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseCertificate } from '@sealkit/core/x509';
import { createSqliteStore } from '@sealkit/server-adapter/sqlite';
import { openPkcs12, softwareSigner } from '@sealkit/server-adapter/pkcs12';
import {
  grantSeal,
  registerOrganisation,
  registerPerson,
  registerSeal,
  registerSealVersion,
  setSealIntentPolicy,
} from '@sealkit/server-adapter';
import { APPROVAL, COMPANIES, KEEPER, PEOPLE, SEALS, TENANT, personIdAt, registeredName } from './cast.mjs';
import { createAuthority, issueCertificate } from './certificate-authority.mjs';
import { IDENTITY_AUTHORITY, IDENTITY_AUTHORITY_NAME } from './identity.mjs';
import { encodePkcs12 } from './pkcs12-file.mjs';
import { makeSampleContract } from './sample-contract.mjs';
import { credentialIdOf, makeSeal, wholeSecond } from './seal-maker.mjs';

const ACTOR = 'demo-setup';
const RENEW_BEFORE_MS = 2 * 86_400_000;
const ALGORITHM = { name: 'ECDSA', digest: 'SHA-256', curve: 'P-256' };

export const databaseFile = (folder) => join(folder, 'sealkit.sqlite');
export const secretFile = (folder) => join(folder, 'secret');
export const sampleContractFile = (folder) => join(folder, 'sample-contract.pdf');
export const keysFolder = (folder) => join(folder, 'keys');
export const keyFile = (folder, id) => join(keysFolder(folder), `${id}.p12`);

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
    await registerOrganisation(registration, organisationRecord(company));
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
        keeperId: personIdAt(KEEPER, company),
        version: await makeSeal(context, seedOrder(seal, company)),
      });
      for (const person of PEOPLE)
        if (person.role === 'user' && !person.withoutGrant && !person.isNew) await grantTo(registration, person, company, number);
    }
  }
}

function grantTo(registration, person, company, sealNumber) {
  const terms = person.needsApproval ? { approval: APPROVAL } : { mayDelegate: true };
  return grantSeal(registration, { tenant: TENANT, sealNumber, personId: personIdAt(person, company), terms });
}

/**
 * What a new folder, or one of an earlier version of this example, lacks: the authority for verified persons, persons who came later, the registered names of the companies,
 * and what some seals ask of whoever uses them.
 */
export async function completeCast(folder, store, clock) {
  const context = await contextOf(folder, store, clock);
  const { registration, vault, now } = context;
  if (!(await vault.has(IDENTITY_AUTHORITY))) {
    const { privateKey, certificate } = await createAuthority(now, IDENTITY_AUTHORITY_NAME);
    await vault.keep(IDENTITY_AUTHORITY, privateKey, [certificate]);
  }
  for (const company of COMPANIES) {
    const known = await store.transaction((tx) => tx.register.findOrganisation(TENANT, company.id));
    if (known?.verifiedName !== company.name) await registerOrganisation(registration, organisationRecord(company));
    if (company.intentPolicies) await completeIntentPolicies(registration, company);
    for (const person of PEOPLE.filter(
      ({ role, needsApproval, isNew }) => needsApproval || isNew || role === 'approver' || role === 'maker',
    )) {
      const id = personIdAt(person, company);
      if (await store.transaction((tx) => tx.register.findPerson(TENANT, id))) continue;
      await registerPerson(registration, await personRecord(context, person, company));
      if (person.needsApproval) for (const seal of SEALS) await grantTo(registration, person, company, company.codes[seal.kind]);
    }
  }
}

async function completeIntentPolicies(registration, { codes, intentPolicies }) {
  for (const [kind, policy] of Object.entries(intentPolicies)) {
    const sealNumber = codes[kind];
    const known = await registration.store.transaction((tx) => tx.intents.findPolicy(TENANT, `seal:${sealNumber}`));
    if (known === undefined) await setSealIntentPolicy(registration, { tenant: TENANT, sealNumber, policy });
  }
}

async function contextOf(folder, store, clock) {
  const vault = await openVault(folder);
  const now = wholeSecond(clock.now());
  return { registration: { store, clock, actor: ACTOR }, vault, authority: await vault.authority(), now };
}

function organisationRecord(company) {
  return { tenant: TENANT, id: company.id, name: registeredName(company), verifiedName: company.name };
}

/** A seal of the cast as the seal maker is asked for it. */
function seedOrder({ kind, name, ...design }, company) {
  const number = company.codes[kind];
  return {
    tenant: TENANT,
    number,
    kind,
    name,
    ordinal: 0,
    organisation: organisationRecord(company),
    testMaterial: true,
    design: { type: 'drawn', ringText: company.name, code: number, ...design },
    previous: null,
  };
}

/** Renews the certificates of seals and persons that end within two days: a new version of the seal with the same face. */
export async function renewCertificates(folder, store, clock) {
  const context = await contextOf(folder, store, clock);
  const { now } = context;
  const due = (credential) => parseCertificate(credential.certificates[0]).notAfter.getTime() - now.getTime() < RENEW_BEFORE_MS;
  for (const company of COMPANIES) {
    for (const person of PEOPLE) {
      const record = await store.transaction((tx) => tx.register.findPerson(TENANT, personIdAt(person, company)));
      // What was issued to a verified person is theirs to renew: it names the verified person, which this one does not.
      if (record?.credential && due(record.credential) && !(await isVerified(store, record)))
        await registerPerson(context.registration, await personRecord(context, person, company));
    }
    for (const seal of await store.transaction((tx) => sealsOf(tx, company))) {
      const current = await store.transaction((tx) => tx.register.findCurrentVersion(TENANT, seal.number));
      if (!current || !(due(current.credential) || isUnnumbered(current.credential))) continue;
      const order = { ...seal, organisation: organisationRecord(company), design: null, previous: current };
      await registerSealVersion(context.registration, TENANT, seal.number, await makeSeal(context, order));
    }
  }
}

function isVerified(store, { id }) {
  return store.transaction(async (tx) => (await tx.identities.findLatestPassed(TENANT, { kind: 'person', id })) !== undefined);
}

/** Certificates of an earlier version of this example did not say the number of the company. */
const isUnnumbered = ({ certificates }) => parseCertificate(certificates[0]).subject.organizationIdentifier === undefined;

function sealsOf(tx, company) {
  const inUse = ({ state }) => state === 'active' || state === 'suspended';
  return tx.register.listSeals({ tenant: TENANT, organisationIds: [company.id], limit: 10_000 }).then((seals) => seals.filter(inUse));
}

async function personRecord({ vault, authority, now }, person, company) {
  const id = personIdAt(person, company);
  const record = { tenant: TENANT, id, name: registeredName(person), organisationId: company.id, roles: [person.role] };
  if (person.isNew) return { ...record, credential: null };
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
  return { ...record, credential };
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
    has: (id) =>
      access(keyFile(folder, id)).then(
        () => true,
        () => false,
      ),
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
