/** How far the picture on the page can be trusted, in words. */
import { short } from "./clock.js";

/** Without a sign of life for this long, values are shown as old. */
export const STALE = 10000;

/** How long ago the last frame came. @param {import("./bus.js").Bus} bus */
export const silence = (bus) => (bus.heardAt ? Date.now() - bus.heardAt : 0);

/** @param {import("./bus.js").Bus} bus */
export const stale = (bus) => bus.heardAt > 0 && silence(bus) > STALE;

/** @param {import("./bus.js").Bus} bus @returns {{tone: string, word: string, detail: string}} */
export function connectionWord(bus) {
  const age = short(silence(bus));
  switch (bus.phase) {
    case "open":
      return stale(bus)
        ? { tone: "warning", word: "silent", detail: `for ${age}` }
        : { tone: "ok", word: "live", detail: age };
    case "waiting": {
      const wait = Math.max(0, Math.ceil((bus.retryAt - Date.now()) / 1000));
      return { tone: "error", word: "reconnecting", detail: `in ${wait} s` };
    }
    case "off":
      return { tone: "idle", word: "disconnected", detail: "" };
    default:
      return { tone: "notice", word: "connecting", detail: "…" };
  }
}
