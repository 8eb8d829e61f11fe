import { html } from "lit";
import { icon } from "../icons.js";
import { BREAKERS, SEVERITY, STATES, spaced, stateWord } from "../words.js";

/** A state by colour, icon and word. @param {string} state */
export function stateBadge(state) {
  const word = stateWord(state);
  return html`<span class="state tone-${word.tone}" data-state=${state}
    >${icon(word.icon)}<span>${word.label}</span></span
  >`;
}

/** @param {any} breaker */
export function breakerBadge(breaker) {
  const state = breaker?.state ?? "closed";
  const word = BREAKERS[state] ?? { label: spaced(state), tone: "warning" };
  return html`<span class="breaker tone-${word.tone}">${word.label}</span>`;
}

/** A change of state wears the mark of what it led to, every other event that of its severity. @param {any} event */
export function eventMark(event) {
  const severity = event.severity ?? "info";
  const state = event.type === "mcp_status_change" ? STATES[event.data?.to] : undefined;
  const mark = state ?? SEVERITY[severity] ?? SEVERITY.info;
  return html`<span class="severity tone-${mark.tone}" title=${severity}
    >${icon(mark.icon)}<span class="unseen">${severity}</span></span
  >`;
}
