import { maskAccount, maskPersonalNumber, maskPhone, redactPersonalNumbers } from './masking.ts';

describe('masks', () => {
  it('leave the ends of a personal number open', () => {
    expect(maskPersonalNumber('11010519491231002X')).to.equal('1****************X');
    expect(maskPersonalNumber('E1234567')).to.equal('E******7');
    expect(maskPersonalNumber('1234567')).to.equal('*******');
    expect(maskPersonalNumber('')).to.equal('');
  });

  it('leave seven digits of a mobile number open, and two of any other phone', () => {
    for (const phone of ['13812345678', '+8613812345678', '+86 138-1234-5678', '8613812345678'])
      expect(maskPhone(phone)).to.equal('138****5678');
    expect(maskPhone('+49 (30) 901820')).to.equal('*********20');
    expect(maskPhone('110')).to.equal('***');
  });

  it('leave four digits of an account open', () => {
    expect(maskAccount('6222 0212 3456 7890 123')).to.equal('***************0123');
  });

  it('hide numbers inside of a text and nothing else', () => {
    expect(redactPersonalNumbers('张三 11010519491231002x, 13812345678。电话+86 138 1234 5678')).to.equal(
      '张三 1****************x, 138****5678。电话138****5678',
    );
    const untouched = [
      'sha256:110105194912310021101051949123100211010519491231002110105194912310',
      '2026-06-01T12:00:00.000Z',
      '0190b1c2-1381-7234-8567-13812345678a',
      '20260601120000',
    ];
    for (const text of untouched) expect(redactPersonalNumbers(text)).to.equal(text);
  });
});
