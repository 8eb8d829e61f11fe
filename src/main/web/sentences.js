/** Events in words, for the list and for the screen reader. */
import { nodeName, spaced, stateWord } from "./words.js";

const SHOWN = 3;

/** What an event is about: a server, a file or a node. @param {any} event */
export function subjectOf({ type, node, data = {} }) {
  if (type === "store_state") return `store of ${nodeName(node)}`;
  return String(data.server ?? data.file ?? data.name ?? nodeName(data.id));
}

/** What happened. @param {any} event */
export function sentence({ type, data = {} }) {
  switch (type) {
    case "mcp_status_change":
      return data.from === data.to
        ? `is ${stateWord(data.to).label}`
        : `${stateWord(data.from).label} → ${stateWord(data.to).label}`;
    case "circuit_breaker_state":
      return `breaker ${spaced(data.from)} → ${spaced(data.to)}`;
    case "mcp_health_check":
      return `checked: ${spaced(data.status?.check?.outcome ?? data.state)}`;
    case "mcp_removed":
      return "left the configuration";
    case "node_joined":
      return "joined the cluster";
    case "node_left":
      return "left the cluster";
    case "config_changed":
      return `changed to version ${data.version}`;
    case "config_rejected":
      return "was refused, the last good version stays";
    case "mcp_schema_changed":
      return `describes ${data.count} things otherwise`;
    case "mcp_schema_decided":
      return `${data.decision} by ${data.by}`;
    case "access_revoked":
      return `session of ${data.user} ended`;
    case "access_refused":
      return `refused ${data.user ?? data.claimed ?? data.remote ?? "a caller"}`;
    case "server_lifecycle":
      return `${data.do} by ${data.actor} ${data.phase}`;
    case "store_state":
      if (data.losing) return "takes no audit rows, and acts are lost";
      return { here: "takes audit rows again", slow: "lags behind with audit rows" }[data.state] ?? "takes no audit rows";
    case "gap_in_this_list":
      return "Some events before this are missing here";
    default:
      return spaced(type);
  }
}

/** Why, or what else there is to say. @param {any} event */
export function reasonOf({ type, data = {} }) {
  switch (type) {
    case "config_changed":
      return [by(data), names("+", data.added), names("~", data.changed), names("−", data.removed)]
        .filter(Boolean)
        .join(" · ");
    case "config_rejected":
      return some(data.problems ?? [], problem);
    case "mcp_schema_changed":
      return (data.changes ?? []).map((/** @type {any} */ change) => change.item).join(" · ");
    case "mcp_schema_decided":
      return (data.items ?? []).join(" · ");
    case "access_refused":
      return [spaced(data.reason), data.address].filter(Boolean).join(" · ");
    case "mcp_health_check":
      return data.status?.check?.detail ?? "";
    case "access_revoked":
      return spaced(data.reason);
    case "store_state":
      return [data.message, data.waiting ? `${data.waiting} wait` : "", data.lost ? `${data.lost} are lost` : ""].filter(Boolean).join(" · ");
    case "server_lifecycle":
      return [data.reason, data.detail].filter(Boolean).join(" · ");
    default:
      return data.reason ?? "";
  }
}

/** @param {any} data */
const by = ({ by: who }) => (who === "file" ? "saved on disk" : who ? `by ${who}` : "");

/** @param {string} sign @param {string[] | undefined} list */
const names = (sign, list) => some(list ?? [], (name) => `${sign}${name}`);

/** @param {any} place */
function problem({ line, column, key, reason }) {
  return `${line ? `line ${line}:${column} ` : ""}${key ? `${key}: ` : ""}${reason}`;
}

/** @template T @param {T[]} list @param {(item: T) => string} word */
function some(list, word) {
  const rest = list.length - SHOWN;
  return list.slice(0, SHOWN).map(word).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
