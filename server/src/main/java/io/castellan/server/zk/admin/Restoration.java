package io.castellan.server.zk.admin;

import io.castellan.server.http.HttpBody;
import io.castellan.server.http.HttpCall;
import io.castellan.server.storage.StorageException;
import io.castellan.server.zk.peer.SnapshotWriter;
import io.castellan.server.zk.store.DataDirectories;
import io.castellan.server.zk.tree.SnapshotImage;
import io.castellan.server.zk.tree.ZnodeTree;
import io.castellan.zk.protocol.jute.JuteException;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces the tree by a snapshot that an administrator sends.
 *
 * <p>The body goes to a file beside the snapshots, piece by piece, and is read into a tree of its
 * own; until that has succeeded nobody notices. Then the ensemble lane stops for as long as it
 * takes: it closes every connection, waits for the writes on their way, writes the new state as a
 * snapshot, and takes it over. So the disk holds the new state before the first transaction builds
 * on it, and a crash at any moment leaves either the old state or the new one.
 *
 * <p>The new state's zxid is the snapshot's, or one more than the last of this server if that is
 * greater: zxids only grow, or the old logs would be replayed over the new state.
 *
 * <p>One at a time; the steps run on the background lane, but for those named above.
 */
public final class Restoration {
  private static final Logger log = LoggerFactory.getLogger(Restoration.class);
  private static final long QUIET_CHECK_MS = 1;

  private final AdminRooms rooms;
  private final DataDirectories directories;
  private final Supplier<ZnodeTree> newTree;
  private boolean busy;

  /**
   * How it went.
   *
   * @param zxid of the new state; 0 if it failed
   * @param error why it failed, or null
   * @param empty whether that was because nothing was sent
   */
  record Outcome(long zxid, @Nullable String error, boolean empty) {
    static Outcome failed(String error) {
      return new Outcome(0, error, false);
    }
  }

  /**
   * @param newTree makes an empty tree with this server's rules
   */
  public Restoration(AdminRooms rooms, DataDirectories directories, Supplier<ZnodeTree> newTree) {
    this.rooms = rooms;
    this.directories = directories;
    this.newTree = newTree;
  }

  /** Writes snapshots that can be restored, whatever else is configured. */
  SnapshotWriter writer() {
    return directories::writeSnapshotToSend;
  }

  /** Takes the body of a call for a snapshot. For any thread. */
  void receive(HttpCall call, Consumer<Outcome> outcome) {
    rooms
        .background()
        .execute(
            () -> {
              if (!rooms.ensemble().isAlone()) {
                // One server's state is not its own to replace: the others would have another.
                outcome.accept(Outcome.failed("this server is a member of an ensemble"));
                return;
              }
              if (busy) {
                outcome.accept(Outcome.failed("another restoration is under way"));
                return;
              }
              busy = true;
              call.receive(new Upload(directories.restoreFile(), result -> end(result, outcome)));
            });
  }

  /** On the background lane. */
  private void end(Outcome result, Consumer<Outcome> outcome) {
    busy = false;
    try {
      Files.deleteIfExists(directories.restoreFile());
    } catch (IOException e) {
      log.warn("could not delete {}: {}", directories.restoreFile(), e.toString());
    }
    outcome.accept(result);
  }

  /** Stores the body, then has it read. */
  private final class Upload implements HttpBody {
    private final Path file;
    private final Consumer<Outcome> ended;
    private @Nullable FileChannel out;
    private @Nullable IOException failure;

    Upload(Path file, Consumer<Outcome> ended) {
      this.file = file;
      this.ended = ended;
    }

    @Override
    public void onPiece(ByteBuf piece, Runnable next) {
      rooms
          .background()
          .execute(
              () -> {
                try {
                  store(piece);
                } catch (IOException e) {
                  failure = e;
                  giveUp();
                } finally {
                  piece.release();
                }
                next.run();
              });
    }

    private void store(ByteBuf piece) throws IOException {
      if (failure != null) {
        return; // the rest is read and dropped, so that the client hears the answer
      }
      FileChannel channel = out;
      if (channel == null) {
        channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        out = channel;
      }
      while (piece.isReadable()) {
        piece.readBytes(channel, piece.readableBytes());
      }
    }

    /** At once, for a disk that is full needs the room while the rest still comes. */
    private void giveUp() {
      closeFile();
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        log.warn("could not delete {}: {}", file, e.toString());
      }
    }

    @Override
    public void onEnd() {
      rooms
          .background()
          .execute(
              () -> {
                closeFile();
                if (failure != null) {
                  log.error("snapshot to restore could not be stored file={}", file, failure);
                  ended.accept(Outcome.failed("the snapshot could not be stored, see the log"));
                } else if (out == null) {
                  ended.accept(new Outcome(0, "no snapshot in the request's body", true));
                } else {
                  load(file, ended);
                }
              });
    }

    @Override
    public void onAborted() {
      rooms
          .background()
          .execute(
              () -> {
                closeFile();
                log.info("snapshot to restore was not sent completely");
                ended.accept(Outcome.failed("not sent completely"));
              });
    }

    private void closeFile() {
      if (out != null) {
        try {
          out.close();
        } catch (IOException e) {
          failure = failure == null ? e : failure;
        }
      }
    }
  }

  private void load(Path file, Consumer<Outcome> ended) {
    long startNanos = rooms.lane().clock().nanoTime();
    ZnodeTree loaded = newTree.get();
    try {
      directories.load(file, loaded);
    } catch (JuteException | StorageException e) {
      log.warn("snapshot to restore is refused: {}", e.getMessage());
      ended.accept(Outcome.failed("the snapshot is not whole: " + e.getMessage()));
      return;
    }
    // By a timer, which only the lane's own thread runs: nobody who lends himself waits for a disk.
    rooms.lane().execute(() -> rooms.lane().schedule(0, () -> takeOver(loaded, startNanos, ended)));
  }

  /** On the ensemble lane, which stands still meanwhile. */
  private void takeOver(ZnodeTree loaded, long startNanos, Consumer<Outcome> ended) {
    rooms.clients().dropAll();
    if (rooms.ensemble().role().outstanding() > 0) {
      rooms.lane().schedule(QUIET_CHECK_MS, () -> takeOver(loaded, startNanos, ended));
      return;
    }
    Outcome outcome = replace(loaded);
    long tookMs = TimeUnit.NANOSECONDS.toMillis(rooms.lane().clock().nanoTime() - startNanos);
    rooms
        .background()
        .execute(
            () -> {
              if (outcome.error() == null) {
                rooms.metrics().admin().onRestored(tookMs);
                log.warn(
                    "tree restored from a snapshot zxid=0x{} nodes={} ms={}",
                    Long.toHexString(outcome.zxid()),
                    loaded.image().count(),
                    tookMs);
              }
              ended.accept(outcome);
            });
  }

  private Outcome replace(ZnodeTree loaded) {
    long zxid = Math.max(loaded.lastZxid(), rooms.ensemble().tree().lastZxid() + 1);
    try {
      directories.writeSnapshot(new SnapshotImage(zxid, loaded.sessions(), loaded.image()));
      rooms.ensemble().takeOver(loaded, zxid);
      return new Outcome(zxid, null, false);
    } catch (StorageException e) {
      log.error("restored state could not be written, the old one stays", e);
      return Outcome.failed("the snapshot could not be written, see the log");
    }
  }
}
