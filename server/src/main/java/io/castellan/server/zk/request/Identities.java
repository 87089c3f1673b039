package io.castellan.server.zk.request;

import io.castellan.server.zk.audit.AuditLog;
import io.castellan.server.zk.auth.AuthScheme;
import io.castellan.server.zk.auth.IpScheme;
import io.castellan.zk.protocol.data.Id;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who the client of one connection has proved to be: at first an address, and then whatever it
 * proves. Owned by the ensemble lane.
 */
final class Identities {
  private static final byte[] NO_CREDENTIALS = new byte[0];

  private final ClientSettings settings;
  private final String ip;
  private List<Id> all;

  Identities(ClientSettings settings, String ip) {
    this.settings = settings;
    this.ip = ip;
    this.all = List.of(new Id(IpScheme.NAME, ip));
  }

  /** All of them; the list does not change any more. */
  List<Id> all() {
    return all;
  }

  /** Who has asked, for the audit log. */
  AuditLog.Asker asker(long sessionId, List<Id> asking) {
    return new AuditLog.Asker(sessionId, ip, asking);
  }

  /**
   * Takes the credentials of an auth packet.
   *
   * @return whether they prove something
   */
  boolean prove(String scheme, byte @Nullable [] credentials) {
    AuthScheme found = settings.acls().schemes().find(scheme);
    List<Id> proved =
        found == null ? null : found.prove(credentials == null ? NO_CREDENTIALS : credentials, ip);
    if (proved == null) {
      return false;
    }
    add(proved);
    return true;
  }

  /** These were proved; each counts once. */
  void add(List<Id> proved) {
    List<Id> grown = new ArrayList<>(all);
    for (Id id : proved) {
      if (!grown.contains(id)) {
        grown.add(id);
      }
    }
    all = List.copyOf(grown);
  }

  /** Whether they are enough to ask for anything. */
  boolean suffice() {
    List<String> required = settings.requiredSchemes();
    if (required.isEmpty()) {
      return true;
    }
    for (Id id : all) {
      if (required.contains(id.scheme())) {
        return true;
      }
    }
    return false;
  }
}
