package dev.omnibus.app.terminal;

import dev.omnibus.client.Credentials;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Who talks to a node. A secret comes from the environment, a file or the keyboard, never from the
 * command line, where other users of the machine could read it.
 */
record ClientIdentity(String user, Path keyFile, Map<String, String> environment) {

  private static final String ADMIN = "admin";

  Credentials credentials() throws IOException {
    if (user != null) {
      return byPassword(user);
    }
    String file = keyFile == null ? environment.get("OMNIBUS_KEY_FILE") : keyFile.toString();
    if (file != null) {
      return Credentials.key(secret(Files.readString(Path.of(file)), file));
    }
    if (environment.containsKey("OMNIBUS_KEY")) {
      return Credentials.key(secret(environment.get("OMNIBUS_KEY"), "OMNIBUS_KEY"));
    }
    if (environment.containsKey("OMNIBUS_TOKEN")) {
      return Credentials.token(secret(environment.get("OMNIBUS_TOKEN"), "OMNIBUS_TOKEN"));
    }
    return byPassword(environment.getOrDefault("OMNIBUS_USER", ADMIN));
  }

  private Credentials byPassword(String name) throws IOException {
    String known = environment.get("OMNIBUS_PASSWORD");
    if (known == null && name.equals(ADMIN)) {
      known = environment.get("OMNIBUS_ADMIN_PASSWORD");
    }
    return Credentials.password(name, known == null ? asked(name) : known);
  }

  private static String asked(String name) throws IOException {
    Console console = System.console();
    if (console != null) {
      char[] typed = console.readPassword("Password of %s: ", name);
      return secret(typed == null ? null : new String(typed), "password");
    }
    return secret(
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine(),
        "password of " + name + " on standard input");
  }

  private static String secret(String text, String where) {
    if (text == null || text.isBlank()) {
      throw new IllegalArgumentException(
          "nothing in " + where + "; ./omnibus help tail or help call says how");
    }
    return text.strip();
  }
}
