import type { Cryptoki } from './cryptoki.ts';
import { Pkcs11Error } from './pkcs11-error.ts';
import { createSessionPool, type TokenSession } from './session-pool.ts';

/** An error in the form of pkcs11js. */
const ckr = (name: string): Error => Object.assign(new Error(name), { code: 1 });

interface Doorway {
  readonly closed: string[];
  opened: number;
  refuse: string | undefined;
}

/** A token that opens sessions named 1, 2, 3 … and lets through what it is told to. */
function poolOver(doorway: Doorway, maxSessions: number) {
  const cryptoki = { C_CloseSession: (handle: Buffer) => void doorway.closed.push(handle.toString()) } as Cryptoki;
  return createSessionPool({
    cryptoki,
    maxSessions,
    open: async () => {
      await Promise.resolve();
      if (doorway.refuse !== undefined) throw ckr(doorway.refuse);
      return Buffer.from(String((doorway.opened += 1)));
    },
  });
}

const doorway = (): Doorway => ({ closed: [], opened: 0, refuse: undefined });
const nameOf = ({ handle }: TokenSession): Promise<string> => Promise.resolve(handle.toString());

function gate() {
  let open = (): void => {};
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { open, passed };
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new TypeError('expected a failure');
}

describe('sessions with a token', () => {
  it('are used again, and opened only where all are lent', async () => {
    const door = doorway();
    const pool = poolOver(door, 2);
    expect([await pool.use(nameOf), await pool.use(nameOf)]).to.deep.equal(['1', '1']);
    const held = gate();
    const first = pool.use(() => held.passed);
    expect(await pool.use(nameOf)).to.equal('2');
    held.open();
    await first;
    await pool.close();
    expect(door.closed.toSorted()).to.deep.equal(['1', '2']);
  });

  it('are given on in the order of asking, never to two at a time', async () => {
    const pool = poolOver(doorway(), 1);
    let inside = 0;
    const order: number[] = [];
    const work = (number: number) => async (): Promise<void> => {
      inside += 1;
      expect(inside).to.equal(1);
      await Promise.resolve();
      order.push(number);
      inside -= 1;
    };
    await Promise.all([1, 2, 3, 4, 5].map((number) => pool.use(work(number))));
    expect(order).to.deep.equal([1, 2, 3, 4, 5]);
  });

  it('are closed after a failure; after a loss so are the idle ones', async () => {
    const door = doorway();
    const pool = poolOver(door, 3);
    const held = gate();
    await Promise.all([pool.use(() => held.passed), pool.use(() => held.passed), Promise.resolve().then(held.open)]);
    const refusal = (await failureOf(pool.use(() => Promise.reject(ckr('CKR_KEY_FUNCTION_NOT_PERMITTED'))))) as Pkcs11Error;
    expect([refusal.code, refusal.ckr, refusal.retryable]).to.deep.equal([
      'PKCS11_KEY_NOT_PERMITTED',
      'CKR_KEY_FUNCTION_NOT_PERMITTED',
      false,
    ]);
    expect(door.closed.length).to.equal(1);
    const removal = (await failureOf(pool.use(() => Promise.reject(ckr('CKR_DEVICE_REMOVED'))))) as Pkcs11Error;
    expect([removal.code, removal.retryable, removal.message.includes('CKR_DEVICE_REMOVED')]).to.deep.equal([
      'PKCS11_TOKEN_REMOVED',
      true,
      true,
    ]);
    expect(door.closed.toSorted()).to.deep.equal(['1', '2']);
    expect(await pool.use(nameOf)).to.equal('3');
  });

  it('wait for one another where the token allows fewer', async () => {
    const door = doorway();
    const pool = poolOver(door, 4);
    const held = gate();
    const first = pool.use(() => held.passed);
    await Promise.resolve();
    await Promise.resolve();
    door.refuse = 'CKR_SESSION_COUNT';
    const second = pool.use(nameOf);
    held.open();
    await first;
    expect(await second).to.equal('1');
    await pool.close();
    const alone = (await failureOf(poolOver(door, 4).use(nameOf))) as Pkcs11Error;
    expect([alone.code, alone.retryable]).to.deep.equal(['PKCS11_BUSY', true]);
  });

  it('leave nobody waiting when one cannot be opened', async () => {
    const door = doorway();
    door.refuse = 'CKR_TOKEN_NOT_PRESENT';
    const pool = poolOver(door, 1);
    const tries = await Promise.all([1, 2, 3].map(() => failureOf(pool.use(nameOf))));
    expect(tries.map((error) => (error as Pkcs11Error).code)).to.deep.equal(Array.from({ length: 3 }, () => 'PKCS11_TOKEN_REMOVED'));
    door.refuse = undefined;
    expect(await pool.use(nameOf)).to.equal('1');
  });

  it('are not waited for any longer by whom aborts or finds it closed', async () => {
    const pool = poolOver(doorway(), 1);
    const held = gate();
    const first = pool.use(() => held.passed);
    const aborting = new AbortController();
    const second = failureOf(pool.use(nameOf, { signal: aborting.signal }));
    const third = failureOf(pool.use(nameOf));
    aborting.abort('enough');
    expect(await second).to.equal('enough');
    const closing = pool.close();
    expect(((await third) as Pkcs11Error).code).to.equal('PKCS11_CLOSED');
    held.open();
    await Promise.all([first, closing]);
    expect(((await failureOf(pool.use(nameOf))) as Pkcs11Error).code).to.equal('PKCS11_CLOSED');
  });

  it('leave an error that is not of PKCS #11 as it is, and name a return value that has no meaning of its own', async () => {
    const pool = poolOver(doorway(), 1);
    const own = new RangeError('mine');
    expect(await failureOf(pool.use(() => Promise.reject(own)))).to.equal(own);
    const other = (await failureOf(pool.use(() => Promise.reject(ckr('CKR_GENERAL_ERROR'))))) as Pkcs11Error;
    expect(other).to.be.instanceOf(Pkcs11Error);
    expect([other.code, other.ckr]).to.deep.equal(['PKCS11_FAILED', 'CKR_GENERAL_ERROR']);
  });
});
