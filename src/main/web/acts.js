/** What can be done to servers, and to which. */

const DOWN = ["stopped", "disabled"];

/**
 * @typedef {{label: string, icon: string, asks: boolean, suits: (state: string) => boolean}} Act asks: it interrupts somebody, so it is shown first what it hits
 * @type {Record<string, Act>}
 */
export const ACTS = {
  start: { label: "Start", icon: "play", asks: false, suits: (state) => state === "stopped" },
  undrain: { label: "Undrain", icon: "play", asks: false, suits: (state) => state === "draining" },
  enable: { label: "Enable", icon: "check", asks: false, suits: (state) => state === "disabled" },
  restart: { label: "Restart", icon: "restart", asks: true, suits: (state) => !DOWN.includes(state) },
  reload: { label: "Reload", icon: "restart", asks: true, suits: (state) => !DOWN.includes(state) },
  drain: { label: "Drain", icon: "down", asks: true, suits: (state) => !DOWN.includes(state) && state !== "draining" },
  stop: { label: "Stop", icon: "stop", asks: true, suits: (state) => !DOWN.includes(state) },
  disable: { label: "Disable", icon: "slash", asks: true, suits: (state) => state !== "disabled" },
};

/** Those that the user may give. @param {import("./session.js").Session} session */
export function permitted(session) {
  return Object.keys(ACTS).filter((act) => session.may("requests", `command.server.${act}`));
}

/** `2 replicas` @param {number} count @param {string} word */
export const counted = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
