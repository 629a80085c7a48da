import { smallCertificate } from '../../../test/validation/small-certificates.ts';
import { assertNamed, contextAround, lineOf, NOW, signatureFacts, timestampFacts, told } from '../../../test/validation/small-facts.ts';
import type { JudgedPath, StatusFault } from '../certificates/judged-path.ts';
import type { JudgedSigner } from '../certificates/judged-signer.ts';
import { type EvidenceId, signatureId, timestampId } from '../facts/evidence-id.ts';
import type { TimestampFacts } from '../facts/timestamp-facts.ts';
import type { SignatureFacts } from '../facts/validation-facts.ts';
import { VALIDATION_POLICIES } from '../policies.ts';
import { type CheckContext, failed, indeterminate, notChecked, type Outcome, passed } from './check.ts';
import { longTermMaterial } from './long-term-material.ts';
import { provenTime } from './proven-time.ts';
import { timestampCertificatesIdentified } from './timestamp-certificates-identified.ts';
import { authorityOutcome, tokenOutcome } from './timestamp-judgement.ts';
import { timestampsInOrder } from './timestamps-in-order.ts';
import { timestampsProveTime } from './timestamps-prove-time.ts';

/** Around signatures whose time-stamps were judged so, and whose proven times are these. */
function proving(
  signatures: readonly SignatureFacts[],
  {
    outcomes = {},
    times = {},
  }: { readonly outcomes?: Readonly<Record<string, Outcome>>; readonly times?: Readonly<Record<string, string>> },
): CheckContext {
  const { existence } = contextAround();
  const timeOf = (id: EvidenceId): Date => (times[id] === undefined ? NOW : new Date(times[id]));
  return contextAround({ signatures, existence: { ...existence, timeOf, outcomeOf: (id) => outcomes[id] } });
}

describe('what keeps a time-stamp from proving its time (EN 319 102-1 §5.4, RFC 3161 §2.4.2)', () => {
  const of = (changes: Partial<TimestampFacts>): string => {
    const outcome = tokenOutcome(timestampFacts(changes));
    return outcome === undefined ? 'nothing' : lineOf(outcome);
  };

  it('is nothing for one that is over what it stands for, and that its authority signed', () => {
    for (const kind of ['signature-time-stamp', 'content-time-stamp', 'archive-time-stamp', 'evidence-record-time-stamp'] as const)
      expect(of({ kind })).to.equal('nothing');
  });

  it('is told in this order: unread, over something else, not genuine, nobody named, unknown algorithm', () => {
    const all = { fault: 'CMS_MALFORMED', imprintMatches: false, signature: 'invalid', certificate: 'missing' } as const;
    expect(of(all)).to.equal('failed FORMAT_FAILURE TIMESTAMP_UNREADABLE');
    expect(of({ ...all, fault: null })).to.equal('failed HASH_FAILURE TIMESTAMP_OVER_SOMETHING_ELSE');
    expect(of({ ...all, fault: null, imprintMatches: null })).to.equal('failed SIG_CRYPTO_FAILURE TIMESTAMP_NOT_GENUINE');
    const open = { imprintMatches: null, signature: 'unsupported' } as const;
    expect(of({ ...open, certificate: 'missing' })).to.equal('indeterminate NO_SIGNING_CERTIFICATE_FOUND TIMESTAMP_CERTIFICATE_MISSING');
    expect(of({ ...open, certificate: 'reference-differs' })).to.equal(
      'indeterminate NO_SIGNING_CERTIFICATE_FOUND TIMESTAMP_CERTIFICATE_DIFFERS',
    );
    expect(of(open)).to.equal('indeterminate CRYPTO_CONSTRAINTS_FAILURE TIMESTAMP_ALGORITHM_UNKNOWN');
    expect(of({ signature: null })).to.equal('indeterminate CRYPTO_CONSTRAINTS_FAILURE TIMESTAMP_ALGORITHM_UNKNOWN');
  });

  it('is that nobody knows what it is over, and which kinds were not computed', () => {
    const unknown = (kind: TimestampFacts['kind']): string => of({ kind, imprintMatches: null });
    expect(unknown('archive-time-stamp')).to.equal('not-checked ARCHIVE_TIMESTAMP_NOT_JUDGED');
    expect(unknown('evidence-record-time-stamp')).to.equal('not-checked EVIDENCE_RECORD_NOT_JUDGED');
    expect(unknown('signature-time-stamp')).to.equal('indeterminate SIGNED_DATA_NOT_FOUND TIMESTAMP_CONTENT_UNKNOWN');
    expect(unknown('content-time-stamp')).to.equal('indeterminate SIGNED_DATA_NOT_FOUND TIMESTAMP_CONTENT_UNKNOWN');
  });
});

