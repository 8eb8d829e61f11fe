import { html, nothing } from "lit";
import { millis } from "../clock.js";
import { icon } from "../icons.js";
import { nodeName } from "../words.js";

/** @type {Record<string, string>} */
const PHASES = {
  dns: "Name",
  connect: "Connection",
  tls: "TLS",
  first_byte: "First byte",
  start: "Start",
  initialize: "Handshake",
  tools: "Tools",
  prompts: "Prompts",
  resources: "Resources",
  canary: "Call",
};

/** What a test of a connection came to: verdict, phases, certificate, what the server is and has. @param {any} report */
export function connectionReport(report) {
  const tone = report.ok ? "ok" : "error";
  return html`<div class="report" data-ok=${report.ok}>
    <p class="report-verdict tone-${tone}" role="status">
      ${icon(report.ok ? "check" : "cross")}
      <b>${report.ok ? "It works." : report.error?.text ?? "The tool says that it failed."}</b>
      <span class="muted">${millis(report.durationMs)}, from ${nodeName(report.node)}</span>
    </p>
    ${advice(report.error)} ${warnings(report.warnings)} ${phases(report.phases)} ${certificate(report.certificate)}
    ${session(report)} ${canary(report.canary)} ${tools(report.tools)} ${said(report.said)}
  </div>`;
}

/** @param {any} error */
function advice(error) {
  if (!error?.advice?.length) return nothing;
  return html`<ul class="report-advice">
    ${error.advice.map((/** @type {string} */ line) => html`<li>${line}</li>`)}
  </ul>`;
}

/** @param {string[]} lines */
function warnings(lines) {
  return (lines ?? []).map((line) => html`<p class="report-warning tone-warning">${icon("triangle")} ${line}</p>`);
}

/** @param {any[]} steps */
function phases(steps) {
  if (!steps?.length) return nothing;
  return html`<div class="phases" aria-hidden="true">
      ${steps.map(
        (step, i) => html`<span class="phase phase-${i % 5}" data-phase=${step.phase} data-ok=${step.ok} .style=${`flex-grow: ${Math.max(step.ms, 0.1)}`} title="${PHASES[step.phase] ?? step.phase}: ${millis(step.ms)}"></span>`,
      )}
    </div>
    <table class="report-steps">
      <tbody>
        ${steps.map(
          (step, i) => html`<tr data-phase=${step.phase} data-ok=${step.ok}>
            <td><i class="phase-dot phase-${i % 5}" aria-hidden="true"></i>${PHASES[step.phase] ?? step.phase}</td>
            <td class="num">${millis(step.ms)}</td>
            <td class="tone-${step.ok ? "ok" : "error"}">${icon(step.ok ? "check" : "cross")}<span class="unseen">${step.ok ? "well" : "failed"}</span></td>
            <td>${step.detail ?? ""}</td>
          </tr>`,
        )}
      </tbody>
    </table>`;
}

/** @param {any} shown */
function certificate(shown) {
  if (!shown) return nothing;
  return html`<h3>Certificate</h3>
    <dl class="report-certificate">
      ${fact("Trusted", shown.trusted ? "yes" : html`<b class="error">no: ${shown.why}</b>`)}
      ${fact("Subject", shown.subject)} ${fact("Issuer", shown.issuer)} ${fact("Names", shown.names.join(", "))}
      ${fact("Valid", `${shown.from.slice(0, 10)} to ${shown.until.slice(0, 10)}, ${shown.daysLeft} days left`)}
    </dl>`;
}

/** @param {any} report */
function session({ session: open, counts }) {
  if (!open) return nothing;
  const product = [open.name, open.version].filter(Boolean).join(" ");
  const count = ["tools", "prompts", "resources"].filter((key) => key in counts).map((key) => `${counts[key]} ${key}`);
  return html`<h3>Server</h3>
    <dl>
      ${fact("Product", product || "–")} ${fact("Protocol", `${open.protocol} (${open.era}) by ${open.transport}`)}
      ${fact("Offers", count.join(", ") || "nothing")} ${fact("Capabilities", Object.keys(open.capabilities ?? {}).join(", ") || "none")}
    </dl>
    ${open.instructions ? html`<p class="muted">${open.instructions}</p>` : nothing}`;
}

/** @param {any} call */
function canary(call) {
  if (!call) return nothing;
  return html`<h3>Call</h3><pre class="report-said">${call.text || (call.ok ? "done" : "failed")}</pre>`;
}

/** @param {any[]} all */
function tools(all) {
  if (!all?.length) return nothing;
  return html`<details class="report-tools">
    <summary>${all.length} tools</summary>
    <dl>${all.map((tool) => fact(tool.name, tool.description ?? ""))}</dl>
  </details>`;
}

/** @param {string[]} lines */
function said(lines) {
  if (!lines?.length) return nothing;
  return html`<h3>What it printed last</h3><pre class="report-said">${lines.join("\n")}</pre>`;
}

/** @param {unknown} name @param {unknown} value */
function fact(name, value) {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}
