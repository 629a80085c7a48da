import { encodeHex } from '../../bytes/index.ts';
import { legacyPasswordOctets, unicodePasswordOctets } from './password-octets.ts';

const hex = (candidates: readonly Uint8Array[]): readonly string[] => candidates.map(encodeHex);

describe('octets of passwords', () => {
  it('are PDFDocEncoding in revisions 2 to 4, then Latin-1 and UTF-8 where these differ (ISO 32000-2 §7.6.4.3.2)', () => {
    expect(hex(legacyPasswordOctets('abc'))).to.deep.equal(['616263']);
    expect(hex(legacyPasswordOctets('é'))).to.deep.equal(['e9', 'c3a9']);
    expect(hex(legacyPasswordOctets('€'))).to.deep.equal(['a0', 'e282ac']);
    expect(hex(legacyPasswordOctets('\u00a0'))).to.deep.equal(['a0', 'c2a0']);
    expect(hex(legacyPasswordOctets('密'))).to.deep.equal(['e5af86']);
    expect(legacyPasswordOctets('a'.repeat(40))[0]?.length).to.equal(32);
  });

  it('are UTF-8 of the SASLprep form in revisions 5 and 6, then as typed (examples of RFC 4013 §3)', () => {
    expect(hex(unicodePasswordOctets('I\u00adX'))).to.deep.equal(['4958', '49c2ad58']);
    expect(hex(unicodePasswordOctets('user'))).to.deep.equal(['75736572']);
    expect(hex(unicodePasswordOctets('\u00aa'))).to.deep.equal(['61', 'c2aa']);
    expect(hex(unicodePasswordOctets('\u2168'))).to.deep.equal(['4958', 'e285a8']);
    expect(hex(unicodePasswordOctets('a\u3000b'))).to.deep.equal(['612062', '61e3808062']);
    expect(unicodePasswordOctets('a'.repeat(200))[0]?.length).to.equal(127);
  });
});
