import { PortError, type RevocationSource } from '@sealkit/core/ports';
import { makeCrl, makeOcspResponse, testPki, TEST_TIME } from '@sealkit/testkit';
import { cachedRevocationSource } from './cached-revocation-source.ts';

const HOUR = 3_600_000;
const at = (hours: number): Date => new Date(TEST_TIME.getTime() + hours * HOUR);

interface Counted {
  readonly source: RevocationSource;
  readonly counts: { ocsp: number; crl: number; issuers: number };
  hours: number;
  fails: boolean;
}

async function counted(nextUpdate?: Date): Promise<Counted> {
  const { signers, intermediate } = await testPki();
  const end = nextUpdate === undefined ? {} : { nextUpdate };
  const counts = { ocsp: 0, crl: 0, issuers: 0 };
  const crl = await makeCrl({ issuer: intermediate, thisUpdate: at(0), ...end });
  const response = await makeOcspResponse({
    responder: intermediate,
    certificate: signers.p256.certificate,
    issuer: intermediate.certificate,
    status: 'good',
    thisUpdate: at(0),
    ...end,
  });
  const world: Counted = {
    counts,
    hours: 0,
    fails: false,
    source: cachedRevocationSource({
      clock: { now: () => at(world.hours) },
      source: {
        fetchOcsp: () => {
          counts.ocsp += 1;
          if (world.fails) throw new PortError('revocation', 'REVOCATION_UNREACHABLE', 'down', { retryable: true });
          return Promise.resolve(response);
        },
        fetchCrls: () => {
          counts.crl += 1;
          return Promise.resolve([crl]);
        },
        fetchIssuers: () => {
          counts.issuers += 1;
          return Promise.resolve([intermediate.certificate]);
        },
      },
    }),
  };
  return world;
}

async function pair(): Promise<{ readonly certificate: Uint8Array; readonly issuer: Uint8Array }> {
  const { signers, intermediate } = await testPki();
  return { certificate: signers.p256.certificate, issuer: intermediate.certificate };
}

describe('revocation answers that are kept', () => {
  it('are kept until their makers let the next ones count', async () => {
    const world = await counted(at(2));
    for (const hours of [0, 1, 1.9]) {
      world.hours = hours;
      await world.source.fetchOcsp(await pair());
      await world.source.fetchCrls(await pair());
    }
    expect(world.counts).to.deep.equal({ ocsp: 1, crl: 1, issuers: 0 });
    world.hours = 2.1;
    await world.source.fetchOcsp(await pair());
    await world.source.fetchCrls(await pair());
    expect(world.counts).to.deep.equal({ ocsp: 2, crl: 2, issuers: 0 });
  });

  it('are kept for a minute where they do not say how long they count', async () => {
    const world = await counted();
    for (const minutes of [0, 0.9, 1.1]) {
      world.hours = minutes / 60;
      await world.source.fetchCrls(await pair());
    }
    expect(world.counts.crl).to.equal(2);
  });

  it('are asked for once by several at the same time, and kept for each certificate', async () => {
    const world = await counted(at(2));
    const query = await pair();
    const answers = await Promise.all([1, 2, 3].map(() => world.source.fetchOcsp(query)));
    expect(new Set(answers).size).to.equal(1);
    expect(world.counts.ocsp).to.equal(1);
    await world.source.fetchOcsp({ ...query, certificate: (await testPki()).signers.p384.certificate });
    expect(world.counts.ocsp).to.equal(2);
    await world.source.fetchIssuers(query.certificate);
    await world.source.fetchIssuers(query.certificate);
    expect(world.counts.issuers).to.equal(1);
  });

  it('are never failures: the next one asks again', async () => {
    const world = await counted(at(2));
    world.fails = true;
    const failure = await world.source.fetchOcsp(await pair()).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(PortError);
    world.fails = false;
    expect(await world.source.fetchOcsp(await pair())).to.be.instanceOf(Uint8Array);
    expect(world.counts.ocsp).to.equal(2);
  });

  it('are at most as many as was said', async () => {
    const world = await counted(at(2));
    const { signers, intermediate } = await testPki();
    const small = cachedRevocationSource({ source: world.source, clock: { now: () => at(0) }, maxEntries: 1 });
    for (const signer of [signers.p256, signers.p384, signers.p256])
      await small.fetchCrls({ certificate: signer.certificate, issuer: intermediate.certificate });
    expect(world.counts.crl).to.equal(2);
  });
});
