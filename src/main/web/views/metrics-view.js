import { html, nothing } from "lit";
import { session } from "../context.js";
import { nodes, traffic } from "../metrics/charts.js";
import "./chart-grid.js";
import "./fleet-figures.js";
import "./time-range.js";
import "./top-list.js";
import { View } from "./view.js";

const SECTIONS = [
  { title: "All servers", large: true, charts: traffic({}) },
  { title: "Nodes", charts: nodes() },
];

/** How the fleet does as a whole, which servers make most of it, and how the nodes bear it. */
class MetricsView extends View {
  render() {
    const past = session.may("requests", "query.history.range");
    return html`<section class="metrics" aria-label="Metrics">
      <div class="metrics-head"><time-range></time-range></div>
      <div class="metrics-body" tabindex="-1">
        ${past ? html`<fleet-figures></fleet-figures>` : nothing}
        <chart-grid .sections=${SECTIONS}></chart-grid>
        ${past ? html`<top-list by="server"></top-list>` : nothing}
      </div>
    </section>`;
  }
}

customElements.define("metrics-view", MetricsView);
