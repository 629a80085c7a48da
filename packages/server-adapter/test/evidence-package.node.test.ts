import { digestOfJson } from '@sealkit/core/crypto';
import {
  buildEvidencePackage,
  formatVerifierKey,
  type EvidenceRecords,
  type EvidenceReport,
  type EvidenceRow,
  type EvidenceUse,
} from '@sealkit/core/evidence';
import { gatherEvidence } from '../src/evidence/gather-evidence.ts';
import { packageOf, type SealedContract, sealedContract, trustOfWorld, verifyIn } from './support/evidence-world.ts';
import { testLogKey } from './support/log-world.ts';
import type { EventProofView } from '@sealkit/core/protocol';
import { MUTATIONS, seededRandom } from './support/mutated-package.ts';
import { secondVerifierPresent, verifyInPython } from './support/second-verifier.ts';
import { expectStatus, TENANT } from './support/world.ts';

/** Mutations of each kind; more in a run by hand. */
const OF_EACH_KIND = Number(process.env['SEALKIT_MUTATIONS'] ?? 40);

const nameOf = ({ id, subject, status }: EvidenceRow): string => `${status} ${id} ${subject}`;
const namesOf = ({ rows }: EvidenceReport): readonly string[] => rows.map(nameOf);
/** Rows that only a reader of PDF has. */
const isOfPdf = ({ id }: EvidenceRow): boolean => id === 'document.integrity' || id === 'document.signature';
const failuresOf = ({ rows }: EvidenceReport): readonly string[] =>
  rows
    .filter((row) => row.status === 'failed' && !isOfPdf(row))
    .map(({ id, subject }) => `${id} ${subject}`)
    .sort();

const ofContainer = (report: EvidenceReport): readonly string[] => failuresOf(report).filter((name) => name.startsWith('container.'));

