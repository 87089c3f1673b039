package io.castellan.server.zk.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.server.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochFilesTest {
  private static final long ZXID_OF_7 = 0x7_0000_0003L;

  @TempDir Path directory;

  @Test
  void takesTheEpochOfTheLogWhereNoFilesAre() throws IOException {
    assertEquals(new EpochFiles.Epochs(7, 7), recover(ZXID_OF_7));
    assertEquals("7", Files.readString(directory.resolve("currentEpoch")));
    assertEquals("7", Files.readString(directory.resolve("acceptedEpoch")));
    assertEquals(new EpochFiles.Epochs(7, 7), recover(ZXID_OF_7));
  }

  @Test
  void writesNothingWithoutData() throws IOException {
    assertEquals(new EpochFiles.Epochs(0, 0), recover(-1));
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void readsWhatStockHasWritten() throws IOException {
    write("currentEpoch", "8\n");
    write("acceptedEpoch", " 9 ");
    assertEquals(new EpochFiles.Epochs(9, 8), recover(ZXID_OF_7));
  }

  @Test
  void finishesAnEpochThatACrashHasInterrupted() throws IOException {
    write("currentEpoch", "6");
    write("acceptedEpoch", "6");
    assertTrue(refusal().contains("currentEpoch: epoch: 6 (expected: >= 7"), refusal());

    write("currentEpoch.tmp", "6");
    assertTrue(refusal().contains("expected: >= 7"), "one that is too old is no reason");
    write("currentEpoch.tmp", "7");
    write("acceptedEpoch", "7");
    assertEquals(new EpochFiles.Epochs(7, 7), recover(ZXID_OF_7));
    assertEquals("7", Files.readString(directory.resolve("currentEpoch")));

    write("currentEpoch", "6");
    Files.deleteIfExists(directory.resolve("currentEpoch.tmp"));
    Path mark = write("updatingEpoch", "");
    assertEquals(new EpochFiles.Epochs(7, 7), recover(ZXID_OF_7));
    assertFalse(Files.exists(mark));
  }

  @Test
  void hasTheEpochOfItsLogIfItHasPromisedIt() throws IOException {
    write("currentEpoch", "5");
    write("acceptedEpoch", "9");
    assertEquals(new EpochFiles.Epochs(9, 7), recover(ZXID_OF_7), "not the 9 that was to come");
    assertEquals("7", Files.readString(directory.resolve("currentEpoch")));
  }

  @Test
  void refusesAPromiseThatIsOlderThanTheHistory() throws IOException {
    write("currentEpoch", "8");
    write("acceptedEpoch", "7");
    assertTrue(
        refusal().contains("acceptedEpoch: epoch: 7 (expected: >= currentEpoch 8)"), refusal());
  }

  @Test
  void refusesWhatIsNoNumber() throws IOException {
    write("currentEpoch", "");
    assertTrue(refusal().contains("currentEpoch: epoch: \"\" (expected: a number)"), refusal());
  }

  private EpochFiles.Epochs recover(long lastZxid) {
    return new EpochFiles(directory).recover(lastZxid);
  }

  private String refusal() {
    return String.valueOf(
        assertThrows(StorageException.class, () -> recover(ZXID_OF_7)).getMessage());
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }
}
