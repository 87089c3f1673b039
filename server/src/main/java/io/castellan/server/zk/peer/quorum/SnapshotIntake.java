package io.castellan.server.zk.peer.quorum;

import io.castellan.server.zk.tree.SnapshotImage;
import io.castellan.server.zk.tree.TreeRules;
import io.castellan.server.zk.tree.ZnodeTree;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.StatPersisted;
import io.castellan.zk.protocol.jute.JuteException;
import io.castellan.zk.protocol.jute.JuteReader;
import io.netty.buffer.ByteBuf;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A leader's whole state as it arrives: sessions, access control lists, nodes, and a signature at
 * the end. It has no length, so it is taken piece by piece, each once it is whole; what was taken
 * of one that breaks off is forgotten with it. Owned by the connection's event loop.
 */
final class SnapshotIntake {
  private static final String SIGNATURE = "BenWasHere";
  private static final String END = "/";
  private static final long OPEN_ACL = -1;
  private static final int NULL_LENGTH = -1;
  private static final int SESSION_BYTES = Long.BYTES + Integer.BYTES;

  private final long zxid;
  private final int maxLengthBytes;
  private final ZnodeTree tree;
  private final Map<Long, List<Acl>> acls = new HashMap<>();
  private Part part = Part.SESSION_COUNT;
  private int left;

  private enum Part {
    SESSION_COUNT,
    SESSIONS,
    ACL_COUNT,
    ACLS,
    NODES,
    SIGNATURE,
    DONE
  }

  /** The state at a zxid. */
  SnapshotIntake(long zxid, TreeRules rules, int maxLengthBytes) {
    this.zxid = zxid;
    this.maxLengthBytes = maxLengthBytes;
    this.tree = new ZnodeTree(rules);
    tree.beginLoad(zxid);
    acls.put(OPEN_ACL, Acl.OPEN);
  }

  /**
   * Takes what is there.
   *
   * @return the state once all of it is there, null before
   * @throws JuteException if these are not the bytes of a state
   */
  @Nullable SnapshotImage take(ByteBuf in) {
    JuteReader reader = new JuteReader(in, maxLengthBytes);
    while (part != Part.DONE && takePiece(in, reader)) {
      // and the next
    }
    if (part != Part.DONE) {
      return null;
    }
    tree.endLoad();
    return new SnapshotImage(zxid, Map.copyOf(tree.sessions()), tree.image());
  }

  private boolean takePiece(ByteBuf in, JuteReader reader) {
    return switch (part) {
      case SESSION_COUNT -> takeCount(in, reader, Part.SESSIONS);
      case SESSIONS -> takeSession(in, reader);
      case ACL_COUNT -> takeCount(in, reader, Part.ACLS);
      case ACLS -> takeAcl(in, reader);
      case NODES -> takeNode(in, reader);
      case SIGNATURE -> takeSignature(in, reader);
      case DONE -> false;
    };
  }

  private boolean takeCount(ByteBuf in, JuteReader reader, Part next) {
    if (in.readableBytes() < Integer.BYTES) {
      return false;
    }
    left = reader.readInt("count");
    if (left < 0) {
      throw JuteException.of("count", left, ">= 0");
    }
    part = next;
    return true;
  }

  private boolean takeSession(ByteBuf in, JuteReader reader) {
    if (left == 0) {
      part = Part.ACL_COUNT;
      return true;
    }
    if (in.readableBytes() < SESSION_BYTES) {
      return false;
    }
    left--;
    long id = reader.readLong("session id");
    tree.loadSession(id, reader.readInt("session timeout"));
    return true;
  }

  private boolean takeAcl(ByteBuf in, JuteReader reader) {
    if (left == 0) {
      part = Part.NODES;
      return true;
    }
    int at = in.readerIndex() + Long.BYTES;
    if (in.writerIndex() < at + Integer.BYTES) {
      return false;
    }
    int entries = in.getInt(at);
    at += Integer.BYTES;
    for (int i = 0; i < entries; i++) {
      at = behindLength(in, at + Integer.BYTES); // perms, scheme, id
      at = at < 0 ? at : behindLength(in, at);
      if (at < 0) {
        return false;
      }
    }
    left--;
    long id = reader.readLong("acl id");
    acls.put(id, Collections.unmodifiableList(Acl.readList(reader)));
    return true;
  }

  private boolean takeNode(ByteBuf in, JuteReader reader) {
    int at = behindLength(in, in.readerIndex());
    if (at < 0) {
      return false;
    }
    if (isEnd(in)) {
      reader.readString("end of nodes");
      part = Part.SIGNATURE;
      return true;
    }
    at = behindLength(in, at);
    if (at < 0 || in.writerIndex() < at + Long.BYTES + StatPersisted.BYTES) {
      return false;
    }
    String path = reader.readString("path");
    byte @Nullable [] data = reader.readBuffer("data");
    long aclId = reader.readLong("acl id");
    List<Acl> acl = acls.get(aclId);
    if (acl == null) {
      throw JuteException.of("acl id of " + path, aclId, "an id of the table");
    }
    try {
      tree.loadNode(path, data, acl, StatPersisted.read(reader));
    } catch (IllegalArgumentException e) {
      throw new JuteException("node " + path + ": " + e.getMessage());
    }
    return true;
  }

  private boolean takeSignature(ByteBuf in, JuteReader reader) {
    if (behindLength(in, in.readerIndex()) < 0) {
      return false;
    }
    String signature = reader.readString("signature");
    if (!signature.equals(SIGNATURE)) {
      throw new JuteException("signature: " + signature + " (expected: " + SIGNATURE + ")");
    }
    part = Part.DONE;
    return true;
  }

  private static boolean isEnd(ByteBuf in) {
    int at = in.readerIndex();
    return in.getInt(at) == END.length() && in.getByte(at + Integer.BYTES) == END.charAt(0);
  }

  /** Where the value ends whose length is at a position, -1 if not all of it is there. */
  private int behindLength(ByteBuf in, int at) {
    if (in.writerIndex() < at + Integer.BYTES) {
      return -1;
    }
    int length = in.getInt(at);
    if (length < NULL_LENGTH || length > maxLengthBytes) {
      throw JuteException.of("length", length, "<= " + maxLengthBytes);
    }
    int end = at + Integer.BYTES + Math.max(length, 0);
    return in.writerIndex() < end ? -1 : end;
  }
}