describe('an evidence package', () => {
  let contract: SealedContract;
  let bytes: Uint8Array<ArrayBuffer>;
  let records: EvidenceRecords;
  const build = (changed: EvidenceRecords): Promise<Uint8Array<ArrayBuffer>> =>
    buildEvidencePackage(changed, { signer: contract.world.pki.register.signer });
  const inPython = async (packages: readonly Uint8Array[]): Promise<readonly EvidenceReport[]> =>
    verifyInPython(packages, await trustOfWorld(contract.world), contract.world.now());

  beforeAll(async () => {
    contract = await sealedContract();
    const { world, envelope, document } = contract;
    bytes = await packageOf(world, 'ada', envelope);
    records = await gatherEvidence(world.store, {
      tenant: TENANT,
      envelopeId: envelope.id,
      issued: { at: world.now().toISOString(), personId: 'ada', issuer: 'sealkit-register' },
      document: document.bytes,
      prove: async ({ id }) => {
        const proof = expectStatus(await world.as('ada').get<EventProofView>(`/events/${id}/proof`), 200);
        return { key: formatVerifierKey(await testLogKey()), tlogProof: proof.tlogProof, timestampToken: null };
      },
    });
  });

  /** What is taken away, and whose rows those are. */
  const removals: readonly (readonly [
    what: string,
    remove: (all: EvidenceRecords) => EvidenceRecords,
    isOf: (row: EvidenceRow) => boolean,
  ])[] = [
    ['the document', (all) => ({ ...all, document: null }), ({ id }) => id.includes('document')],
    ['the events', (all) => ({ ...all, events: null }), ({ id }) => /^events|^use\.event|-event$/.test(id) || id === 'log.inclusion'],
    ['the log', (all) => ({ ...all, log: null }), ({ id }) => id.startsWith('log.')],
    ['the names', (all) => ({ ...all, persons: [], organisations: [] }), () => false],
    ['a use', (all) => ({ ...all, uses: all.uses.slice(1) }), ({ subject }) => subject === first(records).facts.id],
    ...(['permit', 'record', 'receipt', 'intent'] as const).map(
      (part) =>
        [
          `one ${part}`,
          (all: EvidenceRecords) => ({ ...all, uses: all.uses.map((use, index) => (index === 0 ? { ...use, [part]: null } : use)) }),
          ({ id, subject }: EvidenceRow) => subject === first(records).facts.id && id.includes(part),
        ] as const,
    ),
    [
      'a statement',
      (all) => ({ ...all, seals: all.seals.map((seal, index) => (index === 0 ? { ...seal, statement: null } : seal)) }),
      ({ id, subject }) => subject === 'QL-1-1' || (subject === first(records).facts.id && id.endsWith('-statement')),
    ],
  ];
  for (const [what, remove, isOf] of removals) {
    it(`without ${what} it has all other rows, and only those`, async () => {
      const whole = await verifyIn(contract.world, await build(records));
      const less = await verifyIn(contract.world, await build(remove(records)));
      expect(namesOf(less)).to.deep.equal(whole.rows.filter((row) => !isOf(row)).map(nameOf));
      expect(less.indication).to.equal('PASSED');
    });
  }

  /** What a register could write that contradicts itself, and the rows that tell. */
  const lies: readonly (readonly [
    what: string,
    lie: (all: EvidenceRecords) => EvidenceRecords | Promise<EvidenceRecords>,
    told: RegExp,
  ])[] = [
    [
      'another person in a use',
      (all) => withUse(all, (use) => ({ ...use, facts: { ...use.facts, personId: 'bo' } })),
      /use\.permit-evidence/,
    ],
    ['another seal version', (all) => withUse(all, (use) => ({ ...use, facts: { ...use.facts, sealVersion: 2 } })), /use\.event-evidence/],
    ['the permit of another use', (all) => withUse(all, (use) => ({ ...use, permit: all.uses[1]?.permit ?? null })), /use\.record-permit/],
    [
      'the receipt of another use',
      (all) => withUse(all, (use) => ({ ...use, receipt: all.uses[1]?.receipt ?? null })),
      /use\.receipt-event/,
    ],
    [
      'the record of another use',
      (all) => withUse(all, (use) => ({ ...use, record: all.uses[1]?.record ?? null })),
      /use\.document-record/,
    ],
    [
      'a later intent',
      (all) => withUse(all, (use) => ({ ...use, intent: { ...use.intent, finishedAt: '2026-06-02T00:00:00.000Z' } })),
      /use\.event-intent/,
    ],
    [
      'a broken signature of a permit',
      (all) => withUse(all, (use) => ({ ...use, permit: `${use.permit?.slice(0, -4)}AAAA` })),
      /use\.permit /,
    ],
    ['an event left out', (all) => ({ ...all, events: all.events?.filter((_, index) => index !== 4) ?? null }), /events\.chain 5/],
    [
      'an event changed, the chain made anew',
      async (all) => ({
        ...all,
        events: await relinked(all.events?.map((event, index) => (index === 3 ? { ...event, actor: 'bo' } : event)) ?? []),
      }),
      /log\.inclusion/,
    ],
    ['another name of the envelope', (all) => ({ ...all, envelope: { ...all.envelope, name: 'Other.pdf' } }), /events\.envelope/],
    ['an octet of the document', (all) => ({ ...all, document: changed(all.document, 2000) }), /document\.version 1/],
    ['a document cut short', (all) => ({ ...all, document: all.document?.slice(0, -1) ?? null }), /document\.version 3/],
    [
      'the statement of another seal',
      (all) => ({ ...all, seals: all.seals.map((seal) => ({ ...seal, statement: all.seals[1]?.statement ?? null })) }),
      /seal\.statement-evidence/,
    ],
    [
      'an octet of a statement',
      (all) => ({ ...all, seals: all.seals.map((seal) => ({ ...seal, statement: changed(seal.statement, -2) })) }),
      /seal\.statement /,
    ],
    ['another log key', (all) => ({ ...all, log: all.log && { ...all.log, key: `x${all.log.key}` } }), /log\.inclusion/],
  ];
  for (const [what, lie, told] of lies) {
    it(`tells ${what}`, async () => {
      const { indication, rows } = await verifyIn(contract.world, await build(await lie(records)));
      expect(indication).to.equal('FAILED');
      expect(
        rows
          .filter(({ status }) => status === 'failed')
          .map(nameOf)
          .join('\n'),
      ).to.match(told);
    });
  }

  const title = `is refused after each of ${OF_EACH_KIND} changes of every kind`;
  const changedFiles = (): readonly (readonly [string, Uint8Array<ArrayBuffer>])[] => {
    const random = seededRandom(20_260_601);
    return Object.entries(MUTATIONS).flatMap(([name, mutate]) =>
      Array.from({ length: OF_EACH_KIND }, () => [name, mutate(bytes, random)] as const),
    );
  };

  it(
    title,
    async () => {
      for (const [name, file] of changedFiles()) {
        const { indication } = await verifyIn(contract.world, file);
        expect([name, indication]).to.deep.equal([name, 'FAILED']);
      }
    },
    600_000,
  );

  (secondVerifierPresent ? describe : describe.skip)('before the verifier in Python', () => {
    it('passes, with the same rows', async () => {
      const { rows } = await verifyIn(contract.world, bytes);
      const [second] = await inPython([bytes]);
      expect(second?.indication).to.equal('PASSED');
      expect([...namesOf(second ?? fail())].sort()).to.deep.equal(
        rows
          .filter((row) => !isOfPdf(row))
          .map(nameOf)
          .sort(),
      );
    });

    it('has the same rows failed for every lie, and the same rows left for every removal', async () => {
      const files = await Promise.all(
        [...lies.map(([, lie]) => lie), ...removals.map(([, remove]) => remove)].map(async (change) => build(await change(records))),
      );
      const answers = await inPython(files);
      for (const [index, file] of files.entries()) {
        const ours = await verifyIn(contract.world, file);
        const what = [...lies, ...removals][index]?.[0];
        expect([what, failuresOf(answers[index] ?? fail())]).to.deep.equal([what, failuresOf(ours)]);
        const names = ({ rows }: EvidenceReport): readonly string[] =>
          rows
            .filter((row) => !isOfPdf(row))
            .map(({ id, subject }) => `${id} ${id === 'container.entries' ? '' : subject}`)
            .sort();
        expect([what, names(answers[index] ?? fail())]).to.deep.equal([what, names(ours)]);
      }
    });

    it(
      title,
      async () => {
        const files = changedFiles();
        const answers = await inPython(files.map(([, file]) => file));
        for (const [index, [name, file]] of files.entries()) {
          const ours = await verifyIn(contract.world, file);
          const theirs = answers[index] ?? fail();
          // What a structure that is broken still says is read by each in its own way; what the container says is not.
          expect([name, theirs.indication, ofContainer(theirs)]).to.deep.equal([name, 'FAILED', ofContainer(ours)]);
        }
      },
      600_000,
    );
  });
});

function fail(): never {
  throw new RangeError('expected an answer');
}

function first({ uses: [use] }: EvidenceRecords): EvidenceUse {
  return use ?? fail();
}

function withUse(all: EvidenceRecords, change: (use: EvidenceUse) => EvidenceUse): EvidenceRecords {
  return { ...all, uses: [change(first(all)), ...all.uses.slice(1)] };
}

/** One bit of the octet at an index, from the end where it is negative. */
function changed(octets: Uint8Array<ArrayBuffer> | null, at: number): Uint8Array<ArrayBuffer> | null {
  const copy = octets?.slice() ?? fail();
  const index = at < 0 ? copy.length + at : at;
  copy[index] = (copy[index] ?? 0) ^ 1;
  return copy;
}

async function relinked(events: NonNullable<EvidenceRecords['events']>): Promise<EvidenceRecords['events']> {
  const linked: Record<string, EvidenceRecords['envelope'][string]>[] = [];
  let prev: string | null = null;
  for (const event of events) {
    linked.push({ ...event, prev });
    prev = await digestOfJson({ ...event, prev });
  }
  return linked;
}
