package dev.omnibus.access;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two data directories on one Vertx stand for two nodes of one cluster. */
class SigningSecretTest {

  @TempDir Path data;
  private Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    Wait.until(vertx.close());
  }

  @Test
  void the_first_start_makes_one_that_only_the_owner_can_read() throws IOException {
    byte[] secret = open("a");
    assertTrue(secret.length >= 32);
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file("a"))));
  }

  @Test
  void a_restart_finds_the_same() {
    byte[] before = open("a");
    restart();
    assertArrayEquals(before, open("a"));
  }

  @Test
  void two_clusters_never_have_the_same() {
    byte[] one = open("a");
    restart();
    assertFalse(Arrays.equals(one, open("b")));
  }

  @Test
  void a_node_that_joins_takes_the_cluster_s_and_keeps_it() {
    byte[] own = open("b");
    restart();
    byte[] cluster = open("a");
    assertArrayEquals(cluster, open("b"));
    restart();
    assertArrayEquals(cluster, open("b"));
    assertFalse(Arrays.equals(own, cluster));
  }

  @Test
  void what_the_shared_map_lost_is_put_there_again() {
    SigningSecret a = Wait.until(SigningSecret.open(vertx, file("a")));
    shared(map -> map.clear());
    assertFalse(Wait.until(a.sync()));
    assertArrayEquals(a.bytes(), open("b"));
  }

  @Test
  void of_two_clusters_that_become_one_the_weaker_takes_the_other_s() {
    SigningSecret a = Wait.until(SigningSecret.open(vertx, file("a")));
    shared(map -> map.clear());
    byte[] b = open("b");
    assertTrue(Wait.until(a.sync()));
    assertArrayEquals(b, a.bytes());
  }

  @Test
  void a_file_that_others_could_read_is_closed() throws IOException {
    open("a");
    Files.setPosixFilePermissions(file("a"), PosixFilePermissions.fromString("rw-r--r--"));
    open("a");
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file("a"))));
  }

  @Test
  void an_empty_or_short_file_stops_the_start_and_names_the_file() throws IOException {
    Files.createDirectories(file("a").getParent());
    Files.writeString(file("a"), "c2hvcnQ=");
    CompletionException failure = assertThrows(CompletionException.class, () -> open("a"));
    assertTrue(failure.getCause().getMessage().contains(file("a").toString()));
  }

  private byte[] open(String node) {
    return Wait.until(SigningSecret.open(vertx, file(node))).bytes();
  }

  private void shared(Function<AsyncMap<String, String>, Future<?>> act) {
    Wait.until(
        vertx.sharedData().<String, String>getAsyncMap("omnibus.secret").compose(act::apply));
  }

  private Path file(String node) {
    return data.resolve(node).resolve("secret");
  }

  private void restart() {
    Wait.until(vertx.close());
    vertx = Vertx.vertx();
  }
}
