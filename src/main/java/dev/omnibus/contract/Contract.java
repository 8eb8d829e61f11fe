package dev.omnibus.contract;

import dev.omnibus.bus.Addresses;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The definitions of all addresses that somebody outside may ask or hear. Requests are held against
 * it wherever they come in, and what is published about the interface is made from it.
 */
public final class Contract {

  private static final String FOLDER = "/contract/";

  /** Once for all who need it: it comes with the product and never changes. */
  private static final Contract OURS = load();

  private final Map<String, Definition> definitions;
  private final Types types;
  private final Map<String, Shape> requests = new LinkedHashMap<>();

  private Contract(Map<String, Definition> definitions, Types types) {
    this.definitions = definitions;
    this.types = types;
    definitions.values().stream()
        .filter(definition -> !definition.isEvent())
        .forEach(asked -> requests.put(asked.address(), shape(asked.request())));
  }

  /** That of this product. */
  public static Contract ours() {
    return OURS;
  }

  private static Contract load() {
    Map<String, Definition> all = new LinkedHashMap<>();
    Stream.of(Addresses.COMMANDS, Addresses.QUERIES, Addresses.EVENTS)
        .flatMap(Collection::stream)
        .forEach(address -> all.put(address, Definition.fromJson(address, read(address))));
    return new Contract(all, new Types(read("types")));
  }

  private static JsonObject read(String name) {
    try (InputStream in = Contract.class.getResourceAsStream(FOLDER + name + ".json")) {
      if (in == null) {
        throw new IllegalStateException("contract/" + name + ".json is missing");
      }
      return new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All definitions: commands, queries, events. */
  public Collection<Definition> definitions() {
    return Collections.unmodifiableCollection(definitions.values());
  }

  /** That of one address. */
  public Optional<Definition> of(String address) {
    return Optional.ofNullable(definitions.get(address));
  }

  /** What definitions share. */
  public Types types() {
    return types;
  }

  /** Makes a question of a schema of a definition. */
  public Shape shape(JsonObject schema) {
    return new Shape(types.inlined(schema));
  }

  /**
   * What of a request's body is not as its definition wants it; nothing for other addresses. A
   * field that is null is one that is not there.
   */
  public List<Mismatch> mismatches(String address, JsonObject body) {
    Shape request = requests.get(address);
    return request == null ? List.of() : request.mismatches(Given.of(body));
  }
}
