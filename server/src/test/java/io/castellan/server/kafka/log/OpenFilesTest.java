package io.castellan.server.kafka.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFilesTest {
  private static final int MOST = 3;

  private final Path root;

  /** What waits for the lane, which is the test's thread. */
  private final ConcurrentLinkedQueue<Runnable> lane = new ConcurrentLinkedQueue<>();

  private final OpenFiles openFiles = new OpenFiles(MOST, lane::add);

  OpenFilesTest(@TempDir Path root) {
    this.root = root;
  }

  private void runLane() {
    for (Runnable task = lane.poll(); task != null; task = lane.poll()) {
      task.run();
    }
  }

  private static List<String> fill(TestLog test, int count) {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String value = "value " + i + "x".repeat(50);
      expected.add(test.appendValues(TestLog.NOW + i, value) + ":" + value);
    }
    return expected;
  }

  @Test
  void forcingASegmentThatIsDeletedMeanwhileIsGivenUp() throws Exception {
    try (TestLog test = TestLog.create(root, "segment.bytes", "300", "retention.ms", "1000")) {
      for (int i = 0; i < 5; i++) {
        test.appendValues(TestLog.NOW, "x".repeat(200));
      }
      test.crash(); // the files are closed
      FlushTask task = test.log.pendingFlush();
      assertNotNull(task);
      test.log.applyRetention(TestLog.NOW + 1_000_000);
      test.deletions.run(Long.MAX_VALUE);
      task.run();
      assertFalse(task.isDone());
      test.log.onFlushed(task);
      assertEquals(0, test.log.recoveryPoint());
    }
  }

  @Test
  void whatIsWrittenAnewWhileSegmentsAreForcedDoesNotCountAsForced() throws Exception {
    try (TestLog test = TestLog.create(root, "segment.bytes", "300")) {
      for (int i = 0; i < 5; i++) {
        test.appendValues(TestLog.NOW, "x".repeat(200));
      }
      FlushTask task = test.log.pendingFlush();
      assertNotNull(task);
      task.run();
      test.log.truncateTo(2, TestLog.NOW);
      for (int i = 0; i < 5; i++) {
        test.appendValues(TestLog.NOW, "y".repeat(200));
      }
      test.log.onFlushed(task);
      assertEquals(2, test.log.recoveryPoint());
    }
  }

  @Test
  void aLogOpensNoFileUntilItIsUsedAndNoMoreThanTheBound() throws Exception {
    try (TestLog test =
        TestLog.create(root, "segment.bytes", "1000", "index.interval.bytes", "100")) {
      List<String> expected = fill(test, 100);
      test.restart();
      test.log.countIn(openFiles);
      assertEquals(0, openFiles.count(), "opened and not used");
      assertTrue(test.log.view().segmentCount() > 3 * MOST);
      for (int i = 0; i < 3; i++) {
        assertEquals(expected, test.readAll());
        runLane();
        assertEquals(MOST, openFiles.count());
        assertEquals(42, offsetAt(test, TestLog.NOW + 42));
        expected.add(test.appendValues(TestLog.NOW, "more") + ":more");
      }
      test.log.close();
      assertEquals(0, openFiles.count());
      test.crash();
      assertEquals(expected, test.readAll());
    }
  }

  private static long offsetAt(TestLog test, long timestamp) {
    FoundOffset found = test.log.view().offsetForTimestamp(timestamp);
    return found == null ? -1 : found.offset();
  }

  @Test
  void aReaderNeverFindsAFileClosedUnderIt() throws Exception {
    try (TestLog test =
        TestLog.create(root, "segment.bytes", "1000", "index.interval.bytes", "100")) {
      List<String> expected = fill(test, 60);
      test.log.countIn(openFiles);
      AtomicReference<Throwable> failure = new AtomicReference<>();
      Thread reader =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < 200; i++) {
                    assertEquals(expected, test.readAll().subList(0, expected.size()));
                    assertEquals(7, offsetAt(test, TestLog.NOW + 7));
                  }
                } catch (Throwable e) {
                  failure.set(e);
                }
              });
      reader.start();
      int appended = 0;
      while (reader.isAlive()) {
        runLane();
        if (appended++ < 200) {
          test.appendValues(TestLog.NOW, "more");
        }
      }
      reader.join();
      assertNull(failure.get(), () -> String.valueOf(failure.get()));
    }
  }
}
