/** What the panel of a server can show, in the order of its tabs; the first is shown when none is asked for. */
import { html } from "lit";
import "./server-overview.js";

/**
 * A wide one takes more of the page than the facts of the overview need.
 * @typedef {{
 *   id: string,
 *   label: string,
 *   wide?: boolean,
 *   may: (session: import("../session.js").Session, row: import("../fleet.js").Row) => boolean,
 *   render: (row: import("../fleet.js").Row) => unknown,
 * }} Tab
 */

/** @type {Tab[]} */
export const TABS = [
  {
    id: "",
    label: "Overview",
    may: () => true,
    render: (row) => html`<server-overview .row=${row}></server-overview>`,
  },
];
