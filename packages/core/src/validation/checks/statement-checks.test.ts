import { smallCertificate } from '../../../test/validation/small-certificates.ts';
import {
  assertNamed,
  cmsFacts,
  contextAround,
  documentFacts,
  NO_PATHS,
  NOW,
  signatureFacts,
  signerFacts,
  told,
} from '../../../test/validation/small-facts.ts';
import { OID_TEST_MATERIAL } from '../../cades/index.ts';
import type { SignerFacts } from '../facts/cms-facts.ts';
import type { CopiedPicture, SealFacts, SealPlaceFacts, StatementFacts } from '../facts/seal-facts.ts';
import type { SignatureFacts } from '../facts/validation-facts.ts';
import type { Check } from './check.ts';
import { sealNoStatement } from './seal-no-statement.ts';
import { sealPictureEqual } from './seal-picture-equal.ts';
import { sealPictureNotCopied } from './seal-picture-not-copied.ts';
import { sealSignerListed } from './seal-signer-listed.ts';
import { sealSizeEqual } from './seal-size-equal.ts';
import { sealStatementGenuine } from './seal-statement-genuine.ts';
import { sealTestMaterial } from './seal-test-material.ts';
import { sealValidAtTime } from './seal-valid-at-time.ts';

const STATEMENT: StatementFacts = {
  number: '1101000000001',
  kind: 'company',
  name: 'Test Company One',
  ordinal: 1,
  widthUm: 40_000,
  heightUm: 38_000,
  validStart: '2026-01-01T00:00:00.000Z',
  validEnd: '2027-01-01T00:00:00.000Z',
  pictureType: 'image/png',
  picture: '',
  testMaterial: false,
};

function sealFacts(changes: Partial<SealFacts> = {}): SealFacts {
  return {
    fault: null,
    digest: 'sha256:dd',
    statement: STATEMENT,
    maker: cmsFacts(),
    makerPaths: NO_PATHS,
    signerListed: true,
    places: [place()],
    ...changes,
  };
}

function place(changes: Partial<SealPlaceFacts> = {}): SealPlaceFacts {
  return { field: 'Signature1', page: 1, picture: 'equal', reason: null, sizeEqual: true, placement: null, ...changes };
}

const line = (check: Check, seal: Partial<SealFacts> | null, around: Partial<SignatureFacts> = {}): string =>
  told(check, signatureFacts({ seal: seal === null ? null : sealFacts(seal), ...around }));
const placed = (check: Check, ...places: readonly Partial<SealPlaceFacts>[]): string => line(check, { places: places.map(place) });

describe('checks of a seal', () => {
  it('are not asked of a signature without a statement, nor of a statement that cannot be read', () => {
    for (const check of [sealPictureEqual, sealSizeEqual, sealSignerListed, sealTestMaterial, sealValidAtTime]) {
      expect(line(check, null), check.id).to.equal('not-applicable NO_STATEMENT');
      expect(line(check, { statement: null }), check.id).to.equal('not-applicable NO_STATEMENT');
    }
    expect(line(sealStatementGenuine, null)).to.equal('not-applicable NO_STATEMENT');
  });
});

describe('seal.statement-genuine (GB/T 38540 §7.2, RFC 5652 §5.4)', () => {
  const OPEN = 'indeterminate NO_SIGNING_CERTIFICATE_FOUND';
  const made = (changes: Partial<SignerFacts>): string => line(sealStatementGenuine, { maker: cmsFacts({ signer: signerFacts(changes) }) });

  it('passes what its maker signed, and names it', () => {
    expect(made({})).to.equal('passed {"number":"1101000000001","name":"Test Company One"}');
    expect(line(sealStatementGenuine, { statement: null })).to.equal('passed {"number":"","name":""}');
  });

  it('refuses assertions and statements that cannot be read, also where nothing was read of them', () => {
    expect(line(sealStatementGenuine, null, { assertionFault: 'ASSERTION_MALFORMED' })).to.equal(
      'failed FORMAT_FAILURE ASSERTION_MALFORMED',
    );
    expect(line(sealStatementGenuine, { fault: 'STATEMENT_MALFORMED', maker: null })).to.equal('failed FORMAT_FAILURE STATEMENT_MALFORMED');
  });

  it('refuses a statement without a signature, or with one that does not hold, the worst first', () => {
    const worst = {
      attributeFaults: ['MESSAGE_DIGEST_TWICE', 'CONTENT_TYPE_MISSING'],
      messageDigestMatches: false,
      signatureValue: 'invalid',
      referenceMatches: false,
    } as const;
    expect(line(sealStatementGenuine, { maker: null })).to.equal('failed FORMAT_FAILURE MAKER_SIGNATURE_MISSING');
    expect(line(sealStatementGenuine, { maker: cmsFacts({ signer: null }) })).to.equal('failed FORMAT_FAILURE MAKER_SIGNATURE_MISSING');
    expect(made(worst)).to.equal('failed FORMAT_FAILURE MESSAGE_DIGEST_TWICE');
    expect(made({ ...worst, attributeFaults: [] })).to.equal('failed HASH_FAILURE DIGEST_DIFFERS');
    expect(made({ ...worst, attributeFaults: [], messageDigestMatches: true })).to.equal(
      'failed SIG_CRYPTO_FAILURE SIGNATURE_VALUE_INVALID',
    );
    expect(made({ referenceMatches: false, signatureValue: 'not-verified' })).to.equal(`${OPEN} SIGNING_CERTIFICATE_REFERENCE_DIFFERS`);
  });

  it('is open where the maker is not identified by a reference, or nothing could be verified', () => {
    for (const changes of [
      { referenceMatches: null },
      { signatureValue: 'unsupported' as const },
      { signatureValue: 'not-verified' as const },
      { messageDigestMatches: null },
    ])
      expect(made(changes)).to.equal(`${OPEN} MAKER_NOT_IDENTIFIED`);
  });
});

