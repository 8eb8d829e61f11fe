package dev.omnibus.demo;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Stands before the SDK's servlet: a delay before each answer, and cancellation. A request holds
 * its thread until it is answered, so an interrupt of that thread stops it, its tool and its
 * stream.
 */
final class HttpFilter implements Filter {
  private final Jitter latency;
  private final InFlight inFlight = new InFlight();

  HttpFilter(Jitter latency) {
    this.latency = latency;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    var http = (HttpServletRequest) request;
    if (!"POST".equals(http.getMethod())) {
      chain.doFilter(request, response);
      return;
    }
    var post = PostedMessage.read(http);
    if (post == null) {
      ((HttpServletResponse) response).sendError(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
      return;
    }
    pass(post, response, chain);
  }

  private void pass(PostedMessage post, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Map<String, Object> message = post.message();
    if (InFlight.CANCELLED.equals(message.get("method"))) {
      cancel(post, message.get("params"));
      ((HttpServletResponse) response).setStatus(HttpServletResponse.SC_ACCEPTED);
      return;
    }
    if (message.get("id") == null || message.get("method") == null) {
      chain.doFilter(post, response);
      return;
    }
    answer(key(post, message.get("id")), post, response, chain);
  }

  private void answer(Object key, PostedMessage post, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    inFlight.add(key, Thread.currentThread()::interrupt);
    try {
      TimeUnit.NANOSECONDS.sleep(latency.next().toNanos());
      chain.doFilter(post, response);
    } catch (InterruptedException e) {
      ((HttpServletResponse) response).setStatus(HttpServletResponse.SC_NO_CONTENT);
    } finally {
      inFlight.remove(key);
      // The thread goes back to its pool, and a late interrupt must not go with it.
      Thread.interrupted();
    }
  }

  private void cancel(HttpServletRequest post, Object params) {
    if (params instanceof Map<?, ?> map) {
      inFlight.cancel(key(post, map.get("requestId")));
    }
  }

  /** Request ids are counted by each client on its own. */
  private static Object key(HttpServletRequest post, Object id) {
    return List.of(String.valueOf(post.getHeader("Mcp-Session-Id")), String.valueOf(id));
  }
}
