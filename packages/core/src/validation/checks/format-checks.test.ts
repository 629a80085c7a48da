import {
  assertNamed,
  byteRangeFacts,
  cmsFacts,
  contextAround,
  dictionaryFacts,
  documentFacts,
  signatureFacts,
  signedBy,
  told,
  UNREADABLE_CMS,
} from '../../../test/validation/small-facts.ts';
import type { ByteRangeFacts, DictionaryFacts, SignatureFacts } from '../facts/validation-facts.ts';
import { byteRangeConsistent } from './byte-range-consistent.ts';
import { cmsReadable } from './cms-readable.ts';
import { contentMatchesSubFilter } from './content-matches-sub-filter.ts';
import { contentsInGap } from './contents-in-gap.ts';
import { contentsPaddingZero } from './contents-padding-zero.ts';
import { dictionaryUnchanged } from './dictionary-unchanged.ts';
import { documentStructureSound } from './document-structure-sound.ts';
import { fileReadable } from './file-readable.ts';
import { oneSignerInfo } from './one-signer-info.ts';
import { permissionsConsistent } from './permissions-consistent.ts';
import { rangeEndsRevision } from './range-ends-revision.ts';
import { rangesDoNotCollide } from './ranges-do-not-collide.ts';
import { signatureDictionaryComplete } from './signature-dictionary-complete.ts';
import { signaturesKept } from './signatures-kept.ts';
import { signedAttributesWellFormed } from './signed-attributes-well-formed.ts';
import { subFilterKnown } from './sub-filter-known.ts';

const SOUND = signatureFacts();
const ranged = (changes: Partial<ByteRangeFacts>): SignatureFacts => signatureFacts({ byteRange: byteRangeFacts(changes) });
const without = (changes: Partial<DictionaryFacts>): SignatureFacts => signatureFacts({ dictionary: dictionaryFacts(changes) });
/** A SignerInfo of a CMS file stands in no PDF. */
const IN_CMS_FILE = signatureFacts({ dictionary: null, byteRange: null });
const NO_RANGE = signatureFacts({ byteRange: null });

