import type { ClientReport, UseResult } from '@sealkit/core/protocol';
import {
  confirmation,
  createWorld,
  expectStatus,
  obtainPermit,
  problemOf,
  sampleDocument,
  startUse,
  TENANT,
  type World,
} from './support/world.ts';

const REPORT: ClientReport = {
  reading: {
    pageCount: 2,
    pages: [
      { page: 1, seconds: 12 },
      { page: 2, seconds: 9 },
    ],
    pagesShown: 2,
    seconds: 21,
  },
  consent: { digest: `sha256:${'ab'.repeat(32)}`, locale: 'zh-CN' },
};

async function confirmWith(world: World, clientReport: unknown) {
  const ada = world.as('ada');
  const document = await sampleDocument();
  const challenge = await startUse(ada, document, (await obtainPermit(ada, document)).id);
  return ada.post<UseResult>(`/uses/${challenge.useId}/confirm`, { ...confirmation(challenge), clientReport });
}

function useEventOf(world: World, useId: string) {
  return world.store.transaction(async (tx) => {
    const use = await tx.uses.find(TENANT, useId);
    return tx.audit.findEvent(TENANT, use?.useEvent?.id ?? '');
  });
}

describe('what a page says of how it was read', () => {
  it('stands in the event of the use, named as the word of the page', async () => {
    const world = await createWorld();
    const { useId } = expectStatus(await confirmWith(world, REPORT), 200);
    const event = await useEventOf(world, useId);
    expect(event?.type).to.equal('use');
    expect(event?.body['clientReported']).to.deep.equal(REPORT);
  });

  it('is missing from the event where the page said nothing', async () => {
    const world = await createWorld();
    const { useId } = expectStatus(await confirmWith(world, undefined), 200);
    expect((await useEventOf(world, useId))?.body).not.to.have.property('clientReported');
  });

  it('is refused where its form is wrong, and nothing is signed', async () => {
    const reading = REPORT.reading ?? { pageCount: 0, pages: [], pagesShown: 0, seconds: 0 };
    const wrong: readonly unknown[] = [
      { reading: { ...reading, pages: [...reading.pages].reverse() } },
      { reading: { ...reading, seconds: -1 } },
      { reading: { ...reading, pages: Array.from({ length: 2001 }, (_, index) => ({ page: index + 1, seconds: 1 })) } },
      { reading: { ...reading, text: 'what stood on the page' } },
      { consent: { digest: 'sha256:ab', locale: 'zh-CN' } },
    ];
    for (const each of wrong) {
      const world = await createWorld();
      expect(problemOf(await confirmWith(world, each)).code).to.equal('BODY_MALFORMED');
      expect(world.keyStore.signatures).to.equal(0);
    }
  });
});
