package dev.omnibus.rest;

import dev.omnibus.contract.Contract;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** The contract as files for other people's tools. They hold no data and are for everybody. */
final class Documents {

  private static final String CACHE = "public, no-cache";

  private final Buffer openApi;
  private final Buffer asyncApi;

  Documents(Contract contract) {
    this.openApi = new OpenApi(contract).document().toBuffer();
    this.asyncApi = new AsyncApi(contract).document().toBuffer();
  }

  void openApi(HttpServerRequest request) {
    give(request, openApi);
  }

  void asyncApi(HttpServerRequest request) {
    give(request, asyncApi);
  }

  private static void give(HttpServerRequest request, Buffer document) {
    request.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    Replies.tagged(request, CACHE, document);
  }
}
