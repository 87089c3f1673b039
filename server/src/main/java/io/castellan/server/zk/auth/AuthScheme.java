package io.castellan.server.zk.auth;

import io.castellan.zk.protocol.data.Id;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One way to prove who one is, and to name in an ACL who may. Immutable; for any thread. */
public interface AuthScheme {
  /** The scheme's name, as identities and ACLs carry it. */
  String name();

  /**
   * The identities that the credentials of an auth packet prove.
   *
   * @param credentials as the packet had them
   * @param ip the address that the packet came from
   * @return null when they prove nothing: the connection is told so and closed
   */
  @Nullable List<Id> prove(byte[] credentials, String ip);

  /** Whether a text may stand in an ACL as an identity of this scheme. */
  boolean isValid(String id);

  /** Whether who has proved to be {@code own} is meant by an ACL that names {@code granted}. */
  boolean matches(String own, String granted);

  /**
   * Whether an identity of this scheme says who somebody is, so that {@code auth} in an ACL stands
   * for it.
   */
  boolean isPersonal();
}
