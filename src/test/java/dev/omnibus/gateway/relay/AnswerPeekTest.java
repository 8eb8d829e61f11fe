package dev.omnibus.gateway.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.gateway.seen.Outcome;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerPeekTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OK|{'jsonrpc':'2.0','id':1,'result':{'content':[]}}",
        "OK|{'id':1,'result':{'isError':false,'structuredContent':{'a':true}}}",
        "OK|{'id':1,'result':{'content':[{'isError':true}],'error':1}}",
        "OK|{'id':1,'result':{'text':'isError: true, error'}}",
        "TOOL|{'id':1,'result':{'content':[],'isError': true}}",
        "TOOL|event: message@data: {'id':1,'result':{'isError':true}}@@",
        "PROTOCOL|{'id':1,'error':{'code':1}}",
        "PROTOCOL|id: 1@data: {'method':'x','params':{}}@@data: {'error':{},'id':1}@@",
      })
  void an_answer_is_known_by_its_shape_however_it_is_cut(Outcome outcome, String text) {
    byte[] bytes = text.replace('\'', '"').replace('@', '\n').getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; at++) {
      AnswerPeek peek = new AnswerPeek();
      peek.feed(Unpooled.wrappedBuffer(bytes, 0, at));
      peek.feed(Unpooled.wrappedBuffer(bytes, at, bytes.length - at));
      assertEquals(outcome, peek.outcome());
    }
  }

  @Test
  void progress_is_seen_once_each() {
    AnswerPeek peek = new AnswerPeek();
    String text = "data: {\"method\":\"notifications/progress\",\"params\":{}}\n\n";
    peek.feed(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    assertEquals(List.of(true, false), List.of(peek.takeProgress(), peek.takeProgress()));
  }
}
