package io.castellan.server.config;

/**
 * The log of who changed what (ZOOKEEPER-1260).
 *
 * @param enabled whether it is written
 */
public record ZooAudit(boolean enabled) {
  private static final String CLASS = "zookeeper.audit.impl.class";
  private static final String LOGGER = "org.apache.zookeeper.audit.Slf4jAuditLogger";

  static ZooAudit of(Settings settings) {
    boolean enabled = settings.getBoolean("zookeeper.audit.enable");
    String name = settings.getString(CLASS);
    if (enabled && name != null && !name.isEmpty() && !name.equals(LOGGER)) {
      throw new ConfigException(
          CLASS
              + ": "
              + name
              + " (expected: unset, or "
              + LOGGER
              + "; classes written for stock cannot be loaded, and the lines would not go where you"
              + " mean)");
    }
    return new ZooAudit(enabled);
  }
}
