import { html } from "lit";
import { feed } from "../context.js";
import { View } from "./view.js";

const EVERY = 1500;
const MANY = 4;

/** Reads changes of state to those who can't see them; only what is critical interrupts. */
class FleetAnnouncer extends View {
  static properties = { polite: { state: true }, assertive: { state: true } };
  #seen = 0;
  /** @type {number | undefined} */
  #timer;
  #stop = () => {};

  constructor() {
    super();
    this.polite = "";
    this.assertive = "";
  }

  connectedCallback() {
    super.connectedCallback();
    this.#stop = feed.watch(() => {
      this.#timer ??= setTimeout(() => this.#say(), EVERY);
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop();
    clearTimeout(this.#timer);
  }

  #say() {
    this.#timer = undefined;
    const fresh = feed.entries.filter((entry) => entry.id > this.#seen && isNews(entry));
    this.#seen = feed.entries[0]?.id ?? this.#seen;
    if (!fresh.length) return;
    const critical = fresh.filter((entry) => entry.severity === "critical");
    this.assertive = words(critical);
    this.polite = words(fresh.filter((entry) => entry.severity !== "critical"));
  }

  render() {
    return html`<div class="unseen" aria-live="polite">${this.polite}</div>
      <div class="unseen" aria-live="assertive">${this.assertive}</div>`;
  }
}

/** @param {import("../feed.js").Entry} entry */
const isNews = (entry) => ["mcp_status_change", "mcp_removed", "config_rejected"].includes(entry.type);

/** @param {import("../feed.js").Entry[]} entries */
function words(entries) {
  if (entries.length > MANY) return `${entries.length} changes in the fleet`;
  return entries.map(({ subject, text, reason }) => `${subject}: ${text}. ${reason}`).join(" ");
}

customElements.define("fleet-announcer", FleetAnnouncer);
