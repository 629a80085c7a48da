import type { ApprovalView } from '@sealkit/core/protocol';
import { runTask } from '../src/worker/tasks.ts';
import type { TaskRunner } from '../src/worker/task-runner.ts';
import { samplePdf } from './sample-pdf.ts';
import { sampleVersion } from './samples.ts';

/** The file of the sample request; the tasks of the worker run in the page and compute for real. */
export const APPROVAL_FILE: File = new File([samplePdf([{}, { text: 'Article 17 Signatures' }])], 'sales-contract.pdf', {
  type: 'application/pdf',
});

export const PAGE_TASKS: TaskRunner = { run: (name, input, signal) => runTask(name, input, signal), close: () => undefined };

export const APPROVAL_PLACEMENTS: ApprovalView['placements'] = [
  { page: 1, x: 42_000, y: 105_500, width: 38_000, height: 38_000, rotation: 0 },
  { page: 2, x: 172_000, y: 120_000, width: 38_000, height: 38_000, rotation: 0, clip: { x: 0, y: 0, width: 19_000, height: 38_000 } },
];

/** A request for the sample file, with its digests as this page computes them. */
export async function sampleApproval(change: Partial<ApprovalView> = {}): Promise<ApprovalView> {
  const pages = APPROVAL_PLACEMENTS.map(({ page }) => page);
  const reading = await runTask('readForSigning', { document: APPROVAL_FILE, pages }, new AbortController().signal);
  return {
    id: 'A-1',
    permitId: 'b1f6a1de',
    status: 'pending',
    requester: { id: 'p-9', name: '陆文舟' },
    requestedAt: '2026-09-18T06:06:00Z',
    expires: '2026-09-18T09:00:00Z',
    reason: 'Q3 equipment order; the customer needs it signed by 20 Sep',
    envelope: { id: 'e-0417', name: '数据采集设备购销合同.pdf' },
    documentClass: 'sales-contract',
    amount: { value: 128_600_000, currency: 'CNY' },
    document: { digest: reading.digest, length: reading.length, pages: 2 },
    frame: reading.frameDigest,
    seal: { number: 'QL-C-03', name: '合同专用章', version: 3, face: sampleVersion().face },
    placements: APPROVAL_PLACEMENTS,
    grantId: 'G-0138',
    mode: 'sequence',
    waitingFor: [
      { type: 'person', id: 'p-7f21', name: '沈知遥' },
      { type: 'role', id: 'finance', name: '财务' },
    ],
    decisions: [],
    requestDigest: `sha256:${'ab'.repeat(32)}`,
    needsAttestation: true,
    countersigns: null,
    rules: [
      { rule: 'grant-covers', met: true },
      { rule: 'requester-is-not-approver', met: true },
      { rule: 'seal-active', met: true },
      { rule: 'seal-version-current', met: false },
      { rule: 'no-like-request', met: false },
    ],
    decide: { allowed: true },
    ...change,
  };
}
