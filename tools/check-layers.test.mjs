import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findImportFaults } from './check-layers.mjs';

/** A tree of the given files, checked. */
function faultsOf(files) {
  const root = mkdtempSync(join(tmpdir(), 'layers-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return findImportFaults(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

const CORE = 'packages/core/src';

describe('the check of layers and cycles', () => {
  it('accepts imports that point left, by the index', () => {
    expect(
      faultsOf({
        [`${CORE}/bytes/index.ts`]: 'export const a = 1;',
        [`${CORE}/asn1/der.ts`]: "import { a } from '../bytes/index.ts'; export const b = a;",
      }),
    ).to.deep.equal([]);
  });

  it('names an import that points right, also a type import', () => {
    const faults = faultsOf({
      [`${CORE}/cms/index.ts`]: 'export type A = 1;',
      [`${CORE}/bytes/x.ts`]: "import type { A } from '../cms/index.ts'; export type B = A;",
    });
    expect(faults.length).to.equal(1);
    expect(faults[0]).to.include('layer bytes must not import cms');
  });

  it('names an import past the index, and of the own index', () => {
    const faults = faultsOf({
      [`${CORE}/bytes/index.ts`]: 'export {};',
      [`${CORE}/bytes/hex.ts`]: "import '../bytes/index.ts'; export const a = 1;",
      [`${CORE}/asn1/der.ts`]: "export { a } from '../bytes/hex.ts';",
    });
    expect(faults.some((fault) => fault.startsWith('past the index of bytes'))).to.equal(true);
    expect(faults.some((fault) => fault.startsWith('own index'))).to.equal(true);
  });

  it('names a cycle, also one of types alone, and a dynamic import', () => {
    const faults = faultsOf({
      [`${CORE}/pdf/a.ts`]: "import type { B } from './b.ts'; export type A = B;",
      [`${CORE}/pdf/b.ts`]: "export type B = 1; export const load = () => import('./a.ts');",
    });
    expect(faults.length).to.equal(1);
    expect(faults[0]).to.include('cycle: ');
  });

  it('names packages that import each other against the direction', () => {
    const faults = faultsOf({
      'packages/elements/src/a.ts': "import '@sealkit/server-adapter';",
      'packages/core/src/bytes/a.ts': "import '@sealkit/elements';",
      'packages/server-adapter/src/b.ts': "import '../../core/src/bytes/a.ts';",
    });
    expect(faults.length).to.equal(3);
  });
});
