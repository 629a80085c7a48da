import { writeFileSync } from 'node:fs';
import { judge as askJudges, judgesPresent, levelServices, type ServedPki, servePki, trustOf } from '@sealkit/testkit/node';
import { pagesPdf, smallPdf } from '../../test/pades/small-pdf.ts';
import { type Bytes, concatBytes, memorySource } from '../bytes/index.ts';
import type { BaselineLevel } from '../cades/index.ts';
import { signDocument } from '../pades/index.ts';
import { gatherFacts } from './facts/gather-facts.ts';
import type { ValidationFacts } from './facts/validation-facts.ts';
import { judge } from './judge.ts';
import { VALIDATION_POLICIES } from './policies.ts';
import type { ValidationPolicy, ValidationReport } from './report/report.ts';

const DAY = 86_400_000;
const ACT = { places: [], face: null, invisibleField: { kind: 'new', name: 'A' } } as const;
const RANK = { 'TOTAL-FAILED': 0, INDETERMINATE: 1, 'TOTAL-PASSED': 2 } as const;
const title = 'signatures that last, with time-stamps, OCSP and CRLs that are not ours';

(judgesPresent ? describe : describe.skip)(judgesPresent ? title : `${title} (skipped: judges not found)`, () => {
  let pki: ServedPki;
  const files = new Map<BaselineLevel, Bytes>();
  const facts = new Map<BaselineLevel, ValidationFacts>();

  beforeAll(async () => {
    pki = await servePki();
    for (const level of ['B-B', 'B-T', 'B-LT', 'B-LTA'] as const) {
      const original = smallPdf(pagesPdf(['/MediaBox [0 0 595 842]'])).bytes;
      const { appended } = await signDocument(memorySource(original), {
        act: ACT,
        signer: pki.signer('p256', { name: 'ECDSA', digest: 'SHA-256', curve: 'P-256' }),
        time: new Date(),
        level,
        ...levelServices(pki),
      });
      files.set(level, concatBytes(original, appended));
      facts.set(level, await factsOf(concatBytes(original, appended)));
    }
  }, 60_000);
  afterAll(() => pki.stop());

  function factsOf(file: Bytes): Promise<ValidationFacts> {
    return gatherFacts(memorySource(file), {
      trust: {
        signers: pki.certificates('certs/root.pem'),
        timestampAuthorities: pki.certificates('certs/tsa-root.pem'),
        sealMakers: [],
        registers: [],
      },
    });
  }

  const judged = (level: BaselineLevel, policy: ValidationPolicy, later: number): ValidationReport =>
    judge(facts.get(level)!, policy, new Date(Date.now() + later));
  const told = (report: ValidationReport): readonly unknown[] => {
    const [signature] = report.signatures;
    return [signature?.indication, signature?.subIndication ?? null, signature?.baselineLevel];
  };

  it('are named by the level whose requirements hold', () => {
    const { strict, basic, longTerm } = VALIDATION_POLICIES;
    expect(told(judged('B-B', strict, 0))).to.deep.equal(['INDETERMINATE', 'TRY_LATER', 'B-B']);
    expect(told(judged('B-T', basic, 0))).to.deep.equal(['TOTAL-PASSED', null, 'B-T']);
    expect(told(judged('B-LT', strict, 0))).to.deep.equal(['TOTAL-PASSED', null, 'B-LT']);
    expect(told(judged('B-LTA', strict, 0))).to.deep.equal(['TOTAL-PASSED', null, 'B-LTA']);
    expect(told(judged('B-T', longTerm, 0)).slice(0, 2)).to.deep.equal(['INDETERMINATE', 'TRY_LATER']);
    expect(told(judged('B-T', { ...longTerm, revocation: 'ignore' }, 0)).slice(0, 2)).to.deep.equal(['INDETERMINATE', 'NO_POE']);
    expect(told(judged('B-LTA', longTerm, 0))).to.deep.equal(['TOTAL-PASSED', null, 'B-LTA']);
  });

  it('are judged from the file alone once its lists are out of date, where the policy says so', () => {
    const { strict, longTerm } = VALIDATION_POLICIES;
    expect(told(judged('B-LTA', strict, 2 * DAY)).slice(0, 2)).to.deep.equal(['INDETERMINATE', 'NO_POE']);
    expect(told(judged('B-LTA', longTerm, 2 * DAY))).to.deep.equal(['TOTAL-PASSED', null, 'B-LTA']);
    expect(told(judged('B-LTA', longTerm, 365 * DAY))).to.deep.equal(['TOTAL-PASSED', null, 'B-LTA']);
    // Nothing newer proves the time-stamp once its authority's certificate has expired.
    expect(told(judged('B-LTA', longTerm, 8 * 365 * DAY))[0]).to.equal('INDETERMINATE');
  });

  it('lose what rests on a piece of evidence that is taken away, and never get better', () => {
    for (const level of ['B-T', 'B-LT', 'B-LTA'] as const)
      for (const policy of [VALIDATION_POLICIES.strict, VALIDATION_POLICIES.basic, VALIDATION_POLICIES.longTerm]) {
        const whole = facts.get(level)!;
        const now = new Date();
        const before = judge(whole, policy, now);
        for (const [name, less] of withoutOne(whole)) {
          const after = judge(less, policy, now);
          for (const [index, signature] of after.signatures.entries()) {
            const was = before.signatures[index]!;
            expect(RANK[signature.indication] <= RANK[was.indication], `${level} ${policy.name} ${name}`).to.equal(true);
            expect(levelRank(signature.baselineLevel) <= levelRank(was.baselineLevel), `${level} ${policy.name} ${name}`).to.equal(true);
            expect(signature.bestSignatureTime >= was.bestSignatureTime, `${level} ${policy.name} ${name}`).to.equal(true);
          }
        }
      }
  });

  it('are judged the same from facts that were saved', () => {
    for (const saved of facts.values()) {
      const now = new Date();
      const again = JSON.parse(JSON.stringify(saved)) as ValidationFacts;
      expect(judge(again, VALIDATION_POLICIES.strict, now)).to.deep.equal(judge(saved, VALIDATION_POLICIES.strict, now));
    }
  });

  it('are judged as pyHanko and DSS do, now and when the certificates have expired', async () => {
    for (const [later, names] of [
      [0, ['PASSED', 'TOTAL_PASSED']],
      [6 * 365 * DAY, ['INDETERMINATE', 'INDETERMINATE']],
    ] as const)
      for (const level of ['B-LT', 'B-LTA'] as const) {
        const at = new Date(Date.now() + later);
        const options = [...trustOf(pki), '--tools', 'pyhanko,dss', '--ltv', '--revocation', 'hard', '--at', at.toISOString()];
        const path = pki.file(`${level}.pdf`);
        writeFileSync(path, files.get(level)!);
        const answers = askJudges([path], ...options);
        for (const [index, tool] of ['pyhanko', 'dss'].entries()) {
          const theirs = answers
            .find(({ judge: name }) => name === tool)
            ?.signatures.find(({ kind }) => kind === undefined || kind === 'signature');
          expect(theirs?.ades?.indication ?? theirs?.indication, `${level} ${tool} ${at.toISOString()}`).to.equal(names[index]);
        }
        const ours = judge(facts.get(level)!, VALIDATION_POLICIES.strict, at).signatures[0]?.indication;
        expect(ours, `${level} ${at.toISOString()}`).to.equal(names[1].replace('_', '-'));
      }
  }, 120_000);
});

