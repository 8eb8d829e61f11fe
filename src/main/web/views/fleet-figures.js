import { html } from "lit";
import { around } from "../context.js";
import { Totals, callsOf, failedShare } from "../metrics/totals.js";
import { inUnit } from "../metrics/units.js";
import { Watch } from "../store.js";
import { View } from "./view.js";

/** The fleet in a few figures, over all of the time that is shown. */
class FleetFigures extends View {
  #totals = new Totals(around);

  constructor() {
    super();
    new Watch(this, this.#totals);
  }

  connectedCallback() {
    super.connectedCallback();
    this.#totals.start(callsOf({}));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#totals.stop();
  }

  render() {
    const total = this.#totals.of()[0];
    const failed = total ? failedShare(total) : null;
    return html`<dl class="figures" aria-label="All servers together">
      ${figure("Requests", inUnit("rate", total ? total.rate : this.#totals.answer ? 0 : null))}
      ${figure("Latency p50", inUnit("micros", total?.p50))} ${figure("Latency p95", inUnit("micros", total?.p95))}
      ${figure("Latency p99", inUnit("micros", total?.p99))} ${figure("Failed", inUnit("percent", failed), failed ? "error" : "")}
    </dl>`;
  }
}

/** @param {string} label @param {string} value @param {string} [tone] */
function figure(label, value, tone = "") {
  return html`<div class=${tone ? `tone-${tone}` : ""}><dt>${label}</dt><dd class="num">${value}</dd></div>`;
}

customElements.define("fleet-figures", FleetFigures);
