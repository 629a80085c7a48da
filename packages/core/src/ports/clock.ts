/** The only way to the present. */
export interface Clock {
  now(): Date;
}
