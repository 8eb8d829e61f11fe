/** What the panel of a server can show, in the order of its tabs; the first is shown when none is asked for. */
import { html } from "lit";
import "./run-prompts.js";
import "./run-resources.js";
import "./run-tools.js";
import "./schema-changes.js";
import "./connection-view.js";
import "./log-view.js";
import "./server-metrics.js";
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
  {
    id: "metrics",
    label: "Metrics",
    wide: true,
    may: (session) => session.may("events", "event.metrics.tick"),
    render: (row) => html`<server-metrics .row=${row}></server-metrics>`,
  },
  {
    id: "tools",
    label: "Tools",
    wide: true,
    may: (session) => session.may("requests", "query.tool.list"),
    render: (row) => html`<run-tools .server=${row.server}></run-tools>`,
  },
  {
    id: "prompts",
    label: "Prompts",
    wide: true,
    may: (session) => session.may("requests", "query.prompt.list"),
    render: (row) => html`<run-prompts .server=${row.server}></run-prompts>`,
  },
  {
    id: "resources",
    label: "Resources",
    wide: true,
    may: (session) => session.may("requests", "query.resource.list"),
    render: (row) => html`<run-resources .server=${row.server}></run-resources>`,
  },
  {
    id: "changes",
    label: "Changes",
    wide: true,
    may: (session) => session.may("requests", "query.schema.changes"),
    render: (row) => html`<schema-changes .server=${row.server}></schema-changes>`,
  },
  {
    id: "log",
    label: "Log",
    wide: true,
    may: (session) => session.may("requests", "query.log.tail") && session.may("events", "event.server.log"),
    render: (row) => html`<log-view .server=${row.server}></log-view>`,
  },
  {
    id: "test",
    label: "Connection",
    may: (session) => session.may("requests", "command.server.test"),
    render: (row) => html`<connection-view .row=${row}></connection-view>`,
  },
];
