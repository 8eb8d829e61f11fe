package dev.omnibus.coordinator.trial;

import dev.omnibus.mcp.McpException;
import dev.omnibus.model.ServerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can be done about an exchange that went wrong, in the words of whoever has to do it. */
public final class Advice {

  private static final Pattern CHALLENGE =
      Pattern.compile(
          "\\b(realm|error|error_description|scope|resource_metadata)=\"([^\"]{0,300})\"");

  private final ServerSpec spec;
  private final String contentType;
  private final boolean heardStdout;

  /**
   * @param contentType of the last answer, or null
   * @param heardStdout whether the process wrote to stdout what is no JSON-RPC
   */
  public Advice(ServerSpec spec, String contentType, boolean heardStdout) {
    this.spec = spec;
    this.contentType = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
    this.heardStdout = heardStdout;
  }

  public List<String> on(McpException cause) {
    return switch (cause.kind()) {
      case SPAWN_FAILED -> notStarted(cause.getMessage());
      case MISCONFIGURED ->
          List.of("What the definition refers to is not there on the node that ran this test.");
      case REFUSED -> List.of("Nobody listens there any more: did the server end just now?");
      case UNREACHABLE -> List.of("Is the network between this node and the server all right?");
      case TLS ->
          List.of("The certificate, or who is trusted, changed while it was looked at. Try again.");
      case TIMEOUT -> silent();
      case CLOSED -> ended();
      case GARBAGE -> noMcp();
      case TOO_LARGE ->
          List.of("It answers a greeting with more than any server has to say. Is it MCP?");
      case HTTP_STATUS, SESSION_EXPIRED -> status(cause);
      case REDIRECT ->
          List.of(
              "Redirects are not followed, because headers and tokens would go where nobody sent them.",
              "If that is where the server is, write "
                  + cause.data().getString("location", "that address")
                  + " as url.");
      case AUTH_REQUIRED -> credential(cause);
      case INCOMPATIBLE ->
          List.of("Omnibus speaks MCP 2024-11-05 to 2025-11-25 and 2026-07-28. Update the server.");
      case RPC_ERROR -> refused(cause);
    };
  }

  private List<String> notStarted(String text) {
    if (text.contains("working directory")) {
      return List.of(
          "Make the folder, or write another as cwd. It has to be on the node that starts the server.");
    }
    String program = spec.command().get(0);
    List<String> advice = new ArrayList<>();
    advice.add(
        program.indexOf('/') >= 0
            ? "Is there such a file on the node that ran this test, and may Omnibus execute it?"
            : "It is looked for in the PATH that Omnibus was started with: install "
                + program
                + " there, or write its whole path.");
    if (program.contains(" ")) {
      advice.add(
          "There is no shell: the program alone belongs into command, each argument into args.");
    }
    return advice;
  }

  private List<String> silent() {
    if (!spec.hasProcess()) {
      return List.of(
          "It took the request and did not answer: is it busy, or does it wait for something itself?",
          "Is it an MCP server at all? Its log knows whether the request came.");
    }
    List<String> advice = new ArrayList<>();
    if (heardStdout) {
      advice.add("It writes to stdout what is no JSON-RPC: its log belongs to stderr.");
    }
    advice.add(
        "A program that is installed first (npx, uvx, docker) may take longer than a test: try again.");
    advice.add("A server that speaks HTTP says nothing on stdout: it needs url as well.");
    return advice;
  }

  private List<String> ended() {
    return spec.hasProcess()
        ? List.of(
            "What it said last stands below. Often an argument, a variable (env) or a file is missing.",
            "Start it by hand with the same command; it should wait for input, not end.")
        : List.of(
            "It closed the connection instead of answering: its log, or that of a proxy, knows why.");
  }

  private List<String> noMcp() {
    if (spec.hasProcess()) {
      return List.of("It writes to stdout what is no JSON-RPC: its log belongs to stderr.");
    }
    if (contentType.contains("html")) {
      return List.of(
          "That is a web page: the path is another (often /mcp), or a sign-in page stands before the server.");
    }
    return contentType.contains("event-stream")
        ? List.of(
            "It may be a server of HTTP+SSE: write \"type\": \"sse\" and its path (often /sse).")
        : List.of(
            "Something else than an MCP server answers there. Is the path right (often /mcp)?");
  }

  private List<String> status(McpException cause) {
    int status = cause.httpStatus().orElse(0);
    if (status == 404) {
      return List.of(
          "There is no such path: MCP servers are often at /mcp, those of HTTP+SSE at /sse.");
    }
    if (status == 405 || status == 400 && !spec.url().startsWith("https")) {
      return List.of(
          "It takes no such request there. A server of HTTP+SSE needs \"type\": \"sse\" and its path (often"
              + " /sse); one behind TLS needs https://.");
    }
    if (status == 406 || status == 415) {
      return List.of("It does not take JSON or event streams. Is that the path of the MCP server?");
    }
    if (status == 429) {
      return List.of(
          "It wants to be asked less often. Try later: "
              + cause.data().getString("retryAfter", "it did not say when")
              + ".");
    }
    if (status == 502 || status == 503 || status == 504) {
      return List.of("What answers is a proxy; the server behind it is down or too slow.");
    }
    return status >= 500
        ? List.of("The server failed over the request: its log knows why.")
        : List.of("It refuses the request. Is that the path of the MCP server?");
  }

  private List<String> credential(McpException cause) {
    int status = cause.httpStatus().orElse(401);
    String challenge = cause.data().getString("challenge", "");
    List<String> advice = new ArrayList<>();
    Matcher m = CHALLENGE.matcher(challenge);
    while (m.find()) {
      advice.add(said(m.group(1), m.group(2)));
    }
    boolean shows = spec.headers().keySet().stream().anyMatch("authorization"::equalsIgnoreCase);
    if (spec.oauth() != null) {
      advice.add(
          "The token that it was shown (oauth) is not enough: look at its scopes and resource.");
    } else if (shows) {
      advice.add(
          status == 403
              ? "It knows who asks and says no: the token needs more rights."
              : "It does not take the Authorization header that it was shown: is the token whole and still good?");
    } else {
      advice.add(
          "Give it a token: \"headers\": { \"Authorization\": \"Bearer ${env:NAME}\" }; or let Omnibus fetch"
              + " one, by \"oauth\".");
    }
    if (challenge.isEmpty()) {
      advice.add("It does not say what it wants (no WWW-Authenticate): its manual has to.");
    }
    return advice;
  }

  private static String said(String name, String value) {
    return switch (name) {
      case "realm" -> "It asks for a credential of \"" + value + "\".";
      case "scope" -> "It wants these scopes: " + value + ".";
      case "resource_metadata" ->
          "It says where tokens come from ("
              + value
              + "), so that \"oauth\" with clientId and clientSecret is enough.";
      default -> "It says: " + value + ".";
    };
  }

  private List<String> refused(McpException cause) {
    return cause.httpStatus().orElse(0) == 404
        ? List.of("It speaks JSON-RPC and knows no such path or session. Is the path right?")
        : List.of("It speaks JSON-RPC, understood the greeting and refuses it: its words say why.");
  }
}
