import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Bytes, concatBytes, decodeBase64 } from '@sealkit/core/bytes';
import type { PermitRequest } from '@sealkit/core/protocol';
import { encodePem } from '@sealkit/core/x509';
import { buildSamplePdf } from '@sealkit/testkit';
import { createWorld, placeOn, readTestDocument, sign, type World } from '../support/world.ts';

const JUDGE = resolve(process.env['SEALKIT_SHARED'] ?? '../shared', 'judges/judge');
const present = existsSync(JUDGE) && spawnSync('python3', ['--version']).status === 0;
const title = 'documents that the server sealed, before pyHanko, DSS, pdfsig, qpdf and OpenSSL';

interface Judgement {
  readonly file: string;
  readonly judge: string;
  readonly accept: boolean | null;
  readonly reason: string;
}

async function signed(world: World, person: string, original: Bytes, changes: Partial<PermitRequest>): Promise<Bytes> {
  const document = await readTestDocument(original, [1, 2]);
  const result = await sign(world.as(person), document, changes);
  return concatBytes(original, decodeBase64(result.revision));
}

(present ? describe : describe.skip)(present ? title : `${title} (skipped: judges not found, see SEALKIT_SHARED)`, () => {
  it('are accepted by all of them, sealed by one company, by two, and signed without a seal', { timeout: 300_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sealkit-judged-'));
    try {
      const world = await createWorld();
      const files: string[] = [];
      const keep = (name: string, bytes: Bytes): void => {
        files.push(join(folder, name));
        writeFileSync(join(folder, name), bytes);
      };
      const second = { sealNumber: 'QL-2', placements: [placeOn(1, 20_000, 20_000), placeOn(2, 20_000, 20_000)] };
      const personal = { sealNumber: null, sealVersion: null, placements: [] };
      for (const objectStreams of [false, true]) {
        const form = objectStreams ? 'stream' : 'table';
        const original = await buildSamplePdf({ pages: 2, objectStreams });
        const once = await signed(world, 'ada', original, {});
        keep(`${form}-one.pdf`, once);
        keep(`${form}-two.pdf`, await signed(world, 'cy', once, second));
        keep(`${form}-personal.pdf`, await signed(world, 'ada', original, personal));
      }
      writeFileSync(join(folder, 'root.pem'), encodePem('CERTIFICATE', world.pki.root.certificate));
      const run = spawnSync(JUDGE, [...files, '--trust', join(folder, 'root.pem'), '--json'], {
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
      });
      const judgements = run.stdout
        .trim()
        .split('\n')
        .map((line): Judgement => JSON.parse(line));
      const refusals = judgements.filter(({ accept }) => accept === false).map(({ file, judge, reason }) => `${file} ${judge}: ${reason}`);
      expect(refusals).to.deep.equal([]);
      for (const file of files) expect(judgements.filter((one) => one.file === file && one.accept === true).length, file).to.be.at.least(4);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
