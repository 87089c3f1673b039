package io.castellan.server.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  @TempDir Path directory;

  @Test
  void replacesTheTextAsAWhole() {
    Checkpoint checkpoint = new Checkpoint(directory.resolve("epoch"));
    assertNull(checkpoint.read());
    checkpoint.write("a long first text");
    checkpoint.write("7");
    assertEquals("7", checkpoint.read());
    assertNull(checkpoint.readTemporary());
  }

  @Test
  void keepsTheOldTextWhenTheNewOneCannotBeWritten() throws Exception {
    Checkpoint checkpoint = new Checkpoint(directory.resolve("epoch"));
    checkpoint.write("1");
    Files.createDirectory(directory.resolve("epoch.tmp"));
    StorageException e = assertThrows(StorageException.class, () -> checkpoint.write("2"));
    assertTrue(e.toString().contains("epoch.tmp"), e.toString());
    assertEquals("1", checkpoint.read());
  }

  @Test
  void givesADirectoryToOneHolderAtATime() {
    DirectoryLock held = DirectoryLock.acquire(directory, ".lock");
    StorageException e =
        assertThrows(StorageException.class, () -> DirectoryLock.acquire(directory, ".lock"));
    assertEquals(directory + ": directory is in use: another process holds .lock", e.getMessage());
    held.close();
    DirectoryLock.acquire(directory, ".lock").close();
  }

  @Test
  void deletesAndCreatesWhatIsThereOrNot() throws Exception {
    Path nested = directory.resolve("a").resolve("b");
    Directories.create(nested);
    Directories.create(nested);
    Path file = Files.writeString(nested.resolve("f"), "x");
    assertTrue(Directories.delete(file));
    assertFalse(Directories.delete(file));
  }
}
