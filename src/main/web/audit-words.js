/** How a record of the audit log is said. */

const REFUSED = ["refused", "forbidden", "unauthenticated", "limited"];

/** @param {string} outcome */
export function toneOf(outcome) {
  if (outcome === "ok") return "ok";
  return REFUSED.includes(outcome) ? "error" : "warning";
}

/** Day and time to the millisecond, as this machine counts. @param {string} at */
export function stamp(at) {
  const date = new Date(at);
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}