describe('the signature dictionary and its range (ISO 32000-2 §12.8.1)', () => {
  it('fc.signature-dictionary-complete: has a value and a range', () => {
    expect(told(signatureDictionaryComplete, SOUND)).to.equal('passed');
    expect(told(signatureDictionaryComplete, IN_CMS_FILE)).to.equal('not-applicable NOT_IN_PDF');
    expect(told(signatureDictionaryComplete, NO_RANGE)).to.equal('failed FORMAT_FAILURE BYTE_RANGE_MISSING');
    for (const contents of ['missing', 'not-string', 'empty', 'zeros'] as const)
      expect(told(signatureDictionaryComplete, without({ contents }))).to.equal(
        `failed FORMAT_FAILURE CONTENTS_EMPTY {"contents":"${contents}"}`,
      );
  });

  it('fc.byte-range-consistent: tells the first fault of the numbers, and the numbers', () => {
    expect(told(byteRangeConsistent, SOUND)).to.equal('passed {"byteRange":[0,100,200,50]}');
    expect(told(byteRangeConsistent, NO_RANGE)).to.equal('not-applicable NO_BYTE_RANGE');
    const odd = ranged({ numbers: [5, 1], faults: ['BYTE_RANGE_COUNT', 'BYTE_RANGE_START'] });
    expect(told(byteRangeConsistent, odd)).to.equal('failed FORMAT_FAILURE BYTE_RANGE_COUNT {"byteRange":[5,1]}');
  });

  it('fc.contents-in-gap: leaves out the string of /Contents and nothing else', () => {
    expect(told(contentsInGap, SOUND)).to.equal('passed');
    expect(told(contentsInGap, ranged({ gapIsContents: false }))).to.equal('failed FORMAT_FAILURE GAP_IS_NOT_CONTENTS');
    const unasked = [NO_RANGE, IN_CMS_FILE, ranged({ gapIsContents: false, faults: ['BYTE_RANGE_COUNT'] }), without({ contents: 'empty' })];
    for (const facts of unasked) expect(told(contentsInGap, facts)).to.equal('not-applicable NO_BYTE_RANGE');
  });

  it('fc.contents-padding-zero: has zeros alone behind the value', () => {
    expect(told(contentsPaddingZero, SOUND)).to.equal('passed');
    expect(told(contentsPaddingZero, ranged({ paddingIsZero: false }))).to.equal('failed FORMAT_FAILURE PADDING_NOT_ZERO');
    expect(told(contentsPaddingZero, NO_RANGE)).to.equal('not-applicable NO_SIGNATURE_VALUE');
    expect(told(contentsPaddingZero, signatureFacts({ cms: UNREADABLE_CMS }))).to.equal('not-applicable NO_SIGNATURE_VALUE');
  });

  it('fc.range-ends-revision: reaches the end of a revision (§7.5.6)', () => {
    expect(told(rangeEndsRevision, SOUND)).to.equal('passed {"coverage":"whole-file","revision":1}');
    expect(told(rangeEndsRevision, ranged({ coverage: 'revision', revision: 2 }))).to.equal('passed {"coverage":"revision","revision":2}');
    expect(told(rangeEndsRevision, ranged({ coverage: 'partial', revision: null }))).to.equal(
      'failed FORMAT_FAILURE BYTES_NOT_COVERED {"coverage":"partial"}',
    );
    expect(told(rangeEndsRevision, NO_RANGE)).to.equal('not-applicable NO_BYTE_RANGE');
    expect(told(rangeEndsRevision, ranged({ faults: ['BYTE_RANGE_COUNT'] }))).to.equal('not-applicable NO_BYTE_RANGE');
  });

  it('fc.ranges-do-not-collide: crosses no other range', () => {
    expect(told(rangesDoNotCollide, SOUND)).to.equal('passed');
    expect(told(rangesDoNotCollide, ranged({ collides: true }))).to.equal('failed FORMAT_FAILURE RANGES_COLLIDE');
    expect(told(rangesDoNotCollide, NO_RANGE)).to.equal('not-applicable NO_BYTE_RANGE');
  });

  it('fc.dictionary-unchanged: is now what it was when it was signed, under the same fields (§12.7.5.5)', () => {
    expect(told(dictionaryUnchanged, SOUND)).to.equal('passed');
    expect(told(dictionaryUnchanged, without({ sameInSignedRevision: false }))).to.equal(
      'failed FORMAT_FAILURE SIGNATURE_DICTIONARY_CHANGED',
    );
    expect(told(dictionaryUnchanged, without({ laterFields: ['Borrowed'] }))).to.equal(
      'failed FORMAT_FAILURE SIGNATURE_REUSED {"fields":["Borrowed"]}',
    );
    expect(told(dictionaryUnchanged, IN_CMS_FILE)).to.equal('not-applicable NO_SIGNATURE_VALUE');
    expect(told(dictionaryUnchanged, without({ contents: 'zeros', sameInSignedRevision: false }))).to.equal(
      'not-applicable NO_SIGNATURE_VALUE',
    );
    expect(told(dictionaryUnchanged, without({ sameInSignedRevision: null }))).to.equal('not-applicable NO_SIGNED_REVISION');
    const neither = signatureFacts({ dictionary: dictionaryFacts({ sameInSignedRevision: null }), byteRange: null });
    expect(told(dictionaryUnchanged, neither)).to.equal('not-applicable NO_BYTE_RANGE');
  });
});

