/** A one-time ticket for the next socket: browsers cannot send a token with it. */
const PATIENCE = 10000;

/** An answer of the node that is not a success. */
export class HttpError extends Error {
  /** @param {number} status @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Whether this caller is refused, whatever it tries. @param {any} error */
export const isRefusal = (error) => [400, 401, 403].includes(error?.status);

/**
 * Asks with the token at hand, and once more with a new one if that is too old.
 * @param {string} node @param {(renew: boolean) => Promise<string>} token
 */
export async function ticket(node, token) {
  try {
    return await ask(node, await token(false));
  } catch (error) {
    if (/** @type {any} */ (error)?.status !== 401) throw error;
    return ask(node, await token(true));
  }
}

/** @param {string} node @param {string} token @returns {Promise<string>} */
async function ask(node, token) {
  const response = await fetch(`${node}/auth/api/v1/ticket`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: "{}",
    signal: AbortSignal.timeout(PATIENCE),
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return String(answer.ticket);
  throw new HttpError(response.status, answer.error?.message ?? `HTTP ${response.status}`);
}
