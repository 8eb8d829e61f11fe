import { html } from "lit";
import { icon } from "../icons.js";
import { View } from "./view.js";

const KEYS = [
  ["/", "search servers, or the audit log"],
  ["j  k", "next, previous of the list"],
  ["Enter", "open it"],
  ["Esc", "close what is on top"],
  ["e", "show or hide events"],
  ["p", "pause or resume what is live"],
  ["d", "debug window"],
  ["[  ]", "previous, next page"],
  ["t", "theme: system, light, dark"],
  ["1 – 4", "only healthy, degraded, down, other"],
  ["0", "all servers"],
  ["←  →", "read the chart that has the focus"],
  ["+  −", "zoom the time in, out"],
  ["⌫", "back to the time before"],
  ["?", "this help"],
];

/** What the keyboard can do. */
class HelpDialog extends View {
  get #dialog() {
    return /** @type {HTMLDialogElement} */ (this.querySelector("dialog"));
  }

  toggle() {
    if (this.#dialog.open) this.#dialog.close();
    else this.#dialog.showModal();
  }

  render() {
    return html`<dialog class="help" aria-labelledby="help-title" @click=${(click) => click.target === this.#dialog && this.#dialog.close()}>
      <div>
        <h2 id="help-title">Keyboard</h2>
        <button class="tool" aria-label="Close" @click=${() => this.#dialog.close()}>${icon("close")}</button>
        <dl>
          ${KEYS.map(
            ([keys, words]) =>
              html`<div><dt>${keys.split("  ").map((key) => html`<kbd>${key}</kbd>`)}</dt><dd>${words}</dd></div>`,
          )}
        </dl>
      </div>
    </dialog>`;
  }
}

customElements.define("help-dialog", HelpDialog);
