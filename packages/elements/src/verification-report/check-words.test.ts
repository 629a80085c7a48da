import { FAILED_SUB_INDICATIONS, INDETERMINATE_SUB_INDICATIONS } from '@sealkit/core/validation';
import { readSources } from '../../test/core-sources.ts';
import { catalogueFaults } from '../foundation/catalogue-faults.ts';
import { CHECK_WORDS } from './check-words.messages.ts';
import { EVIDENCE_WORDS } from './evidence-words.messages.ts';
import { REASON_WORDS } from './reason-words.messages.ts';
import { REPORT_MESSAGES } from './verification-report.messages.ts';

const SOURCES = '/packages/core/src/validation/';
const PATH_CHECKING = '/packages/core/src/x509/path-checking.ts';
/** Replaying a revision refuses by these codes. */
const ACTS = '/packages/core/src/seal/permit/signing-act.ts';
/** Codes of errors that end a validation or that other layers throw: no words of a report. */
const ERRORS_OF_LAYERS = /^(VALIDATION|PDF|X509|ASN1)_/;

/** First capture of every match. */
const found = (text: string, pattern: RegExp): string[] => [...new Set([...text.matchAll(pattern)].map(([, match]) => match ?? ''))].sort();

describe('words of the verification report', () => {
  it('are complete in every locale', () => {
    expect(
      [CHECK_WORDS, REASON_WORDS, EVIDENCE_WORDS, REPORT_MESSAGES].flatMap((catalogue) => catalogueFaults<string>(catalogue)),
    ).to.deep.equal([]);
  });

  it('name every check of core, and no other', async () => {
    const text = await readSources(`${SOURCES}index.ts`, SOURCES);
    const ids = found(text, /\bid: ?["']([a-z]+\.[a-z-]+)["']/g);
    expect(ids.length).to.be.above(35);
    const named = found(Object.keys(CHECK_WORDS.messages.en).join('\n'), /^([a-z]+\.[a-z-]+)\.name$/gm);
    expect(named).to.deep.equal(ids);
  });

  it('say every code that a check or a fact of core holds', async () => {
    const text = await readSources(`${SOURCES}index.ts`, SOURCES);
    const paths = `${await readSources(PATH_CHECKING, PATH_CHECKING)}\n${await readSources(ACTS, ACTS)}`;
    const verdicts = new Set<string>([...FAILED_SUB_INDICATIONS, ...INDETERMINATE_SUB_INDICATIONS]);
    const codes = found(`${text}\n${paths}`, /["']([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)["']/g).filter(
      (code) => !verdicts.has(code) && !ERRORS_OF_LAYERS.test(code),
    );
    expect(codes.length).to.be.above(150);
    expect(codes.filter((code) => !Object.hasOwn(REASON_WORDS.messages.en, code))).to.deep.equal([]);
  });
});
