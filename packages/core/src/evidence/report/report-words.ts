/** Words of the report, Chinese first. Codes stand as they are where no word is known. */
export type ReportSection =
  | 'case'
  | 'parties'
  | 'document'
  | 'uses'
  | 'signatures'
  | 'seals'
  | 'events'
  | 'log'
  | 'anchors'
  | 'certificates'
  | 'environment'
  | 'missing';

export const SECTION_WORDS: { readonly [section in ReportSection]: string } = {
  case: '一、案件 Case',
  parties: '二、当事人 Parties',
  document: '三、文件 Document',
  uses: '四、用印与签名 Uses of seals and signatures',
  signatures: '五、签名验证结果 Answers of the validation of signatures',
  seals: '六、印章 Seals',
  events: '七、事件时间线 Time line of events',
  log: '八、透明日志 Transparency log',
  anchors: '九、司法链与公证存证 Judicial chains and notaries',
  certificates: '十、证书与吊销数据 Certificates and revocation data',
  environment: '十一、生成环境 Environment',
  missing: '十二、缺失项及原因 What is missing, and why',
};

export const REPORT_TITLE = '电子签署证据报告 Evidence report';

/** Says what the report is and is not. */
export const REPORT_NOTES: readonly string[] = [
  '本报告由所附 evidence.json 及同一证据包内的其他文件自动生成，仅陈述其中所载内容，不作法律判断；信任何人由查验者自行决定。',
  'Made from the attached evidence.json and the other files of the same package. It repeats what they say and judges nothing; whom to trust is for whoever verifies the package.',
];

export const LABEL_WORDS = {
  actor: '操作人 Actor',
  anchor: '存证 Deposit',
  authority: '时间戳机构 Authority',
  bestSignatureTime: '签名时间（已证明） Proven time',
  byteRangeDigest: '签名范围摘要 Digest of the signed range',
  certificate: '签名证书 Certificate',
  checkPage: '查验页面 Check page',
  checkpointTime: '检查点时间戳 Time-stamp of the checkpoint',
  claimedSigningTime: '签名时间（自述） Claimed time',
  clock: '时钟 Clock',
  crl: '吊销列表 CRL',
  createdAt: '创建时间 Opened',
  document: '文件 File',
  envelope: '信封编号 Envelope',
  event: '事件 Event',
  fileDigest: '签后文件摘要 Digest of the file',
  glyphs: '字形 Glyphs',
  head: '末事件摘要 Digest of the last event',
  indication: '验证结果 Answer',
  intent: '意愿确认 Proof of intent',
  intentBatch: '一并确认 Confirmed together',
  issued: '出证时间 Issued',
  issuedFor: '申请人 Issued for',
  issuer: '签发者 Issuer',
  kind: '种类 Kind',
  leaf: '日志序号与规模 Index and size',
  level: '签名级别 Level',
  logKey: '日志公钥 Key of the log',
  missing: '缺失 Missing',
  name: '名称 Name',
  ocsp: '在线状态应答 OCSP response',
  organisation: '单位 Organisation',
  originalDigest: '签前文件摘要 Digest before',
  permit: '用印许可 Permit',
  person: '个人 Person',
  picture: '印模 Picture',
  receipt: '回执 Receipt',
  record: '用印记录 Use record',
  runtime: '运行环境 Runtime',
  seal: '印章 Seal',
  sha256: 'SHA-256',
  signer: '签名人 Signer',
  signingTime: '签署时间 Time',
  sm3: 'SM3',
  software: '软件 Software',
  statement: '印章制作声明摘要 Digest of the statement',
  state: '状态 State',
  tenant: '租户 Tenant',
  use: '用印 Use',
  version: '版本 Version',
} as const;

export type ReportLabel = keyof typeof LABEL_WORDS;

const CODE_WORDS: { readonly [code: string]: string } = {
  'approval-decided': '审批决定 Approval decided',
  'approval-requested': '提请审批 Approval requested',
  'envelope-completed': '信封完成 Envelope completed',
  'envelope-declined': '拒绝签署 Declined',
  'envelope-document-stored': '文件已存 Document stored',
  'envelope-expired': '信封过期 Expired',
  'envelope-opened': '信封创建 Envelope opened',
  'envelope-party-completed': '一方完成 Party completed',
  'envelope-reminded': '催签 Reminded',
  'envelope-version-added': '新增版本 Version added',
  'envelope-voided': '信封作废 Voided',
  'intent-requested': '发起意愿确认 Confirmation begun',
  'one-time-certificate-issued': '签发一次性证书 One-time certificate issued',
  'one-time-key-destroyed': '销毁一次性密钥 One-time key destroyed',
  'one-time-key-made': '生成一次性密钥 One-time key made',
  'one-time-signature-made': '一次性签名 One-time signature made',
  'permit-issued': '签发许可 Permit issued',
  use: '确认用印或签署 Use confirmed',
  'use-completed': '用印完成 Use completed',
  'use-discarded': '用印放弃 Use discarded',
  'use-expired': '用印过期 Use expired',
  'use-failed': '用印失败 Use failed',
  'use-prepared': '用印准备 Use prepared',
  'use-refused': '用印被拒 Use refused',
  ANCHORS_NONE: '未向司法链或公证机构存证 no deposit was made',
  CHECK_PAGE_NONE: '未配置查验页面 no page is configured',
  CHECKPOINT_NOT_TIME_STAMPED: '检查点无时间戳 the checkpoint has no time-stamp',
  DOCUMENT_NOT_IN_PACKAGE: '证据包内无文件 the package does not hold it',
  ENVIRONMENT_NOT_RECORDED: '未记录 not recorded',
  EVENTS_NOT_IN_PACKAGE: '证据包内无事件 the package does not hold them',
  LOG_NONE: '无透明日志 no log is kept',
  NOT_IN_PACKAGE: '证据包内无此项 the package does not hold it',
  NOT_VALIDATED: '出证时未验证 not validated when the package was made',
  REVOCATION_NONE: '无吊销数据 no revocation data',
  passed: '已通过 passed',
  present: '有 in the package',
  recorded: '已存证 recorded',
  pending: '处理中 pending',
  failed: '失败 failed',
};

/** A code with its words, where there are any. */
export function codeText(code: string): string {
  const words = Object.hasOwn(CODE_WORDS, code) ? CODE_WORDS[code] : undefined;
  return words === undefined ? code : `${words} (${code})`;
}