describe('seal.valid-at-time (GB/T 38540 §6.1.4)', () => {
  const at = (time: string): string => {
    const context = contextAround();
    const existence = { ...context.existence, timeOf: () => new Date(time) };
    return told(sealValidAtTime, signatureFacts({ seal: sealFacts() }), { ...context, existence });
  };
  const term = JSON.stringify({ validStart: STATEMENT.validStart, validEnd: STATEMENT.validEnd });

  it('includes both ends of the term, at the time that is proven', () => {
    for (const time of [STATEMENT.validStart, NOW.toISOString(), STATEMENT.validEnd]) expect(at(time)).to.equal(`passed ${term}`);
    expect(at('2025-12-31T23:59:59.999Z')).to.equal(`indeterminate OUT_OF_BOUNDS_NO_POE SEAL_NOT_YET_VALID ${term}`);
    expect(at('2027-01-01T00:00:00.001Z')).to.equal(`indeterminate OUT_OF_BOUNDS_NO_POE SEAL_EXPIRED ${term}`);
  });
});

describe('seal.signer-listed (GB/T 38540 §6.1.4, certList)', () => {
  it('has the signer on the list of the statement', () => {
    expect(line(sealSignerListed, {})).to.equal('passed');
    expect(line(sealSignerListed, { signerListed: false })).to.equal('failed FORMAT_FAILURE SIGNER_NOT_LISTED');
    expect(line(sealSignerListed, { signerListed: null })).to.equal(
      'indeterminate NO_SIGNING_CERTIFICATE_FOUND SIGNER_CERTIFICATE_MISSING',
    );
  });
});

describe('seal.test-material-consistent', () => {
  it('takes test seals under test certificates, and real ones under real ones, and no mixture', () => {
    const certificates = new Map([
      ['real', smallCertificate('Maker', 'Anchor', { policies: ['1.2.3'] })],
      ['test', smallCertificate('Maker', 'Anchor', { policies: ['1.2.3', OID_TEST_MATERIAL] })],
    ]);
    const of = (testMaterial: boolean, signer: string | null, maker: string | null): string => {
      const seal = sealFacts({ statement: { ...STATEMENT, testMaterial }, makerPaths: { ...NO_PATHS, certificate: maker } });
      const facts = signatureFacts({ seal, paths: { ...NO_PATHS, certificate: signer } });
      return told(sealTestMaterial, facts, contextAround({ certificates }));
    };
    const values = (statement: boolean, signer: boolean | null, maker: boolean | null): string =>
      JSON.stringify({ statement, signer, maker });
    expect(of(false, 'real', 'real')).to.equal(`passed ${values(false, false, false)}`);
    expect(of(true, 'test', 'test')).to.equal(`passed ${values(true, true, true)}`);
    expect(of(true, null, 'test')).to.equal(`passed ${values(true, null, true)}`);
    expect(of(true, 'test', 'not at hand')).to.equal(`passed ${values(true, true, null)}`);
    expect(of(true, 'test', 'real')).to.equal(`failed FORMAT_FAILURE TEST_MATERIAL_MIXED ${values(true, true, false)}`);
    expect(of(true, 'real', 'test')).to.equal(`failed FORMAT_FAILURE TEST_MATERIAL_MIXED ${values(true, false, true)}`);
    expect(of(false, 'test', null)).to.equal(`failed FORMAT_FAILURE TEST_MATERIAL_MIXED ${values(false, true, null)}`);
  });
});

