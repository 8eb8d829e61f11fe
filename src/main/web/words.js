/**
 * The words of the wire and how each is shown: tone (colour), icon and text always together.
 * @typedef {"healthy"|"degraded"|"down"|"other"} Group what the counters of the header count
 * @typedef {{label: string, tone: string, icon: string, group: Group, rank: number}} StateWord
 */

/** @type {Record<string, StateWord>} rank: the lower, the more it needs somebody */
export const STATES = {
  circuit_open: { label: "circuit open", tone: "critical", icon: "bolt", group: "down", rank: 0 },
  disconnected: { label: "disconnected", tone: "error", icon: "cross", group: "down", rank: 1 },
  degraded: { label: "degraded", tone: "warning", icon: "triangle", group: "degraded", rank: 2 },
  auth_required: { label: "auth required", tone: "notice", icon: "lock", group: "other", rank: 3 },
  unknown: { label: "unknown", tone: "idle", icon: "question", group: "other", rank: 4 },
  starting: { label: "starting", tone: "notice", icon: "spinner", group: "other", rank: 5 },
  draining: { label: "draining", tone: "notice", icon: "down", group: "other", rank: 6 },
  healthy: { label: "healthy", tone: "ok", icon: "check", group: "healthy", rank: 7 },
  stopped: { label: "stopped", tone: "idle", icon: "stop", group: "other", rank: 8 },
  disabled: { label: "disabled", tone: "idle", icon: "slash", group: "other", rank: 9 },
};

/** @param {string} word @returns {StateWord} a state this page does not know yet is shown as it is */
export function stateWord(word) {
  return STATES[word] ?? { ...STATES.unknown, label: word };
}

/** @type {Array<{group: Group, icon: string, tone: string}>} */
export const GROUPS = [
  { group: "healthy", icon: "check", tone: "ok" },
  { group: "degraded", icon: "triangle", tone: "warning" },
  { group: "down", icon: "cross", tone: "error" },
  { group: "other", icon: "dots", tone: "idle" },
];

/** Loudest last, as in the model. */
export const SEVERITIES = ["info", "warning", "error", "critical"];

/** @type {Record<string, {tone: string, icon: string}>} */
export const SEVERITY = {
  info: { tone: "notice", icon: "info" },
  warning: { tone: "warning", icon: "triangle" },
  error: { tone: "error", icon: "cross" },
  critical: { tone: "critical", icon: "bolt" },
};

/** @type {Record<string, {label: string, tone: string}>} */
export const BREAKERS = {
  closed: { label: "closed", tone: "quiet" },
  open: { label: "open", tone: "critical" },
  half_open: { label: "half open", tone: "warning" },
  forced_open: { label: "forced open", tone: "critical" },
  forced_closed: { label: "forced closed", tone: "notice" },
};

/** `auth_required` as people read it. @param {string | null | undefined} word */
export const spaced = (word) => (word ?? "").replaceAll("_", " ");

/** A node id without its incarnation: `n1@k3f9q` is `n1`. @param {string | undefined} id */
export const nodeName = (id) => (id ?? "").split("@")[0];
