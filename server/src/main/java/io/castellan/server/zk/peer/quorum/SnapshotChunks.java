package io.castellan.server.zk.peer.quorum;

import io.castellan.server.zk.tree.SnapshotImage;
import io.castellan.server.zk.tree.Znode;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.jute.JuteWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.stream.ChunkedInput;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A whole state on its way to a learner, a chunk whenever the socket has room: as in a snapshot
 * file, without what stands around it there, and with a signature at the end. Owned by the
 * connection's event loop; the state does not change.
 */
final class SnapshotChunks implements ChunkedInput<ByteBuf> {
  private static final int CHUNK_BYTES = 1 << 16;
  private static final long OPEN_ACL = -1;

  private final SnapshotImage image;
  private final Map<List<Acl>, Long> aclIds = new LinkedHashMap<>();
  private final Iterator<Map.Entry<String, Znode>> nodes;
  private boolean begun;
  private boolean ended;
  private long sentBytes;

  SnapshotChunks(SnapshotImage image) {
    this.image = image;
    this.nodes = image.tree().walk();
  }

  @Override
  public boolean isEndOfInput() {
    return ended;
  }

  @Override
  public void close() {
    ended = true;
  }

  /** The older form of the next one, which the interface still has. */
  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester") // callers are Netty's
  public @Nullable ByteBuf readChunk(ChannelHandlerContext context) {
    return readChunk(context.alloc());
  }

  @Override
  public @Nullable ByteBuf readChunk(ByteBufAllocator allocator) {
    if (ended) {
      return null;
    }
    ByteBuf chunk = allocator.buffer(CHUNK_BYTES);
    JuteWriter writer = new JuteWriter(chunk);
    if (!begun) {
      begun = true;
      writeHead(writer);
    }
    while (nodes.hasNext() && chunk.readableBytes() < CHUNK_BYTES) {
      Map.Entry<String, Znode> next = nodes.next();
      writeNode(next.getKey(), next.getValue(), writer);
    }
    if (!nodes.hasNext()) {
      writer.writeString("/");
      writer.writeString("BenWasHere");
      ended = true;
    }
    sentBytes += chunk.readableBytes();
    return chunk;
  }

  private void writeHead(JuteWriter writer) {
    writer.writeInt(image.sessions().size());
    image
        .sessions()
        .forEach(
            (id, timeoutMs) -> {
              writer.writeLong(id);
              writer.writeInt(timeoutMs);
            });
    image
        .tree()
        .forEach(
            (path, node) -> {
              if (!isOpen(node.acl())) {
                aclIds.putIfAbsent(node.acl(), aclIds.size() + 1L);
              }
            });
    writer.writeInt(aclIds.size());
    aclIds.forEach(
        (acl, id) -> {
          writer.writeLong(id);
          Acl.writeList(acl, writer);
        });
  }

  private void writeNode(String path, Znode node, JuteWriter writer) {
    writer.writeString(path);
    writer.writeBuffer(node.data());
    writer.writeLong(isOpen(node.acl()) ? OPEN_ACL : aclIds.getOrDefault(node.acl(), OPEN_ACL));
    node.statPersisted().write(writer);
  }

  private static boolean isOpen(List<Acl> acl) {
    return acl == Acl.OPEN || acl.equals(Acl.OPEN);
  }

  /** Unknown: it is not written out before it is sent. */
  @Override
  public long length() {
    return -1;
  }

  @Override
  public long progress() {
    return sentBytes;
  }
}
