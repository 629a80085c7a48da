/** How often keys whose time is over are looked for, in milliseconds. */
export const EVENT_KEYS_EVERY_MS = 60_000;
/** The process that made a key destroys it itself when its time is over; this long after that, it is not there to do so. */
export const LEFT_AFTER_MS = 2 * EVENT_KEYS_EVERY_MS;