describe('the authority of a time-stamp (EN 319 102-1 §5.4.2)', () => {
  const certificate = smallCertificate('Authority', 'Anchor');

  const held = (changes: Partial<JudgedPath> = {}): JudgedPath => ({
    path: { certificates: [certificate], links: [] },
    fingerprints: ['authority'],
    result: { verdict: { indication: 'PASSED' }, steps: [], policies: [] },
    statuses: [null],
    fault: null,
    limit: null,
    ...changes,
  });
  const of = (changes: Partial<JudgedSigner>): string =>
    lineOf(
      authorityOutcome({
        path: held(),
        at: NOW,
        proof: 'none',
        isPastUnproven: false,
        limit: null,
        fault: null,
        failure: null,
        ...changes,
      }),
    );
  const fault = (reason: StatusFault['reason'], subIndication: StatusFault['subIndication']): StatusFault => ({
    reason,
    subIndication,
    certificate,
    status: { kind: 'missing' },
  });
  const outOfBounds = (): JudgedPath =>
    held({ result: { verdict: { indication: 'INDETERMINATE', subIndication: 'OUT_OF_BOUNDS_NO_POE' }, steps: [], policies: [] } });
  const weak = (algorithm: string) => ({ reason: 'DIGEST_TOO_WEAK', algorithm, until: '2012-08-01' }) as const;

  it('proves the time where it is trusted, in force, not revoked, and used algorithms that were strong', () => {
    expect(of({})).to.equal('passed');
    expect(of({ path: undefined })).to.equal('indeterminate NO_CERTIFICATE_CHAIN_FOUND TIMESTAMP_AUTHORITY_NOT_TRUSTED');
  });

  it('is not in force for good, or as far as is proven', () => {
    const failure = { subIndication: 'EXPIRED', reason: 'SIGNED_AFTER_EXPIRY' } as const;
    expect(of({ failure, path: outOfBounds() })).to.equal('failed EXPIRED TIMESTAMP_CERTIFICATE_NOT_IN_FORCE');
    expect(of({ path: outOfBounds(), fault: fault('CERTIFICATE_REVOKED', 'REVOKED_NO_POE') })).to.equal(
      'indeterminate OUT_OF_BOUNDS_NO_POE TIMESTAMP_CERTIFICATE_NOT_IN_FORCE',
    );
  });

  it('is revoked, or nobody knows', () => {
    expect(of({ fault: fault('CERTIFICATE_REVOKED', 'REVOKED_NO_POE'), limit: weak('SHA-1') })).to.equal(
      'indeterminate REVOKED_NO_POE TIMESTAMP_CERTIFICATE_REVOKED',
    );
    expect(of({ fault: fault('REVOCATION_DATA_STALE', 'TRY_LATER') })).to.equal('indeterminate TRY_LATER TIMESTAMP_REVOCATION_UNKNOWN');
  });

  it('used a weak algorithm: its own before that of a certificate', () => {
    const path = held({ limit: { ...weak('MD5'), certificate } });
    const line = (algorithm: string): string =>
      `indeterminate CRYPTO_CONSTRAINTS_FAILURE_NO_POE TIMESTAMP_ALGORITHM_TOO_WEAK {"algorithm":"${algorithm}","until":"2012-08-01"}`;
    expect(of({ limit: weak('SHA-1'), path })).to.equal(line('SHA-1'));
    expect(of({ path })).to.equal(line('MD5'));
  });
});

describe('the time until which a signature is proven', () => {
  it('is that of its place among the signatures', () => {
    const [first, second] = [signatureFacts(), signatureFacts()];
    const context = proving([first, second], { times: { [signatureId(1)]: '2026-05-20T00:00:00Z' } });
    expect(provenTime(first, context)).to.deep.equal(NOW);
    expect(provenTime(second, context)).to.deep.equal(new Date('2026-05-20T00:00:00Z'));
  });
});

