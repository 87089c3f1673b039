package io.castellan.server.kafka;

import io.castellan.kafka.protocol.ApiKey;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Leads an API to its handler, and says which versions are served. What is not in here is not
 * advertised, and what is advertised is in here.
 *
 * <p>Filled while the broker is put together; not changed once a listener is open.
 */
public final class ApiTable {

  /**
   * One served API.
   *
   * @param handler answers it
   * @param minVersion the first version served, inclusive
   * @param maxVersion the last version served, inclusive
   * @param counts how often each version was asked for
   */
  public record Served(
      Handler<?, ?> handler, short minVersion, short maxVersion, VersionCounts counts) {

    /** The API. */
    public ApiKey api() {
      return handler.api();
    }

    /** How many requests of a served version there were. */
    public long count(int version) {
      return counts.of(version);
    }

    /** Whether a version is served. */
    public boolean serves(int version) {
      return version >= minVersion && version <= maxVersion;
    }
  }

  private final Map<ApiKey, Served> table = new EnumMap<>(ApiKey.class);

  /** Serve an API in every version that the protocol module can read and write. */
  public void serve(Handler<?, ?> handler) {
    serve(handler, handler.api().minVersion(), handler.api().maxVersion());
  }

  /**
   * Serve some versions of an API.
   *
   * @param minVersion the first version, inclusive
   * @param maxVersion the last version, inclusive
   */
  public void serve(Handler<?, ?> handler, int minVersion, int maxVersion) {
    ApiKey api = handler.api();
    if (minVersion > maxVersion || !api.serves(minVersion) || !api.serves(maxVersion)) {
      throw new IllegalArgumentException(
          String.format(
              "%s versions: %d-%d (expected: within %d-%d)",
              api, minVersion, maxVersion, api.minVersion(), api.maxVersion()));
    }
    VersionCounts counts = new VersionCounts(minVersion, maxVersion);
    if (table.putIfAbsent(api, new Served(handler, (short) minVersion, (short) maxVersion, counts))
        != null) {
      throw new IllegalArgumentException(api + ": second handler (expected: one)");
    }
  }

  /** What serves an API; null when nothing does. */
  public @Nullable Served find(ApiKey api) {
    return table.get(api);
  }

  /** All that is served, by ascending key. */
  public Collection<Served> served() {
    return Collections.unmodifiableCollection(table.values());
  }
}
