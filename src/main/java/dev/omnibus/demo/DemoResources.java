package dev.omnibus.demo;

import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceTemplateSpecification;
import io.modelcontextprotocol.spec.McpSchema.BlobResourceContents;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import io.modelcontextprotocol.spec.McpSchema.Resource;
import io.modelcontextprotocol.spec.McpSchema.ResourceContents;
import io.modelcontextprotocol.spec.McpSchema.ResourceTemplate;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/**
 * The resources, one of each kind: text, JSON, bytes, and a template that makes one for each city.
 */
final class DemoResources {
  private static final String CITY = "demo://weather/";
  private static final String ABOUT =
      """
      This is the demo server of Omnibus.

      It exists so that there is something to watch, call and break in the first minute.
      Its weather is made up, its picture is small, and one of its tools always fails.
      """;

  private final Weather weather;

  DemoResources(Weather weather) {
    this.weather = weather;
  }

  List<SyncResourceSpecification> all() {
    return List.of(
        resource("demo://about", "about", "text/plain", uri -> text(uri, "text/plain", ABOUT)),
        resource("demo://cities", "cities", "application/json", uri -> json(uri, weather.cities())),
        resource("demo://picture", "picture", "image/png", DemoResources::picture));
  }

  List<SyncResourceTemplateSpecification> templates() {
    var template =
        ResourceTemplate.builder(CITY + "{city}", "weather")
            .title("Weather of a city")
            .description("Three days of made-up weather; demo://cities lists the cities.")
            .mimeType("application/json")
            .build();
    return List.of(
        new SyncResourceTemplateSpecification(
            template, (client, request) -> result(forecast(request.uri()))));
  }

  private ResourceContents forecast(String uri) {
    return json(uri, weather.forecast(uri.substring(CITY.length()), 3, "celsius"));
  }

  private static ResourceContents picture(String uri) {
    String png = Base64.getEncoder().encodeToString(Picture.png(210));
    return BlobResourceContents.builder(uri, png).mimeType("image/png").build();
  }

  private static SyncResourceSpecification resource(
      String uri, String name, String mimeType, Function<String, ResourceContents> read) {
    return new SyncResourceSpecification(
        Resource.builder(uri, name).mimeType(mimeType).build(),
        (client, request) -> result(read.apply(request.uri())));
  }

  private static ResourceContents json(String uri, Object value) {
    return text(uri, "application/json", Json.text(value));
  }

  private static ResourceContents text(String uri, String mimeType, String text) {
    return TextResourceContents.builder(uri, text).mimeType(mimeType).build();
  }

  private static ReadResourceResult result(ResourceContents contents) {
    return ReadResourceResult.builder(List.of(contents)).build();
  }
}
