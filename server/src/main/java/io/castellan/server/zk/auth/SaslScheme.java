package io.castellan.server.zk.auth;

import io.castellan.zk.protocol.data.Id;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code sasl} scheme: a name that was proved by a SASL exchange, which has requests of its
 * own.
 *
 * @param anyUser the name in an ACL that every SASL user has ({@code zookeeper.letAnySaslUserDoX});
 *     empty for none
 */
public record SaslScheme(String anyUser) implements AuthScheme {
  /** The scheme's name. */
  public static final String NAME = "sasl";

  private static final String SUPER = "super";

  @Override
  public String name() {
    return NAME;
  }

  /** An auth packet proves nothing here. */
  @Override
  public @Nullable List<Id> prove(byte[] credentials, String ip) {
    return null;
  }

  /** Whether it has the form of a Kerberos principal; a name without {@code @} always has. */
  @Override
  public boolean isValid(String id) {
    int at = id.indexOf('@');
    if (at < 0) {
      return true;
    }
    int slash = id.indexOf('/');
    return id.indexOf('@', at + 1) < 0 && slash < at && id.indexOf('/', slash + 1) < 0;
  }

  /** The user {@code super} is meant by every name, as with stock. */
  @Override
  public boolean matches(String own, String granted) {
    return own.equals(SUPER)
        || own.equals(granted)
        || (!anyUser.isEmpty() && granted.equals(anyUser));
  }

  @Override
  public boolean isPersonal() {
    return true;
  }
}