describe('seal.picture-equal (GB/T 38540 §8.2)', () => {
  it('passes where every place shows the picture of the statement', () => {
    expect(placed(sealPictureEqual, {}, { page: 2 })).to.equal('passed {"places":2}');
    expect(placed(sealPictureEqual)).to.equal('failed FORMAT_FAILURE NO_PLACE');
  });

  it('refuses a place that shows another, before one that nobody compared', () => {
    const open: Partial<SealPlaceFacts> = { picture: 'not-checked', field: 'Signature2' };
    const other: Partial<SealPlaceFacts> = { picture: 'different', field: 'Signature3', page: 3 };
    expect(placed(sealPictureEqual, {}, open, other)).to.equal('failed FORMAT_FAILURE PICTURE_DIFFERS {"field":"Signature3","page":3}');
    expect(placed(sealPictureEqual, { ...other, reason: 'OTHER_CONTENT' })).to.equal(
      'failed FORMAT_FAILURE OTHER_CONTENT {"field":"Signature3","page":3}',
    );
    expect(placed(sealPictureEqual, {}, open)).to.equal(
      'indeterminate SIG_CONSTRAINTS_FAILURE PICTURE_NOT_COMPARED {"field":"Signature2"}',
    );
    expect(placed(sealPictureEqual, { ...open, reason: 'PICTURE_TYPE_UNKNOWN' })).to.equal(
      'indeterminate SIG_CONSTRAINTS_FAILURE PICTURE_TYPE_UNKNOWN {"field":"Signature2"}',
    );
  });
});

describe('seal.size-equal (GB/T 38540 §6.1.4)', () => {
  it('measures the places that show the picture', () => {
    expect(placed(sealSizeEqual, {}, { picture: 'different', sizeEqual: false })).to.equal('passed {"widthUm":40000,"heightUm":38000}');
    for (const sizeEqual of [false, null])
      expect(placed(sealSizeEqual, {}, { sizeEqual, page: 2, field: 'Signature2' })).to.equal(
        'failed FORMAT_FAILURE SIZE_DIFFERS {"field":"Signature2","page":2,"widthUm":40000,"heightUm":38000}',
      );
  });
});

const COPY: CopiedPicture = { seal: 'Signature1', page: 2, shownBy: 'Widget', object: '12 0' };

describe('seal.no-statement (GB/T 38540 §8.2)', () => {
  const drawn = (copies: readonly CopiedPicture[], facts: Partial<SignatureFacts> = {}): string =>
    told(
      sealNoStatement,
      signatureFacts({ drawnFields: ['Decoration'], widgetNumbers: [11, 12], ...facts }),
      contextAround({ document: documentFacts({ copiedPictures: copies }) }),
    );

  it('calls a picture without a statement what it is, and a copy of a seal a forgery', () => {
    expect(drawn([])).to.equal('not-checked PICTURE_WITHOUT_STATEMENT {"fields":["Decoration"]}');
    expect(drawn([{ ...COPY, object: null }, COPY])).to.equal('failed FORMAT_FAILURE SEAL_PICTURE_COPIED {"seal":"Signature1","page":2}');
    expect(drawn([{ ...COPY, object: '13 0' }])).to.equal('not-checked PICTURE_WITHOUT_STATEMENT {"fields":["Decoration"]}');
    expect(drawn([{ ...COPY, object: null, shownBy: 'page-content' }])).to.match(/^not-checked/);
  });

  it('is not asked of a signature with a statement, read or not, or that draws nothing', () => {
    expect(drawn([COPY], { seal: sealFacts() })).to.equal('not-applicable HAS_STATEMENT');
    expect(drawn([COPY], { assertionFault: 'ASSERTION_MALFORMED' })).to.equal('not-applicable HAS_STATEMENT');
    expect(drawn([COPY], { drawnFields: [] })).to.equal('not-applicable NOTHING_DRAWN');
  });
});

describe('seal.picture-not-copied (GB/T 38540 §8.2)', () => {
  it('finds no copy of a picture in the document, and tells the first and how many', () => {
    expect(told(sealPictureNotCopied, documentFacts())).to.equal('passed');
    expect(told(sealPictureNotCopied, documentFacts({ copiedPictures: [COPY, { ...COPY, page: 5 }] }))).to.equal(
      'failed FORMAT_FAILURE SEAL_PICTURE_COPIED {"seal":"Signature1","page":2,"shownBy":"Widget","copies":2}',
    );
    expect(told(sealPictureNotCopied, documentFacts({ kind: 'cms', copiedPictures: [COPY] }))).to.equal('not-applicable NOT_A_PDF');
  });
});

describe('the lines of these checks', () => {
  it('have an id, a clause and a group', () => {
    assertNamed([
      sealNoStatement,
      sealPictureEqual,
      sealSignerListed,
      sealSizeEqual,
      sealStatementGenuine,
      sealTestMaterial,
      sealValidAtTime,
      sealPictureNotCopied,
    ]);
  });
});
