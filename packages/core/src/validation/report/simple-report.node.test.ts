import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { memorySource } from '../../bytes/index.ts';
import { SealkitError } from '../../errors/index.ts';
import { validateDocument } from '../validate-document.ts';
import type { CheckResult, ValidationReport } from './report.ts';
import { decidingCheck, simpleReport } from './simple-report.ts';

const FOLDER = resolve(process.env['SEALKIT_SHARED'] ?? '../shared', 'corpus', 'pades-dss');

const row = (id: string, status: CheckResult['status'], subIndication?: string): CheckResult => ({
  id,
  group: 'signature',
  clause: 'none',
  status,
  ...(subIndication === undefined ? {} : { subIndication }),
  values: {},
});

const ROWS = [
  row('passes', 'passed'),
  row('constraint', 'indeterminate', 'SIGNED_DATA_NOT_FOUND'),
  row('open', 'indeterminate', 'TRY_LATER'),
  row('fails', 'failed', 'HASH_FAILURE'),
  row('fails-too', 'failed', 'FORMAT_FAILURE'),
];

describe('the simple report', () => {
  const decider = (indication: 'TOTAL-FAILED' | 'INDETERMINATE' | 'TOTAL-PASSED', subIndication?: string): string | undefined =>
    decidingCheck(ROWS, { indication, ...(subIndication === undefined ? {} : { subIndication }) })?.id;

  it('names the check that gave the word, else the first that could not be passed, and none for a good signature', () => {
    expect(decider('TOTAL-FAILED', 'FORMAT_FAILURE')).to.equal('fails-too');
    expect(decider('TOTAL-FAILED', 'SIG_CRYPTO_FAILURE')).to.equal('fails');
    expect(decider('INDETERMINATE', 'TRY_LATER')).to.equal('open');
    expect(decider('INDETERMINATE', 'SIG_CONSTRAINTS_FAILURE')).to.equal('constraint');
    expect(decider('TOTAL-PASSED')).to.equal(undefined);
    expect(decidingCheck([], { indication: 'INDETERMINATE' })).to.equal(null);
  });
});

describe.skipIf(!existsSync(FOLDER))('the simple report of real files (skipped where the shared corpus is absent)', () => {
  it('has a reason for every answer but TOTAL-PASSED, which is one of the rows of the detailed one', async () => {
    let open = 0;
    for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.pdf'))) {
      const report = await validated(join(FOLDER, file));
      if (report === undefined) continue;
      const simple = simpleReport(report);
      expect(simple.document.indication).to.equal(report.document.indication);
      for (const [index, { indication, because }] of simple.signatures.entries()) {
        const rows = report.signatures[index]?.checks ?? [];
        expect(because === null, file).to.equal(indication === 'TOTAL-PASSED');
        if (because === null) continue;
        open += 1;
        const status = rows.find(({ id, reason }) => id === because.id && reason === because.reason)?.status;
        expect(status, file).to.equal(indication === 'TOTAL-FAILED' ? 'failed' : 'indeterminate');
      }
    }
    expect(open).to.be.greaterThan(50);
  });
});

async function validated(path: string): Promise<ValidationReport | undefined> {
  try {
    return await validateDocument(memorySource(new Uint8Array(readFileSync(path))), {
      trust: { signers: [], sealMakers: [], registers: [] },
      validationTime: new Date('2026-11-23T00:00:00Z'),
    });
  } catch (error) {
    if (error instanceof SealkitError) return undefined;
    throw error;
  }
}
