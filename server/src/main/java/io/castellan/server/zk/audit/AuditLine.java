package io.castellan.server.zk.audit;

import io.castellan.zk.protocol.Permission;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.Id;
import java.util.List;

/**
 * One line: {@code key=value} with tabs between, in stock's order, keys without a value left out.
 */
final class AuditLine {
  private static final int MAX_VALUE = 4096;

  private final StringBuilder text = new StringBuilder(192);

  AuditLine session(long id) {
    return with("session", "0x" + Long.toHexString(id));
  }

  AuditLine user(String name) {
    return with("user", name);
  }

  /** Those who ask, by their names. */
  AuditLine users(List<Id> identities) {
    StringBuilder names = new StringBuilder();
    String ip = "";
    for (Id id : identities) {
      if (id.scheme().equals("ip")) {
        ip = id.id();
      } else if (!id.scheme().equals("super")) { // which is nobody's name
        names.append(nameOf(id)).append(',');
      }
    }
    return user(names.append(ip).toString());
  }

  /** Of {@code name:digest} the name. */
  private static String nameOf(Id id) {
    int colon = id.id().indexOf(':');
    return id.scheme().equals("digest") && colon >= 0 ? id.id().substring(0, colon) : id.id();
  }

  AuditLine ip(String address) {
    return with("ip", address);
  }

  AuditLine operation(String name) {
    return with("operation", name);
  }

  AuditLine znode(String path) {
    return with("znode", path);
  }

  AuditLine znodeType(String type) {
    return with("znode_type", type);
  }

  AuditLine acl(List<Acl> acl) {
    StringBuilder entries = new StringBuilder();
    for (Acl entry : acl) {
      entries.append(entry.id().scheme()).append(':').append(entry.id().id()).append(':');
      entries.append(letters(entry.perms()));
      if (entries.length() > MAX_VALUE) {
        break; // a list of thousands is cut below
      }
    }
    return with("acl", entries.toString());
  }

  private static String letters(int perms) {
    return (Permission.CREATE.isIn(perms) ? "c" : "")
        + (Permission.DELETE.isIn(perms) ? "d" : "")
        + (Permission.READ.isIn(perms) ? "r" : "")
        + (Permission.WRITE.isIn(perms) ? "w" : "")
        + (Permission.ADMIN.isIn(perms) ? "a" : "");
  }

  String result(String result) {
    return with("result", result).text.toString();
  }

  /** Without what would look like another key or another line, and of a bounded length. */
  private AuditLine with(String key, String value) {
    if (!text.isEmpty()) {
      text.append('\t');
    }
    text.append(key).append('=');
    int until = Math.min(value.length(), MAX_VALUE);
    for (int i = 0; i < until; i++) {
      char c = value.charAt(i);
      if (!Character.isISOControl(c)) {
        text.append(c);
      }
    }
    if (until < value.length()) {
      text.append("...");
    }
    return this;
  }
}
