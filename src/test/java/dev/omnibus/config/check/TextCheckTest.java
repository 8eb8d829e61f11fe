package dev.omnibus.config.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.config.ConfigFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextCheckTest {

  private static final String HASH = "$2a$10$" + "a".repeat(53);

  private final TextCheck check = TextCheck.of(Map.of("TOKEN", "s3cret")::get, Path.of("."));

  private List<String> problems(ConfigFile file, String text) {
    return check.check(file, "f", text).problems().stream().map(Problem::toString).toList();
  }

  private List<String> servers(String entry) {
    return problems(ConfigFile.SERVERS, "{\"mcpServers\":{\"a\":\n" + entry + "}}");
  }

  private void only(String problem, List<String> problems) {
    assertEquals(List.of(problem), problems);
  }

  @Test
  void a_role_as_an_earlier_version_wrote_it_lacks_what_came_since() {
    String written =
        "{\"roles\":{\"viewer\":{\n\"requests\":[\"query.server.*\",\"query.node.*\","
            + "\"query.tool.*\",\"query.feed.*\"%s]}},\"users\":{}}";
    only(
        "f:2:1 warning: roles.viewer.requests: is what an earlier version wrote, and lacks what"
            + " came since: command.presence.*, query.history.*, query.log.*",
        problems(ConfigFile.ACCESS, written.formatted("")));
    List<String> newest =
        problems(
            ConfigFile.ACCESS,
            written.formatted(",\"query.log.*\",\"query.history.*\",\"command.presence.*\""));
    assertEquals(List.of(), newest);
    List<String> chosen = problems(ConfigFile.ACCESS, written.formatted(",\"query.node.list\""));
    assertEquals(List.of(), chosen);
    String own = written.formatted("").replace("viewer", "guest");
    assertEquals(List.of(), problems(ConfigFile.ACCESS, own));
  }

  @Test
  void a_role_as_an_earlier_version_wrote_it_hears_nothing_of_what_came_since() {
    String written =
        "{\"roles\":{\"operator\":{\n\"events\":[\"event.server.*\",\"event.breaker.*\","
            + "\"event.node.*\",\"event.config.*\",\"event.call.*\",\"event.resource.*\",\"event.schema.*\","
            + "\"event.metrics.*\",\"event.trace.*\"%s]}},\"users\":{}}";
    only(
        "f:2:1 warning: roles.operator.events: is what an earlier version wrote, and lacks what"
            + " came since: event.presence.*",
        problems(ConfigFile.ACCESS, written.formatted("")));
    assertEquals(
        List.of(), problems(ConfigFile.ACCESS, written.formatted(",\"event.presence.*\"")));
  }

  @Test
  void a_typo_in_a_key_says_the_nearest_known_key() {
    only(
        "f:2:19 mcpServers.a.comand: unknown key, did you mean 'command'?",
        servers("{\"url\":\"http://x\",\"comand\":\"x\"}"));
  }

  @Test
  void a_key_of_another_client_is_a_warning() {
    only(
        "f:2:17 warning: mcpServers.a.autoApprove: another client's key, ignored",
        servers("{\"command\":\"ls\",\"autoApprove\":[]}"));
  }

  @Test
  void a_key_that_nobody_knows_in_an_entry_is_a_warning() {
    only(
        "f:2:17 warning: mcpServers.a.sandboxing: is no key of ours and is ignored",
        servers("{\"command\":\"ls\",\"sandboxing\":1}"));
  }

  @Test
  void two_servers_with_one_prefix_are_a_warning_at_the_second() {
    String servers = "{\"url\":\"http://x\"},\n\"b\":{\"url\":\"http://x\",\"prefix\":\"a\"}";
    only(
        "f:3:32 warning: mcpServers.b.prefix: 'a' has the prefix 'a' too; its names win where they"
            + " meet",
        servers(servers));
    assertEquals(
        List.of(),
        servers(servers.replace("http://x\",\"prefix", "http://x\",\"enabled\":false,\"prefix")));
  }

  private List<String> oauth(String keys) {
    return servers("{\"url\":\"https://x\",\n\"oauth\":{\"clientId\":\"me\"" + keys + "}}");
  }

  @Test
  void client_credentials_need_a_secret_or_a_key() {
    only("f:3:1 mcpServers.a.oauth: needs 'clientSecret' or 'privateKey'", oauth(""));
    only(
        "f:3:45 mcpServers.a.oauth.privateKey: has 'clientSecret' too; one of them",
        oauth(",\"clientSecret\":\"s\",\"privateKey\":\"k\",\"issuer\":\"https://id\""));
    assertEquals(List.of(), oauth(",\"clientSecret\":\"s\",\"issuer\":\"https://id\""));
    assertEquals(List.of(), oauth(",\"privateKey\":\"k\""));
  }

  @Test
  void a_secret_that_the_server_may_send_anywhere_is_a_warning() {
    only(
        "f:3:26 warning: mcpServers.a.oauth.clientSecret: the server itself says who gets it;"
            + " better with 'issuer' or 'tokenUrl'",
        oauth(",\"clientSecret\":\"s\""));
  }

  @Test
  void a_way_to_prove_it_that_does_not_fit_is_an_error_at_its_word() {
    only(
        "f:3:58 mcpServers.a.oauth.clientAuth: private_key_jwt needs 'privateKey'",
        oauth(
            ",\"clientSecret\":\"s\",\"clientAuth\":\"private_key_jwt\","
                + "\"issuer\":\"https://id\""));
    only(
        "f:3:56 mcpServers.a.oauth.clientAuth: client_secret_post needs 'clientSecret'",
        oauth(",\"privateKey\":\"k\",\"clientAuth\":\"client_secret_post\""));
  }

  @Test
  void a_token_endpoint_is_an_address_and_better_behind_tls() {
    only(
        "f:3:56 mcpServers.a.oauth.tokenUrl: must be a URL: http:// or https://, a host, and no"
            + " spaces",
        oauth(",\"clientSecret\":\"s\",\"tokenUrl\":\"id\""));
    only(
        "f:3:56 warning: mcpServers.a.oauth.tokenUrl: secrets go there in clear; use https://",
        oauth(",\"clientSecret\":\"s\",\"tokenUrl\":\"http://id/t\""));
  }

  @Test
  void two_values_for_one_header_are_an_error() {
    only(
        "f:2:31 mcpServers.a.headers.authorization: 'oauth' sends this header; one of them",
        servers(
            "{\"url\":\"https://x\",\"headers\":{\"authorization\":\"x\"},"
                + "\"oauth\":{\"clientId\":\"me\",\"privateKey\":\"k\"}}"));
  }

  @Test
  void a_server_over_stdio_takes_no_token() {
    only(
        "f:2:16 mcpServers.a.oauth: needs 'url': a server over stdio takes no token",
        servers("{\"command\":\"x\",\"oauth\":{\"clientId\":\"me\",\"privateKey\":\"k\"}}"));
  }

  @Test
  void an_unknown_key_elsewhere_is_an_error() {
    only(
        "f:1:19 http.colour: unknown key; known are eventLoops, headMs, host, origins, port",
        problems(ConfigFile.OMNIBUS, "{\"http\":{\"port\":0,\"colour\":1}}"));
  }

  @Test
  void a_key_that_stands_twice_is_an_error_at_the_second() {
    only(
        "f:4:1 mcpServers.a: this key stands here again; it is already on line 2",
        problems(
            ConfigFile.SERVERS,
            "{\"mcpServers\":{\n\"a\":{\"command\":\"x\"},\n\n\"a\":{\"command\":\"y\"}}}"));
  }

  @Test
  void a_syntax_error_has_its_place() {
    List<String> problems = problems(ConfigFile.SERVERS, "{\n  \"mcpServers\": {,}\n}");
    assertEquals(1, problems.size());
    assertTrue(problems.get(0).startsWith("f:2:18 Unexpected character (','"), problems.get(0));
  }

  @Test
  void an_unquoted_secret_is_not_repeated() {
    List<String> problems = servers("{\"command\": s3cret}");
    assertTrue(problems.get(0).startsWith("f:2:"), problems.get(0));
    assertFalse(problems.get(0).contains("s3cret"), problems.get(0));
  }

  @Test
  void a_text_that_ends_too_early_is_an_error() {
    only(
        "f:2:2 Unexpected end-of-input: expected close marker for Object"
            + " (start marker at line: 2, column: 1)",
        problems(ConfigFile.SERVERS, "{\"mcpServers\":\n{"));
  }

  @Test
  void an_empty_file_says_so() {
    only("f:1:1 the file is empty", problems(ConfigFile.SERVERS, " \n"));
  }

  @Test
  void an_array_is_no_configuration() {
    only("f:1:1 must be a JSON object: { ... }", problems(ConfigFile.SERVERS, "[]"));
  }

  @Test
  void something_behind_the_end_is_an_error() {
    only(
        "f:2:1 there is something behind the end of the object",
        problems(ConfigFile.OMNIBUS, "{}\n{}"));
  }

  @Test
  void a_missing_key_is_named_where_it_is_missing() {
    only("f:1:1 missing 'mcpServers'", problems(ConfigFile.SERVERS, "{}"));
  }

  @Test
  void a_server_needs_a_command_or_a_url() {
    only("f:1:16 mcpServers.a: needs 'command', 'url' or 'urls'", servers("{}"));
  }

  @Test
  void a_neighbour_whose_name_begins_alike_hides_no_problem() {
    assertEquals(
        2, problems(ConfigFile.SERVERS, "{\"mcpServers\":{\"a\":{},\"ab\":{\"url\":7}}}").size());
  }

  @Test
  void a_wrong_type_stands_at_the_value() {
    only("f:2:24 mcpServers.a.args: must be an array", servers("{\"command\":\"x\", \"args\":7}"));
  }

  @Test
  void an_element_of_an_array_has_its_own_place() {
    only(
        "f:3:1 mcpServers.a.args[1]: must be string, number, boolean",
        servers("{\"command\":\"x\",\"args\":[\"y\",\n{}]}"));
  }

  @Test
  void a_name_with_a_slash_is_refused_at_the_name() {
    String text = "{\"mcpServers\":{\n \"a/~ b\":{\"command\":\"x\"}}}";
    assertTrue(
        problems(ConfigFile.SERVERS, text).get(0).startsWith("f:2:2 mcpServers.\"a/~ b\": must"));
  }

  @Test
  void a_url_must_be_one() {
    only(
        "f:2:11 mcpServers.a.url: must be a URL: http:// or https://, a host, and no spaces",
        servers("{\"url\":   \"ftp://x\"}"));
  }

  @Test
  void a_url_may_hold_references() {
    assertEquals(List.of(), servers("{\"url\":\"https://h/${env:TOKEN}\"}"));
  }

  @Test
  void an_unset_variable_is_a_warning_because_nodes_may_differ() {
    only(
        "f:2:8 warning: mcpServers.a.url: ${env:NOPE}: the variable is not set",
        servers("{\"url\":\"${env:NOPE}\"}"));
  }

  @Test
  void an_unknown_kind_of_reference_is_an_error_when_it_is_a_typo() {
    List<String> problems = servers("{\"url\":\"http://x\",\"headers\":{\"h\":\"${evn:X}\"}}");
    only(
        "f:2:34 mcpServers.a.headers.h: unknown reference ${evn:...}, did you mean 'env'?",
        problems);
  }

  @Test
  void the_variable_of_another_program_is_left_alone() {
    assertEquals(List.of(), servers("{\"command\":\"sh\",\"args\":[\"${HOME}\",\"${a:b}\"]}"));
  }

  @Test
  void a_threshold_of_zero_is_refused() {
    only(
        "f:2:35 mcpServers.a.probe.rise: must be at least 1",
        servers("{\"url\":\"http://x\",\"probe\":{\"rise\":0}}"));
  }

  @Test
  void a_port_out_of_range_is_refused() {
    only(
        "f:1:17 http.port: must be at most 65535",
        problems(ConfigFile.OMNIBUS, "{\"http\":{\"port\":70000}}"));
  }

  @Test
  void two_listeners_on_one_port_are_refused() {
    only(
        "f:1:34 ops.port: http.port is the same; they must differ",
        problems(ConfigFile.OMNIBUS, "{\"http\":{\"port\":9},\"ops\":{\"port\":9}}"));
  }

  @Test
  void a_role_that_is_not_there_is_named() {
    String text =
        "{\"roles\":{\"admin\":{}},\n\"users\":{\"ann\":{\"password\":\""
            + HASH
            + "\",\"roles\":[\n\"admni\"]}}}";
    only(
        "f:3:1 users.ann.roles[0]: there is no role 'admni', did you mean 'admin'?",
        problems(ConfigFile.ACCESS, text));
  }

  @Test
  void a_plain_password_is_refused_and_not_repeated() {
    String text = "{\"roles\":{},\"users\":{\"ann\":{\"password\":\"s3cret\"}}}";
    only(
        "f:1:40 users.ann.password: must be a bcrypt hash, not a password",
        problems(ConfigFile.ACCESS, text));
  }

  @Test
  void all_problems_are_reported_from_top_to_bottom() {
    List<String> problems =
        problems(
            ConfigFile.SERVERS,
            "{\"mcpServers\":{\n\"a\":{\"comand\":\"x\",\"url\":\"http://x\"},\n"
                + "\"b\":{\"url\":\"nope\"},\n\"c\":{},\n\"d\":{\"url\":7}}}");
    assertEquals(
        List.of("f:2:", "f:3:", "f:4:", "f:5:"),
        problems.stream().map(problem -> problem.substring(0, 4)).toList());
  }

  @Test
  void the_shipped_files_are_valid() throws Exception {
    for (String name : List.of("omnibus.json", "servers.json")) {
      String text = Files.readString(Path.of("conf", name));
      assertEquals(List.of(), problems(ConfigFile.of(name), text));
    }
  }

  @Test
  void figures_stand_at_a_path_of_each_url_or_at_a_url() {
    assertEquals(List.of(), servers("{\"url\":\"http://x/mcp\",\"metricsUrl\":\"/metrics?a=b\"}"));
    assertEquals(
        List.of(), servers("{\"url\":\"http://x/mcp\",\"metricsUrl\":\"https://y/metrics\"}"));
    assertEquals(
        List.of(), servers("{\"urls\":[\"http://x\",\"http://y\"],\"metricsUrl\":\"/metrics\"}"));
    only(
        "f:2:32 mcpServers.a.metricsUrl: must be a path, such as /metrics, or a URL",
        servers("{\"url\":\"http://x\",\"metricsUrl\":\"//evil/metrics\"}"));
    only(
        "f:2:46 mcpServers.a.metricsUrl: must be a path, such as /metrics, at each of 'urls'",
        servers("{\"urls\":[\"http://x\",\"http://y\"],\"metricsUrl\":\"http://x/metrics\"}"));
    only(
        "f:1:16 mcpServers.a: 'metricsUrl' is for servers with 'url' or 'urls' and no 'command';"
            + " processes are seen",
        servers("{\"command\":\"x\",\"metricsUrl\":\"/metrics\"}"));
  }

  @Test
  void urls_go_with_nothing_else_that_says_where_a_server_is() {
    only(
        "f:2:19 mcpServers.a.urls: does not go with 'url'; put that one among the 'urls'",
        servers("{\"url\":\"http://x\",\"urls\":[\"http://y\",\"http://z\"]}"));
    only(
        "f:2:2 mcpServers.a.urls: does not go with 'command'; 'replicas' says how many processes"
            + " there are",
        servers("{\"urls\":[\"http://y\",\"http://z\"],\"command\":\"x\"}"));
    only(
        "f:2:21 mcpServers.a.urls[1]: stands there twice",
        servers("{\"urls\":[\"http://y\",\"http://y\"]}"));
    only(
        "f:2:21 mcpServers.a.urls[1]: must be a URL: http:// or https://, a host, and no spaces",
        servers("{\"urls\":[\"http://y\",\"nowhere\"]}"));
  }

  @Test
  void replicas_are_processes_that_are_spoken_to_over_stdio() {
    only(
        "f:2:33 mcpServers.a.replicas: counts processes spoken to over stdio; give all their URLs in"
            + " 'urls'",
        servers("{\"command\":\"x\",\"url\":\"http://y\",\"replicas\":2}"));
    assertEquals(List.of(), servers("{\"command\":\"x\",\"replicas\":2}"));
    assertEquals(List.of(), servers("{\"url\":\"http://y\",\"replicas\":1}"));
  }

  @Test
  void a_number_that_is_too_large_is_refused_and_not_cut() {
    only(
        "f:1:25 bridge.queueBytes: must be at most 1073741824",
        problems(ConfigFile.of("omnibus.json"), "{\"bridge\":{\"queueBytes\":4294967303}}"));
  }

  @Test
  void sockets_are_asked_before_they_are_called_silent() {
    only(
        "f:1:21 bridge.idleMs: must not be less than bridge.pingMs",
        problems(ConfigFile.of("omnibus.json"), "{\"bridge\":{\"idleMs\":1000}}"));
    only(
        "f:1:21 bridge.pingMs: must not be less than bridge.tickMs",
        problems(ConfigFile.of("omnibus.json"), "{\"bridge\":{\"pingMs\":100}}"));
  }

  @Test
  void a_receiver_of_figures_or_traces_has_a_url_and_its_headers_have_names() {
    ConfigFile node = ConfigFile.of("omnibus.json");
    only(
        "f:1:29 telemetry.otlp.url: " + ServersCheck.NO_URL,
        problems(node, "{\"telemetry\":{\"otlp\":{\"url\":\"http://\"}}}"));
    only(
        "f:1:39 telemetry.traces.otlp.url: " + ServersCheck.NO_URL,
        problems(node, "{\"telemetry\":{\"traces\":{\"otlp\":{\"url\":\"https://x y/\"}}}}"));
    only(
        "f:1:44 telemetry.traces.otlp.headers.\"a b\": must be the name of a header",
        problems(node, "{\"telemetry\":{\"traces\":{\"otlp\":{\"headers\":{\"a b\":\"x\"}}}}}"));
  }
}
