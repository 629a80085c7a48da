import { BytesError, canonicalJson, isShallowJson, type JsonValue, MAX_JSON_DEPTH } from './index.ts';

function nested(levels: number): JsonValue {
  let value: JsonValue = [];
  for (let level = 1; level < levels; level += 1) value = level % 2 === 0 ? [value] : { inner: value };
  return value;
}

describe('canonical JSON (RFC 8785)', () => {
  it('sorts keys by UTF-16 units and prints numbers as ECMAScript does (section 3.2.3)', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(canonicalJson(value)).to.equal(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis","\u20ac":"Euro Sign","\ud83d\ude00":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    );
    expect(
      canonicalJson({ numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001, -0], literals: [null, true, false] }),
    ).to.equal('{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27,0]}');
  });

  it('leaves out undefined members and keeps the order of arrays', () => {
    expect(canonicalJson({ b: [3, 1, 2], a: undefined })).to.equal('{"b":[3,1,2]}');
  });

  it('refuses what JSON cannot say', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, '\ud800', { '\udc00': 1 }, nested(MAX_JSON_DEPTH + 1), nested(100_000)]) {
      let caught: unknown;
      try {
        canonicalJson(value);
      } catch (error) {
        caught = error;
      }
      expect(caught instanceof BytesError && caught.code).to.equal('BYTES_JSON_NOT_CANONICAL');
    }
  });

  it('has so many levels and no more, whatever stack there is', () => {
    expect(canonicalJson(nested(MAX_JSON_DEPTH)).length).to.be.above(MAX_JSON_DEPTH);
    expect([MAX_JSON_DEPTH, MAX_JSON_DEPTH + 1, 100_000].map((levels) => isShallowJson(nested(levels)))).to.deep.equal([
      true,
      false,
      false,
    ]);
    expect([1, null, 'text', [], {}].map((value) => isShallowJson(value))).to.deep.equal([true, true, true, true, true]);
  });
});