describe('what lies in /Contents (ISO 32000-2 §12.8.3, RFC 5652)', () => {
  const TST_INFO = '1.2.840.113549.1.9.16.1.4';
  const ID_DATA = '1.2.840.113549.1.7.1';

  it('fc.cms-readable: is a SignedData', () => {
    expect(told(cmsReadable, SOUND)).to.equal('passed');
    expect(told(cmsReadable, signatureFacts({ cms: UNREADABLE_CMS }))).to.equal('failed FORMAT_FAILURE CMS_MALFORMED');
  });

  it('fc.sub-filter-known: has a sub-filter that goes with the type of the dictionary', () => {
    const of = (subFilter: string | null, kind: SignatureFacts['kind'] = 'signature'): string =>
      told(subFilterKnown, signatureFacts({ kind, dictionary: dictionaryFacts({ subFilter }) }));
    for (const known of ['ETSI.CAdES.detached', 'adbe.pkcs7.detached', 'adbe.pkcs7.sha1']) {
      expect(of(known)).to.equal(`passed {"subFilter":"${known}"}`);
      expect(of(known, 'certification')).to.equal(`passed {"subFilter":"${known}"}`);
      expect(of(known, 'document-time-stamp')).to.equal(`failed FORMAT_FAILURE SUB_FILTER_DOES_NOT_MATCH_TYPE {"subFilter":"${known}"}`);
    }
    expect(of('ETSI.RFC3161', 'document-time-stamp')).to.equal('passed {"subFilter":"ETSI.RFC3161"}');
    expect(of('ETSI.RFC3161')).to.equal('failed FORMAT_FAILURE SUB_FILTER_DOES_NOT_MATCH_TYPE {"subFilter":"ETSI.RFC3161"}');
    expect(of('adbe.x509.rsa_sha1')).to.equal('failed FORMAT_FAILURE SUB_FILTER_UNKNOWN {"subFilter":"adbe.x509.rsa_sha1"}');
    expect(of(null)).to.equal('failed FORMAT_FAILURE SUB_FILTER_UNKNOWN {"subFilter":null}');
    expect(told(subFilterKnown, IN_CMS_FILE)).to.equal('not-applicable NOT_IN_PDF');
  });

  it('fc.content-matches-sub-filter: is detached data, or holds what its sub-filter says', () => {
    const of = (subFilter: string, contentType: string, encapsulated: boolean): string =>
      told(
        contentMatchesSubFilter,
        signatureFacts({ dictionary: dictionaryFacts({ subFilter }), cms: cmsFacts({ contentType, encapsulated }) }),
      );
    const values = (subFilter: string, contentType: string): string => JSON.stringify({ subFilter, contentType });
    expect(of('ETSI.CAdES.detached', ID_DATA, false)).to.equal('passed');
    expect(of('adbe.pkcs7.sha1', ID_DATA, true)).to.equal('passed');
    expect(of('ETSI.RFC3161', TST_INFO, true)).to.equal('passed');
    expect(of('ETSI.CAdES.detached', ID_DATA, true)).to.equal(
      `failed FORMAT_FAILURE CONTENT_INSIDE ${values('ETSI.CAdES.detached', ID_DATA)}`,
    );
    expect(of('adbe.pkcs7.sha1', ID_DATA, false)).to.equal(`failed FORMAT_FAILURE CONTENT_MISSING ${values('adbe.pkcs7.sha1', ID_DATA)}`);
    expect(of('ETSI.RFC3161', TST_INFO, false)).to.equal(`failed FORMAT_FAILURE CONTENT_MISSING ${values('ETSI.RFC3161', TST_INFO)}`);
    expect(of('ETSI.RFC3161', ID_DATA, true)).to.equal(`failed FORMAT_FAILURE CONTENT_TYPE_UNEXPECTED ${values('ETSI.RFC3161', ID_DATA)}`);
    expect(of('ETSI.CAdES.detached', TST_INFO, false)).to.equal(
      `failed FORMAT_FAILURE CONTENT_TYPE_UNEXPECTED ${values('ETSI.CAdES.detached', TST_INFO)}`,
    );
  });

  it('fc.content-matches-sub-filter: is not asked where the value or its rule is not known', () => {
    const unread = [IN_CMS_FILE, without({ subFilter: 'unknown' }), without({ subFilter: null }), signatureFacts({ cms: UNREADABLE_CMS })];
    for (const facts of unread) expect(told(contentMatchesSubFilter, facts)).to.equal('not-applicable NO_SIGNATURE_VALUE');
  });

  it('fc.one-signer-info: has one SignerInfo in a PDF, and in a CMS file any number but none (RFC 5652 §5.1)', () => {
    const of = (signerInfos: number, around: SignatureFacts): string => told(oneSignerInfo, { ...around, cms: cmsFacts({ signerInfos }) });
    expect(of(1, SOUND)).to.equal('passed');
    expect(of(2, SOUND)).to.equal('failed FORMAT_FAILURE SIGNER_INFO_COUNT {"signerInfos":2}');
    expect(of(0, SOUND)).to.equal('failed FORMAT_FAILURE SIGNER_INFO_COUNT {"signerInfos":0}');
    expect(of(2, IN_CMS_FILE)).to.equal('passed {"signerInfos":2}');
    expect(of(0, IN_CMS_FILE)).to.equal('failed FORMAT_FAILURE SIGNER_INFO_COUNT {"signerInfos":0}');
    expect(told(oneSignerInfo, signatureFacts({ cms: UNREADABLE_CMS }))).to.equal('not-applicable NO_SIGNATURE_VALUE');
  });

  it('fc.signed-attributes-well-formed: refuses every fault, and tells the order that is not DER without refusing it (RFC 5652 §5.3)', () => {
    const of = (...attributeFaults: readonly string[]): string => told(signedAttributesWellFormed, signedBy({ attributeFaults }));
    expect(of()).to.equal('passed');
    expect(of('MESSAGE_DIGEST_TWICE')).to.equal('failed FORMAT_FAILURE MESSAGE_DIGEST_TWICE {"faults":["MESSAGE_DIGEST_TWICE"]}');
    expect(of('SIGNED_ATTRIBUTES_NOT_DER')).to.equal('passed SIGNED_ATTRIBUTES_NOT_DER');
    expect(of('SIGNED_ATTRIBUTES_NOT_DER', 'CONTENT_TYPE_MISSING')).to.equal(
      'failed FORMAT_FAILURE CONTENT_TYPE_MISSING {"faults":["CONTENT_TYPE_MISSING"]}',
    );
    expect(told(signedAttributesWellFormed, signatureFacts({ cms: cmsFacts({ signer: null }) }))).to.equal('not-applicable NO_SIGNER_INFO');
  });
});

