package io.castellan.kafka.protocol.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LazyCodecTest {
  /** In a JVM of its own, as other tests of this one load every codec. */
  @Test
  void touchingTheEnumLoadsNoCodec() throws IOException, InterruptedException {
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-Xlog:class+load",
                "-cp",
                System.getProperty("java.class.path"),
                Touch.class.getName())
            .redirectErrorStream(true)
            .start();
    String loaded = new String(java.getInputStream().readAllBytes(), UTF_8);
    assertTrue(java.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, java.exitValue(), loaded);
    assertTrue(loaded.contains(Compression.class.getName() + " "), loaded);
    for (String codec : new String[] {"com.github.luben", "net.jpountz", "org.xerial"}) {
      assertFalse(loaded.contains(" " + codec), codec);
    }
  }

  static final class Touch {
    public static void main(String[] args) {
      for (Compression codec : Compression.values()) {
        if (Compression.ofName(codec.codecName()) != Compression.ofId(codec.id())) {
          throw new AssertionError(codec);
        }
      }
    }
  }
}
