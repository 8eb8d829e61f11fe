/** The way from wherever a page names a call to what it went through. */
import { html, nothing } from "lit";
import { route, session } from "../context.js";
import { icon } from "../icons.js";
import { leads } from "../leads.js";

export const maySeeTraces = () => session.may("requests", "query.trace.get");

/** @param {string} trace */
const there = (trace) => ({ page: "traces", server: "", trace });

/** @param {string} trace */
export const openTrace = (trace) => route.go(there(trace));

/**
 * A link to a trace; nothing where there is none, or for who may not look at it.
 * @param {string | undefined} trace @param {string} [words] none for the sign alone @param {string} [title]
 */
export function traceLink(trace, words = "Trace", title = "What this call went through, step by step") {
  if (!trace || !maySeeTraces()) return nothing;
  return html`<a class="trace-link" data-trace=${trace} href=${route.address(there(trace))} title=${title} aria-label=${words || title}
    @click=${alone(leads(there(trace)))}>${icon("trace")}${words ? html`<span>${words}</span>` : nothing}</a>`;
}

/** The row in which a link stands does not hear the click as well. @param {(click: MouseEvent) => void} act */
const alone = (act) => (/** @type {MouseEvent} */ click) => {
  click.stopPropagation();
  act(click);
};
