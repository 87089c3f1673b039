package io.castellan.server.zk.admin;

import io.castellan.server.http.HttpCall;
import io.castellan.server.zk.auth.AclRules;
import io.castellan.server.zk.auth.AuthScheme;
import io.castellan.server.zk.auth.IpScheme;
import io.castellan.zk.protocol.Permission;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.Id;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may take and restore snapshots: whoever proves an identity, in the header {@code
 * Authorization: scheme credentials}, that may do everything to the root (ZOOKEEPER-4570).
 */
public final class AdminAccess {
  static final int UNAUTHORIZED = 401;
  static final int FORBIDDEN = 403;

  private static final String HEADER = "Authorization";

  private final AclRules acls;

  /**
   * @param acls with the schemes that clients of ZooKeeper may use too
   */
  public AdminAccess(AclRules acls) {
    this.acls = acls;
  }

  /**
   * Who calls.
   *
   * @return null, and then {@link #refusal} says why
   */
  @Nullable List<Id> identities(HttpCall call) {
    String header = call.header(HEADER);
    if (header == null) {
      return null;
    }
    String[] parts = header.trim().split("\\s+", 2);
    byte[] credentials = parts.length < 2 ? new byte[0] : parts[1].getBytes(StandardCharsets.UTF_8);
    AuthScheme scheme = acls.schemes().find(parts[0]);
    boolean needsNone = parts[0].equals(IpScheme.NAME); // the address speaks for itself
    if (scheme == null || (credentials.length == 0 && !needsNone)) {
      return null;
    }
    List<Id> proved = scheme.prove(credentials, call.remoteAddress());
    return proved == null || proved.isEmpty() ? null : proved; // some schemes prove no identity
  }

  /** Why somebody without identities is refused. */
  CommandAnswer refusal(HttpCall call) {
    return CommandAnswer.error(
        UNAUTHORIZED,
        call.header(HEADER) == null ? "Auth info is missing for the command" : "Not authenticated");
  }

  /**
   * Whether somebody may do everything to a node with this list.
   *
   * @param identities who
   */
  boolean mayDoAll(List<Acl> root, List<Id> identities) {
    for (Permission permission : Permission.values()) {
      if (!acls.allows(root, permission, identities)) {
        return false;
      }
    }
    return true;
  }
}
