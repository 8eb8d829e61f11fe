package dev.omnibus.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Addresses;
import dev.omnibus.config.ConfigFile;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.TransportKind;
import dev.omnibus.model.BreakerState;
import dev.omnibus.model.ProbeOutcome;
import dev.omnibus.model.ServerState;
import dev.omnibus.model.Severity;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The definitions themselves: whole, true to the code's words, and without contradiction. */
class ContractTest {

  private static final Path FOLDER = Path.of("src/main/resources/contract");
  private static final Contract CONTRACT = Contract.ours();

  static Collection<Definition> all() {
    return CONTRACT.definitions();
  }

  static Stream<Definition> asked() {
    return all().stream().filter(definition -> !definition.isEvent());
  }

  @Test
  void each_address_has_a_definition_and_each_definition_an_address() throws IOException {
    Set<String> files;
    try (Stream<Path> list = Files.list(FOLDER)) {
      files =
          list.map(file -> file.getFileName().toString().replaceFirst("\\.json$", ""))
              .filter(name -> !name.equals("types"))
              .collect(Collectors.toCollection(TreeSet::new));
    }
    Set<String> addresses =
        Stream.of(Addresses.COMMANDS, Addresses.QUERIES, Addresses.EVENTS)
            .flatMap(List::stream)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(addresses, files);
  }

  @ParameterizedTest
  @MethodSource("all")
  void it_says_what_its_kind_says(Definition definition) {
    boolean event = definition.address().startsWith("event.");
    assertEquals(event, definition.isEvent());
    assertEquals(event, definition.request() == null && definition.reply() == null);
    assertEquals(!event, definition.request() != null && definition.reply() != null);
    assertFalse(definition.summary().isBlank());
    assertFalse(definition.summary().endsWith("."), "a summary is no sentence");
  }

  @ParameterizedTest
  @MethodSource("all")
  void its_schemas_are_schemas(Definition definition) {
    Stream.of(definition.request(), definition.reply(), definition.data())
        .filter(schema -> schema != null)
        .forEach(schema -> assertEquals(List.of(), SchemaSpelling.complaints(schema)));
  }

  @Test
  void the_types_are_schemas() {
    CONTRACT
        .types()
        .all()
        .forEach(
            type ->
                assertEquals(
                    List.of(),
                    SchemaSpelling.complaints((JsonObject) type.getValue()),
                    type.getKey()));
  }

  @ParameterizedTest
  @MethodSource("all")
  void its_example_is_one(Definition definition) {
    if (definition.isEvent()) {
      fits(definition.data(), definition.example());
    } else {
      fits(definition.request(), definition.example().getJsonObject("request"));
      fits(definition.reply(), definition.example().getJsonObject("reply"));
    }
  }

  private static void fits(JsonObject schema, JsonObject example) {
    assertNotNull(example, "there is no example");
    assertEquals(List.of(), CONTRACT.shape(schema).mismatches(example));
  }

  @ParameterizedTest
  @MethodSource("asked")
  void what_stands_in_its_path_is_a_required_text_of_its_body(Definition definition) {
    if (definition.rest() == null) {
      return;
    }
    JsonObject request = CONTRACT.types().inlined(definition.request());
    JsonArray required = request.getJsonArray("required", new JsonArray());
    for (String parameter : definition.rest().parameters()) {
      boolean orSeveral = request.getJsonObject("properties").containsKey(parameter + "s");
      assertTrue(required.contains(parameter) || orSeveral, parameter);
      assertEquals(
          "string",
          request.getJsonObject("properties").getJsonObject(parameter).getString("type"),
          parameter);
    }
  }

  @Test
  void a_request_over_http_is_one_of_one_definition_only() {
    List<Definition> rest = asked().filter(definition -> definition.rest() != null).toList();
    List<String> collisions = new ArrayList<>();
    for (Definition one : rest) {
      for (Definition other : rest) {
        if (one != other && one.rest().collides(other.rest())) {
          collisions.add(one.address() + " and " + other.address());
        }
      }
    }
    assertEquals(List.of(), collisions);
    assertFalse(rest.isEmpty());
  }

  @ParameterizedTest
  @MethodSource("asked")
  void over_http_a_query_changes_nothing_and_a_command_is_no_get(Definition definition) {
    if (definition.rest() != null && definition.address().startsWith("command.")) {
      assertFalse(definition.rest().method().equals("GET"));
    }
  }

  @Test
  void its_words_are_those_of_the_code() {
    words("ServerState", ServerState.values(), ServerState::word);
    words("BreakerState", BreakerState.values(), BreakerState::word);
    words("ProbeOutcome", ProbeOutcome.values(), ProbeOutcome::word);
    words("Severity", Severity.values(), Severity::word);
    words("ConfigFile", ConfigFile.values(), ConfigFile::fileName);
    JsonObject link = CONTRACT.types().all().getJsonObject("Link").getJsonObject("properties");
    assertEquals(
        words(TransportKind.values(), TransportKind::word), texts(link.getJsonObject("transport")));
    assertTrue(texts(link.getJsonObject("era")).containsAll(words(Era.values(), Era::word)));
  }

  private static <T> void words(String type, T[] values, Function<T, String> word) {
    assertEquals(words(values, word), texts(CONTRACT.types().all().getJsonObject(type)));
  }

  private static List<Object> texts(JsonObject schema) {
    return schema.getJsonArray("enum").stream().toList();
  }

  private static <T> List<String> words(T[] values, Function<T, String> word) {
    return Arrays.stream(values).map(word).toList();
  }

  @Test
  void a_body_that_does_not_fit_is_said_with_its_place() {
    JsonObject body =
        new JsonObject().put("server", "files").put("tool", "").put("timeoutMs", 600_001);
    assertEquals(
        Set.of(
            new Mismatch("/tool", "must not be empty"),
            new Mismatch("/timeoutMs", "must be at most 600000")),
        Set.copyOf(CONTRACT.mismatches("command.tool.call", body)));
    assertEquals(
        List.of(new Mismatch("/server", "is missing")),
        CONTRACT.mismatches("query.tool.list", null));
    assertEquals(
        List.of(new Mismatch("/replica", "must be a whole number")),
        CONTRACT.mismatches(
            "command.server.stop", new JsonObject().put("server", "files").put("replica", "2")));
    assertEquals(
        List.of(new Mismatch("/since", "fits none of its forms")),
        CONTRACT.mismatches(
            "query.feed.resume",
            new JsonObject().put("address", "event.server.status").put("since", 7)));
  }

  @ParameterizedTest
  @MethodSource("asked")
  void a_field_that_is_null_is_one_that_is_not_there(Definition definition) {
    JsonObject body = definition.example().getJsonObject("request").copy();
    definition
        .request()
        .getJsonObject("properties")
        .fieldNames()
        .forEach(name -> body.put(name, body.getValue(name)));
    assertEquals(List.of(), CONTRACT.mismatches(definition.address(), body));
  }

  @Test
  void an_endless_list_is_refused_before_anybody_walks_along_it() {
    JsonArray endless = new JsonArray();
    for (int i = 0; i < 1_001; i++) {
      endless.add(i);
    }
    assertEquals(
        List.of(new Mismatch("/server", "has too many entries")),
        CONTRACT.mismatches("command.server.stop", new JsonObject().put("server", endless)));
  }

  @Test
  void what_a_definition_does_not_name_is_passed_over() {
    JsonObject body = new JsonObject().put("server", "files").put("newer", true);
    assertEquals(List.of(), CONTRACT.mismatches("command.server.stop", body));
  }
}
