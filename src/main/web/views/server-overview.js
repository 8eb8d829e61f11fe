import { html, nothing } from "lit";
import { millis } from "../clock.js";
import { feed, vitals } from "../context.js";
import { Watch } from "../store.js";
import { nodeName, spaced } from "../words.js";
import { breakerBadge, eventMark, stateBadge } from "./badges.js";
import { sparkLine, summary } from "./spark-line.js";
import { inWords } from "../vitals.js";
import "./tool-list.js";
import { View } from "./view.js";

/** Everything the fleet knows of one server, evidence first. */
class ServerOverview extends View {
  static properties = { row: { attribute: false } };

  constructor() {
    super();
    /** @type {import("../fleet.js").Row | null} */
    this.row = null;
    new Watch(this, feed, vitals);
  }

  render() {
    const row = this.row;
    if (!row) return nothing;
    return html`${this.#replicas(row.server, row.replicas)} ${this.#evidence(row.check)} ${this.#times(row.check)}
      ${this.#breaker(row.breaker)} ${this.#link(row)} ${this.#history(row.server)}
      <tool-list .server=${row.server} .count=${row.link?.tools ?? null}></tool-list>`;
  }

  /** @param {string} server @param {any[] | undefined} replicas */
  #replicas(server, replicas) {
    if (!replicas?.length) return nothing;
    return html`<h3>Replicas <span class="muted">${replicas.length}</span></h3>
      <dl class="replicas">
        ${replicas.map((one) => fact(one.name, this.#replica(server, one)))}
      </dl>`;
  }

  /** @param {string} server @param {any} one */
  #replica(server, one) {
    const place = [nodeName(one.owner), one.pid && `process ${one.pid}`].filter(Boolean).join(", ");
    return html`${stateBadge(one.state)} <span class="muted">${place}</span>
      ${one.state === "healthy" ? millis(one.latencyMs) : one.reason} ${takes(server, one.replica, one.pid)}`;
  }

  /** @param {any} check */
  #evidence(check) {
    if (!check) return html`<h3>Evidence</h3><p class="muted">Not checked yet.</p>`;
    return html`<h3>Evidence</h3>
      <dl>
        ${fact("Checked", html`<time-ago at=${check.last} ago></time-ago>`)}
        ${fact("Next", check.next ? html`<time-ago at=${check.next} until></time-ago>` : "–")}
        ${fact("Outcome", html`<b>${spaced(check.outcome)}</b>${attempts(check)}`)}
        ${fact("Answered in", millis(check.latencyMs))}
        ${check.detail ? fact("Detail", check.detail) : nothing}
      </dl>
      <div class="exchange">
        <span>sent</span><code>${check.sent ?? "nothing"}</code>
        <span>received</span><code>${check.received ?? "nothing"}</code>
      </div>`;
  }

  /** @param {any} check */
  #times(check) {
    const recent = check?.recent ?? [];
    if (recent.length < 2) return nothing;
    const { low, median, p95, high } = summary(recent);
    return html`<h3>Answer times <span class="muted">last ${recent.length}</span></h3>
      <div class="chart">${sparkLine(recent, { width: 400, height: 56 })}</div>
      <dl class="wide">
        ${fact("fastest", millis(low))} ${fact("median", millis(median))} ${fact("p95", millis(p95))}
        ${fact("slowest", millis(high))}
      </dl>`;
  }

  /** @param {any} breaker */
  #breaker(breaker) {
    return html`<h3>Circuit breaker</h3>
      <dl>
        ${fact("State", breakerBadge(breaker))} ${fact("Failures", breaker?.failures ?? 0)}
        ${breaker?.retryAt ? fact("Next try", html`<time-ago at=${breaker.retryAt} until></time-ago>`) : nothing}
      </dl>`;
  }

  /** @param {import("../fleet.js").Row} row */
  #link({ server, link, claim }) {
    const product = [link?.name, link?.version].filter(Boolean).join(" ");
    const count = [link?.tools, link?.prompts, link?.resources];
    return html`<h3>Link</h3>
      <dl>
        ${fact("Product", product || "–")}
        ${fact("Transport", link?.transport ?? "–")}
        ${fact("Protocol", link?.protocol ? `${link.protocol} (${link.era})` : "–")}
        ${fact("Offers", ["tools", "prompts", "resources"].map((word, i) => `${count[i] ?? "–"} ${word}`).join(", "))}
        ${link?.pid ? fact("Process", html`${link.pid} ${takes(server, 0, link.pid)}`) : reported(server)}
        ${fact("Node", claim.owner)}
        ${fact("Claim", `epoch ${claim.epoch}, revision ${claim.revision}`)}
      </dl>`;
  }

  /** @param {string} server */
  #history(server) {
    const entries = feed.about(server, 6);
    if (!entries.length) return nothing;
    return html`<h3>Seen on this page</h3>
      <ol class="history">
        ${entries.map(
          (entry) => html`<li>
            ${eventMark(entry.event)}<span>${entry.text}</span>
            <time-ago at=${entry.at}></time-ago>
            ${entry.reason ? html`<small>${entry.reason}</small>` : nothing}
          </li>`,
        )}
      </ol>`;
  }
}

/** @param {any} check */
function attempts(check) {
  const failing = check.outcome !== "answered" && check.attempt > 1;
  return failing ? html` <span class="muted">${check.attempt} times in a row</span>` : nothing;
}

/** Of a server that says itself what it takes. @param {string} server */
function reported(server) {
  return vitals.of(server, 0, null) ? fact("Reports", takes(server, 0, null)) : nothing;
}

/** What a process takes of its machine, once that was told. @param {string} server @param {number} replica @param {number | null | undefined} pid */
function takes(server, replica, pid) {
  const known = vitals.of(server, replica, pid);
  return known ? html`<span class="${known.trouble ? "error" : "muted"} vitals">${inWords(known)}</span>` : nothing;
}

/** @param {string} name @param {unknown} value */
function fact(name, value) {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

customElements.define("server-overview", ServerOverview);
