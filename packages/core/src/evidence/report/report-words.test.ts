import { codeText } from './report-words.ts';

const EVENTS_OF_AN_ENVELOPE = [
  'envelope-opened',
  'intent-requested',
  'one-time-certificate-issued',
  'one-time-key-destroyed',
  'one-time-key-made',
  'one-time-signature-made',
  'permit-issued',
  'use',
  'use-completed',
  'use-prepared',
];

describe('the words of the report', () => {
  it('are in both languages for every event that an envelope may have, beside its code', () => {
    for (const type of EVENTS_OF_AN_ENVELOPE)
      expect(codeText(type)).to.match(new RegExp(`^[\\u4e00-\\u9fff]+ [A-Z][a-z -]+ \\(${type}\\)$`, 'u'));
  });
});
