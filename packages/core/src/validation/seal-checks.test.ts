import { makeCrl } from '@sealkit/testkit';
import { OIDS } from '../asn1/index.ts';
import { encodeLatin1, memorySource } from '../bytes/index.ts';
import { contract, FACE, placeOn, seal, type SealRequest, sign, testPki, trusting } from '../../test/validation/sealed-document.ts';
import { appendUpdate, objectText } from '../../test/validation/append-update.ts';
import { gatherFacts } from './facts/gather-facts.ts';
import { judge } from './judge.ts';
import { parseCertificate } from '../x509/index.ts';
import type { SignatureReport, ValidationReport } from './report/report.ts';
import { validateDocument } from './validate-document.ts';

async function reportOf(bytes: Uint8Array, trust?: 'nobody'): Promise<ValidationReport> {
  const options = await trusting();
  const nobody = { signers: options.trust.signers, sealMakers: [], registers: [] };
  return validateDocument(memorySource(bytes), trust === 'nobody' ? { ...options, trust: nobody } : options);
}

async function sealedReport(request: SealRequest = {}): Promise<SignatureReport> {
  const [signature] = (await reportOf(await seal(contract(), request))).signatures;
  if (signature === undefined) throw new Error('expected a signature');
  return signature;
}

function reasonOf(signature: SignatureReport, id: string): string | undefined {
  const row = signature.checks.find((check) => check.id === id);
  return row === undefined ? undefined : row.status === 'passed' ? 'passed' : row.reason;
}