function levelRank(level: ValidationReport['signatures'][0]['baselineLevel']): number {
  return [null, 'B-B', 'B-T', 'B-LT', 'B-LTA'].indexOf(level);
}

/** The facts without one answer, one time-stamp, one path, or what one time-stamp covers. */
function* withoutOne(facts: ValidationFacts): Generator<readonly [string, ValidationFacts]> {
  for (const [index, answer] of facts.revocation.entries())
    yield [`answer ${answer.kind} ${index}`, { ...facts, revocation: facts.revocation.toSpliced(index, 1) }];
  for (const [place, signature] of facts.signatures.entries()) {
    const replaced = (change: Partial<typeof signature>): ValidationFacts => ({
      ...facts,
      signatures: facts.signatures.with(place, { ...signature, ...change }),
    });
    yield [`path ${place}`, replaced({ paths: { ...signature.paths, paths: [] } })];
    yield [`stated time ${place}`, replaced({ statedTime: null })];
    for (const index of signature.timestamps.keys())
      yield [`time-stamp ${place}.${index}`, replaced({ timestamps: signature.timestamps.toSpliced(index, 1) })];
    for (const [index, covered] of signature.covers.entries())
      yield [`cover ${place} ${covered}`, replaced({ covers: signature.covers.toSpliced(index, 1) })];
  }
}
