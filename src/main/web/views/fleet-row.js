import { html, nothing } from "lit";
import { millis } from "../clock.js";
import { nodeName, stateWord } from "../words.js";
import { breakerBadge, stateBadge } from "./badges.js";
import { sparkLine, trend } from "./spark-line.js";
import { chosen, operations } from "../context.js";
import { inUnit } from "../metrics/units.js";
import "./time-ago.js";

/** @typedef {import("../fleet.js").Row} Row */

/** @type {Array<{key: string, label: string, hint?: string}>} */
export const COLUMNS = [
  { key: "state", label: "State" },
  { key: "server", label: "Server" },
  { key: "transport", label: "Transport", hint: "Transport and protocol era" },
  { key: "tools", label: "Tools" },
  { key: "owner", label: "Node", hint: "The node that looks after it" },
  { key: "last", label: "Checked", hint: "Age of the last check" },
  { key: "latency", label: "Response", hint: "Answer time of the last checks" },
  { key: "calls", label: "Calls", hint: "Calls a second, and how long the slowest of twenty took, within the last minute" },
  { key: "next", label: "Next check" },
  { key: "breaker", label: "Breaker", hint: "Circuit breaker" },
];

/** @param {Row} row @param {number} index @param {boolean} current @param {boolean} open @param {boolean | null} picked null where nothing can be done with it @param {number} changes @param {import("../metrics/pulse.js").Beat | undefined} beat */
export function fleetRow(row, index, current, open, picked, changes, beat) {
  const flash = row.turn ? (row.turn % 2 ? "flash-a" : "flash-b") : "";
  return html`<tr
    id=${`row-${row.server}`}
    class="${current ? "current" : ""} ${open ? "open" : ""} ${flash} tone-${stateWord(row.state).tone}"
    data-server=${row.server}
    data-state=${row.state}
    aria-rowindex=${index + 2}
    aria-selected=${open}
  >
    <td class="col-state">${pick(row.server, picked)}${stateBadge(row.state)}</td>
    <th scope="row" class="col-server">${name(row)}</th>
    <td class="col-transport">${transport(row.link ?? {})}</td>
    <td class="col-tools num">${changes ? changed(changes) : nothing}${row.link?.tools ?? "–"}</td>
    <td class="col-owner" title=${row.claim.owner}>${nodeName(row.claim.owner)}</td>
    <td class="col-last num"><time-ago at=${row.check?.last ?? ""}></time-ago></td>
    <td class="col-latency">${answerTime(row.check)}</td>
    <td class="col-calls">${busyness(beat)}</td>
    <td class="col-next num">${next(row)}</td>
    <td class="col-breaker">${breakerBadge(row.breaker)}</td>
  </tr>`;
}

/** @param {string} server @param {boolean | null} picked */
function pick(server, picked) {
  return picked === null
    ? nothing
    : html`<input type="checkbox" class="pick" tabindex="-1" aria-label=${`Choose ${server}`} .checked=${picked}
        @change=${() => chosen.toggle(server)} />`;
}

/** The name is the button that opens the panel. @param {Row} row */
function name(row) {
  const quiet = stateWord(row.state).tone === "ok";
  const product = [row.link?.name, row.link?.version].filter(Boolean).join(" ");
  const aside = quiet ? row.description || product : row.reason;
  return html`<button class="name" tabindex="-1">${row.server}</button>
    ${busy(row.server)}${aside ? html`<span class="aside" title=${aside}>${aside}</span>` : nothing}`;
}

/** Who is at it. @param {string} server */
function busy(server) {
  const now = operations.at(server);
  return now ? html`<span class="tag" title=${`since ${now.since}`}>${now.do} by ${now.actor}</span>` : nothing;
}

/** Not by colour alone. @param {number} count */
function changed(count) {
  return html`<span class="tag warn" data-changes=${count} title="described otherwise than when it was approved">${count} changed</span> `;
}

/** @param {any} link */
function transport(link) {
  return html`${link.transport ?? "–"}${link.era
    ? html`<span class="tag" title="MCP ${link.protocol ?? ""}">${link.era}</span>`
    : nothing}`;
}

/** @param {any} check */
function answerTime(check) {
  return html`<div class="answer">
    ${sparkLine(check?.recent ?? [])}<span class="num">${millis(check?.latencyMs)}</span>
  </div>`;
}

/** @param {import("../metrics/pulse.js").Beat | undefined} beat */
function busyness(beat) {
  if (!beat) return html`<span class="muted">–</span>`;
  const failing = beat.errors > 0 ? `, ${inUnit("rate", beat.errors)} of them failed` : "";
  const words = `${inUnit("rate", beat.rate)}${failing}; p95 ${inUnit("micros", beat.p95)}`;
  return html`<div class="beat ${beat.errors > 0 ? "failing" : ""}" title=${words}>
    ${trend(beat.rates)}<span class="num">${inUnit("rate", beat.rate)}</span><small class="num">p95 ${inUnit("micros", beat.p95)}</small>
  </div>`;
}

/** An open breaker's next try counts, whatever the check says. @param {Row} row */
function next(row) {
  const at = row.breaker?.retryAt ?? row.check?.next ?? "";
  const attempt = row.check?.outcome !== "answered" && row.check?.attempt > 1 ? row.check.attempt : 0;
  return html`<time-ago at=${at} until></time-ago>${attempt
      ? html`<span class="tag" title="failed checks in a row">×${attempt}</span>`
      : nothing}`;
}
