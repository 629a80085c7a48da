/** Languages in which an act can name a seal to whoever does not see it. */
export const ACT_LANGUAGES = ['en', 'zh-CN'] as const;
export type ActLanguage = (typeof ACT_LANGUAGES)[number];

/** What a seal is called in a tagged document: `/TU` of its fields and `/Alt` of their elements (ISO 14289-1 §7.18.1). */
export const SEAL_DESCRIPTIONS: Readonly<Record<ActLanguage, string>> = { en: 'Electronic seal', 'zh-CN': '电子印章' };
