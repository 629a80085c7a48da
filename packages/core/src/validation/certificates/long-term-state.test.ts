import { smallAuthority, smallCertificate } from '../../../test/validation/small-certificates.ts';
import { answerFacts } from '../../../test/validation/small-answers.ts';
import { contextAround, NO_PATHS, NOW, signatureFacts, timestampFacts } from '../../../test/validation/small-facts.ts';
import { answerId, certificateId, type EvidenceId, signatureId, timestampId } from '../facts/evidence-id.ts';
import type { RevocationFacts } from '../facts/revocation-facts.ts';
import type { TimestampFacts } from '../facts/timestamp-facts.ts';
import type { SignatureFacts } from '../facts/validation-facts.ts';
import type { Certificate } from '../../x509/index.ts';
import type { JudgedSigner } from './judged-signer.ts';
import { type LongTermState, longTermState } from './long-term-state.ts';

const CERTIFICATES = {
  leaf: smallCertificate('Leaf', 'Authority'),
  authority: smallAuthority('Authority', 'Anchor'),
  anchor: smallAuthority('Anchor', 'Anchor'),
};
/** One about each certificate below the anchor. */
const ANSWERS = [
  answerFacts({ certificate: 'leaf', answer: 'on leaf' }),
  answerFacts({ certificate: 'authority', answer: 'on authority' }),
];
const SIGNATURE = signatureId(0);
/** All that has to be kept alive of the signature. */
const ALL: readonly EvidenceId[] = [
  SIGNATURE,
  certificateId('leaf'),
  answerId('on leaf'),
  certificateId('authority'),
  answerId('on authority'),
];

interface World {
  readonly provenAt?: Date;
  readonly path?: readonly string[] | undefined;
  readonly answers?: readonly RevocationFacts[];
  readonly certificates?: Readonly<Record<string, Certificate>>;
  readonly timestamps?: readonly TimestampFacts[];
  readonly others?: readonly SignatureFacts[];
  /** Time-stamps that do not hold. */
  readonly broken?: readonly EvidenceId[];
}

function state(world: World = {}): LongTermState {
  const { provenAt = new Date('2026-05-01T00:00:00Z'), answers = ANSWERS, certificates = CERTIFICATES, timestamps = [] } = world;
  const fingerprints = 'path' in world ? world.path : ['leaf', 'authority', 'anchor'];
  const signature = signatureFacts({ timestamps });
  const path: JudgedSigner['path'] = fingerprints && {
    path: { certificates: [], links: [] },
    fingerprints,
    result: { verdict: { indication: 'PASSED' }, steps: [], policies: [] },
    statuses: [],
    fault: null,
    limit: null,
  };
  const revocation = new Map<string, readonly RevocationFacts[]>(
    ['leaf', 'authority', 'tsa'].map((name) => [name, answers.filter(({ certificate }) => certificate === name)]),
  );
  const { existence, ...context } = contextAround({ revocation, certificates: new Map(Object.entries(certificates)) });
  return longTermState(
    { signature, signer: { path, at: NOW, proof: 'none', isPastUnproven: false, limit: null, fault: null, failure: null } },
    {
      ...context,
      signatures: [signature, ...(world.others ?? [])],
      existence: { ...existence, timeOf: (id) => (id === SIGNATURE ? provenAt : NOW) },
      holds: (id) => !(world.broken ?? []).includes(id),
    },
  );
}

const documentStamp = (covers: readonly EvidenceId[], kind: SignatureFacts['kind'] = 'document-time-stamp'): SignatureFacts =>
  signatureFacts({ kind, covers });

