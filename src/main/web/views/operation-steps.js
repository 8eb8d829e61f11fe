import { html, nothing } from "lit";
import { millis } from "../clock.js";
import { operations } from "../context.js";
import { icon } from "../icons.js";
import { Watch } from "../store.js";
import { View } from "./view.js";

/** @type {Record<string, {icon: string, tone: string}>} */
const PHASES = {
  accepted: { icon: "spinner", tone: "notice" },
  done: { icon: "check", tone: "ok" },
  failed: { icon: "cross", tone: "error" },
};

/** What is done to one server now, or was last, step by step. */
class OperationSteps extends View {
  static properties = { server: {} };

  constructor() {
    super();
    this.server = "";
    new Watch(this, operations);
  }

  render() {
    const known = operations.latest.get(this.server);
    if (!known) return nothing;
    const running = known.phase === "accepted";
    return html`<section class="operation tone-${PHASES[known.phase].tone}" data-phase=${known.phase} aria-label="Last operation">
      <p>
        ${icon(PHASES[known.phase].icon)} <b>${known.do}</b> by ${known.actor}
        ${running ? html`since <time-ago at=${known.since}></time-ago>` : html`${known.phase} in ${millis(known.durationMs)}`}
      </p>
      ${known.reason ? html`<p class="muted">${known.reason}</p>` : nothing}
      <ol>${known.steps.map(step)}</ol>
      ${known.detail ? html`<p class=${known.phase === "failed" ? "error" : "muted"}>${known.detail}</p>` : nothing}
    </section>`;
  }
}

/** @param {import("../operations.js").Step} one */
function step(one) {
  const { icon: shape, tone } = PHASES[one.phase] ?? PHASES.accepted;
  return html`<li class="tone-${tone}">
    ${icon(shape)} ${one.replica ? `replica ${one.replica}: ` : ""}${one.step}
    <span class="muted">${one.durationMs === undefined ? "" : millis(one.durationMs)} ${one.detail ?? ""}</span>
  </li>`;
}

customElements.define("operation-steps", OperationSteps);
