import { FAILED_SUB_INDICATIONS, INDETERMINATE_SUB_INDICATIONS } from '@sealkit/core/validation';
import { readSources } from '../../test/core-sources.ts';
import { catalogueFaults } from '../foundation/catalogue-faults.ts';
import { EVIDENCE_MESSAGES } from './evidence-certificate.messages.ts';
import { ROW_REASONS } from './row-reasons.messages.ts';
import { ROW_WORDS } from './row-words.messages.ts';

const PACKAGE = '/packages/core/src/evidence/package/';
const INCLUSION = '/packages/core/src/evidence/transparency-log/inclusion-verdict.ts';
const REPORT = '/packages/core/src/evidence/report/report-lines.ts';
/** Codes of errors that end the making or the renewal of a package: no row holds them. */
const ERRORS = /^EVIDENCE_PACKAGE_/;

/** First capture of every match. */
const found = (text: string, pattern: RegExp): string[] => [...new Set([...text.matchAll(pattern)].map(([, match]) => match ?? ''))].sort();

describe('words of evidence', () => {
  it('are complete in every locale', () => {
    expect([ROW_WORDS, ROW_REASONS, EVIDENCE_MESSAGES].flatMap((catalogue) => catalogueFaults<string>(catalogue))).to.deep.equal([]);
  });

  it('name every row of the verifier and say when it holds, and name no other', async () => {
    const text = await readSources(`${PACKAGE}verify-package.ts`, PACKAGE);
    const ids = found(
      text,
      /["']((?:container|evidence|report|anchor|revocation|events|log|seal|document|use)\.[a-z][a-z0-9-]+)["']/g,
    ).filter((id) => id !== 'evidence.json' && id !== 'report.pdf' && id !== 'events.jsonl');
    expect(ids.length).to.be.above(45);
    const named = (part: string): string[] => found(Object.keys(ROW_WORDS.messages.en).join('\n'), new RegExp(`^(.+)\\.${part}$`, 'gm'));
    expect(named('name')).to.deep.equal(ids);
    expect(named('about')).to.deep.equal(ids);
  });

  it('say every code that a row holds, and every code of what a package lacks', async () => {
    const sources = await Promise.all([
      readSources(`${PACKAGE}verify-package.ts`, PACKAGE),
      readSources(INCLUSION, INCLUSION),
      readSources(REPORT, REPORT),
    ]);
    const codes = found(sources.join('\n'), /["']([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)["']/g).filter((code) => !ERRORS.test(code));
    expect(codes.length).to.be.above(45);
    const all = [...codes, ...FAILED_SUB_INDICATIONS, ...INDETERMINATE_SUB_INDICATIONS, 'DIFFERS', 'UNKNOWN'];
    const integrity = ['MODIFIED', 'BROKEN', 'MALFORMED', 'UNDETERMINED'];
    expect([...all, ...integrity].filter((code) => !Object.hasOwn(ROW_REASONS.messages.en, code))).to.deep.equal([]);
  });
});
