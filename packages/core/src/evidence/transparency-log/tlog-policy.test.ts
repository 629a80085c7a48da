import { testNoteSigner } from '@sealkit/testkit';
import { EvidenceError } from '../evidence-error.ts';
import { parseTlogPolicy } from './tlog-policy.ts';
import { formatVerifierKey, type VerifierKey } from './verifier-key.ts';

async function keysOf(): Promise<{ readonly log: VerifierKey; readonly w: readonly VerifierKey[] }> {
  const signers = await Promise.all([2, 3, 4, 5, 6, 7].map((seed) => testNoteSigner(`w${seed}.example`, seed, 'cosignature/v1')));
  return { log: (await testNoteSigner('log.example')).key, w: signers.map(({ key }) => key) };
}

/** The example of the specification, with keys of our own. */
async function example(): Promise<string> {
  const { log, w } = await keysOf();
  const [x1 = '', x2 = '', x3 = '', y1 = '', y2 = '', y3 = ''] = w.map(formatVerifierKey);
  return [
    `log ${formatVerifierKey(log)}`,
    '',
    `witness X1 ${x1}`,
    ` \twitness\tX2  ${x2} https://witness.example/ `,
    `witness X3 ${x3}`,
    'group X-witnesses 2 X1 X2 X3',
    '  # a comment',
    `witness Y1 ${y1}`,
    `witness Y2 ${y2}`,
    `witness Y3 ${y3}`,
    'group Y-witnesses any Y1 Y2 Y3',
    'group X-and-Y all X-witnesses Y-witnesses',
    'quorum X-and-Y',
    '',
  ].join('\n');
}

async function refusal(text: string): Promise<readonly [string, unknown]> {
  const failure = await parseTlogPolicy(text).catch((error: unknown) => error);
  return failure instanceof EvidenceError ? [failure.code, failure.facts['line']] : ['read', undefined];
}

describe('policies (C2SP tlog-policy)', () => {
  it('are read with groups in groups', async () => {
    const { log, w } = await keysOf();
    expect(await parseTlogPolicy(await example())).to.deep.equal({
      logs: [log],
      quorum: {
        threshold: 2,
        members: [
          { threshold: 2, members: w.slice(0, 3) },
          { threshold: 1, members: w.slice(3) },
        ],
      },
    });
  });

  it('may ask for one witness, or for none', async () => {
    const { w } = await keysOf();
    const [witness] = w;
    if (witness === undefined) throw new RangeError('a witness');
    const one = `witness a ${formatVerifierKey(witness)}\nquorum a\n`;
    expect(await parseTlogPolicy(one)).to.deep.equal({ logs: [], quorum: { threshold: 1, members: [witness] } });
    expect(await parseTlogPolicy('quorum none\n')).to.deep.equal({ logs: [], quorum: null });
  });

  const changes: readonly (readonly [string, number, (text: string) => string])[] = [
    ['no quorum', 12, (text) => text.replace(/quorum.*\n/, '')],
    ['two quorums', 14, (text) => `${text}quorum none\n`],
    ['no newline at the end', 13, (text) => text.slice(0, -1)],
    ['carriage returns', 1, (text) => text.replaceAll('\n', '\r\n')],
    ['a control character', 7, (text) => text.replace('comment', 'com\u007fment')],
    ['another word', 14, (text) => `${text}url x\n`],
    ['a threshold of 0', 6, (text) => text.replace('witnesses 2', 'witnesses 0')],
    ['a threshold beyond the members', 6, (text) => text.replace('witnesses 2', 'witnesses 4')],
    ['a threshold with a leading zero', 6, (text) => text.replace('witnesses 2', 'witnesses 02')],
    ['a group without members', 6, (text) => text.replace(' 2 X1 X2 X3', ' 2')],
    ['a member that is not defined', 6, (text) => text.replace('X1 X2 X3\n', 'X1 X2 X4\n')],
    ['a member that is defined later', 6, (text) => text.replace('X1 X2 X3\n', 'X1 X2 Y1\n')],
    ['a member of two groups', 11, (text) => text.replace('any Y1', 'any X1')],
    ['a member twice', 6, (text) => text.replace('X1 X2 X3\n', 'X1 X2 X2\n')],
    ['none as a member', 6, (text) => text.replace('X1 X2 X3\n', 'X1 X2 none\n')],
    ['a witness called none', 3, (text) => text.replace('witness X1', 'witness none')],
    ['a name twice', 5, (text) => text.replace('witness X3', 'witness X1')],
    ['a quorum that is not defined', 13, (text) => text.replace('quorum X-and-Y', 'quorum Z')],
    ['a key twice', 5, (text) => text.replace(/(witness X1 )(.*)\n([\s\S]*witness X3 ).*\n/, '$1$2\n$3$2\n')],
    ['a key that is none', 3, (text) => text.replace(/witness X1 .*/, 'witness X1 key')],
    ['the key of a witness as a log', 1, (text) => text.replace(/log .*\n([\s\S]*witness X1 )(.*)/, 'log $2\n$1$2')],
    ['a word too much', 13, (text) => text.replace('quorum X-and-Y', 'quorum X-and-Y more')],
    ['more than 100 000 characters', 0, (text) => `${text}#${'a'.repeat(100_000)}\n`],
  ];
  for (const [title, line, change] of changes)
    it(`with ${title} are refused, line ${line}`, async () => {
      const sound = await example();
      const text = change(sound);
      expect(text).not.to.equal(sound);
      expect(await refusal(text)).to.deep.equal(['EVIDENCE_POLICY_MALFORMED', line]);
    });
});