describe('time.signature-time-stamps (EN 319 102-1 §5.4, §5.5.4)', () => {
  const stamps = [timestampFacts(), timestampFacts({ kind: 'archive-time-stamp', time: '2026-05-02T00:00:00.000Z' })];
  const of = (...outcomes: readonly (Outcome | undefined)[]): string => {
    const signature = signatureFacts({ timestamps: stamps.slice(0, outcomes.length) });
    const judged = outcomes.map((outcome, place) => [timestampId(1, place), outcome] as const);
    const known = Object.fromEntries(judged.flatMap(([id, outcome]) => (outcome === undefined ? [] : [[id, outcome]])));
    return told(timestampsProveTime, signature, proving([signatureFacts(), signature], { outcomes: known }));
  };
  const rows = (...each: readonly (readonly [string, string | null])[]): string =>
    JSON.stringify({
      timestamps: each.map(([status, reason], place) => ({ kind: stamps[place]?.kind, time: stamps[place]?.time, status, reason })),
    });

  it('passes where each proves its time', () => {
    expect(of()).to.equal('not-applicable NO_TIMESTAMP');
    expect(of(passed(), passed())).to.equal(`passed ${rows(['passed', null], ['passed', null])}`);
  });

  it('answers as the worst, and tells all', () => {
    const wrong = failed('HASH_FAILURE', 'TIMESTAMP_OVER_SOMETHING_ELSE');
    const open = indeterminate('TRY_LATER', 'TIMESTAMP_REVOCATION_UNKNOWN');
    const unjudged = notChecked('ARCHIVE_TIMESTAMP_NOT_JUDGED');
    expect(of(open, wrong)).to.equal(
      `failed HASH_FAILURE TIMESTAMP_OVER_SOMETHING_ELSE ${rows(['indeterminate', 'TIMESTAMP_REVOCATION_UNKNOWN'], ['failed', 'TIMESTAMP_OVER_SOMETHING_ELSE'])}`,
    );
    expect(of(unjudged, open)).to.equal(
      `indeterminate TRY_LATER TIMESTAMP_REVOCATION_UNKNOWN ${rows(['not-checked', 'ARCHIVE_TIMESTAMP_NOT_JUDGED'], ['indeterminate', 'TIMESTAMP_REVOCATION_UNKNOWN'])}`,
    );
    expect(of(passed(), unjudged)).to.equal(
      `not-checked ARCHIVE_TIMESTAMP_NOT_JUDGED ${rows(['passed', null], ['not-checked', 'ARCHIVE_TIMESTAMP_NOT_JUDGED'])}`,
    );
  });

  it('takes one that nobody judged for none that proves', () => {
    expect(of(passed(), undefined)).to.equal(
      `not-checked TIMESTAMP_NOT_JUDGED ${rows(['passed', null], ['not-checked', 'TIMESTAMP_NOT_JUDGED'])}`,
    );
  });
});

