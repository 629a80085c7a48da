import { SealkitError } from '@sealkit/core/errors';
import { PortError } from '@sealkit/core/ports';
import type { Deposit, DepositRequest, JudicialChainAnchor, NotaryDeposit } from './deposit.ts';

/** What a case needs: the port, and hands on the other side. */
export interface DepositContractSubject {
  readonly port: JudicialChainAnchor | NotaryDeposit;
  /** The other side takes deposits and answers later, until `settle`. */
  readonly delay: () => void;
  readonly settle: () => void;
  /** The other side is gone. */
  readonly disconnect: () => void;
}

/** One promise of the port, checked on a new subject. */
export interface DepositContractCase {
  readonly title: string;
  readonly run: (subject: DepositContractSubject) => Promise<void>;
}

export class DepositContractError extends SealkitError<'DEPOSIT_CONTRACT_BROKEN'> {}

/** What every implementation of `JudicialChainAnchor` and `NotaryDeposit` must do; run each case on a subject of its own. */
export const DEPOSIT_CONTRACT: readonly DepositContractCase[] = [
  {
    title: 'has a name that can name an entry',
    run: async ({ port }) => expectThat(/^[A-Za-z0-9_-]{1,64}$/.test(port.name), 'a name of letters, digits, dash and underscore'),
  },
  {
    title: 'records digests, with a receipt in JSON that the other side knows, for these digests and no others',
    run: async ({ port }) => {
      const { receipt } = recorded(await port.submit(REQUEST));
      JSON.parse(new TextDecoder().decode(receipt));
      expectThat((await port.verify(receipt, REQUEST)) === 'matches', 'the receipt to match its digests');
      expectThat((await port.verify(receipt, OTHER)) === 'differs', 'the receipt to differ from other digests');
    },
  },
  {
    title: 'gives the same digests the same reference',
    run: async ({ port }) => {
      const [first, second] = [recorded(await port.submit(REQUEST)), recorded(await port.submit(REQUEST))];
      expectThat(first.reference === second.reference, 'one deposit');
      expectThat(recorded(await port.submit(OTHER)).reference !== first.reference, 'another deposit for other digests');
    },
  },
  {
    title: 'does not take what is no receipt for one',
    run: async ({ port }) => {
      for (const text of ['', '{}', 'no JSON', '{"data":[]}'])
        expectThat((await port.verify(new TextEncoder().encode(text), REQUEST)) === 'unknown', `'${text}' to be unknown`);
    },
  },
  {
    title: 'answers pending at once where the other side takes its time, and the record later',
    run: async ({ port, delay, settle }) => {
      delay();
      expectThat((await port.submit(REQUEST)).state === 'pending', 'a deposit that is pending');
      settle();
      recorded(await port.submit(REQUEST));
    },
  },
  {
    title: 'fails by a PortError that may be tried again where the other side is gone',
    run: async ({ port, disconnect }) => {
      disconnect();
      const error = await port.submit(REQUEST).catch((cause: unknown) => cause);
      expectThat(error instanceof PortError && error.port === 'deposit' && error.retryable, 'a PortError of port deposit, retryable');
    },
  },
];

const REQUEST: DepositRequest = {
  tenant: 'tenant-one',
  envelopeId: 'envelope-one',
  phase: 'envelope-completed',
  sha256: '11'.repeat(32),
  sm3: '22'.repeat(32),
  at: new Date('2026-06-01T12:00:00Z'),
};
const OTHER: DepositRequest = { ...REQUEST, sha256: '33'.repeat(32), sm3: '44'.repeat(32) };

function recorded(deposit: Deposit): Extract<Deposit, { state: 'recorded' }> {
  if (deposit.state !== 'recorded') throw broken(`expected a deposit that is recorded, got ${deposit.state}`);
  return deposit;
}

function expectThat(holds: boolean, what: string): void {
  if (!holds) throw broken(`expected ${what}`);
}

function broken(message: string): DepositContractError {
  return new DepositContractError('DEPOSIT_CONTRACT_BROKEN', message);
}
