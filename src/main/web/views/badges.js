import { html } from "lit";
import { icon } from "../icons.js";
import { BREAKERS, SEVERITY, spaced, stateWord } from "../words.js";

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

/** @param {string} severity */
export function severityMark(severity) {
  const mark = SEVERITY[severity] ?? SEVERITY.info;
  return html`<span class="severity tone-${mark.tone}" title=${severity}
    >${icon(mark.icon)}<span class="unseen">${severity}</span></span
  >`;
}
