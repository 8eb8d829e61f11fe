package dev.omnibus.bench.gateway;

import dev.omnibus.harness.FreePort;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** nginx as a plain reverse proxy before the same server, if this machine has it. */
final class Nginx {

  private static final List<String> PLACES = List.of("/usr/sbin/nginx", "/usr/bin/nginx");

  private final Process process;
  private final int port;

  private Nginx(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static Optional<Nginx> before(int upstream, Path folder) throws IOException {
    Optional<String> program = PLACES.stream().filter(p -> new File(p).canExecute()).findFirst();
    if (program.isEmpty()) {
      return Optional.empty();
    }
    int port = FreePort.next();
    Path conf = Files.writeString(folder.resolve("nginx.conf"), conf(upstream, port, folder));
    Process process =
        new ProcessBuilder(program.get(), "-c", conf.toString(), "-p", folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("nginx.out").toFile())
            .start();
    return Optional.of(new Nginx(process, port));
  }

  private static String conf(int upstream, int port, Path folder) {
    return """
        daemon off;
        worker_processes 2;
        pid %3$s/nginx.pid;
        error_log %3$s/error.log;
        events { worker_connections 4096; }
        http {
          access_log off;
          client_body_temp_path %3$s/body;
          proxy_temp_path %3$s/proxy;
          fastcgi_temp_path %3$s/f;
          uwsgi_temp_path %3$s/u;
          scgi_temp_path %3$s/s;
          keepalive_requests 100000000;
          upstream server { server 127.0.0.1:%1$d; keepalive 512; keepalive_requests 100000000; }
          server {
            listen 127.0.0.1:%2$d;
            location / {
              proxy_pass http://server;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_buffering off;
            }
          }
        }
        """
        .formatted(upstream, port, folder);
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  void close() {
    process.destroy();
    process.onExit().join();
  }
}
