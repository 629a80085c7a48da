import type { AuthenticatorAct, BatchAct, UseChallenge } from '@sealkit/core/protocol';
import type { ProvenAct } from './intent-provider.ts';
import { namedAct } from './named-act.ts';

const DIGEST = `sha256:${'0'.repeat(58)}abcdef`;
const batchOf = (count: number, locale: 'en' | 'zh-CN'): BatchAct => ({
  v: 1,
  action: 'batch',
  tenant: 't',
  person: 'p',
  personName: 'x',
  count,
  root: DIGEST,
  wording: { locale, text: 'x' },
  nonce: 'n',
  issuedAt: 'now',
  expires: 'then',
});
const named = (act: ProvenAct) => namedAct({ useId: 'u', act, digest: 'sha256:00' });

describe('what a message calls an act', () => {
  it('is the document and the end of its digest', () => {
    const act = { action: 'sign', envelopeName: '合同.pdf', originalDigest: DIGEST } as UseChallenge['act'];
    expect(named(act)).to.deep.equal({ name: '合同.pdf', digestEnd: 'abcdef' });
  });

  it('is, of several, how many they are and the end of their root, in the language of the page', () => {
    expect(named(batchOf(3, 'zh-CN'))).to.deep.equal({ name: '3份文件', digestEnd: 'abcdef' });
    expect(named(batchOf(3, 'en')).name).to.equal('3 documents');
    expect(named(batchOf(1, 'en')).name).to.equal('1 document');
  });

  it('is, of a change of authenticators, its sentence and the end of the digest of the act', () => {
    const act = { action: 'add-authenticator', wording: { locale: 'en', text: 'Add “Laptop”.' } } as AuthenticatorAct;
    expect(namedAct({ useId: 'a', act, digest: DIGEST })).to.deep.equal({ name: 'Add “Laptop”.', digestEnd: 'abcdef' });
  });
});
