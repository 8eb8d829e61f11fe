package dev.omnibus.bus;

import java.util.List;

/**
 * Every address of the bus. The first word is the security rule: a socket may request {@code
 * command.*} and {@code query.*}, hear {@code event.*}, and publish nothing; {@code node.<id>.*}
 * and {@code nodes.*} never leave the cluster. What is in no list here is refused.
 */
public final class Addresses {

  public static final String COMMAND_SERVER_START = "command.server.start";
  public static final String COMMAND_SERVER_STOP = "command.server.stop";
  public static final String COMMAND_SERVER_RESTART = "command.server.restart";
  public static final String COMMAND_SERVER_RELOAD = "command.server.reload";
  public static final String COMMAND_SERVER_DRAIN = "command.server.drain";
  public static final String COMMAND_SERVER_UNDRAIN = "command.server.undrain";
  public static final String COMMAND_SERVER_ENABLE = "command.server.enable";
  public static final String COMMAND_SERVER_DISABLE = "command.server.disable";
  public static final String COMMAND_SERVER_TEST = "command.server.test";
  public static final String COMMAND_BREAKER_FORCE = "command.breaker.force";
  public static final String COMMAND_TOOL_CALL = "command.tool.call";
  public static final String COMMAND_TOOL_CANCEL = "command.tool.cancel";
  public static final String COMMAND_TOOL_ANSWER = "command.tool.answer";
  public static final String COMMAND_RESOURCE_SUBSCRIBE = "command.resource.subscribe";
  public static final String COMMAND_RESOURCE_UNSUBSCRIBE = "command.resource.unsubscribe";
  public static final String COMMAND_CONFIG_PUT = "command.config.put";

  public static final String COMMAND_SCHEMA_APPROVE = "command.schema.approve";
  public static final String COMMAND_SCHEMA_REJECT = "command.schema.reject";

  public static final String COMMAND_PRESENCE_UPDATE = "command.presence.update";

  public static final String QUERY_SERVER_LIST = "query.server.list";
  public static final String QUERY_SERVER_OPERATIONS = "query.server.operations";
  public static final String QUERY_NODE_LIST = "query.node.list";
  public static final String QUERY_TOOL_LIST = "query.tool.list";
  public static final String QUERY_CALL_GET = "query.call.get";
  public static final String QUERY_CALL_LIST = "query.call.list";
  public static final String QUERY_PROMPT_LIST = "query.prompt.list";
  public static final String QUERY_PROMPT_GET = "query.prompt.get";
  public static final String QUERY_RESOURCE_LIST = "query.resource.list";
  public static final String QUERY_RESOURCE_TEMPLATES = "query.resource.templates";
  public static final String QUERY_RESOURCE_READ = "query.resource.read";
  public static final String QUERY_COMPLETION_GET = "query.completion.get";
  public static final String QUERY_CONFIG_GET = "query.config.get";
  public static final String QUERY_CONFIG_VERSIONS = "query.config.versions";
  public static final String QUERY_FEED_RESUME = "query.feed.resume";
  public static final String QUERY_AUDIT_SEARCH = "query.audit.search";
  public static final String QUERY_LOG_TAIL = "query.log.tail";

  public static final String QUERY_TRACE_LIST = "query.trace.list";
  public static final String QUERY_TRACE_GET = "query.trace.get";
  public static final String QUERY_HISTORY_RANGE = "query.history.range";
  public static final String QUERY_HISTORY_AVAILABILITY = "query.history.availability";

  public static final String QUERY_SCHEMA_CHANGES = "query.schema.changes";

  public static final String QUERY_PRESENCE_LIST = "query.presence.list";