describe('how far a signature can be validated from its file alone (EN 319 142-1 §6.3)', () => {
  it('is not at all where no time is proven', () => {
    expect(state({ provenAt: NOW })).to.equal('none');
    expect(state({ provenAt: new Date(NOW.getTime() - 1) })).to.equal('material');
  });

  it('is to a time alone where an answer about a certificate below the anchor is missing', () => {
    expect(state({ answers: ANSWERS.slice(0, 1) })).to.equal('time');
    expect(state({ answers: ANSWERS.slice(1) })).to.equal('time');
    expect(state({ path: undefined })).to.equal('time');
    expect(state({ path: ['anchor'], answers: [] })).to.equal('material');
  });

  it('counts answers that lie in the file and may be relied on', () => {
    const [, authority] = ANSWERS;
    for (const changes of [
      { source: 'caller' },
      { source: 'online' },
      { signature: 'invalid' },
      { faults: ['OTHER_DISTRIBUTION_POINT'] },
    ] as const)
      expect(state({ answers: [answerFacts({ certificate: 'leaf', ...changes }), authority!] })).to.equal('time');
  });

  it('needs no answer about an end entity of which there is none (RFC 9608 §4), and one about every other', () => {
    const quiet = { ...CERTIFICATES, leaf: smallCertificate('Leaf', 'Authority', { noRevAvail: true }) };
    expect(state({ certificates: quiet, answers: ANSWERS.slice(1) })).to.equal('material');
    const authority = { ...CERTIFICATES, authority: smallAuthority('Authority', 'Anchor', { noRevAvail: true }) };
    expect(state({ certificates: authority, answers: ANSWERS.slice(0, 1) })).to.equal('time');
    expect(state({ certificates: {}, answers: [] })).to.equal('time');
    expect(state({ certificates: {} })).to.equal('material');
  });

  it('asks the same of the authorities of signature time-stamps that hold', () => {
    const stamp = (kind: TimestampFacts['kind'], ...paths: readonly (readonly string[])[]): TimestampFacts =>
      timestampFacts({ kind, paths: { ...NO_PATHS, paths: paths.map((certificates) => ({ certificates, links: [] })) } });
    const known = [...ANSWERS, answerFacts({ certificate: 'tsa' })];
    const timestamps = [stamp('signature-time-stamp', ['tsa', 'anchor'])];
    expect(state({ timestamps })).to.equal('time');
    expect(state({ timestamps, answers: known })).to.equal('material');
    expect(state({ timestamps: [stamp('signature-time-stamp')], answers: known })).to.equal('time');
    expect(state({ timestamps: [stamp('signature-time-stamp', ['tsa', 'anchor'], ['leaf', 'anchor'])] })).to.equal('material');
    expect(state({ timestamps: [...timestamps, stamp('signature-time-stamp', ['leaf', 'anchor'])] })).to.equal('time');
    expect(state({ timestamps: [stamp('signature-time-stamp', ['leaf', 'anchor']), ...timestamps], broken: [timestampId(0, 1)] })).to.equal(
      'material',
    );
    expect(state({ timestamps: [stamp('content-time-stamp', ['tsa', 'anchor'])] })).to.equal('material');
  });
});

describe('what keeps a signature and its material alive (EN 319 122-1 §6.3)', () => {
  it('is one time-stamp over the signature, its certificates and their answers', () => {
    for (const kind of ['document-time-stamp', 'time-stamp-token'] as const)
      expect(state({ others: [documentStamp(ALL, kind)] })).to.equal('archived');
    for (const missing of ALL)
      expect(state({ others: [documentStamp(ALL.filter((id) => id !== missing))] }), `without ${missing}`).to.equal('material');
    expect(state({ others: [documentStamp(ALL.slice(0, 3)), documentStamp([SIGNATURE, ...ALL.slice(3)])] })).to.equal('material');
    expect(state({ others: [documentStamp([]), documentStamp(ALL)] })).to.equal('archived');
  });

  it('is one of several answers about a certificate, and nothing of a certificate that has none', () => {
    const more = [...ANSWERS, answerFacts({ certificate: 'leaf', answer: 'another on leaf' })];
    expect(state({ answers: more, others: [documentStamp(ALL)] })).to.equal('archived');
    const quiet = { ...CERTIFICATES, leaf: smallCertificate('Leaf', 'Authority', { noRevAvail: true }) };
    const covers = [SIGNATURE, certificateId('authority'), answerId('on authority')];
    expect(state({ certificates: quiet, others: [documentStamp(covers)] })).to.equal('archived');
  });

  it('holds itself, and is a time-stamp that is over such things', () => {
    expect(state({ others: [documentStamp(ALL)], broken: [signatureId(1)] })).to.equal('material');
    for (const kind of ['signature', 'certification'] as const) expect(state({ others: [documentStamp(ALL, kind)] })).to.equal('material');
  });

  it('may lie in the signature: an archive time-stamp or one of an evidence record', () => {
    for (const kind of ['archive-time-stamp', 'evidence-record-time-stamp'] as const) {
      const timestamps = [timestampFacts({ kind: 'content-time-stamp' }), timestampFacts({ kind, covers: ALL })];
      expect(state({ timestamps })).to.equal('archived');
      expect(state({ timestamps, broken: [timestampId(0, 1)] })).to.equal('material');
    }
    expect(state({ timestamps: [timestampFacts({ kind: 'content-time-stamp', covers: ALL })] })).to.equal('material');
  });
});
