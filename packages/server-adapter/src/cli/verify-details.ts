import type { CheckResult, PathStep, SignatureReport, TimestampReport } from '@sealkit/core/validation';

type Approval = NonNullable<SignatureReport['permit']>['approvals'][number];

const GROUPS: readonly CheckResult['group'][] = ['document', 'signature', 'changes', 'certificate', 'time', 'seal', 'permit'];

/** What stands behind the verdict of a signature: certificates with their status, time-stamps, and every check in its group. */
export function detailedText(signature: SignatureReport): readonly string[] {
  const { path, certificatesAt, timestamps, selfContainedUntil, checks } = signature;
  return [
    ...(path.length === 0 ? [] : [`certificates as of ${certificatesAt.time} (${certificatesAt.because})`, ...path.map(pathLine)]),
    ...(timestamps.length === 0 ? [] : ['time-stamps', ...timestamps.map(timestampLine)]),
    ...approvalLines(signature),
    ...(selfContainedUntil === null ? [] : [`the file alone is enough until ${selfContainedUntil}`]),
    ...GROUPS.flatMap((group) => {
      const own = checks.filter((check) => check.group === group);
      return own.length === 0 ? [] : [`checks: ${group}`, ...own.map((check) => `  ${checkText(check)}`)];
    }),
  ];
}

/** Who approved the use of the seal, and with what. */
function approvalLines({ seal, permit }: SignatureReport): readonly string[] {
  const approvals = (seal?.permit ?? permit)?.approvals ?? [];
  return approvals.length === 0 ? [] : ['approved by', ...approvals.map(approvalLine)];
}

function approvalLine({ person, time, passkey }: Approval): string {
  if (passkey === null) return `  ${person}, ${time}: as the register says`;
  const { indication, rpId, key } = passkey;
  return `  ${person}, ${time}: passkey of ${rpId}, ${key === null ? 'no key' : `key ${key}`}, ${indication}`;
}

/** `not checked: xcv.revocation-known (REVOCATION_DATA_MISSING)`. */
export function checkText({ id, status, reason }: CheckResult): string {
  return `${status === 'not-checked' ? 'not checked' : status}: ${id}${reason === undefined ? '' : ` (${reason})`}`;
}

function pathLine({ certificate, role, status }: PathStep): string {
  const head = `  ${role} ${certificate.subject}, ${certificate.notBefore} to ${certificate.notAfter}`;
  if (status === null) return head;
  const { answer, revokedAt, reason } = status;
  const since = revokedAt === undefined ? '' : ` on ${revokedAt}`;
  const why = reason === undefined ? '' : ` (${reason})`;
  const basis = answer === null ? '' : `, ${answer.kind} of ${answer.thisUpdate ?? 'no time'}, ${answer.source}`;
  return `${head}: ${status.status}${since}${why}${basis}`;
}

function timestampLine({ kind, field, time, authority, indication, subIndication, reason }: TimestampReport): string {
  const where = field === null ? '' : ` in field ${field}`;
  const by = authority === null ? '' : ` by ${authority.subject}`;
  const verdict = indication === null ? 'not judged' : [indication, subIndication].filter((part) => part !== undefined).join('/');
  return `  ${kind}${where}, ${time ?? 'no readable time'}${by}: ${verdict}${reason === undefined ? '' : ` (${reason})`}`;
}
