package io.castellan.server.zk.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.castellan.server.storage.StorageException;
import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.message.Connect;
import io.castellan.zk.protocol.message.Create;
import io.castellan.zk.protocol.message.GetData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What clients are told, and what not, once the log cannot be forced any more. */
class DiskFailureTest {
  private final StorageException full =
      StorageException.failed(
          "force", Path.of("log.1"), new IOException("No space left on device"));

  private final DrivenServer server = new DrivenServer();

  @Test
  void nothingIsAcknowledgedThatTheDiskHasNotTaken() {
    var client = opened();
    client.ask(1, OpCode.CREATE, new Create.Request("/kept", null, Acl.OPEN, 0)::write);
    server.settle();
    long kept = server.ensemble.tree().lastZxid();
    client.ask(2, OpCode.CREATE, new Create.Request("/lost", null, Acl.OPEN, 0)::write);
    client.ask(3, OpCode.GET_DATA, new GetData.Request("/lost", false)::write);
    server.failDisk(full);
    assertSame(full, assertThrows(StorageException.class, server::settle));
    assertEquals(List.of(0), client.errors(), "neither the write nor the read behind it");
    assertEquals(kept, server.ensemble.tree().lastZxid());
  }

  @Test
  void anotherClientDoesNotSeeWhatTheDiskHasNotTaken() {
    var writer = opened();
    var reader = opened();
    reader.ask(1, OpCode.EXISTS, new GetData.Request("/lost", true)::write);
    server.settle();
    writer.ask(1, OpCode.CREATE, new Create.Request("/lost", null, Acl.OPEN, 0)::write);
    server.failDisk(full);
    assertThrows(StorageException.class, server::settle);
    reader.ask(2, OpCode.GET_DATA, new GetData.Request("/lost", false)::write);
    server.think();
    assertEquals(List.of(-101, -101), reader.errors());
    assertEquals(List.of(), reader.events);
  }

  @Test
  void aSessionThatTheDiskHasNotTakenIsNotOpened() {
    var client = server.connect().open(10_000);
    server.failDisk(full);
    assertThrows(StorageException.class, server::settle);
    Connect.Response none = client.session;
    assertEquals(null, none);
  }

  private DrivenServer.TestClient opened() {
    var client = server.connect().open(10_000);
    server.settle();
    return client;
  }
}
