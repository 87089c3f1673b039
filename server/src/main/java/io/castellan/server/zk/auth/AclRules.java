package io.castellan.server.zk.auth;

import io.castellan.zk.protocol.Permission;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.Id;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides by access control lists. Immutable; may be used by any thread.
 *
 * @param skipAcl whether everything is allowed ({@code zookeeper.skipACL=yes})
 * @param schemes what entries of a list may refer to
 */
public record AclRules(boolean skipAcl, AuthSchemes schemes) {
  private static final String WORLD = "world";
  private static final String AUTH = "auth";

  /** Whether someone with these identities may do something to a node with this list. */
  public boolean allows(List<Acl> acl, Permission wanted, List<Id> identities) {
    if (skipAcl || acl.isEmpty()) {
      return true;
    }
    for (int i = 0; i < acl.size(); i++) {
      Acl entry = acl.get(i);
      if (wanted.isIn(entry.perms()) && matches(entry.id(), identities)) {
        return true;
      }
    }
    return identities.contains(DigestScheme.SUPER);
  }

  /**
   * The list to store for the one that a client asked for: each entry once, {@code auth} replaced
   * by the identities that the connection has proved.
   *
   * @return null when the list is empty or an entry is not valid
   */
  public @Nullable List<Acl> fixUp(List<Acl> asked, List<Id> identities) {
    Set<Acl> fixed = new LinkedHashSet<>();
    for (Acl entry : asked) {
      Id id = entry.id();
      if (id.equals(Id.ANYONE)) {
        fixed.add(entry);
      } else if (id.scheme().equals(AUTH)) {
        boolean proved = false;
        for (Id own : identities) {
          AuthScheme scheme = schemes.find(own.scheme());
          if (scheme != null && scheme.isPersonal()) {
            fixed.add(new Acl(entry.perms(), own));
            proved = true;
          }
        }
        if (!proved) {
          return null;
        }
      } else if (isValid(id)) {
        fixed.add(entry);
      } else {
        return null;
      }
    }
    return fixed.isEmpty() ? null : List.copyOf(fixed);
  }

  private boolean isValid(Id id) {
    AuthScheme scheme = schemes.find(id.scheme());
    return scheme != null && scheme.isValid(id.id());
  }

  private boolean matches(Id granted, List<Id> identities) {
    if (granted.scheme().equals(WORLD)) {
      return granted.id().equals(Id.ANYONE.id());
    }
    AuthScheme scheme = schemes.find(granted.scheme());
    if (scheme == null) {
      return false;
    }
    for (int i = 0; i < identities.size(); i++) {
      Id own = identities.get(i);
      if (own.scheme().equals(granted.scheme()) && scheme.matches(own.id(), granted.id())) {
        return true;
      }
    }
    return false;
  }
}
