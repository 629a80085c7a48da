import type { UseList } from '@sealkit/core/protocol';
import { getResponse, http, HttpResponse, type RequestHandler } from 'msw';
import { sampleSeal, sampleSealList } from '../../test/samples.ts';
import { ClientError } from './client-error.ts';
import { createHttpClient } from './http-client.ts';
import type { SealClient } from './seal-client.ts';
import { readSealsToPlace } from './seals-to-place.ts';

const ORIGIN = 'https://seal.example';

function clientFor(
  handlers: readonly RequestHandler[],
  session?: string,
): { readonly client: SealClient; readonly pauses: number[]; readonly receipts: string[] } {
  const pauses: number[] = [];
  const receipts: string[] = [];
  const client = createHttpClient({
    endpoint: `${ORIGIN}/api`,
    session,
    transport: async (request) => {
      const response = (await getResponse([...handlers], request)) ?? new Response(null, { status: 404 });
      if (response.type === 'error') throw new TypeError('Failed to fetch');
      return response;
    },
    wait: (milliseconds) => {
      pauses.push(milliseconds);
      return Promise.resolve();
    },
    onReceipt: (receipt) => receipts.push(receipt),
  });
  return { client, pauses, receipts };
}

async function refusalOf(work: Promise<unknown>): Promise<ClientError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof ClientError) return error;
    throw error;
  }
  throw new Error('expected a refusal');
}

const EMPTY: UseList = {
  uses: [],
  nextCursor: null,
  total: 0,
  chain: { head: null, length: 0, intact: true, verified: 0, wholeAt: '2026-11-22T10:00:00.000Z' },
};

