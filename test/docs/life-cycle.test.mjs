import { readFileSync } from 'node:fs';
import { SEAL_TRANSITIONS } from '@sealkit/core/seal';

describe('the life of a seal in the documents', () => {
  it('is the table that decides', () => {
    const text = readFileSync(new URL('../../docs/seal-control-centre.md', import.meta.url), 'utf8');
    const [, printed] = /<!-- life-cycle -->\n([\s\S]*?)<!-- \/life-cycle -->/.exec(text) ?? [];
    const rows = SEAL_TRANSITIONS.map(
      ({ from, to, role, needsReason, finalAct }) =>
        `| ${from} | ${to} | ${role} |${needsReason ? ' yes' : ''} |${finalAct ? ' yes' : ''} |`,
    );
    expect(printed?.trim().split('\n').slice(2)).to.deep.equal(rows);
  });
});