describe('seal checks', () => {
  it('passes a document that was sealed as its permit says', async () => {
    const signature = await sealedReport({ placements: [placeOn(1), placeOn(1, 20_000, 20_000)] });
    expect(signature.indication).to.equal('TOTAL-PASSED');
    expect(signature.seal?.statement.indication).to.equal('PASSED');
    expect(signature.seal?.statement.version).to.equal(3);
    expect(signature.seal?.permit?.indication).to.equal('PASSED');
    expect(signature.seal?.places.map(({ picture }) => picture)).to.deep.equal(['equal', 'equal']);
    expect(signature.seal?.places[0]?.placement).to.deep.equal(placeOn(1));
    for (const id of ['use.revision-explained', 'use.record-genuine', 'seal.size-equal', 'seal.test-material-consistent'])
      expect(reasonOf(signature, id), id).to.equal('passed');
  });

  it('gives the same report from facts that went through JSON', async () => {
    const bytes = await seal(contract());
    const options = await trusting();
    const facts = await gatherFacts(memorySource(bytes), options);
    const direct = await validateDocument(memorySource(bytes), options);
    const replayed = judge(JSON.parse(JSON.stringify(facts)) as typeof facts, direct.policy, options.validationTime);
    expect(JSON.stringify(replayed)).to.equal(JSON.stringify(direct));
  });

  it('trusts neither makers nor registers by itself', async () => {
    const [signature] = (await reportOf(await seal(contract()), 'nobody')).signatures;
    expect(signature?.indication).to.equal('INDETERMINATE');
    expect(signature?.subIndication).to.equal('SIG_CONSTRAINTS_FAILURE');
    expect(signature?.seal?.statement.indication).to.equal('INDETERMINATE');
    expect(signature?.seal?.permit?.indication).to.equal('INDETERMINATE');
  });

  it('refuses a picture that is not the statement’s', async () => {
    const signature = await sealedReport({ drawOther: true });
    expect(signature.indication).to.equal('TOTAL-FAILED');
    expect(signature.seal?.places[0]?.picture).to.equal('different');
    expect(reasonOf(signature, 'seal.picture-equal')).to.equal('PICTURE_DIFFERS');
    expect(reasonOf(signature, 'use.revision-explained')).to.equal('REVISION_DIFFERS');
  });

  it('refuses a signer whom the statement does not name', async () => {
    const { signers } = await testPki();
    const signature = await sealedReport({ info: { permittedSigners: { by: 'certificate', certificates: [signers.p384.certificate] } } });
    expect(signature.indication).to.equal('TOTAL-FAILED');
    expect(reasonOf(signature, 'seal.signer-listed')).to.equal('SIGNER_NOT_LISTED');
  });

  it('does not pass a statement by a maker that was revoked, and asks nobody whether it was', async () => {
    const pki = await testPki();
    const maker = await pki.issue({ key: 'sealMaker', commonName: 'Asked-about Maker', noRevAvail: false });
    const options = await trusting();
    const bytes = await seal(contract(), { maker });
    const reasonAfter = async (revokedBefore: number): Promise<string | undefined> => {
      const at = new Date(options.validationTime.getTime() - revokedBefore);
      const revoked = [{ serialNumber: parseCertificate(maker.certificate).serialNumber, at, reason: 1 }];
      const crl = await makeCrl({ issuer: pki.intermediate, thisUpdate: options.validationTime, revoked });
      const { signatures } = await validateDocument(memorySource(bytes), {
        ...options,
        extraRevocation: { crls: [crl], ocspResponses: [] },
      });
      return reasonOf(signatures[0]!, 'seal.maker-trusted');
    };
    expect(reasonOf((await reportOf(bytes)).signatures[0]!, 'seal.maker-trusted')).to.equal('passed');
    expect(await reasonAfter(3_600_000)).to.equal('CERTIFICATE_REVOKED');
    expect(await reasonAfter(-3_600_000)).to.equal('passed');
  });

  it('does not pass a statement by a maker below a stranger', async () => {
    const { refused } = await testPki();
    const signature = await sealedReport({ maker: refused.stranger });
    expect(signature.indication).to.equal('INDETERMINATE');
    expect(reasonOf(signature, 'seal.maker-trusted')).to.equal('NO_PATH_TO_ANCHOR');
  });

  it('does not pass a seal before or after its term', async () => {
    const early = await sealedReport({ info: { validStart: new Date('2027-01-01T00:00:00Z') } });
    const late = await sealedReport({ info: { validEnd: new Date('2026-02-01T00:00:00Z') } });
    expect(reasonOf(early, 'seal.valid-at-time')).to.equal('SEAL_NOT_YET_VALID');
    expect(reasonOf(late, 'seal.valid-at-time')).to.equal('SEAL_EXPIRED');
    expect([early.indication, late.indication]).to.deep.equal(['INDETERMINATE', 'INDETERMINATE']);
  });

  it('refuses a real statement over test certificates', async () => {
    expect(reasonOf(await sealedReport({ info: { testMaterial: false } }), 'seal.test-material-consistent')).to.equal(
      'TEST_MATERIAL_MIXED',
    );
  });

  it('does not pass a seal without its permit or without its use record', async () => {
    const withoutPermit = await sealedReport({ without: ['permit', 'record'] });
    const withoutRecord = await sealedReport({ without: ['record'] });
    expect(reasonOf(withoutPermit, 'use.permit-genuine')).to.equal('PERMIT_MISSING');
    expect(reasonOf(withoutRecord, 'use.record-genuine')).to.equal('USE_RECORD_MISSING');
    expect([withoutPermit.indication, withoutRecord.indication]).to.deep.equal(['INDETERMINATE', 'INDETERMINATE']);
  });

  it('refuses a permit for another document, frame, seal, statement, certificate or time', async () => {
    const digest = `sha256:${'0'.repeat(64)}`;
    const own = { number: 'QL-1', version: 3, statement: digest };
    const cases: readonly (readonly [SealRequest, string])[] = [
      [{ permit: { document: { digest, length: contract().length } } }, 'DOCUMENT_DIGEST_DIFFERS'],
      [{ permit: { frame: digest } }, 'FRAME_DIFFERS'],
      [{ permit: { seal: { ...own, number: 'QL-9' } } }, 'SEAL_NUMBER_DIFFERS'],
      [{ permit: { seal: own } }, 'STATEMENT_DIFFERS'],
      [{ permit: { certificate: digest } }, 'CERTIFICATE_DIFFERS'],
      [{ time: new Date('2026-06-02T12:00:00Z') }, 'PERMIT_NOT_IN_FORCE'],
    ];
    for (const [request, reason] of cases) {
      const signature = await sealedReport(request);
      expect(reasonOf(signature, 'use.permit-matches'), reason).to.equal(reason);
      expect(signature.indication, reason).to.equal('TOTAL-FAILED');
    }
  });

  it('refuses places that the permit does not name', async () => {
    const signature = await sealedReport({ permit: { placements: [placeOn(1, 20_000, 20_000)] } });
    expect(signature.indication).to.equal('TOTAL-FAILED');
    expect(reasonOf(signature, 'use.revision-explained')).to.equal('REVISION_DIFFERS');
  });

  it('refuses a revision with more than the permit allows', async () => {
    const signature = await sealedReport({ act: (act) => ({ ...act, reason: 'because' }) });
    expect(reasonOf(signature, 'use.revision-explained')).to.equal('REVISION_DIFFERS');
  });

  it('refuses a use record about other octets, and a register below a stranger', async () => {
    const { refused } = await testPki();
    const other = await sealedReport({ recordDigest: `sha256:${'1'.repeat(64)}` });
    expect(reasonOf(other, 'use.record-genuine')).to.equal('BYTE_RANGE_DIGEST_DIFFERS');
    const stranger = await sealedReport({ register: refused.stranger });
    expect(reasonOf(stranger, 'use.permit-genuine')).to.equal('NO_PATH_TO_ANCHOR');
  });

  it('wants the proof of intent and the commitment that the permit asks for', async () => {
    const intent = `sha256:${'2'.repeat(64)}`;
    const intentPolicy = { required: true, methods: ['passkey'], minimumAssurance: 3, commitmentType: 'proof-of-approval' as const };
    const commitmentType = OIDS.commitmentProofOfApproval;
    const whole = await sealedReport({ permit: { intentPolicy }, intent, commitmentType });
    expect([whole.indication, reasonOf(whole, 'use.intent-recorded'), reasonOf(whole, 'use.commitment-stated')]).to.deep.equal([
      'TOTAL-PASSED',
      'passed',
      'passed',
    ]);
    const cases: readonly (readonly [SealRequest, string, string])[] = [
      [{ commitmentType }, 'use.intent-recorded', 'INTENT_MISSING'],
      [{ intent }, 'use.commitment-stated', 'COMMITMENT_DIFFERS'],
      [{ intent, commitmentType: OIDS.commitmentProofOfOrigin }, 'use.commitment-stated', 'COMMITMENT_DIFFERS'],
    ];
    for (const [request, check, reason] of cases) {
      const signature = await sealedReport({ permit: { intentPolicy }, ...request });
      expect([signature.indication, reasonOf(signature, check)], reason).to.deep.equal(['TOTAL-FAILED', reason]);
      expect(signature.seal?.permit?.indication, reason).to.equal('FAILED');
    }
  });

  it('says of a picture without a statement that it proves nothing', async () => {
    const act = {
      places: [{ placement: placeOn(1), field: { kind: 'new', name: 'Stamp' } }],
      face: { kind: 'vector', svg: FACE },
    } as const;
    const [signature] = (await reportOf(await sign(contract(), { act }))).signatures;
    expect(signature?.seal).to.equal(null);
    expect(signature === undefined ? '' : reasonOf(signature, 'seal.no-statement')).to.equal('PICTURE_WITHOUT_STATEMENT');
  });

  it('refuses a later signature that shows a copy of a registered seal', async () => {
    const { signers } = await testPki();
    const sealed = await seal(contract());
    const act = {
      places: [{ placement: placeOn(1, 20_000, 20_000), field: { kind: 'new', name: 'Copy' } }],
      face: { kind: 'vector', svg: FACE },
    } as const;
    const report = await reportOf(await sign(sealed, { act, identity: signers.otherCompany }));
    const [first, second] = report.signatures;
    expect(first?.indication).to.equal('TOTAL-PASSED');
    expect(second?.indication).to.equal('TOTAL-FAILED');
    expect(second === undefined ? '' : reasonOf(second, 'seal.no-statement')).to.equal('SEAL_PICTURE_COPIED');
    expect(report.document.indication).to.equal('TOTAL-FAILED');
    expect(report.document.checks.find(({ id }) => id === 'seal.picture-not-copied')?.reason).to.equal('SEAL_PICTURE_COPIED');
  });

  it('refuses a field that is pointed at a signature afterwards', async () => {
    const sealed = await seal(contract());
    const [signature] = (await reportOf(sealed)).signatures;
    expect(signature?.fields).to.deep.equal(['seal-permit1-1']);
    const text = new TextDecoder('latin1').decode(sealed);
    const value = /\/V (\d+) 0 R/.exec(text)?.[1] ?? '';
    const form = Number(/\/AcroForm (\d+) 0 R/.exec(text)?.[1] ?? 1);
    const holder = objectText(sealed, form);
    const update = appendUpdate(sealed, {
      [form]: holder.replace(/\/Fields \[/, '/Fields [ 90 0 R '),
      90: `<< /Type /Annot /Subtype /Widget /FT /Sig /T (Forged) /F 132 /Rect [10 10 200 200] /P 3 0 R /V ${value} 0 R >>`,
      3: objectText(sealed, 3).replace(/\/Annots \[/, '/Annots [ 90 0 R '),
    });
    const report = await reportOf(update);
    expect(report.document.indication).to.equal('TOTAL-FAILED');
    expect(report.document.integrity).to.equal('modified');
    const codes = report.signatures.flatMap(({ laterChanges }) => laterChanges?.findings.map(({ code }) => code) ?? []);
    expect(codes).to.include('SIGNATURE_REUSED');
  });

  it('compares the size at which the picture is drawn', async () => {
    const signature = await sealedReport({
      picture: { type: 'SVG', bytes: encodeLatin1(FACE) },
      info: { widthUm: 40_000, heightUm: 40_000 },
    });
    expect(reasonOf(signature, 'seal.size-equal')).to.equal('passed');
    const sealed = await seal(contract());
    const widget = /(\d+) 0 obj\s+<< \/AP/.exec(new TextDecoder('latin1').decode(sealed))?.[1] ?? '0';
    const larger = appendUpdate(sealed, {
      [Number(widget)]: objectText(sealed, Number(widget)).replace(/\/Rect \[ ?[^\]]+\]/, '/Rect [ 10 10 400 400 ]'),
    });
    const [spoilt] = (await reportOf(larger)).signatures;
    expect(spoilt === undefined ? '' : reasonOf(spoilt, 'seal.size-equal')).to.equal('SIZE_DIFFERS');
    expect(spoilt?.indication).to.equal('TOTAL-FAILED');
  });
});
