import { readFileSync } from 'node:fs';
import { ENVELOPE_TRANSITIONS } from '@sealkit/core/seal';
import { DEFAULT_USE_POLICY, PROBLEMS } from '@sealkit/server-adapter';

describe('the life of an envelope in the documents', () => {
  const text = readFileSync(new URL('../../docs/envelopes.md', import.meta.url), 'utf8');

  it('is the table that decides', () => {
    const [, printed] = /<!-- envelope-life -->\n([\s\S]*?)<!-- \/envelope-life -->/.exec(text) ?? [];
    const rows = ENVELOPE_TRANSITIONS.map(
      ({ from, to, role, needsReason, finalAct }) =>
        `| ${from} | ${to} | ${role} |${needsReason ? ' yes' : ''} |${finalAct ? ' yes' : ''} |`,
    );
    expect(printed?.trim().split('\n').slice(2)).to.deep.equal(rows);
  });

  it('names refusals and limits that there are', () => {
    const codes = [...text.matchAll(/`((?:ENVELOPE|PARTY|DOCUMENT|NOT_A)_[A-Z_]+)`/g)].map(([, code]) => code);
    expect(codes.filter((code) => !Object.hasOwn(PROBLEMS, code) && code !== 'ENVELOPE_TRANSITIONS')).to.deep.equal([]);
    expect(codes.length).to.be.above(8);
    const { claimLifetimeMs, reminderIntervalMs, maxDocumentLength } = DEFAULT_USE_POLICY;
    expect([claimLifetimeMs / 60_000, reminderIntervalMs / 3_600_000, maxDocumentLength / 2 ** 20]).to.deep.equal([15, 24, 50]);
  });
});