describe('time.time-stamps-in-order (EN 319 102-1 §5.5.4)', () => {
  const content = (time: string | null): TimestampFacts => timestampFacts({ kind: 'content-time-stamp', time });
  const of = (timestamps: readonly TimestampFacts[], proven: string, outcome: Outcome = passed()): string => {
    const signature = signatureFacts({ timestamps });
    const outcomes = Object.fromEntries(timestamps.map((_, place) => [timestampId(1, place), outcome]));
    return told(timestampsInOrder, signature, proving([signatureFacts(), signature], { outcomes, times: { [signatureId(1)]: proven } }));
  };
  const values = (latest: string, proven: string): string => JSON.stringify({ content: latest, proven });
  const [early, late] = ['2026-05-10T00:00:00.000Z', '2026-05-20T00:00:00.000Z'];

  it('has the content time-stamp before what is proven of the signature, or at the same instant', () => {
    expect(of([content(early)], late)).to.equal(`passed ${values(early, late)}`);
    expect(of([content(late)], late)).to.equal(`passed ${values(late, late)}`);
  });

  it('is out of order where the latest content time-stamp comes after it', () => {
    const line = `indeterminate TIMESTAMP_ORDER_FAILURE CONTENT_TIMESTAMP_LATER ${values(late, early)}`;
    expect(of([content(late)], early)).to.equal(line);
    expect(of([content('2026-05-01T00:00:00.000Z'), content(late), content(early)], early)).to.equal(line);
  });

  it('is not told from the validation time, which proves nothing of the signature', () => {
    const now = NOW.toISOString();
    expect(of([content('2026-06-02T00:00:00.000Z')], now)).to.equal(`passed ${values('2026-06-02T00:00:00.000Z', now)}`);
  });

  it('is not asked without a content time-stamp that holds', () => {
    expect(of([], early)).to.equal('not-applicable NO_CONTENT_TIMESTAMP');
    expect(of([content(late)], early, failed('HASH_FAILURE', 'TIMESTAMP_OVER_SOMETHING_ELSE'))).to.equal(
      'not-applicable NO_CONTENT_TIMESTAMP',
    );
    const unjudged = signatureFacts({ timestamps: [content(late)] });
    expect(told(timestampsInOrder, unjudged, proving([unjudged], {}))).to.equal('not-applicable NO_CONTENT_TIMESTAMP');
    expect(of([content(null)], early)).to.equal('not-applicable NO_CONTENT_TIMESTAMP');
    expect(of([timestampFacts({ time: late })], early)).to.equal('not-applicable NO_CONTENT_TIMESTAMP');
  });
});

describe('time.long-term-material (EN 319 142-1 §6.3)', () => {
  const certificate = smallCertificate('Anchor', 'Anchor');

  /** A signer who is an anchor, so that there is nobody to ask about. */
  const signer = (): JudgedSigner => ({
    path: {
      path: { certificates: [certificate], links: [] },
      fingerprints: ['anchor'],
      result: { verdict: { indication: 'PASSED' }, steps: [], policies: [] },
      statuses: [null],
      fault: null,
      limit: null,
    },
    at: NOW,
    proof: 'none',
    isPastUnproven: false,
    limit: null,
    fault: null,
    failure: null,
  });
  const of = (
    signature: SignatureFacts,
    { policy = VALIDATION_POLICIES.longTerm, proven = '2026-05-20T00:00:00Z', path = true, holds = true, judged = true } = {},
  ): string => {
    const stamp = signatureFacts({ kind: 'document-time-stamp', covers: [signatureId(0)] });
    const outcome = holds ? passed() : notChecked('TIMESTAMP_NOT_JUDGED');
    const outcomes: Readonly<Record<string, Outcome>> = judged ? { [signatureId(1)]: outcome } : {};
    const context = proving([signature, stamp], { outcomes, times: { [signatureId(0)]: proven } });
    return told(longTermMaterial, { signature, signer: path ? signer() : { ...signer(), path: undefined } }, { ...context, policy });
  };

  it('is asked by policies for the long term alone, of signatures alone', () => {
    expect(of(signatureFacts(), { policy: VALIDATION_POLICIES.strict })).to.equal('not-applicable NOT_ASKED_FOR');
    for (const kind of ['document-time-stamp', 'time-stamp-token'] as const)
      expect(of(signatureFacts({ kind }))).to.equal('not-applicable IS_TIMESTAMP');
  });

  it('is a proven time, and the status of all certificates in the file', () => {
    expect(of(signatureFacts(), { proven: NOW.toISOString() })).to.equal('indeterminate NO_POE TIME_NOT_PROVEN');
    expect(of(signatureFacts(), { path: false })).to.equal('indeterminate NO_POE MATERIAL_NOT_IN_FILE');
    expect(of(signatureFacts(), { holds: false })).to.equal('passed {"state":"material"}');
    expect(of(signatureFacts(), { judged: false })).to.equal('passed {"state":"material"}');
    expect(of(signatureFacts({ kind: 'certification' }))).to.equal('passed {"state":"archived"}');
  });
});

describe('the lines of these checks', () => {
  it('have an id, a clause and a group', () => {
    assertNamed([timestampsProveTime, timestampsInOrder, timestampCertificatesIdentified, longTermMaterial]);
  });
});
