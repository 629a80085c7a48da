/** What the world was told before the power went. */
export type Acknowledgement =
  /** Organisations, persons, seals and grants are registered. */
  | { readonly seeded: true }
  /** A permit was handed out. */
  | { readonly permit: string }
  /** A use waits for its confirmation. */
  | { readonly use: string }
  /** The key has made a signature for this use. */
  | { readonly signed: string }
  /** A signed document and its receipt have left. */
  | { readonly completed: string; readonly permit: string; readonly receipt: string };
