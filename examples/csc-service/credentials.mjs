/** The credentials of the example: one for each way to consent, all of it test material. */

const ECDSA_SHA256 = '1.2.840.10045.4.3.2';
const ECDSA_SHA384 = '1.2.840.10045.4.3.3';
const RSA = ['1.2.840.113549.1.1.11', '1.2.840.113549.1.1.12', '1.2.840.113549.1.1.13'];
const PSS = '1.2.840.113549.1.1.10';

/** `createKey(kind, label)` makes a key pair, in memory or on a token; `pin` and `otp` open what asks for them. */
export async function createCredentials(createKey, authority, { pin, otp }) {
  const create = async (id, kind, settings) => {
    const key = await createKey(kind, id);
    const certificates = [await authority.certify(key.spki, kind, id), authority.root];
    return { id, key, certificates, mode: 'explicit', scal: '2', multisign: 10, ...settings };
  };
  return [
    await create('seal', 'P-256', { algo: [ECDSA_SHA256], factors: { PIN: pin } }),
    await create('office', 'P-384', { algo: [ECDSA_SHA384], factors: { PIN: pin } }),
    await create('person', 'RSA', { algo: RSA, factors: { PIN: pin, OTP: otp }, scal: '1' }),
    await create('person-pss', 'RSA', { algo: [PSS], factors: { PIN: pin } }),
    await create('browser', 'P-256', { algo: [ECDSA_SHA256], mode: 'oauth2code' }),
  ];
}
