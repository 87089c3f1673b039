package io.castellan.server.zk.tool;

import io.castellan.zk.protocol.data.Acl;
import java.util.List;

/**
 * The text that stock's generated records have: values between commas, structures in {@code s{}},
 * lists in {@code v{}}, and strings behind an apostrophe with what would end them escaped.
 */
final class JuteText {
  private JuteText() {}

  static String of(String value) {
    StringBuilder text = new StringBuilder(value.length() + 1).append('\'');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\0' -> text.append("%00");
        case '\n' -> text.append("%0A");
        case '\r' -> text.append("%0D");
        case ',' -> text.append("%2C");
        case '}' -> text.append("%7D");
        case '%' -> text.append("%25");
        default -> text.append(c);
      }
    }
    return text.toString();
  }

  /** A list inside a record. */
  static String vector(List<String> elements) {
    return "v{" + String.join(",", elements) + "}";
  }

  /** A record inside a record. */
  static String structure(Acl acl) {
    return "s{" + fields(acl) + "}";
  }

  /** A list of records that stands by itself: each is then a line. */
  static String lines(List<Acl> acls) {
    return "[" + String.join(", ", acls.stream().map(acl -> fields(acl) + "\n").toList()) + "]";
  }

  private static String fields(Acl acl) {
    return acl.perms() + ",s{" + of(acl.id().scheme()) + "," + of(acl.id().id()) + "}";
  }
}
