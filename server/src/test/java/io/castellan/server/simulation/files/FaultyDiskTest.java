package io.castellan.server.simulation.files;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.server.simulation.files.FileOperation.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultyDiskTest {
  @TempDir Path real;
  @TempDir Path scratch;

  private FaultyDisk disk() throws IOException {
    return FaultyDisk.over(real);
  }

  private static void forceDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private Path restored(String name) throws IOException {
    return Files.createDirectory(scratch.resolve(name));
  }

  private static Set<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return new TreeSet<>(files.map(file -> file.getFileName().toString()).toList());
    }
  }

  @Test
  void behavesAsAnyOtherDirectory() throws IOException {
    Path root = disk().root();
    Path directory = Files.createDirectories(root.resolve("a/b"));
    Files.writeString(directory.resolve("file"), "one\ntwo\n");
    Files.move(directory.resolve("file"), directory.resolve("other"));
    assertEquals(List.of("one", "two"), Files.readAllLines(root.resolve("a/b/other")));
    assertEquals("one\ntwo\n", Files.readString(real.resolve("a/b/other")));
    try (Stream<Path> listed = Files.list(directory)) {
      assertEquals(List.of(directory.resolve("other")), listed.toList());
    }
    assertEquals(root, requireNonNull(directory.getParent()).getParent());
    assertTrue(Files.deleteIfExists(directory.resolve("other")));
    assertThrows(NoSuchFileException.class, () -> Files.size(directory.resolve("other")));
  }

  @Test
  void keepsOfAFileWhatWasForced() throws IOException {
    FaultyDisk disk = disk();
    Path file = disk.root().resolve("log");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap("forced".getBytes(StandardCharsets.UTF_8)));
      channel.force(false);
      forceDirectory(disk.root());
      channel.write(ByteBuffer.wrap(" and not".getBytes(StandardCharsets.UTF_8)));
    }
    CrashReplay replay = new CrashReplay(disk.journal());
    replay.advanceTo(replay.end());
    Path killed = restored("killed");
    replay.afterKill(killed);
    assertEquals("forced and not", Files.readString(killed.resolve("log")));
    Path cut = restored("cut");
    replay.afterPowerCut(cut);
    assertEquals("forced", Files.readString(cut.resolve("log")));
    for (long seed = 0; seed < 50; seed++) {
      Path torn = restored("torn-" + seed);
      replay.afterPowerCut(seed, torn);
      assertTrue(Files.readString(torn.resolve("log")).startsWith("forced"), "seed " + seed);
    }
  }

  @Test
  void losesANameWhoseDirectoryWasNotForced() throws IOException {
    FaultyDisk disk = disk();
    Files.writeString(disk.root().resolve("old"), "content");
    forceDirectory(disk.root());
    int before = disk.journal().now();
    Files.move(
        disk.root().resolve("old"), disk.root().resolve("new"), StandardCopyOption.ATOMIC_MOVE);
    CrashReplay replay = new CrashReplay(disk.journal());
    replay.advanceTo(replay.end());
    assertTrue(replay.end() > before);
    Path cut = restored("cut");
    replay.afterPowerCut(cut);
    assertEquals(new TreeSet<>(List.of("old")), names(cut));
    for (long seed = 0; seed < 50; seed++) {
      Path torn = restored("torn-" + seed);
      replay.afterPowerCut(seed, torn);
      assertEquals(1, names(torn).size(), "a rename by half, seed " + seed);
    }
    forceDirectory(disk.root());
    replay = new CrashReplay(disk.journal());
    replay.advanceTo(replay.end());
    Path after = restored("after");
    replay.afterPowerCut(after);
    assertEquals(new TreeSet<>(List.of("new")), names(after));
  }

  @Test
  void failsOnOrder() throws IOException {
    FaultyDisk disk = disk();
    disk.failNth(2, FileOperation.of(Kind.WRITE, ".log"), FaultyDisk.INPUT_OUTPUT_ERROR);
    Path file = disk.root().resolve("0.log");
    Files.writeString(file, "one");
    Files.writeString(disk.root().resolve("0.index"), "of no concern");
    IOException failed = assertThrows(IOException.class, () -> Files.writeString(file, "two"));
    assertEquals(FaultyDisk.INPUT_OUTPUT_ERROR, failed.getMessage());
    Files.writeString(file, "three");
    assertEquals(3, disk.count(FileOperation.of(Kind.WRITE, ".log")));
  }

  @Test
  void runsFullAndHasRoomAgain() throws IOException {
    FaultyDisk disk = disk();
    Path file = disk.root().resolve("file");
    disk.leaveRoom(4);
    IOException failed = assertThrows(IOException.class, () -> Files.writeString(file, "123456"));
    assertEquals(FaultyDisk.NO_SPACE, failed.getMessage());
    assertEquals("1234", Files.readString(file));
    Files.delete(file);
    Files.writeString(file, "1234");
    assertFalse(disk.operations().isEmpty());
  }

  @Test
  void restoresTheBeginning() throws IOException {
    Files.createDirectory(real.resolve("d"));
    Files.writeString(real.resolve("d/file"), "before");
    FaultyDisk disk = disk();
    Files.writeString(disk.root().resolve("d/file"), "after");
    CrashReplay replay = new CrashReplay(disk.journal());
    Path cut = restored("cut");
    replay.afterPowerCut(cut);
    assertEquals("before", Files.readString(cut.resolve("d/file")));
  }
}
