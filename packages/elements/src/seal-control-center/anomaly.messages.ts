import type { Catalogue } from '../foundation/messages.ts';

const en = {
  found: '{count, plural, one {# anomaly} other {# anomalies}} to look at',
  joiner: '; ',
  list: 'Anomalies',
  notRead: 'The anomalies could not be read',
  'kind-use-outside-hours': '{count, plural, one {# use} other {# uses}} outside {from}–{to} on working days ({zone})',
  'kind-new-client': 'Used by {client}, which never used this seal in {before} uses before',
  'kind-burst': '{count} {of, select, refusals {refusals} other {uses}} in quick succession ({minutes}-minute window)',
  'kind-unusual-document-class': 'Used on {documentClass}, after {before} uses on other documents',
  'kind-approver-is-requester': '{count, plural, one {# use} other {# uses}} approved by the person who asked for it',
  'kind-like-faces':
    'Version {version} looks like {nearest}: {percent} % alike; {accepted, select, true {accepted by a person} other {not yet judged}}',
  'kind-grant-lapsing':
    'Grant {grant} is nearly over: {ends, select, true {until {day}} other {without an end}}{limited, select, true {, {used} of {most} uses} other {}}',
  'kind-log-gap': 'The {log, select, use-log {use log} other {transparency log}} does not hold ({fault})',
  since: 'since {time}',
  seal: 'Open seal {number}',
  use: 'Row {id}',
  event: 'History',
  partly: 'Only a part was looked at: the latest {rows} rows since {from}, {seals} seals.',
  unfollowed: 'The chains of the log were not followed; there are too many events for one look.',
};

export type AnomalyId = keyof typeof en;

const zhCN: Readonly<Record<AnomalyId, string>> = {
  found: '{count} 项异常待查',
  joiner: '；',
  list: '异常',
  notRead: '没有读到异常',
  'kind-use-outside-hours': '工作日 {from}–{to}（{zone}）以外用印 {count} 次',
  'kind-new-client': '应用 {client} 首次使用此印章，此前 {before} 次用印均非经它',
  'kind-burst': '短时间内连续{of, select, refusals {被拒} other {用印}} {count} 次（以 {minutes} 分钟计）',
  'kind-unusual-document-class': '首次用于{documentClass}，此前 {before} 次均为其他文件',
  'kind-approver-is-requester': '{count} 次用印由申请人自己批准',
  'kind-like-faces': '第 {version} 版与 {nearest} 的印面相近（{percent} %），{accepted, select, true {已有人核认} other {尚未核认}}',
  'kind-grant-lapsing':
    '授权 {grant} 将尽：{ends, select, true {{day} 到期} other {无到期日}}{limited, select, true {，已用 {used}/{most} 次} other {}}',
  'kind-log-gap': '{log, select, use-log {用印记录} other {透明日志}}不连续（{fault}）',
  since: '自 {time}',
  seal: '打开印章 {number}',
  use: '记录 {id}',
  event: '历史',
  partly: '只查了一部分：{from} 以来最近 {rows} 条记录，{seals} 枚印章。',
  unfollowed: '记录链未逐条核对：事件过多，一次查不完。',
};

export const ANOMALY_MESSAGES: Catalogue<AnomalyId> = { name: 'seal-anomalies', messages: { en, 'zh-CN': zhCN } };
