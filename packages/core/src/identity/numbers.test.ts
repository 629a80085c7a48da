import { checkResidentId, type ResidentIdFault } from './resident-id.ts';
import { checkUscc, type UsccFault } from './uscc.ts';

const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** A small generator with a seed: the same numbers in every run. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * below);
  };
}

/** The one ending with which a number is well-formed. */
function endingOf(start: string, endings: string, isWellFormed: (text: string) => boolean): string {
  const fitting = Array.from(endings).filter((ending) => isWellFormed(start + ending));
  expect(fitting, start).to.have.length(1);
  return start + (fitting[0] ?? '');
}

function changesOf(code: string, alphabet: string): readonly string[] {
  const characters = Array.from(code);
  const at = (index: number, ...replacement: readonly string[]): string =>
    characters.toSpliced(index, replacement.length, ...replacement).join('');
  return characters.flatMap((own, index) => {
    const next = characters[index + 1];
    const swapped = next === undefined || next === own ? [] : [at(index, next, own)];
    return [
      ...Array.from(alphabet)
        .filter((other) => other !== own)
        .map((other) => at(index, other)),
      ...swapped,
    ];
  });
}

describe('unified social credit codes (GB 32100-2015)', () => {
  const isUscc = (text: string): boolean => checkUscc(text).result === 'well-formed';

  it('are those that companies publish', () => {
    for (const code of ['91350100M000100Y43', '914403001922038216', '9144030071526726XG', '91110000802100433B'])
      expect(checkUscc(code).result, code).to.equal('well-formed');
  });

  it('have their parts', () => {
    expect(checkUscc('91350100m000100y43')).to.deep.equal({
      result: 'well-formed',
      uscc: { code: '91350100M000100Y43', department: '9', category: '1', division: '350100', organisationCode: 'M000100Y4' },
    });
  });

  const refused: readonly (readonly [string, UsccFault])[] = [
    ['', 'LENGTH'],
    ['91350100M000100Y4', 'LENGTH'],
    ['91350100M000100Y430', 'LENGTH'],
    ['91350100M000100Y44', 'CHECK_CHARACTER'],
    ['91350100I000100Y43', 'CHARACTER'],
    ['91350100O000100Y43', 'CHARACTER'],
    ['91350100S000100Y43', 'CHARACTER'],
    ['91350100V000100Y43', 'CHARACTER'],
    ['91350100Z000100Y43', 'CHARACTER'],
    ['９1350100M000100Y43', 'CHARACTER'],
    ['91A50100M000100Y43', 'DIVISION'],
  ];
  for (const [text, fault] of refused) {
    it(`are not ${text === '' ? 'the empty text' : text}: ${fault}`, () => {
      expect(checkUscc(text)).to.deep.equal({ result: 'malformed', fault });
    });
  }

  it('have one check character each, and no changed or swapped character goes unseen', () => {
    const random = seeded(31);
    for (let round = 0; round < 50; round += 1) {
      const body = Array.from({ length: 17 }, (_, index) => USCC_ALPHABET[random(index >= 2 && index < 8 ? 10 : 31)]).join('');
      const code = endingOf(body, USCC_ALPHABET, isUscc);
      expect(changesOf(code, USCC_ALPHABET).filter(isUscc), code).to.deep.equal([]);
    }
  });
});

describe("citizens' numbers (GB 11643-1999)", () => {
  const isNumber = (text: string): boolean => checkResidentId(text).result === 'well-formed';

  it('are the examples of the standard', () => {
    expect(checkResidentId('11010519491231002x')).to.deep.equal({
      result: 'well-formed',
      residentId: { number: '11010519491231002X', division: '110105', born: '1949-12-31' },
    });
    expect(checkResidentId('440524188001010014').result).to.equal('well-formed');
  });

  const refused: readonly (readonly [string, ResidentIdFault])[] = [
    ['', 'LENGTH'],
    ['130503670401001', 'LENGTH'],
    ['110105194912310020', 'CHECK_CHARACTER'],
    ['1101051949123100XX', 'CHARACTER'],
    ['11010519490231002X', 'DATE'],
    ['11010519491331002X', 'DATE'],
    ['11010517991231002X', 'DATE'],
    ['01010519491231002X', 'DIVISION'],
    ['１1010519491231002X', 'CHARACTER'],
  ];
  for (const [text, fault] of refused) {
    it(`are not ${text === '' ? 'the empty text' : text}: ${fault}`, () => {
      expect(checkResidentId(text)).to.deep.equal({ result: 'malformed', fault });
    });
  }

  it('know the days of a leap year', () => {
    const starts = ['110105200002290', '110105190002290', '110105202302290'].map((start) => start + '02');
    const has = (start: string): boolean => Array.from('0123456789X').some((ending) => isNumber(start + ending));
    expect(starts.map(has)).to.deep.equal([true, false, false]);
  });

  it('are of nobody who is born after the time that is asked about', () => {
    const at = (day: string) => checkResidentId('11010519491231002X', { at: new Date(`${day}T12:00:00Z`) });
    expect(at('1949-12-31').result).to.equal('well-formed');
    expect(at('1949-12-30')).to.deep.equal({ result: 'malformed', fault: 'DATE_IN_FUTURE' });
  });

  it('have one check character each, and no changed or swapped character goes unseen', () => {
    const random = seeded(11);
    const two = (value: number): string => String(value).padStart(2, '0');
    for (let round = 0; round < 50; round += 1) {
      const division = 100_000 + random(700_000);
      const date = `${1900 + random(120)}${two(1 + random(12))}${two(1 + random(28))}`;
      const number = endingOf(`${division}${date}${String(random(1000)).padStart(3, '0')}`, '0123456789X', isNumber);
      expect(changesOf(number, '0123456789X').filter(isNumber), number).to.deep.equal([]);
    }
  });
});
