/**
 * What a person wrote in their own words, as answers show it: the text; or that it was erased, and when; or that what the server has
 * kept is not what was written.
 */
export type PersonalText = string | WithheldText;

export type WithheldText = { readonly withheld: 'erased'; readonly at: string } | { readonly withheld: 'altered' };
