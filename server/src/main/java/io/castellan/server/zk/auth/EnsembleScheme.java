package io.castellan.server.zk.auth;

import io.castellan.zk.protocol.data.Id;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code ensemble} scheme: a client says which ensemble it means to talk to, and is sent away
 * when it is another. It proves no identity (ZOOKEEPER-3188).
 *
 * @param names what this ensemble is called; empty when any name will do
 */
public record EnsembleScheme(Set<String> names) implements AuthScheme {
  /** The scheme's name. */
  public static final String NAME = "ensemble";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public @Nullable List<Id> prove(byte[] credentials, String ip) {
    String name = new String(credentials, StandardCharsets.UTF_8);
    return names.isEmpty() || name.isEmpty() || names.contains(name) ? List.of() : null;
  }

  @Override
  public boolean isValid(String id) {
    return false;
  }

  @Override
  public boolean matches(String own, String granted) {
    return own.equals(granted);
  }

  @Override
  public boolean isPersonal() {
    return false;
  }
}