describe('client over HTTP', () => {
  it('sends the session, JSON and one idempotency key for all attempts of a POST', async () => {
    const keys: (string | null)[] = [];
    const { client, pauses, receipts } = clientFor(
      [
        http.post(`${ORIGIN}/api/uses/u%2F1/confirm`, ({ request }) => {
          expect(request.headers.get('authorization')).to.equal('Bearer short-lived');
          keys.push(request.headers.get('idempotency-key'));
          if (keys.length < 3) return new HttpResponse(null, { status: 503, headers: keys.length === 1 ? { 'retry-after': '2' } : {} });
          return HttpResponse.json({ useId: 'u/1', receipt: 'a.b.c' });
        }),
      ],
      'short-lived',
    );
    const result = await client.confirmUse('u/1', { proof: { method: 'confirm', shownDigest: 'sha256:00' } });
    expect(result.useId).to.equal('u/1');
    expect(pauses).to.deep.equal([2000, 1200]);
    expect(new Set(keys).size).to.equal(1);
    expect(keys[0]).to.match(/^[0-9a-f-]{36}$/);
    expect(receipts).to.deep.equal(['a.b.c']);
  });

  it('loads evidence as octets, with a document or without, and takes nothing else for it', async () => {
    const types: (string | null)[] = [];
    const asice = { headers: { 'content-type': 'application/vnd.etsi.asic-e+zip' } };
    const { client } = clientFor([
      http.get(`${ORIGIN}/api/envelopes/e%2F1/evidence`, ({ request }) => {
        types.push(request.headers.get('accept'));
        return new HttpResponse(new Uint8Array([0x50, 0x4b]), asice);
      }),
      http.post(`${ORIGIN}/api/envelopes/e%2F1/evidence`, async ({ request }) => {
        types.push(request.headers.get('content-type'));
        return new HttpResponse(await request.arrayBuffer(), asice);
      }),
      http.get(`${ORIGIN}/api/envelopes/e2/evidence`, () => HttpResponse.json({})),
    ]);
    expect((await client.evidence('e/1')).size).to.equal(2);
    expect(await (await client.evidence('e/1', new Blob(['%PDF']))).text()).to.equal('%PDF');
    expect(types).to.deep.equal(['application/vnd.etsi.asic-e+zip', 'application/pdf']);
    expect((await refusalOf(client.evidence('e2'))).code).to.equal('RESPONSE_MALFORMED');
  });

  it('gives a refusal with its code, values and log row, and does not repeat it', async () => {
    let calls = 0;
    const { client } = clientFor([
      http.post(`${ORIGIN}/api/permits`, () => {
        calls += 1;
        return HttpResponse.json(
          {
            type: 'about:blank',
            title: 'Seal suspended',
            status: 409,
            code: 'SEAL_SUSPENDED',
            retryable: false,
            eventId: 'e-7',
            values: { seal: 'QL-C-03' },
          },
          { status: 409, headers: { 'content-type': 'application/problem+json' } },
        );
      }),
    ]);
    const error = await refusalOf(
      client.requestPermit({
        envelopeId: 'e',
        sealNumber: 'QL-C-03',
        sealVersion: 3,
        document: { digest: 'sha256:00', length: 1 },
        frame: 'sha256:00',
        placements: [],
      }),
    );
    expect([error.code, error.status, error.retryable, error.eventId]).to.deep.equal(['SEAL_SUSPENDED', 409, false, 'e-7']);
    expect(error.facts).to.deep.equal({ seal: 'QL-C-03' });
    expect(calls).to.equal(1);
  });

  it('asks for envelopes, ends them and has their parties reminded', async () => {
    const asked: unknown[] = [];
    const { client, receipts } = clientFor([
      http.get(`${ORIGIN}/api/envelopes`, ({ request }) => {
        asked.push(new URL(request.url).search);
        return HttpResponse.json({ envelopes: [], nextCursor: null });
      }),
      http.get(`${ORIGIN}/api/envelopes/e%2F1`, () => HttpResponse.json({ id: 'e/1' })),
      http.post(`${ORIGIN}/api/envelopes/e%2F1/:act`, async ({ request, params }) => {
        asked.push([params['act'], await request.json(), request.headers.has('idempotency-key')]);
        return HttpResponse.json({ envelope: { id: 'e/1' }, receipt: 'a.b.c' });
      }),
    ]);
    expect((await client.envelopes({ box: 'my-turn', state: 'in-progress', limit: 20 })).envelopes).to.deep.equal([]);
    expect((await client.envelope('e/1')).id).to.equal('e/1');
    await client.declineEnvelope('e/1', { reason: 'price', version: 2 });
    await client.voidEnvelope('e/1', { reason: 'annex', version: 3 });
    await client.remindParties('e/1');
    expect(asked).to.deep.equal([
      '?box=my-turn&state=in-progress&limit=20',
      ['decline', { reason: 'price', version: 2 }, true],
      ['void', { reason: 'annex', version: 3 }, true],
      ['reminders', {}, true],
    ]);
    expect(receipts.length).to.equal(3);
  });

  it('says that the server is out of reach after three attempts', async () => {
    let calls = 0;
    const client = createHttpClient({
      endpoint: ORIGIN,
      transport: () => {
        calls += 1;
        return Promise.reject(new TypeError('Failed to fetch'));
      },
      wait: () => Promise.resolve(),
    });
    const error = await refusalOf(client.session());
    expect([error.code, error.retryable, calls]).to.deep.equal(['SERVER_UNREACHABLE', true, 3]);
  });

  it('takes 401 as an expired session and 500 as final', async () => {
    const { client } = clientFor([
      http.get(`${ORIGIN}/api/session`, () => new HttpResponse(null, { status: 401 })),
      http.get(`${ORIGIN}/api/trust`, () => new HttpResponse('<html>', { status: 500 })),
    ]);
    expect((await refusalOf(client.session())).code).to.equal('SESSION_EXPIRED');
    expect((await refusalOf(client.trust())).code).to.equal('HTTP_500');
  });

  it('refuses an answer that is not JSON', async () => {
    const { client } = clientFor([http.get(`${ORIGIN}/api/session`, () => HttpResponse.text('<!doctype html>'))]);
    expect((await refusalOf(client.session())).code).to.equal('RESPONSE_MALFORMED');
  });

  it('writes only the filters that are set into the query', async () => {
    let url = '';
    const { client } = clientFor([
      http.get(`${ORIGIN}/api/seals/QL-C-03/uses`, ({ request }) => {
        url = new URL(request.url).search;
        return HttpResponse.json(EMPTY);
      }),
    ]);
    await client.usesOfSeal('QL-C-03', { text: 'a&b', limit: 20, from: '' });
    expect(url).to.equal('?text=a%26b&limit=20');
  });

  it('asks for everything of the control centre at its own address', async () => {
    const asked: string[] = [];
    const { client } = clientFor([
      http.all(`${ORIGIN}/api/*`, async ({ request }) => {
        const { pathname, search } = new URL(request.url);
        asked.push(`${request.method} ${pathname.replace('/api', '')}${search} ${await request.text()}`.trim());
        return HttpResponse.json({});
      }),
    ]);
    await client.seals({ text: '合同', state: 'active', cursor: 'c/1' });
    await client.sealVersions('QL/1');
    await client.sealHistory('QL-1', 'c2');
    await client.decideVersion('QL-1', 4, { decision: 'activate', reason: 'r' });
    await client.recordAct('QL-1', { act: 'filing', reference: 'F', at: '2026-09-18', note: '' });
    await client.stop({ scope: 'person', id: 'p', reason: 'r' });
    await client.changeGrant('G/1', { change: 'withdraw', reason: 'r' });
    await client.persons('陆');
    await client.approvals({ box: 'for-me' });
    await client.withdrawApproval('A-1', 'mistake');
    await client.permit('P-1');
    await client.eventProof('e/1');
    expect(asked).to.deep.equal([
      'GET /seals?text=%E5%90%88%E5%90%8C&state=active&cursor=c%2F1',
      'GET /seals/QL%2F1/versions',
      'GET /seals/QL-1/history?cursor=c2',
      'POST /seals/QL-1/versions/4/decisions {"decision":"activate","reason":"r"}',
      'POST /seals/QL-1/acts {"act":"filing","reference":"F","at":"2026-09-18","note":""}',
      'POST /stops {"scope":"person","id":"p","reason":"r"}',
      'POST /grants/G%2F1/changes {"change":"withdraw","reason":"r"}',
      'GET /persons?text=%E9%99%86',
      'GET /approvals?box=for-me',
      'POST /approvals/A-1/withdrawal {"reason":"mistake"}',
      'GET /permits/P-1',
      'GET /events/e%2F1/proof',
    ]);
  });

  it('reads the seals to place to the last page, active ones first', async () => {
    const asked: string[] = [];
    const { client } = clientFor([
      http.get(`${ORIGIN}/api/seals`, ({ request }) => {
        const { searchParams } = new URL(request.url);
        const [state, cursor] = [searchParams.get('state'), searchParams.get('cursor')];
        asked.push(`${state} ${cursor}`);
        const more = state === 'active' && cursor === null;
        return HttpResponse.json({ ...sampleSealList([sampleSeal({ number: `${state}-${cursor}` })]), nextCursor: more ? 'c2' : null });
      }),
    ]);
    const seals = await readSealsToPlace(client);
    expect(asked).to.deep.equal(['active null', 'active c2', 'suspended null']);
    expect(seals.map(({ number }) => number)).to.deep.equal(['active-null', 'active-c2', 'suspended-null']);
  });

  it('ends with the reason of its signal', async () => {
    const stop = new AbortController();
    const { client } = clientFor([
      http.get(`${ORIGIN}/api/session`, () => {
        stop.abort(new DOMException('left', 'AbortError'));
        return HttpResponse.error();
      }),
    ]);
    let name = '';
    try {
      await client.session({ signal: stop.signal });
    } catch (error) {
      name = (error as Error).name;
    }
    expect(name).to.equal('AbortError');
  });
});
