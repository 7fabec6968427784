/** The longest a Node timer can wait, milliseconds; beyond it Node would fire at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;