describe('the document around a signature', () => {
  it('fc.permissions-consistent: is certified once, with permissions that can be read (ISO 32000-2 §12.8.2.2.1)', () => {
    const of = (changes: Partial<SignatureFacts['permissions']>): string =>
      told(permissionsConsistent, signatureFacts({ permissions: { ...SOUND.permissions, ...changes } }));
    expect(of({})).to.equal('passed');
    expect(of({ secondCertification: true, faults: ['DOCMDP_TWICE'] })).to.equal('failed FORMAT_FAILURE SECOND_CERTIFICATION');
    expect(of({ faults: ['DOCMDP_TWICE', 'FIELD_LOCK_MALFORMED'] })).to.equal('failed FORMAT_FAILURE DOCMDP_TWICE');
    expect(told(permissionsConsistent, IN_CMS_FILE)).to.equal('not-applicable NOT_IN_PDF');
  });

  it('fc.document-structure-sound: has trees that do not run in circles (ISO 32000-2 §7.7.3)', () => {
    const looped = contextAround({ document: documentFacts({ structureFaults: ['PAGE_TREE_LOOP', 'STRUCTURE_TREE_LOOP'] }) });
    expect(told(documentStructureSound, SOUND)).to.equal('passed');
    expect(told(documentStructureSound, SOUND, looped)).to.equal('failed FORMAT_FAILURE PAGE_TREE_LOOP');
    expect(told(documentStructureSound, IN_CMS_FILE, looped)).to.equal('not-applicable NOT_IN_PDF');
  });

  it('document.file-readable: says where the cross-reference was rebuilt (ISO 32000-2 §7.5)', () => {
    expect(told(fileReadable, documentFacts())).to.equal('passed');
    expect(told(fileReadable, documentFacts({ repaired: true }))).to.equal('not-checked FILE_REPAIRED');
  });

  it('document.signatures-kept: has lost no signature (ISO 32000-2 §12.7.5.5)', () => {
    expect(told(signaturesKept, documentFacts())).to.equal('passed');
    expect(told(signaturesKept, documentFacts({ lostSignatures: ['First'] }))).to.equal(
      'failed FORMAT_FAILURE SIGNATURE_REMOVED {"fields":["First"]}',
    );
    expect(told(signaturesKept, documentFacts({ kind: 'cms', lostSignatures: ['First'] }))).to.equal('not-applicable NOT_A_PDF');
  });
});

describe('the lines of these checks', () => {
  it('have an id, a clause and a group', () => {
    assertNamed([
      byteRangeConsistent,
      cmsReadable,
      contentMatchesSubFilter,
      contentsInGap,
      contentsPaddingZero,
      dictionaryUnchanged,
      oneSignerInfo,
      rangeEndsRevision,
      rangesDoNotCollide,
      signatureDictionaryComplete,
      signedAttributesWellFormed,
      subFilterKnown,
    ]);
    assertNamed([fileReadable, signaturesKept, documentStructureSound], 'document');
    // What is wrong with them makes of an intact signature a modified document.
    assertNamed([permissionsConsistent], 'changes');
  });
});
