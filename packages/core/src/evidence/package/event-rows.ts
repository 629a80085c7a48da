import { digestOfJson } from '../../crypto/index.ts';
import { agreement, type EvidenceRow, failed, passed } from './evidence-report.ts';
import type { EvidenceEvent, PackageContents } from './package-contents.ts';

/** The hash chain of the envelope, from its first event to its head, and that the envelope is as its last step says. §6.2 */
export async function eventRows({ events, evidence }: PackageContents): Promise<readonly EvidenceRow[]> {
  if (evidence.events === null) return [];
  if (events === null) return [failed('events.chain', '', 'EVENTS_MALFORMED')];
  const head = events.at(-1)?.digest ?? null;
  const steps = events.filter(({ type }) => type.startsWith('envelope-'));
  return [
    chainRow(events, evidence.tenant, evidence.envelope.id),
    agreement('events.head', '', { count: [events.length, evidence.events.count], head: [head, evidence.events.head] }),
    agreement('events.envelope', '', { envelope: [steps.at(-1)?.body['envelope'], await digestOfJson(evidence.envelope.raw)] }),
  ];
}

function chainRow(events: readonly EvidenceEvent[], tenant: string, chain: string): EvidenceRow {
  let before: string | null = null;
  for (const [index, { members, digest }] of events.entries()) {
    const subject = String(index + 1);
    if (members['sequence'] !== index + 1) return failed('events.chain', subject, 'POSITION_MISSING');
    if (members['prev'] !== before) return failed('events.chain', subject, 'LINK_BROKEN');
    if (members['tenant'] !== tenant || members['chain'] !== chain) return failed('events.chain', subject, 'EVENT_FOREIGN');
    before = digest;
  }
  return passed('events.chain', '', { events: events.length });
}