  public static final String EVENT_SERVER_STATUS = "event.server.status";
  public static final String EVENT_SERVER_HEALTH = "event.server.health";
  public static final String EVENT_SERVER_REMOVED = "event.server.removed";
  public static final String EVENT_SERVER_LOG = "event.server.log";
  public static final String EVENT_SERVER_LIFECYCLE = "event.server.lifecycle";
  public static final String EVENT_SERVER_VITALS = "event.server.vitals";
  public static final String EVENT_CALL_STARTED = "event.call.started";
  public static final String EVENT_CALL_PROGRESS = "event.call.progress";
  public static final String EVENT_CALL_FINISHED = "event.call.finished";
  public static final String EVENT_RESOURCE_UPDATED = "event.resource.updated";
  public static final String EVENT_BREAKER_STATE = "event.breaker.state";
  public static final String EVENT_NODE_JOINED = "event.node.joined";
  public static final String EVENT_NODE_LEFT = "event.node.left";
  public static final String EVENT_NODE_LOAD = "event.node.load";
  public static final String EVENT_METRICS_TICK = "event.metrics.tick";
  public static final String EVENT_CONFIG_CHANGED = "event.config.changed";
  public static final String EVENT_CONFIG_REJECTED = "event.config.rejected";
  public static final String EVENT_SCHEMA_CHANGED = "event.schema.changed";
  public static final String EVENT_SCHEMA_DECIDED = "event.schema.decided";
  public static final String EVENT_AUDIT_RECORDED = "event.audit.recorded";
  public static final String EVENT_TRACE_SPAN = "event.trace.span";
  public static final String EVENT_STORE_STATE = "event.store.state";
  public static final String EVENT_PRESENCE_DIFF = "event.presence.diff";
  public static final String EVENT_ACCESS_ENTERED = "event.security.entered";
  public static final String EVENT_ACCESS_REVOKED = "event.security.revoked";
  public static final String EVENT_ACCESS_REFUSED = "event.security.refused";

  /** What a socket may request and what may change something. */
  public static final List<String> COMMANDS =
      List.of(
          COMMAND_SERVER_START,
          COMMAND_SERVER_STOP,
          COMMAND_SERVER_RESTART,
          COMMAND_SERVER_RELOAD,
          COMMAND_SERVER_DRAIN,
          COMMAND_SERVER_UNDRAIN,
          COMMAND_SERVER_ENABLE,
          COMMAND_SERVER_DISABLE,
          COMMAND_SERVER_TEST,
          COMMAND_BREAKER_FORCE,
          COMMAND_TOOL_CALL,
          COMMAND_TOOL_CANCEL,
          COMMAND_TOOL_ANSWER,
          COMMAND_RESOURCE_SUBSCRIBE,
          COMMAND_RESOURCE_UNSUBSCRIBE,
          COMMAND_CONFIG_PUT,
          COMMAND_SCHEMA_APPROVE,
          COMMAND_SCHEMA_REJECT,
          COMMAND_PRESENCE_UPDATE);

  /** What a socket may request and what changes nothing. */
  public static final List<String> QUERIES =
      List.of(
          QUERY_SERVER_LIST,
          QUERY_SERVER_OPERATIONS,
          QUERY_NODE_LIST,
          QUERY_TOOL_LIST,
          QUERY_CALL_GET,
          QUERY_CALL_LIST,
          QUERY_PROMPT_LIST,
          QUERY_PROMPT_GET,
          QUERY_RESOURCE_LIST,
          QUERY_RESOURCE_TEMPLATES,
          QUERY_RESOURCE_READ,
          QUERY_COMPLETION_GET,
          QUERY_CONFIG_GET,
          QUERY_CONFIG_VERSIONS,
          QUERY_FEED_RESUME,
          QUERY_AUDIT_SEARCH,
          QUERY_LOG_TAIL,
          QUERY_TRACE_LIST,
          QUERY_TRACE_GET,
          QUERY_HISTORY_RANGE,
          QUERY_HISTORY_AVAILABILITY,
          QUERY_SCHEMA_CHANGES,
          QUERY_PRESENCE_LIST);

