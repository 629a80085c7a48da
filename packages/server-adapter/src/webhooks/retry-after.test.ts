import { readRetryAfter } from './retry-after.ts';

describe('Retry-After of a receiver (RFC 9110 §10.2.3)', () => {
  const now = new Date('2026-06-01T12:00:00Z');
  const DAY = 86_400_000;
  const fields: readonly (readonly [string | undefined, number])[] = [
    ['120', 120_000],
    [' 0 ', 0],
    ['Mon, 01 Jun 2026 12:05:00 GMT', 300_000],
    ['Mon, 01 Jun 2026 11:00:00 GMT', 0],
    ['86401', DAY],
    ['9999999999', DAY],
    ['Fri, 31 Dec 9999 23:59:59 GMT', DAY],
    [undefined, 0],
    ['', 0],
    ['-5', 0],
    ['1.5', 0],
    ['soon', 0],
    ['2027', 2_027_000],
    ['2027-01-01', 0],
    ['never GMT', 0],
  ];
  for (const [field, wanted] of fields)
    it(`is ${wanted} ms for ${JSON.stringify(field)}`, () => {
      expect(readRetryAfter(field, now)).to.equal(wanted);
    });
});
