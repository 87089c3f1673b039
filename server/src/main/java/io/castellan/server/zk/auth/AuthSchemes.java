package io.castellan.server.zk.auth;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The schemes that a server offers, by name. Immutable; for any thread. */
public final class AuthSchemes {
  /** What a stock server offers unless it is told otherwise. */
  public static final AuthSchemes DEFAULT =
      new AuthSchemes(List.of(new IpScheme(), DigestScheme.DEFAULT));

  private final Map<String, AuthScheme> byName = new LinkedHashMap<>();

  /** Offers these; of two with one name, the later. */
  public AuthSchemes(Collection<? extends AuthScheme> schemes) {
    schemes.forEach(scheme -> byName.put(scheme.name(), scheme));
  }

  /** The scheme of that name, or null. */
  public @Nullable AuthScheme find(String name) {
    return byName.get(name);
  }

  /** Their names, as the log shows them. */
  @Override
  public String toString() {
    return String.join(",", byName.keySet());
  }
}
