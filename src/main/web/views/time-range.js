import { html } from "lit";
import { now } from "../clock.js";
import { times } from "../context.js";
import { icon } from "../icons.js";
import { SPANS, inWords, localText } from "../metrics/ranges.js";
import { Watch } from "../store.js";
import { closeOnEscape, closeOnLeaving } from "./menu.js";
import { View } from "./view.js";

/** Which time the charts show: the last minutes or days, live, or a stretch of the past. */
class TimeRange extends View {
  constructor() {
    super();
    new Watch(this, times);
  }

  render() {
    return html`<div class="time-range" role="group" aria-label="Time that is shown">
      ${times.live ? this.#living() : this.#stopped()}
      <div class="spans">${SPANS.map((span) => this.#span(span))}</div>
      ${this.#custom()}
      <button class="tool" title="Earlier" aria-label="Earlier" @click=${() => times.shift(-1, now())}>${icon("left")}</button>
      <button class="tool" title="Later" aria-label="Later" ?disabled=${times.live} @click=${() => times.shift(1, now())}>
        ${icon("right")}
      </button>
      <button class="tool" title="Zoom out" aria-label="Zoom out" @click=${() => times.widen(now())}>${icon("zoomout")}</button>
    </div>`;
  }

  #living() {
    return html`<span class="living tone-ok" data-live="yes"><span class="dot"></span>Live</span>`;
  }

  /** What stands still says so, and how it comes back to life. */
  #stopped() {
    const fixed = /** @type {{from: number, to: number}} */ (times.fixed);
    return html`<span class="stopped" data-live="no">${icon("pause")}<span class="num">${inWords(fixed)}</span></span>
      <button class="primary go-live" @click=${() => times.goLive()}>${icon("play")} Back to live</button>`;
  }

  /** @param {import("../metrics/ranges.js").Span} span */
  #span({ id, label }) {
    const pressed = times.live && times.span.id === id;
    return html`<button data-span=${id} aria-pressed=${pressed} title=${`The last ${label}, live`} @click=${() => times.setSpan(id)}>
      ${label}
    </button>`;
  }

  #custom() {
    const { from, to } = times.window(now());
    return html`<details class="menu custom-range" @toggle=${this.#opened} @keydown=${closeOnEscape} @focusout=${closeOnMovingOn}>
      <summary title="From when to when">${icon("calendar")}<span class="unseen">From when to when</span></summary>
      <form class="menu-body" @submit=${this.#submit}>
        <label>From <input name="from" type="datetime-local" step="1" required .defaultValue=${localText(from)} /></label>
        <label>To <input name="to" type="datetime-local" step="1" required .defaultValue=${localText(to)} /></label>
        <button class="primary">Show</button>
      </form>
    </details>`;
  }

  /** @param {Event} toggle */
  #opened(toggle) {
    const menu = /** @type {HTMLDetailsElement} */ (toggle.currentTarget);
    if (!menu.open) return;
    /** @type {HTMLFormElement} */ (menu.querySelector("form")).reset();
    menu.querySelector("input")?.focus();
  }

  /** @param {SubmitEvent} submit */
  #submit(submit) {
    submit.preventDefault();
    const form = /** @type {HTMLFormElement} */ (submit.currentTarget);
    const data = new FormData(form);
    const [from, to] = ["from", "to"].map((name) => Date.parse(String(data.get(name))));
    if (!Number.isFinite(from) || !Number.isFinite(to)) return;
    /** @type {HTMLDetailsElement} */ (form.closest("details")).open = false;
    times.zoom(from, to);
  }
}

/** A press on what takes no focus, such as the words beside a field, leaves it open. @param {FocusEvent} leaving */
function closeOnMovingOn(leaving) {
  if (leaving.relatedTarget) closeOnLeaving(leaving);
}

customElements.define("time-range", TimeRange);
