import { assertNamed, byteRangeFacts, contextAround, documentFacts, signatureFacts, told } from '../../../test/validation/small-facts.ts';
import type { ChangeFact } from '../facts/changes/change-fact.ts';
import type { DocumentFacts, LockFacts, SignatureFacts } from '../facts/validation-facts.ts';
import { VALIDATION_POLICIES } from '../policies.ts';
import type { ChangeLevel, LaterChanges, ValidationPolicy } from '../report/report.ts';
import { isLocked, judgeLaterChanges, permissionInForce } from './later-changes.ts';
import { laterChangesPermitted } from './later-changes-permitted.ts';

/** In the revision with that number of a file of three. */
function signatureIn(revision: number | null, permissions: Partial<SignatureFacts['permissions']> = {}): SignatureFacts {
  const byteRange = byteRangeFacts({ revision, coverage: revision === null ? 'partial' : 'revision' });
  return signatureFacts({ byteRange, permissions: { ...signatureFacts().permissions, ...permissions } });
}

const change = (level: ChangeLevel, more: Partial<ChangeFact> = {}): ChangeFact => ({
  code: `CHANGE_${level.toUpperCase()}`,
  level,
  revision: 2,
  ...more,
});
const three = (...changes: readonly ChangeFact[]): DocumentFacts => documentFacts({ revisionEnds: [100, 200, 300], changes });
const allowing = (permittedChanges: ValidationPolicy['permittedChanges']): ValidationPolicy => ({
  ...VALIDATION_POLICIES.basic,
  permittedChanges,
});

function judged(
  signature: SignatureFacts,
  document: DocumentFacts,
  policy = VALIDATION_POLICIES.basic,
  others: readonly SignatureFacts[] = [],
): LaterChanges | null {
  return judgeLaterChanges(signature, others, document, policy);
}
const answer = (...of: Parameters<typeof judged>): string => {
  const changes = judged(...of);
  return changes === null ? 'none' : `${changes.level} ${changes.permitted}`;
};

const LEVELS = ['none', 'validation-material', 'form-filling', 'annotations'] as const;

describe('changes after a signature (ISO 32000-2 §12.8.2.2)', () => {
  it('are those of later revisions, told without what only the weighing needs', () => {
    const changes = [
      change('annotations', { revision: 1 }),
      change('form-filling', { revision: 2, object: '9 0', page: 1, field: 'Name', since: 1, newVisibleField: true }),
      change('validation-material', { revision: 3, harmlessWhenLocked: true }),
    ];
    expect(judged(signatureIn(1), three(...changes))).to.deep.equal({
      level: 'form-filling',
      permitted: true,
      findings: [
        { code: 'CHANGE_FORM-FILLING', level: 'form-filling', revision: 2, object: '9 0', page: 1 },
        { code: 'CHANGE_VALIDATION-MATERIAL', level: 'validation-material', revision: 3 },
      ],
    });
  });

  it('are none in the last revision, and not asked for outside a PDF', () => {
    const document = { ...three(change('forbidden')), changesFault: 'CHANGES_NOT_COMPARED' };
    expect(judged(signatureIn(3), document)).to.deep.equal({ level: 'none', permitted: true, findings: [] });
    expect(judged({ ...signatureIn(1), dictionary: null }, document)).to.equal(null);
  });

  it('are forbidden where octets are not covered, or nobody can say what changed', () => {
    const refused = (code: string): LaterChanges => ({
      level: 'forbidden',
      permitted: false,
      findings: [{ code, level: 'forbidden', revision: 3 }],
    });
    expect(judged(signatureIn(null), three())).to.deep.equal(refused('BYTES_NOT_COVERED'));
    expect(judged(signatureFacts({ byteRange: null }), three())).to.deep.equal(refused('BYTES_NOT_COVERED'));
    const unread = { ...three(), changesFault: 'CHANGES_NOT_COMPARED' };
    expect(judged(signatureIn(2), unread)).to.deep.equal(refused('CHANGES_NOT_COMPARED'));
  });

  it('are permitted as far as the policy goes where the document sets no limit', () => {
    for (const [upTo, permitted] of LEVELS.entries())
      for (const [level, name] of LEVELS.entries())
        expect(answer(signatureIn(1), three(change(name)), allowing(permitted)), `${name} within ${permitted}`).to.equal(
          `${name} ${level <= upTo}`,
        );
    expect(answer(signatureIn(1), three(change('forbidden')), allowing('annotations'))).to.equal('forbidden false');
    // A policy of a caller without types that allows what is forbidden allows nothing by that.
    expect(answer(signatureIn(1), three(change('forbidden')), allowing('forbidden' as 'none'))).to.equal('forbidden false');
  });

  it('are permitted as far as the certification goes, whatever the policy (§12.8.2.2, table 257: P 1, 2, 3)', () => {
    for (const [docMdp, upTo] of [
      [1, 1],
      [2, 2],
      [3, 3],
    ] as const)
      for (const policy of [allowing('none'), allowing('annotations')])
        for (const [level, name] of LEVELS.entries())
          expect(answer(signatureIn(1, { docMdp }), three(change(name)), policy), `${name} under P ${docMdp}`).to.equal(
            `${name} ${level <= upTo}`,
          );
  });

  it('obey the strictest certification that came with the signature or before it', () => {
    const [first, third] = [signatureIn(1, { docMdp: 2 }), signatureIn(3, { docMdp: 1 })];
    const own = signatureIn(2, { docMdp: 3 });
    expect(permissionInForce(own, [], 2)).to.equal(3);
    expect(permissionInForce(own, [first, third], 2)).to.equal(2);
    expect(permissionInForce(own, [signatureIn(1)], 2)).to.equal(3);
    expect(permissionInForce(signatureIn(2), [first, third], 2)).to.equal(2);
    expect(permissionInForce(signatureIn(2), [third], 2)).to.equal(null);
    expect(permissionInForce(signatureIn(2), [signatureIn(2, { docMdp: 1 })], 2)).to.equal(1);
    expect(permissionInForce(signatureIn(2), [signatureFacts()], 2)).to.equal(null);
    expect(permissionInForce(signatureIn(2), [signatureIn(null, { docMdp: 1 })], 2)).to.equal(null);
    expect(permissionInForce(signatureIn(2), [{ ...first, byteRange: null }], 2)).to.equal(null);
    expect(permissionInForce(signatureIn(2, { docMdp: 1 }), [first], 2)).to.equal(1);
    expect(answer(own, three(change('annotations', { revision: 3 })), allowing('annotations'), [first])).to.equal('annotations false');
  });

  it('are no matter to a signature that came before the thing was there', () => {
    const gone = (since: number): DocumentFacts => three(change('forbidden', { revision: 3, since }));
    expect(answer(signatureIn(1), gone(2))).to.equal('validation-material true');
    expect(answer(signatureIn(1), gone(1))).to.equal('forbidden false');
  });

  it('add no visible field after a certification, and may after an approval (§12.8.2.2)', () => {
    const added = three(change('form-filling', { newVisibleField: true }));
    expect(answer(signatureIn(1), added)).to.equal('form-filling true');
    expect(answer(signatureIn(1, { docMdp: 3 }), added)).to.equal('forbidden false');
    expect(answer(signatureIn(1, { docMdp: 3 }), three(change('form-filling')))).to.equal('form-filling true');
  });

  it('leave locked fields as they are, but for what is harmless (§12.8.2.4)', () => {
    const locks: readonly LockFacts[] = [
      { source: 'FieldMDP', action: 'Include', fields: ['Other'] },
      { source: 'Lock', action: 'Include', fields: ['Name'] },
    ];
    const filled = (more: Partial<ChangeFact>): string => answer(signatureIn(1, { locks }), three(change('form-filling', more)));
    expect(filled({ field: 'Name' })).to.equal('forbidden false');
    expect(filled({ field: 'Name', harmlessWhenLocked: true })).to.equal('form-filling true');
    expect(filled({ field: 'Free' })).to.equal('form-filling true');
    expect(filled({})).to.equal('form-filling true');
    expect(answer(signatureIn(1), three(change('form-filling', { field: 'Name' })))).to.equal('form-filling true');
  });
});