  /** What a socket may hear. Each node registers each of them once, when it starts. */
  public static final List<String> EVENTS =
      List.of(
          EVENT_SERVER_STATUS,
          EVENT_SERVER_HEALTH,
          EVENT_SERVER_REMOVED,
          EVENT_SERVER_LOG,
          EVENT_SERVER_LIFECYCLE,
          EVENT_SERVER_VITALS,
          EVENT_CALL_STARTED,
          EVENT_CALL_PROGRESS,
          EVENT_CALL_FINISHED,
          EVENT_RESOURCE_UPDATED,
          EVENT_BREAKER_STATE,
          EVENT_NODE_JOINED,
          EVENT_NODE_LEFT,
          EVENT_NODE_LOAD,
          EVENT_METRICS_TICK,
          EVENT_CONFIG_CHANGED,
          EVENT_CONFIG_REJECTED,
          EVENT_SCHEMA_CHANGED,
          EVENT_SCHEMA_DECIDED,
          EVENT_AUDIT_RECORDED,
          EVENT_TRACE_SPAN,
          EVENT_STORE_STATE,
          EVENT_PRESENCE_DIFF,
          EVENT_ACCESS_ENTERED,
          EVENT_ACCESS_REVOKED,
          EVENT_ACCESS_REFUSED);

  /** Those of the events that hold a whole state: who has the newest of a server lacks nothing. */
  public static final List<String> STATES =
      List.of(EVENT_SERVER_STATUS, EVENT_SERVER_HEALTH, EVENT_BREAKER_STATE);

  /**
   * Those whose data says things of several servers: each listener gets what it may see of them.
   */
  public static final List<String> DIVIDED = List.of(EVENT_METRICS_TICK, EVENT_PRESENCE_DIFF);

  /**
   * Those of the events that each node tells its own sockets alone, of whatever all nodes know:
   * what another node told of them, nobody lacks.
   */
  public static final List<String> OWN = List.of(EVENT_PRESENCE_DIFF);

  /**
   * Those of the commands that are no act: they say where somebody looks, and are not noted in the
   * audit log.
   */
  public static final List<String> FLEETING = List.of(COMMAND_PRESENCE_UPDATE);

  /**
   * Those whose bodies are nobody's business on the way: tool arguments and results, also where the
   * audit log keeps them, and what servers log. A client that offers a key gets and sends them
   * sealed.
   */
  public static final List<String> SENSITIVE =
      List.of(
          EVENT_SERVER_LOG,
          EVENT_AUDIT_RECORDED,
          QUERY_LOG_TAIL,
          QUERY_AUDIT_SEARCH,
          COMMAND_SERVER_TEST,
          COMMAND_TOOL_CALL,
          COMMAND_TOOL_ANSWER,
          QUERY_CALL_GET,
          QUERY_PROMPT_GET,
          QUERY_RESOURCE_READ,
          QUERY_COMPLETION_GET);

  /** Offers a key; its answer is the node's own: {@code {"key":".."}} both ways. */
  public static final String BRIDGE_SEAL = "bridge.seal";

  /** Keeps a socket open for a newer token: {@code {"token":".."}}. */
  public static final String BRIDGE_RENEW = "bridge.renew";

  /** One node's own address for a word below: {@code node.n1@k3f9.server.probe}. */
  public static String node(String nodeId, String word) {
    return "node." + nodeId + "." + word;
  }

  /** The address of all nodes for a word below. */
  public static String nodes(String word) {
    return "nodes." + word;
  }

  /** Word for {@link #nodes}: something about a session of an agent changed. */
  public static final String SESSION = "mcp.session.changed";

  /** Word for {@link #nodes}: what an agent said that concerns a call on whatever node it is. */
  public static final String SESSION_SAID = "mcp.session.said";

  /** A node hands an agent's answer to the node whose server asked. */
  public static final String AGENT_REPLY = "mcp.agent.reply";

  /** A node hands over a request that goes on with a call that waits on another one. */
  public static final String CALL_GO_ON = "mcp.call.go-on";

  /** A node asks another when sessions of agents were used there last. */
  public static final String SESSION_USE = "mcp.session.use";

  /** A node reads a stream that another one keeps. */
  public static final String STREAM_READ = "mcp.stream.read";

  /** Word for {@link #nodes}: what the sockets of one node take of the limits of the cluster. */
  public static final String TALLY = "bridge.tally";

  /** Word for {@link #nodes}: how far a node heard the events of one that left, or told its own. */
  public static final String SURVIVOR_HEARD = "bridge.survivor.heard";

