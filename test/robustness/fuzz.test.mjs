import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { runTarget } from '../../tools/fuzz/run.mjs';
import { ROOT } from '../support/shared.mjs';

/** For each of eleven readers; about a minute altogether. */
const CASES = 400;
const SEED = 20_261_128;

function fuzz(...words) {
  return new Promise((ended) => {
    const child = spawn(process.execPath, [join(ROOT, 'tools', 'fuzz.mjs'), ...words], { cwd: ROOT });
    let said = '';
    for (const stream of ['stdout', 'stderr']) child[stream].on('data', (chunk) => (said += chunk));
    child.once('close', (status) => ended({ said, status }));
  });
}

describe('octets that somebody spoilt', () => {
  it('are read, or refused by a typed error of their reader, within two seconds', async () => {
    const { said, status } = await fuzz('--cases', String(CASES), '--seed', String(SEED));
    expect(status, said).to.equal(0);
    const lines = said.match(/^\S+: \d+ cases from seed \d+, 0 findings$/gm) ?? [];
    expect(lines.length, said).to.equal(11);
    for (const line of lines) expect(line).to.include(`: ${CASES} cases`);
  });

  it('are findings where a reader throws, rejects unseen, loops, waits for ever or takes all memory', async () => {
    const thread = new URL('faulty-reader.mjs', import.meta.url);
    const { cases, findings } = await runTarget('faulty', { first: 0, count: 10, thread });
    expect(findings.map(({ number }) => number).toSorted((left, right) => left - right)).to.deep.equal([1, 2, 4, 6, 8]);
    const told = (number) => findings.find((finding) => finding.number === number).error;
    expect(told(1)).to.match(/TypeError: a reader threw/);
    expect(told(2)).to.match(/RangeError: nobody waited/);
    expect(told(4)).to.match(/no answer after \d+ ms/);
    expect(told(6)).to.match(/memory/);
    expect(told(8)).to.match(/no answer after \d+ ms|ended/);
    expect(cases).to.equal(10);
  });
});
