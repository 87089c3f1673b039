package io.castellan.server.auth;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Kerberos principal taken apart: {@code service/host@REALM}, of which host and realm may be
 * missing (RFC 4120, 6.2). A name without {@code @} is all service.
 *
 * @param service the first part
 * @param host the second part, empty when there is none
 * @param realm the realm, empty when there is none
 */
public record KerberosName(String service, String host, String realm) {
  private static final Pattern FORM = Pattern.compile("([^/@]*)(?:/([^/@]*))?@([^/@]*)");

  /**
   * Takes a principal apart.
   *
   * @throws IllegalArgumentException when it has another form
   */
  public static KerberosName parse(String principal) {
    if (principal.indexOf('@') < 0) {
      return new KerberosName(principal, "", "");
    }
    Matcher parts = FORM.matcher(principal);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "principal: " + principal + " (expected: service/host@REALM)");
    }
    String host = parts.group(2);
    return new KerberosName(parts.group(1), host == null ? "" : host, parts.group(3));
  }

  /** Whether there is nothing but a name. */
  public boolean isSimple() {
    return host.isEmpty() && realm.isEmpty();
  }

  @Override
  public String toString() {
    return service + (host.isEmpty() ? "" : "/" + host) + (realm.isEmpty() ? "" : "@" + realm);
  }
}
