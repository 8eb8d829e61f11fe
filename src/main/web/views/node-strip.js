import { html, nothing } from "lit";
import { fleet } from "../context.js";
import { icon } from "../icons.js";
import { Watch } from "../store.js";
import { nodeName, stateWord } from "../words.js";
import { View } from "./view.js";

/** The nodes of the cluster, how many servers each looks after, and which one this page is on. */
class NodeStrip extends View {
  constructor() {
    super();
    new Watch(this, fleet);
  }

  render() {
    if (!fleet.nodes.length) return nothing;
    const owned = new Map();
    for (const row of fleet.servers.values()) {
      const load = owned.get(row.claim.owner) ?? { all: 0, down: 0 };
      load.all += 1;
      if (stateWord(row.state).group === "down") load.down += 1;
      owned.set(row.claim.owner, load);
    }
    const nodes = [...fleet.nodes].sort((a, b) => a.name.localeCompare(b.name));
    return html`<ul class="nodes" aria-label="Nodes">
      ${nodes.map((node) => this.#node(node, owned.get(node.id)))}
    </ul>`;
  }

  /** @param {import("../fleet.js").Node} node @param {{all: number, down: number} | undefined} load */
  #node(node, load) {
    const count = load?.all ?? 0;
    return html`<li title=${node.id} class=${node.self ? "self" : ""}>
      ${icon("node")}<b>${node.name ?? nodeName(node.id)}</b>
      <span>${count} ${count === 1 ? "server" : "servers"}</span>
      ${load?.down ? html`<span class="tone-error">${load.down} down</span>` : nothing}
      ${node.self ? html`<span class="tag">you are here</span>` : nothing}
    </li>`;
  }
}

customElements.define("node-strip", NodeStrip);
