package io.castellan.server.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.message.Create;
import io.castellan.zk.protocol.message.Exists;
import io.castellan.zk.protocol.message.GetData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The texts, in the very form in which a stock server of 3.9 gives them. */
class FourLetterWordsTest {
  @TempDir Path directory;

  @Test
  void theTextsHaveTheFormThatToolsParse() throws Exception {
    try (TestServer server = TestServer.start(directory);
        RawClient client = server.raw()) {
      long session = client.connect(0, new byte[16], 4000).sessionId();
      client.send(1, OpCode.CREATE, new Create.Request("/e", null, Acl.OPEN, 1)::write);
      client.receive();
      client.send(2, OpCode.EXISTS, new Exists.Request("/w", true)::write);
      client.receive();
      client.send(3, OpCode.GET_DATA, new GetData.Request("/e", true)::write);
      client.receive();
      String id = "0x" + Long.toHexString(session);
      String date = "\\w{3} \\w{3} \\d\\d \\d\\d:\\d\\d:\\d\\d \\w+ \\d{4}";

      awaitForm(
          server,
          "stat",
          "Zookeeper version: 3\\.9\\.6-castellan[^,\\n]*, built on .*\\n"
              + "Clients:\\n"
              + " /127\\.0\\.0\\.1:\\d+\\[1\\]\\(queued=0,recved=4,sent=4\\)\\n"
              + " /127\\.0\\.0\\.1:\\d+\\[0\\]\\(queued=0,recved=1,sent=0\\)\\n"
              + "\\n"
              + "Latency min/avg/max: \\d+/\\d+\\.\\d+/\\d+\\n"
              + "Received: \\d+\\nSent: \\d+\\nConnections: 2\\nOutstanding: \\d+\\n"
              + "Zxid: 0x2\\nMode: standalone\\nNode count: 6\\n");
      awaitForm(
          server,
          "cons",
          " /127\\.0\\.0\\.1:\\d+\\[1\\]\\(queued=0,recved=4,sent=4,sid="
              + id
              + ",lop=GETD,est=\\d+,to=4000,lcxid=0x3,lzxid=0x2,lresp=\\d+,llat=\\d+,minlat=\\d+,"
              + "avglat=\\d+,maxlat=\\d+\\)\\n"
              + " /127\\.0\\.0\\.1:\\d+\\[0\\]\\(queued=0,recved=1,sent=0\\)\\n\\n");
      awaitForm(
          server,
          "dump",
          "SessionTracker dump:\\nSession Sets \\(1\\)/\\(1\\):\\n1 expire at "
              + date
              + ":\\n\\t"
              + id
              + "\\nephemeral nodes dump:\\nSessions with Ephemerals \\(1\\):\\n"
              + id
              + ":\\n\\t/e\\nConnections dump:\\nConnections Sets \\(2\\)/\\(2\\):\\n(?s:.*)");
      assertEquals("1 connections watching 2 paths\nTotal watches:2\n", ask(server, "wchs"));
      awaitForm(server, "wchc", id + "\\n\\t/[ew]\\n\\t/[ew]\\n\\n");
      awaitForm(server, "wchp", "/[ew]\\n\\t" + id + "\\n/[ew]\\n\\t" + id + "\\n\\n");
      assertEquals("rw", ask(server, "isro"));
      awaitForm(server, "dirs", "datadir_size: \\d+\\nlogdir_size: \\d+\\n");
      String config = ask(server, "conf");
      assertTrue(config.contains("tickTime=" + TestServer.TICK_MS + "\n"), config);
      assertTrue(config.contains("clientPortListenBacklog=-1\nserverId=0\n"), config);
      String metrics = ask(server, "mntr");
      assertTrue(metrics.contains("zk_server_state\tstandalone\n"), metrics);
      assertTrue(metrics.contains("zk_znode_count\t6\n"), metrics);
      assertTrue(metrics.contains("zk_approximate_data_size\t46\n"), metrics);
      assertEquals("Connection stats reset.\n", ask(server, "crst"));
      assertEquals("Server stats reset.\n", ask(server, "srst"));
      assertTrue(ask(server, "envi").startsWith("Environment:\nzookeeper.version=3.9.6-castellan"));
    }
  }

  /** Asks until the answer fits: the connection that asked before may not be forgotten yet. */
  private static void awaitForm(TestServer server, String word, String form) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    String text = ask(server, word);
    while (!Pattern.matches(form, text) && System.nanoTime() < deadline) {
      text = ask(server, word);
    }
    assertTrue(Pattern.matches(form, text), text);
  }

  /** Asks on a connection of its own, which the server closes behind its answer. */
  private static String ask(TestServer server, String word) throws IOException {
    try (RawClient client = server.raw()) {
      client.sendBytes(word.getBytes(StandardCharsets.US_ASCII));
      return new String(client.receiveAll(), StandardCharsets.UTF_8);
    }
  }
}
