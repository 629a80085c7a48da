import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeUtf8, encodeUtf8 } from '@sealkit/core/bytes';
import { readCanonicalZip, writeCanonicalZip } from '@sealkit/core/evidence';
import { encodePem } from '@sealkit/core/x509';
import { judge, judgesPresent, refusalsOf } from '@sealkit/testkit/node';
import { createMemoryStore } from '../src/index.ts';
import { createMemoryObjectStore } from '../src/objects/index.ts';
import { fetchEvidence, packageOf, type SealedContract, sealedContract, send, verifyIn } from './support/evidence-world.ts';
import { testLog } from './support/log-world.ts';
import { createWorld } from './support/world.ts';

/** Names of the rows of a report that are not as wanted. */
async function openRows(...args: Parameters<typeof verifyIn>): Promise<readonly string[]> {
  const { rows } = await verifyIn(...args);
  return rows.filter(({ status }) => status !== 'passed').map(({ id, status, reason }) => `${id} ${status} ${reason}`);
}

describe('evidence of an envelope', () => {
  let contract: SealedContract;
  let bytes: Uint8Array<ArrayBuffer>;
  beforeAll(async () => {
    contract = await sealedContract();
    bytes = await packageOf(contract.world, 'ada', contract.envelope);
  });

  it('proves all of a contract that two companies sealed, to either of them', async () => {
    const { world, envelope } = contract;
    expect(await openRows(world, bytes)).to.deep.equal([]);
    const { indication, envelopeId, rows } = await verifyIn(world, await packageOf(world, 'cy', envelope));
    expect([indication, envelopeId]).to.deep.equal(['PASSED', envelope.id]);
    expect(rows.filter(({ id }) => id === 'document.signature').map(({ values }) => values['sealNumber'])).to.deep.equal(['QL-1', 'QL-2']);
  });

  it('is the same octets for the same records, but for the signature value', async () => {
    const { world, envelope } = contract;
    const named = (file: Uint8Array): readonly string[] => {
      const entries = readCanonicalZip(file);
      return 'reason' in entries
        ? [entries.reason]
        : entries
            .filter(({ name }) => !name.startsWith('META-INF/sig'))
            .map(({ bytes: one }) => decodeUtf8(one.filter((octet) => octet < 0x80)));
    };
    expect(named(await packageOf(world, 'ada', envelope))).to.deep.equal(named(bytes));
  });

  it('leaves open what the verifier trusts nobody for, and says which', async () => {
    const trust = { signers: [], sealMakers: [], registers: [], logs: [], timestampAuthorities: [] };
    const { rows, indication } = await verifyIn(contract.world, bytes, { trust });
    expect(indication).to.equal('INDETERMINATE');
    const open = new Set(rows.filter(({ status }) => status === 'indeterminate').map(({ id }) => id));
    expect([...open].sort()).to.deep.equal([
      'container.signature',
      'document.signature',
      'log.inclusion',
      'seal.statement',
      'use.permit',
      'use.receipt',
      'use.record',
    ]);
  });

  it('comes without the document where the server does not hold it, and takes it from the page or beside the package', async () => {
    const { world, envelope, document } = await sealedContract('hash-only');
    const without = await packageOf(world, 'ada', envelope);
    const ids = (await verifyIn(world, without)).rows.map(({ id }) => id);
    expect(ids.filter((id) => id.includes('document'))).to.deep.equal([]);
    const beside = await verifyIn(world, without, { document: document.bytes });
    const response = await send(world, 'cy', `/envelopes/${envelope.id}/evidence`, document.bytes);
    const whole = new Uint8Array(await response.arrayBuffer());
    const within = await verifyIn(world, whole);
    const copies = [document.bytes, document.bytes.slice(0, -1)];
    for (const [index, copy] of copies.entries()) {
      const { rows, indication } = await verifyIn(world, whole, { document: copy });
      expect([rows.find(({ id }) => id === 'document.given')?.status, indication]).to.deep.equal(
        index === 0 ? ['passed', 'PASSED'] : ['failed', 'FAILED'],
      );
    }
    expect([beside.indication, within.indication]).to.deep.equal(['PASSED', 'PASSED']);
    const rowsOf = ({ rows }: typeof within) => rows.filter(({ id }) => id.includes('document'));
    expect(rowsOf(beside)).to.deep.equal(rowsOf(within));
    expect(rowsOf(within)).to.have.lengthOf(3 + 1 + 2 + 2 * 5);
    const other = await send(world, 'cy', `/envelopes/${envelope.id}/evidence`, document.bytes.slice(0, -1));
    expect([other.status, await other.text()].join()).to.contain('DIGEST_MISMATCH');
  });

  it('goes to whom the host lets read it; an administrator gets no document', async () => {
    const { world, envelope } = contract;
    const asked: unknown[] = [];
    const authorize = (_principal: unknown, action: string, resource: object): boolean => {
      asked.push([action, 'role' in resource ? resource.role : null]);
      return action !== 'envelope.evidence' || !('role' in resource) || resource.role !== 'party';
    };
    const guarded = await createWorld({ store: world.store, seeded: true, authorize, objects: createMemoryObjectStore() });
    expect((await fetchEvidence(guarded, 'cy', envelope)).status).to.equal(403);
    const entries = readCanonicalZip(await packageOf(guarded, 'nobody', envelope));
    expect('reason' in entries ? entries : entries.some(({ name }) => name.endsWith('.pdf'))).to.equal(false);
    expect(asked).to.deep.equal([
      ['envelope.evidence', 'party'],
      ['envelope.evidence', 'administrator'],
    ]);
    expect((await fetchEvidence(world, 'ada', { ...envelope, id: 'none' })).status).to.equal(404);
  });

  it('is blocked where the records are not as they were written', async () => {
    const store = createMemoryStore();
    const made = await createWorld({ store, objects: createMemoryObjectStore(), transparencyLog: await testLog() });
    const { envelope } = await sealedContract('stored', made);
    const tampered: typeof store = {
      ...store,
      transaction: (work) =>
        store.transaction((tx) => {
          const listInOrder: typeof tx.audit.listInOrder = async (query) =>
            (await tx.audit.listInOrder(query)).map(({ place, event }) => ({ place, event: event && { ...event, actor: 'somebody' } }));
          return work({ ...tx, audit: { ...tx.audit, listInOrder } });
        }),
    };
    const world = await createWorld({ store: tampered, seeded: true });
    const response = await fetchEvidence(world, 'ada', envelope);
    expect([response.status, await response.text()].join()).to.match(/^500.*EVIDENCE_BLOCKED.*DIGEST_DIFFERS/);
  });

  (judgesPresent ? it : it.skip)(
    'is accepted by EU DSS, and its own script passes with unzip and OpenSSL alone',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'evidence-'));
      try {
        const [file, root, script] = ['case.asice', 'root.pem', 'verify.sh'].map((name) => join(folder, name)) as [string, string, string];
        writeFileSync(file, bytes);
        writeFileSync(root, encodePem('CERTIFICATE', contract.world.pki.root.certificate));
        const judged = judge([file], '--trust', root, '--at', '2026-06-01T12:05:00Z', '--tools', 'dss');
        expect([refusalsOf(judged), judged[0]?.accept, judged[0]?.reason]).to.deep.equal([
          [],
          true,
          'META-INF/signature001.p7s CAdES-BASELINE-B TOTAL_PASSED',
        ]);
        const document = join(folder, 'document.pdf');
        writeFileSync(document, execFileSync('unzip', ['-p', file, 'documents/document.pdf'], { maxBuffer: 1 << 26 }));
        const within = judge([document], '--trust', root, '--at', '2026-06-01T12:05:00Z', '--tools', 'dss');
        expect([refusalsOf(within), within[0]?.accept]).to.deep.equal([[], true]);
        const text = execFileSync('unzip', ['-p', file, 'VERIFY.md'], { encoding: 'utf8' });
        writeFileSync(script, /```sh\n([^]*?)```/.exec(text)?.[1] ?? 'exit 1');
        const run = (path: string): string => execFileSync('sh', [script, path, root, root], { encoding: 'utf8', stdio: 'pipe' });
        expect(run(file)).to.contain('done: every step above holds');
        const entries = readCanonicalZip(bytes);
        if ('reason' in entries) throw new TypeError('expected a package');
        const annex = { name: 'documents/annex.pdf', bytes: encodeUtf8('%PDF-1.7') };
        writeFileSync(file, writeCanonicalZip([...entries, annex]));
        expect(() => run(file)).to.throw(/annex\.pdf: nobody signed it/);
        const spoilt = bytes.slice();
        const at = Buffer.from(bytes).indexOf('"sealVersion":1');
        spoilt.set([0x32], at + '"sealVersion":'.length);
        writeFileSync(file, spoilt);
        expect(() => run(file)).to.throw(/CRC|digest differs|FAILED/);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
    60_000,
  );
});
