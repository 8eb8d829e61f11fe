package dev.omnibus.app;

import dev.omnibus.config.PasswordHash;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code omnibus passwd}: turns a password into the hash that {@code access.json} keeps. */
@Command(
    name = "passwd",
    mixinStandardHelpOptions = true,
    description = {
      "Read a password and print its hash, for \"password\" of a user in conf/access.json.",
      "Asks at the terminal, or reads one line of standard input."
    })
final class PasswdCommand implements Callable<Integer> {

  @Override
  public Integer call() throws IOException {
    char[] password = read();
    if (password == null || password.length == 0) {
      throw new IllegalArgumentException("no password given");
    }
    System.out.println(PasswordHash.of(password));
    return 0;
  }

  private static char[] read() throws IOException {
    Console console = System.console();
    if (console != null) {
      return console.readPassword("Password: ");
    }
    String line =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    return line == null ? null : line.toCharArray();
  }
}
