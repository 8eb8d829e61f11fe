import { everySecond, now, short } from "../clock.js";

/**
 * A ticking age or countdown: `<time-ago at="…">` for a column, with `ago` or `lasting` within a
 * sentence, with `until` for what is to come. It writes its own text
 * when the page's one timer ticks, so that a thousand of them redraw nothing else.
 */
class TimeAgo extends HTMLElement {
  static observedAttributes = ["at"];
  #stop = () => {};

  connectedCallback() {
    this.#stop = everySecond(() => this.#write());
    this.#write();
  }

  disconnectedCallback() {
    this.#stop();
  }

  attributeChangedCallback() {
    this.#write();
  }

  #write() {
    const text = this.#words(Date.parse(this.getAttribute("at") ?? ""));
    if (this.textContent !== text) this.textContent = text;
  }

  /** @param {number} at */
  #words(at) {
    if (Number.isNaN(at)) return "–";
    const age = now() - at;
    if (this.hasAttribute("until")) return age > 0 ? "due" : `in ${short(-age)}`;
    if (this.hasAttribute("lasting")) return short(age);
    if (this.hasAttribute("ago")) return age < 1000 ? "now" : `${short(age)} ago`;
    return age < 1000 ? "now" : short(age);
  }
}

customElements.define("time-ago", TimeAgo);
