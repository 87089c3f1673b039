package io.castellan.compat.zk;

import io.castellan.compat.raw.Body;
import io.castellan.compat.raw.Ops;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Adler32;

/** A data directory of a server that has seen years of writes, which no test can wait for. */
final class OldFiles {
  private static final int MAGIC = 0x5a4b4c47;
  private static final int CREATE = 1;
  private static final int SET_DATA = 5;
  private static final int SET_ACL = 7;
  private static final int ALMOST_ALL = Integer.MAX_VALUE - 2;

  private OldFiles() {}

  /**
   * Writes a log that leaves {@code /counted}, whose counter of children is about to overflow, and
   * {@code /versions}, whose versions are.
   */
  static void writeLog(Path directory) {
    Body log = new Body().number(MAGIC).number(2).longNumber(0);
    entry(log, 1, CREATE, create("/counted", 1));
    entry(log, 2, CREATE, create("/counted/first", ALMOST_ALL));
    entry(log, 3, CREATE, create("/versions", 2));
    entry(log, 4, SET_DATA, new Body().text("/versions").buffer(null).number(Integer.MAX_VALUE));
    entry(log, 5, SET_ACL, new Body().text("/versions").acl(Ops.OPEN).number(Integer.MAX_VALUE));
    try {
      Path data = Files.createDirectories(directory.resolve("data").resolve("version-2"));
      Files.write(data.resolve("log.1"), log.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Body create(String path, int parentCversion) {
    return new Body().text(path).buffer(null).acl(Ops.OPEN).flag(false).number(parentCversion);
  }

  private static void entry(Body log, long zxid, int type, Body txn) {
    byte[] bytes =
        new Body()
            .longNumber(1)
            .number((int) zxid)
            .longNumber(zxid)
            .longNumber(1_700_000_000_000L)
            .number(type)
            .raw(txn.bytes())
            .bytes();
    Adler32 checksum = new Adler32();
    checksum.update(bytes);
    log.longNumber(checksum.getValue()).buffer(bytes).raw(new byte[] {'B'});
  }
}
