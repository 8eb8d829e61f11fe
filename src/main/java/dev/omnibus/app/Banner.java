package dev.omnibus.app;

import dev.omnibus.config.Settings;

/** The few lines a user sees when a node has started. */
final class Banner {

  private Banner() {}

  static void print(Node node, Settings settings) {
    String host = settings.node().http().host();
    String shown = host.equals("0.0.0.0") || host.equals("::") ? "localhost" : host;
    StringBuilder text = new StringBuilder();
    text.append(String.format("%nOmnibus %s, node %s%n%n", Version.text(), node.name()));
    text.append(String.format("  Dashboard   http://%s:%d/%n", shown, node.port()));
    text.append(String.format("  Sockets     ws://%s:%d/eventbus/websocket%n", shown, node.port()));
    text.append(
        String.format(
            "  Operations  http://%s:%d/health/ready, /metrics%n",
            settings.node().ops().host(), node.opsPort()));
    text.append(String.format("  Servers     %s%n", settings.conf().resolve("servers.json")));
    node.firstAdmin()
        .ifPresent(
            admin ->
                text.append(
                    String.format(
                        "%n  First start: sign in as admin with the password %s%n"
                            + "  It is shown only now. For another one put what ./omnibus passwd prints%n"
                            + "  into conf/access.json.%n",
                        admin.password())));
    System.out.println(text);
  }
}
