/** What a client does when its socket was closed, by the code it was closed with. */

/** Closed by this side. */
export const LEFT = 1000;
/** The token is too old, or the session ended. */
const EXPIRED = 4401;
/** Blocked, or the rights changed: what was heard before counts no more. */
export const FORBIDDEN = 4403;

/** Whether to stay away: 3500 to 3999 say so. @param {number} code */
export const staysAway = (code) => code >= 3500 && code <= 3999;

/** Whether a newer token has to be had first. @param {number} code */
export const needsToken = (code) => code === EXPIRED || code === FORBIDDEN;
