import { CKF, type Cryptoki, type Handle } from './cryptoki.ts';
import { Pkcs11Error } from './pkcs11-error.ts';
import { openTokenOf, type Pkcs11TokenOptions } from './pkcs11-token.ts';

const LOGIN = CKF.TOKEN_INITIALIZED | CKF.LOGIN_REQUIRED;
const ckr = (name: string): Error => Object.assign(new Error(name), { code: 1 });

interface FakeSlot {
  readonly label: string;
  readonly flags?: number;
  /** What C_GetTokenInfo answers instead. */
  readonly fails?: string;
}

interface FakeOptions {
  /** What C_Login answers, in turn; afterwards the user is logged in. */
  readonly logins?: string[];
}

/** A library with these slots, that remembers how it was used. */
function libraryOf(slots: readonly FakeSlot[], { logins = [] }: FakeOptions = {}) {
  const pins: (string | undefined)[] = [];
  let released = 0;
  let loggedIn = false;
  const cryptoki = {
    C_GetSlotList: () => slots.map((_, index) => Buffer.from([index, 0, 0, 0, 0, 0, 0, 0])),
    C_GetTokenInfo(slot: Handle) {
      const { label, fails, flags = LOGIN } = slots[slot[0] ?? 0]!;
      if (fails !== undefined) throw ckr(fails);
      return { label: label.padEnd(32), serialNumber: `${slot[0]}`.padEnd(16), manufacturerID: 'Maker', model: 'Fake', flags };
    },
    C_OpenSession: () => Buffer.from('session'),
    C_CloseSession: () => {},
    C_GetSessionInfo: () => ({ state: loggedIn ? 1 : 0 }),
    C_Login(_session: Handle, _user: number, pin?: string) {
      pins.push(pin);
      const answer = logins.shift();
      if (answer !== undefined) throw ckr(answer);
      loggedIn = true;
    },
  } as unknown as Cryptoki;
  return { pins, released: () => released, loaded: { cryptoki, release: () => void (released += 1) } };
}

const use = async (): Promise<string> => 'used';
const pin =
  (value: string | undefined): Pkcs11TokenOptions['pin'] =>
  () =>
    Promise.resolve(value);

async function codeOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Pkcs11Error) return error.code;
    throw error;
  }
  return 'done';
}

describe('a token that is open', () => {
  it('is found among slots that are empty, not recognised or not initialised, and has its texts without padding', async () => {
    const { loaded, released } = libraryOf([
      { label: 'A', fails: 'CKR_TOKEN_NOT_PRESENT' },
      { label: 'A', fails: 'CKR_TOKEN_NOT_RECOGNIZED' },
      { label: 'A', flags: 0 },
      { label: 'A token' },
    ]);
    const token = openTokenOf(loaded, { pin: pin('1') });
    expect(token.identity).to.deep.equal({ label: 'A token', serialNumber: '3', manufacturer: 'Maker', model: 'Fake' });
    await Promise.all([token.close(), token.close()]);
    expect(released()).to.equal(1);
  });

  it('leaves the library when it is not found or a slot fails', async () => {
    const none = libraryOf([{ label: 'A' }]);
    expect(await codeOf(() => openTokenOf(none.loaded, { token: { label: 'B' }, pin: pin('1') }))).to.equal('PKCS11_TOKEN_NOT_FOUND');
    const broken = libraryOf([{ label: 'A', fails: 'CKR_DEVICE_ERROR' }]);
    expect(await codeOf(() => openTokenOf(broken.loaded, { pin: pin('1') }))).to.equal('PKCS11_FAILED');
    expect([none.released(), broken.released()]).to.deep.equal([1, 1]);
  });

  it('is not logged in where it needs none', async () => {
    const { loaded, pins } = libraryOf([{ label: 'A', flags: CKF.TOKEN_INITIALIZED }]);
    expect(await openTokenOf(loaded, { pin: pin('1') }).sessions.use(use)).to.equal('used');
    expect(pins).to.deep.equal([]);
  });

  it('has the PIN typed on its own keypad where there is one and none was given', async () => {
    const keypad = libraryOf([{ label: 'A', flags: LOGIN | CKF.PROTECTED_AUTHENTICATION_PATH }]);
    expect(await openTokenOf(keypad.loaded, { pin: pin(undefined) }).sessions.use(use)).to.equal('used');
    expect(keypad.pins).to.deep.equal([undefined]);
    const without = libraryOf([{ label: 'A' }]);
    expect(await codeOf(() => openTokenOf(without.loaded, { pin: pin(undefined) }).sessions.use(use))).to.equal('PKCS11_PIN_NEEDED');
    expect(without.pins).to.deep.equal([]);
  });

  it('is logged in once for all sessions, and by whom was before', async () => {
    const once = libraryOf([{ label: 'A' }]);
    const token = openTokenOf(once.loaded, { pin: pin('1'), maxSessions: 3 });
    await Promise.all([token.sessions.use(use), token.sessions.use(use), token.writing.use(use)]);
    expect(once.pins).to.deep.equal(['1']);
    const before = libraryOf([{ label: 'A' }], { logins: ['CKR_USER_ALREADY_LOGGED_IN'] });
    expect(await openTokenOf(before.loaded, { pin: pin('1') }).sessions.use(use)).to.equal('used');
  });

  for (const [answer, code] of [
    ['CKR_PIN_INCORRECT', 'PKCS11_PIN_INCORRECT'],
    ['CKR_PIN_LEN_RANGE', 'PKCS11_PIN_INCORRECT'],
    ['CKR_PIN_LOCKED', 'PKCS11_PIN_LOCKED'],
    ['CKR_PIN_EXPIRED', 'PKCS11_PIN_EXPIRED'],
    ['CKR_USER_PIN_NOT_INITIALIZED', 'PKCS11_PIN_NOT_SET'],
  ] as const) {
    it(`does not try a PIN again after ${answer}`, async () => {
      const { loaded, pins } = libraryOf([{ label: 'A' }], { logins: [answer] });
      const token = openTokenOf(loaded, { pin: pin('1') });
      expect([await codeOf(() => token.sessions.use(use)), await codeOf(() => token.sessions.use(use))]).to.deep.equal([code, code]);
      expect(await codeOf(() => token.writing.use(use))).to.equal(code);
      expect(pins).to.deep.equal(['1']);
    });
  }

  it('tries again after a failure that is not of the PIN', async () => {
    const { loaded, pins } = libraryOf([{ label: 'A' }], { logins: ['CKR_DEVICE_REMOVED'] });
    const token = openTokenOf(loaded, { pin: pin('1') });
    expect(await codeOf(() => token.sessions.use(use))).to.equal('PKCS11_TOKEN_REMOVED');
    expect(await token.sessions.use(use)).to.equal('used');
    expect(pins.length).to.equal(2);
  });

  it('takes one session or more', () => {
    for (const maxSessions of [0, 1.5, -1]) {
      const { loaded, released } = libraryOf([{ label: 'A' }]);
      expect(() => openTokenOf(loaded, { pin: pin('1'), maxSessions })).to.throw(RangeError);
      expect(released()).to.equal(1);
    }
  });
});
