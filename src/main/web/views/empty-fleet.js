import { html } from "lit";
import { icon } from "../icons.js";

const EXAMPLE = `{
  "mcpServers": {
    "files": {
      "command": "npx",
      "args": ["-y", "@modelcontextprotocol/server-filesystem", "/tmp"]
    }
  }
}`;

/** An empty table says why it is empty and what to do about it. */
export function emptyFleet(fleet, route, bus) {
  if (!fleet.loaded) return waiting(bus);
  if (fleet.servers.size) return nothingMatches(route);
  return html`<div class="empty">
    ${icon("node")}
    <h2>No servers yet</h2>
    <p>Add one to <code>conf/servers.json</code> and save. It shows up here by itself, within a second.</p>
    <pre>${EXAMPLE}</pre>
  </div>`;
}

function waiting(bus) {
  const words = bus.phase === "off" ? "Disconnected before the list came." : "Waiting for the list of servers …";
  return html`<div class="empty" aria-busy="true">${icon("spinner")}<p>${words}</p></div>`;
}

function nothingMatches(route) {
  const { q, group } = route.place;
  const what = [group && `is ${group}`, q && `matches “${q}”`].filter(Boolean).join(" and ");
  return html`<div class="empty">
    ${icon(group === "down" && !q ? "check" : "search")}
    <h2>No server ${what}</h2>
    <button @click=${() => route.go({ q: "", group: "" })}>Show all servers</button>
  </div>`;
}
