import type { Catalogue } from '../foundation/messages.ts';

const en = {
  title: 'How you confirm what you sign',
  text: 'Some seals ask you to confirm each use with one of these.',
  none: 'You have set up nothing yet.',
  nothingOffered: 'Nothing of this kind is offered here.',
  added: 'Set up {day}',
  lastUsed: 'last used {time}',
  neverUsed: 'not used yet',
  remove: 'Remove',
  removeOf: 'Remove {name}',
  removeText: 'Remove “{name}”? You cannot confirm with it any more.',
  removeLast: 'Remove “{name}”? It is the last one: seals that ask for a confirmation cannot be used until you set up another.',
  removeSure: 'Remove it',
  removed: '“{name}” is removed.',
  add: 'Add: {method}',
  notEnough: 'To change this, you would confirm with what you have, and that is not enough here. Ask an administrator.',
  confirmTitle: 'Confirm this change',
  confirmText: 'Whoever has your session alone cannot make it: confirm with something that you have set up.',
  fingerprint: 'Fingerprint of the change',
  confirmedNext: 'The change is confirmed. Now set up “{name}” within ten minutes.',
  failedAdd: 'Not added',
  failedRead: 'What you have set up could not be read',
  failedRemove: 'Not removed',
};

export type AuthenticatorsId = keyof typeof en;

const zhCN: Readonly<Record<AuthenticatorsId, string>> = {
  title: '你的签署确认方式',
  text: '使用部分印章时，需要你用以下方式之一进行确认。',
  none: '你尚未设置任何方式。',
  nothingOffered: '此处未提供此类方式。',
  added: '设置于 {day}',
  lastUsed: '上次使用 {time}',
  neverUsed: '尚未使用',
  remove: '移除',
  removeOf: '移除{name}',
  removeText: '要移除“{name}”吗？移除后你不能再用它确认。',
  removeLast: '要移除“{name}”吗？这是你最后一种方式：在你重新设置之前，不能使用要求确认的印章。',
  removeSure: '确定移除',
  removed: '“{name}”已移除。',
  add: '添加：{method}',
  notEnough: '变更须用你已有的方式确认，而你已有的方式在此处强度不足，请联系管理员。',
  confirmTitle: '请确认此项变更',
  confirmText: '仅凭登录状态不能作出变更：请用已设置的方式确认。',
  fingerprint: '变更指纹',
  confirmedNext: '变更已确认。请在十分钟内完成“{name}”的设置。',
  failedAdd: '未能添加',
  failedRead: '未能读取你的设置',
  failedRemove: '未能移除',
};

export const AUTHENTICATORS_MESSAGES: Catalogue<AuthenticatorsId> = { name: 'intent-authenticators', messages: { en, 'zh-CN': zhCN } };