describe('a lock on fields (ISO 32000-2 §12.8.2.4)', () => {
  const lock = (action: LockFacts['action']): LockFacts => ({ source: 'Lock', action, fields: ['Seller', 'Buyer.Name'] });

  it('holds for the named fields and those below them, or for all but these, or for all', () => {
    const locked = (action: LockFacts['action']): readonly boolean[] =>
      ['Seller', 'Seller.City', 'SellerCity', 'Buyer', 'Buyer.Name', 'Price'].map((field) => isLocked(lock(action), field));
    expect(locked('Include')).to.deep.equal([true, true, false, false, true, false]);
    expect(locked('Exclude')).to.deep.equal([false, false, true, true, false, true]);
    expect(locked('All')).to.deep.equal([true, true, true, true, true, true]);
  });
});

describe('changes.permitted', () => {
  const line = (signature: SignatureFacts, document: DocumentFacts): string =>
    told(laterChangesPermitted([]), signature, contextAround({ document, policy: allowing('form-filling') }));

  it('tells the level and each code once where the changes may be', () => {
    const changes = [change('form-filling'), change('form-filling'), change('validation-material')];
    expect(line(signatureIn(1), three(...changes))).to.equal(
      'passed {"level":"form-filling","codes":["CHANGE_FORM-FILLING","CHANGE_VALIDATION-MATERIAL"]}',
    );
    expect(line({ ...signatureIn(1), dictionary: null }, three())).to.equal('not-applicable NOT_IN_PDF');
  });

  it('names the first change of the worst level where they may not', () => {
    const worst = change('annotations', { code: 'NOTE_ADDED', page: 4, object: '8 0' });
    const changes = [change('form-filling', { page: 1 }), worst, change('annotations', { code: 'NOTE_MOVED' })];
    expect(line(signatureIn(1), three(...changes))).to.equal(
      'failed FORMAT_FAILURE NOTE_ADDED {"level":"annotations","codes":["CHANGE_FORM-FILLING","NOTE_ADDED","NOTE_MOVED"],"page":4,"object":"8 0"}',
    );
    expect(line(signatureIn(1), three(change('annotations')))).to.equal(
      'failed FORMAT_FAILURE CHANGE_ANNOTATIONS {"level":"annotations","codes":["CHANGE_ANNOTATIONS"],"page":null,"object":null}',
    );
  });

  it('tells no more than twenty codes', () => {
    const many = Array.from({ length: 21 }, (_, index) => change('form-filling', { code: `C${index}` }));
    expect(line(signatureIn(1), three(...many)).match(/"C\d+"/g)?.length).to.equal(20);
  });

  it('asks the other signatures for their limits', () => {
    const certification = signatureIn(1, { docMdp: 1 });
    const context = contextAround({ document: three(change('form-filling', { revision: 3 })), policy: allowing('form-filling') });
    expect(told(laterChangesPermitted([certification]), signatureIn(2), context)).to.match(/^failed FORMAT_FAILURE CHANGE_FORM-FILLING/);
    expect(told(laterChangesPermitted([]), signatureIn(2), context)).to.match(/^passed/);
  });
});

describe('the line of this check', () => {
  it('has an id, a clause and a group', () => {
    assertNamed([laterChangesPermitted([])]);
  });
});
