package io.castellan.server.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.server.simulation.files.FaultyDisk;
import io.castellan.server.simulation.files.FileOperation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class AppendFileTest {
  @TempDir Path directory;

  @Test
  void appendsSingleAndCompositeBuffersInOrder() throws Exception {
    Path path = directory.resolve("log");
    CompositeByteBuf composite = Unpooled.compositeBuffer();
    composite.addComponent(true, utf8("cd")).addComponent(true, utf8("ef"));
    ByteBuf single = utf8("ab");
    try (AppendFile file = AppendFile.create(path)) {
      file.append(single);
      file.append(composite);
      file.append(ByteBuffer.wrap(new byte[] {'g'}), ByteBuffer.wrap(new byte[] {'h', 'i'}));
      file.force(false);
      assertEquals(9, file.position());
      assertEquals(0, composite.readableBytes());
    } finally {
      single.release();
      composite.release();
    }
    assertEquals("abcdefghi", Files.readString(path));
  }

  @Test
  void appendsIntoRoomMadeInAdvance() throws Exception {
    Path path = directory.resolve("log");
    try (AppendFile file = AppendFile.create(path)) {
      file.extend(6);
      file.append(ByteBuffer.wrap(new byte[] {1, 2}));
      file.extend(4);
      assertEquals(6, file.size());
    }
    assertArrayEquals(new byte[] {1, 2, 0, 0, 0, 0}, Files.readAllBytes(path));
  }

  @Test
  void continuesWhereTruncatedOrOpened() throws Exception {
    Path path = directory.resolve("log");
    Files.writeString(path, "abcdef");
    try (AppendFile file = AppendFile.open(path, 6)) {
      file.truncate(2);
      file.append(ByteBuffer.wrap(new byte[] {'x', 'y'}));
    }
    assertEquals("abxy", Files.readString(path));
    try (AppendFile file = AppendFile.open(path, 3)) {
      file.append(ByteBuffer.wrap(new byte[] {'z'}));
    }
    assertEquals("abxz", Files.readString(path));
  }

  @Test
  void refusesToCreateAFileThatExists() throws Exception {
    Path path = directory.resolve("log");
    Files.writeString(path, "kept");
    StorageException e = assertThrows(StorageException.class, () -> AppendFile.create(path));
    assertEquals("cannot open " + path + ": FileAlreadyExistsException", e.getMessage());
    assertEquals("kept", Files.readString(path));
  }

  @Test
  @EnabledIf("hasFullDevice")
  void refusesEverythingAfterADiskWasFull() {
    Path full = Path.of("/dev/full");
    try (AppendFile file = AppendFile.open(full, 0)) {
      StorageException first =
          assertThrows(StorageException.class, () -> file.append(ByteBuffer.allocate(1)));
      assertEquals("cannot append to /dev/full: No space left on device", first.getMessage());
      assertSame(
          first, assertThrows(StorageException.class, () -> file.append(ByteBuffer.allocate(0))));
      assertSame(first, assertThrows(StorageException.class, () -> file.force(false)));
      assertEquals(0, file.position());
    }
  }

  @Test
  void writesWhatIsStagedInOrderAndBeforeAnythingElse() throws Exception {
    Path path = directory.resolve("log");
    CompositeByteBuf composite = Unpooled.compositeBuffer();
    composite.addComponent(true, utf8("cd")).addComponent(true, utf8("ef"));
    ByteBuf single = utf8("ab");
    try (AppendFile file = AppendFile.create(path)) {
      file.stage(single);
      file.stage(composite);
      assertEquals(0, Files.size(path));
      assertEquals(2, single.refCnt());
      file.write();
      assertEquals(6, file.position());
      file.stage(single);
      file.append(ByteBuffer.wrap(new byte[] {'x'}));
      file.stage(single);
      file.truncate(10);
      file.stage(single); // not written, as the file is closed first
    }
    assertEquals("abcdefabxa", Files.readString(path));
    assertTrue(single.release());
    assertTrue(composite.release());
  }

  @Test
  @EnabledIf("hasFullDevice")
  void refusesEverythingAfterWhatWasStagedCouldNotBeWritten() {
    ByteBuf staged = utf8("a");
    try (AppendFile file = AppendFile.open(Path.of("/dev/full"), 0)) {
      file.stage(staged);
      StorageException first = assertThrows(StorageException.class, file::write);
      assertSame(first, assertThrows(StorageException.class, file::write));
      assertEquals(1, staged.refCnt());
    }
    assertTrue(staged.release());
  }

  @Test
  void readsAtPositionsAndNamesTheOneThatIsMissing() throws Exception {
    Path path = directory.resolve("log");
    Files.writeString(path, "abcdef");
    try (PositionedFile file = PositionedFile.open(path)) {
      ByteBuffer two = ByteBuffer.allocate(2);
      file.readFully(two, 3);
      assertArrayEquals(new byte[] {'d', 'e'}, two.array());
      assertEquals(1, file.read(ByteBuffer.allocate(9), 5));
      assertEquals(0, file.read(ByteBuffer.allocate(9), 77));
      StorageException e =
          assertThrows(StorageException.class, () -> file.readFully(ByteBuffer.allocate(4), 4));
      assertTrue(e.toString().endsWith("end at 6 (expected: >= 8)"), e.toString());
    }
  }

  static boolean hasFullDevice() {
    return Files.exists(Path.of("/dev/full"));
  }

  private static ByteBuf utf8(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }

  @Test
  void anAppendThatFoundNoRoomCanBeUndone(@TempDir Path directory) throws Exception {
    FaultyDisk disk = FaultyDisk.over(directory);
    Path path = disk.root().resolve("log");
    try (AppendFile file = AppendFile.create(path)) {
      file.append(ByteBuffer.wrap(new byte[] {1, 2}));
      disk.leaveRoom(1);
      assertThrows(
          StorageException.class, () -> file.append(ByteBuffer.wrap(new byte[] {3, 4, 5})));
      disk.heal();
      assertThrows(StorageException.class, () -> file.append(ByteBuffer.wrap(new byte[] {6})));
      file.unstage();
      file.append(ByteBuffer.wrap(new byte[] {7}));
      assertArrayEquals(new byte[] {1, 2, 7}, Files.readAllBytes(path));
      disk.failNth(1, FileOperation.of(FileOperation.Kind.FORCE), FaultyDisk.NO_SPACE);
      StorageException forced = assertThrows(StorageException.class, () -> file.force(true));
      assertFalse(forced.isFull(), "what was written may be gone");
      assertThrows(StorageException.class, file::unstage, "a failed force cannot be undone");
    }
  }
}
