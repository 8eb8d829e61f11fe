import { html, nothing } from "lit";
import { session, vitals } from "../context.js";
import { breaker, links, pool, processes, traffic } from "../metrics/charts.js";
import { Watch } from "../store.js";
import "./availability.js";
import "./chart-grid.js";
import "./time-range.js";
import "./top-list.js";
import { View } from "./view.js";

/** How one server does: what it is asked, how it answers, and what that takes. */
class ServerMetrics extends View {
  static properties = { row: { attribute: false } };

  #of = "";
  /** @type {import("./chart-grid.js").Section[]} */
  #sections = [];

  constructor() {
    super();
    /** @type {import("../fleet.js").Row | null} */
    this.row = null;
    new Watch(this, vitals);
  }

  /** The same sections as long as it is the same kind of server: charts are not drawn anew for every check of it. */
  willUpdate() {
    const of = `${this.row?.server} ${this.row?.link?.transport} ${this.row?.replicas?.map(({ replica }) => replica) ?? ""} ${vitals.isReported(this.row?.server ?? "")}`;
    if (of !== this.#of && this.row) this.#sections = sectionsOf(this.row);
    this.#of = of;
  }

  render() {
    const server = this.row?.server;
    if (!server) return nothing;
    return html`<time-range></time-range>
      ${session.may("requests", "query.history.availability") ? html`<server-availability .server=${server}></server-availability>` : nothing}
      <chart-grid .sections=${this.#sections}></chart-grid>
      ${session.may("requests", "query.history.range") ? html`<top-list by="tool" .server=${server}></top-list>` : nothing}`;
  }
}

/** @param {import("../fleet.js").Row} row @returns {import("./chart-grid.js").Section[]} */
function sectionsOf({ server, link, replicas }) {
  const isProcess = (link?.transport ?? "stdio") === "stdio";
  const numbers = (replicas ?? []).map(({ replica }) => replica);
  const wire = links(server, numbers);
  return [
    { title: "Calls", charts: [breaker(server, numbers), ...traffic({ server })] },
    { title: "Link", charts: isProcess ? wire : [...wire, pool(server)] },
    ...(isProcess || vitals.isReported(server) ? [{ title: "Process", charts: processes(server, numbers) }] : []),
  ];
}

customElements.define("server-metrics", ServerMetrics);