  /** A node that heard more of one, or is that one, tells what the asker lacks. */
  public static final String SURVIVOR_LACKS = "bridge.survivor.lacks";

  /** A node says how far it heard the others, to one that starts. */
  public static final String SURVIVOR_PAST = "bridge.survivor.past";

  /** Word for {@link #nodes}: what changed of the people who are connected to a node. */
  public static final String PEOPLE_TOLD = "people.told";

  /** A node says who is connected to it. */
  public static final String PEOPLE_PART = "people.part";

  /** Word for {@link #nodes}: how one replica is; outside, only its server is told of. */
  public static final String REPLICA = "server.replica";

  /** Word for {@link #nodes}: an operator wants something of a server from now on. */
  public static final String WISH = "server.wish";

  /** A node says what agents have under way at servers through its gateway. */
  public static final String TRAFFIC = "gateway.traffic";

  /** A node changes the entry of one server in its configuration, and with it everywhere. */
  public static final String CONFIG_EDIT = "config.edit";

  /** A node says in which version the entry of a server was another one last. */
  public static final String CONFIG_BEFORE = "config.before";

  /** The owner hears how calls of agents to its servers went wrong. */
  public static final String EVIDENCE = "server.evidence";

  /** Words for {@link #node}: the coordinator answers a probe of a server it owns. */
  public static final String PROBE = "server.probe";

  /** The coordinator tells the health room of its own node a {@code ServerSignal}. */
  public static final String SIGNAL = "server.signal";

  /** The owner carries out a command that another node forwarded. */
  public static final String CONTROL = "server.control";

  /** The owner forces the breaker of a server when the command came in on another node. */
  public static final String BREAKER = "breaker.force";

  /** The node that keeps the run of a tool shows it, answers for it, stops it. */
  public static final String CALL_KEPT = "call.kept";

  /** The owner says what the server of the open session calls itself and offers. */
  public static final String MCP_SESSION = "mcp.session";

  /** Where the frames of all channels to this node come in. */
  public static final String CHANNEL = "channel";

  /** The owner opens a way to a server, over a channel. */
  public static final String MCP_OPEN = "mcp.open";

  /** The owner ends what it keeps for one session of an agent. */
  public static final String MCP_END = "mcp.end";

  /** The owner tells its own node what a server listed. */
  public static final String LISTS_READ = "mcp.lists.read";

  /** Word for {@link #nodes}: a node has newer lists of a server. */
  public static final String LISTS_CHANGED = "mcp.lists.changed";

  /** A node hands out a piece of a list. */
  public static final String LISTS_FETCH = "mcp.lists.fetch";

  /** Word for {@link #nodes}: other pins of a server are in force. */
  public static final String PINS_CHANGED = "mcp.pins.changed";

  /** A node says of which servers it has newer pins. */
  public static final String PINS_NEWER = "mcp.pins.newer";

  /** A node says of which servers it has newer lists. */
  public static final String LISTS_NEWER = "mcp.lists.newer";

  /** A node answers with its whole board, or with what another's digest lacks. */
  public static final String BOARD = "server.board";

  /** A node answers with the current text of one configuration file. */
  public static final String CONFIG = "config.fetch";

  /** The owner tests the connection to a server of its own. */
  public static final String TEST = "server.test";

  /** A node tells what it has in the log of a server. */
  public static final String LOG_TAIL = "log.tail";

  /** A node lists the traces that it keeps, or shows one; or keeps its part of one. */
  public static final String TRACE_LIST = "trace.list";

  public static final String TRACE_GET = "trace.get";
  public static final String TRACE_KEEP = "trace.keep";

  /** A node tells what it has of history. */
  public static final String HISTORY_PART = "history.part";

  /** A node tells what time it has. */
  public static final String CLOCK = "clock";

  /** A node tells how it saw servers over time. */
  public static final String AVAILABILITY_SPANS = "availability.spans";

  /** A node looks through its own audit log. */
  public static final String AUDIT_SEARCH = "audit.search";

  private Addresses() {}
}
