import { html, nothing } from "lit";
import { millis, timeOfDay } from "../clock.js";
import { route, runs, session } from "../context.js";
import { isOver } from "../run/runs.js";
import { Watch } from "../store.js";
import { View } from "./view.js";

/** What the user called at a server, newest first. */
class RunHistory extends View {
  static properties = { server: { attribute: false } };

  constructor() {
    super();
    this.server = "";
    new Watch(this, runs, route);
  }

  render() {
    if (!session.may("requests", "query.call.list")) return nothing;
    const calls = runs.history.filter((call) => call.server === this.server);
    if (!calls.length && !runs.historyTrouble) return nothing;
    return html`<section class="run-history" aria-label="Your calls">
      <h3>Your calls <span class="muted">${calls.length}</span></h3>
      ${runs.historyTrouble ? html`<p class="error">${runs.historyTrouble}</p>` : nothing}
      <ol>
        ${calls.map(
          (call) => html`<li>
            <button class="run-entry" data-call=${call.call} data-state=${call.state} aria-current=${call.call === route.place.call} @click=${() => route.go({ item: call.tool, call: call.call })}>
              <time>${timeOfDay(call.startedAt)}</time><code>${call.tool}</code>
              <span>${call.state}${call.outcome && call.outcome !== "ok" ? ` (${call.outcome})` : ""}</span>
              <span class="num">${isOver(call) && call.endedAt ? millis(call.ms) : ""}</span>
            </button>
          </li>`,
        )}
      </ol>
    </section>`;
  }
}

customElements.define("run-history", RunHistory);
