import { PortError } from '@sealkit/core/ports';
import { readCanonicalZip } from '@sealkit/core/evidence';
import { DEPOSIT_CONTRACT, type DepositContractSubject, type DepositRequest, type NotaryDeposit } from '../src/index.ts';
import { createMemoryObjectStore } from '../src/objects/index.ts';
import { fakeAntChain, fakeInternetCourt } from './support/deposit-fakes.ts';
import { packageOf, sealedContract, trustOfWorld, verifyIn } from './support/evidence-world.ts';
import { logWorld } from './support/log-world.ts';
import { withEntries } from './support/mutated-package.ts';
import { secondVerifierPresent, verifyInPython } from './support/second-verifier.ts';

const NOW = new Date('2026-06-01T12:00:00Z');
const subjects: { readonly [name: string]: () => Promise<DepositContractSubject> } = {
  'AntChain, before a fake': () => Promise.resolve(fakeAntChain()),
  'the notary interface of the Hangzhou Internet Court, before a fake': () => fakeInternetCourt(() => NOW),
};

const REQUEST: DepositRequest = {
  tenant: 't',
  envelopeId: 'e',
  phase: 'envelope-completed',
  sha256: 'aa'.repeat(32),
  sm3: 'bb'.repeat(32),
  at: NOW,
};

for (const [name, open] of Object.entries(subjects)) {
  describe(`deposits in the format of ${name}`, () => {
    for (const { title, run } of DEPOSIT_CONTRACT) it(title, async () => run(await open()));
  });
}

describe('the notary interface', () => {
  it('refuses a clock that is wrong by more than five minutes, by a code', async () => {
    const { port } = await fakeInternetCourt(
      () => NOW,
      () => new Date(NOW.getTime() + 301_000),
    );
    const error = await port.submit(REQUEST).catch((cause: unknown) => cause);
    expect(error instanceof PortError && [error.code, error.retryable]).to.deep.equal(['DEPOSIT_REFUSED', false]);
  });
});

describe('deposits in an evidence package', () => {
  it('stand there as they are: recorded with the receipt, pending, failed, too slow; none keeps the package from being made', async () => {
    const [chain, court] = [fakeAntChain(), await fakeInternetCourt(() => NOW)];
    court.delay();
    const silent: NotaryDeposit = {
      kind: 'notary',
      name: 'silent',
      submit: () => new Promise(() => {}),
      verify: () => Promise.resolve('unknown'),
    };
    const refused = new PortError('deposit', 'DEPOSIT_REFUSED', 'no', { retryable: false });
    const refusing: NotaryDeposit = { ...silent, name: 'refusing', submit: () => Promise.reject(refused) };
    const anchors = [chain.port, court.port, silent, refusing];
    const evidence = { anchors, anchorTimeLimitMs: 200 };
    const contract = await sealedContract('stored', await logWorld({}, { objects: createMemoryObjectStore(), evidence }));
    const bytes = await packageOf(contract.world, 'ada', contract.envelope);
    const entries = readCanonicalZip(bytes);
    if ('reason' in entries) throw new RangeError(entries.reason);
    const json = JSON.parse(new TextDecoder().decode(entries.find(({ name }) => name === 'evidence.json')?.bytes)) as {
      readonly anchors: readonly {
        readonly name: string;
        readonly state: string;
        readonly reason: string | null;
        readonly receipt: string | null;
      }[];
    };
    expect(json.anchors.map(({ name, state, reason, receipt }) => [name, state, reason, receipt !== null])).to.deep.equal([
      ['ant-chain', 'recorded', null, true],
      ['hangzhou-internet-court', 'pending', null, false],
      ['silent', 'failed', 'DEPOSIT_TIMEOUT', false],
      ['refusing', 'failed', 'DEPOSIT_REFUSED', false],
    ]);
    const spoilt = withEntries(bytes, (all) =>
      all.map((entry) => (entry.name === 'anchors/ant-chain.json' ? { ...entry, bytes: new TextEncoder().encode('{}') } : entry)),
    );
    const statusOf = (report: Awaited<ReturnType<typeof verifyIn>>): string | undefined =>
      report.rows.find(({ id }) => id === 'anchor.receipt')?.status;
    expect([statusOf(await verifyIn(contract.world, bytes)), statusOf(await verifyIn(contract.world, spoilt))]).to.deep.equal([
      'passed',
      'failed',
    ]);
    if (!secondVerifierPresent) return;
    const theirs = verifyInPython([bytes, spoilt], await trustOfWorld(contract.world), contract.world.now());
    expect(theirs.map(statusOf)).to.deep.equal(['passed', 'failed']);
  });
});
