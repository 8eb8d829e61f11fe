/** The pages of the dashboard, in the order of the header; the first is shown when none is asked for. */
import { html } from "lit";
import "./audit-page.js";
import "./fleet-view.js";
import "./metrics-view.js";
import "./node-strip.js";
import "./traces-view.js";

/**
 * @typedef {{
 *   id: string,
 *   label: string,
 *   may: (session: import("../session.js").Session) => boolean,
 *   render: () => unknown,
 * }} Page
 */

/** @type {Page[]} */
export const PAGES = [
  {
    id: "",
    label: "Fleet",
    may: () => true,
    render: () => html`<fleet-view></fleet-view><node-strip></node-strip>`,
  },
  {
    id: "metrics",
    label: "Metrics",
    may: (session) => session.may("events", "event.metrics.tick"),
    render: () => html`<metrics-view></metrics-view>`,
  },
  {
    id: "traces",
    label: "Traces",
    may: (session) => session.may("requests", "query.trace.list"),
    render: () => html`<traces-view></traces-view>`,
  },
  {
    id: "audit",
    label: "Audit",
    may: (session) => session.may("requests", "query.audit.search"),
    render: () => html`<audit-page></audit-page>`,
  },
];

/** Those that this user may see. @param {import("../session.js").Session} session */
export const pagesFor = (session) => PAGES.filter((page) => page.may(session));

/** The one that is open. @param {import("../session.js").Session} session @param {string} id */
export function openPage(session, id) {
  const pages = pagesFor(session);
  return pages.find((page) => page.id === id) ?? pages[0];
}
