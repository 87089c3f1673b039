package io.castellan.server.derived;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DerivedStoreTest {
  @TempDir Path directory;

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void keepsWhatWasCommittedAndForgetsWhatWasNot() {
    Path file = directory.resolve("store");
    try (DerivedStore store = DerivedStores.open(file)) {
      store.map("m").put(bytes("a"), bytes("1"));
      store.map("m").put(bytes("gone"), bytes("2"));
      store.map("m").remove(bytes("gone"));
      store.commit();
      store.map("m").put(bytes("b"), bytes("2"));
    }
    try (DerivedStore store = DerivedStores.open(file)) {
      assertArrayEquals(bytes("1"), store.map("m").get(bytes("a")));
      assertNull(store.map("m").get(bytes("b")));
      assertNull(store.map("m").get(bytes("gone")));
      assertNull(store.map("other").get(bytes("a")));
    }
  }

  @Test
  void listsAndClearsOneMapAlone() {
    try (DerivedStore store = DerivedStores.open(directory.resolve("store"))) {
      store.map("m").put(bytes("a"), bytes("1"));
      store.map("m").put(bytes("b"), bytes("2"));
      store.map("other").put(bytes("a"), bytes("3"));
      AtomicInteger seen = new AtomicInteger();
      store.map("m").forEach((key, value) -> seen.addAndGet(value[0] - '0'));
      assertEquals(3, seen.get());
      store.map("m").clear();
      assertNull(store.map("m").get(bytes("a")));
      assertArrayEquals(bytes("3"), store.map("other").get(bytes("a")));
    }
  }

  @Test
  void startsAnewWhenTheFileIsDamaged() throws IOException {
    Path file = directory.resolve("store");
    Files.write(file, bytes("this is no store ".repeat(1000)));
    try (DerivedStore store = DerivedStores.open(file)) {
      store.map("m").put(bytes("a"), bytes("1"));
      store.commit();
    }
    try (DerivedStore store = DerivedStores.open(file)) {
      assertArrayEquals(bytes("1"), store.map("m").get(bytes("a")));
    }
  }

  @Test
  void startsAnewWhenTheFileIsCutShort() throws IOException {
    Path file = directory.resolve("store");
    try (DerivedStore store = DerivedStores.open(file)) {
      for (int i = 0; i < 10_000; i++) {
        store.map("m").put(bytes("key " + i), bytes("value"));
      }
      store.commit();
    }
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(whole, 1000));
    try (DerivedStore store = DerivedStores.open(file)) {
      assertNull(store.map("m").get(bytes("key 1")));
    }
  }

  @Test
  void saysWhereNoStoreCanBeMade() {
    Path file = directory.resolve("missing").resolve("store");
    UncheckedIOException e =
        assertThrows(UncheckedIOException.class, () -> DerivedStores.open(file));
    assertTrue(String.valueOf(e.getMessage()).contains("missing"), e::getMessage);
  }
}
