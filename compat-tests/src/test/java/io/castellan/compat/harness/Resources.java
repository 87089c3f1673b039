package io.castellan.compat.harness;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;

/** The files beside the harness' classes, which stock JVMs read under their own names. */
final class Resources {
  private Resources() {}

  /**
   * The resource as a file; compat-tests runs from its directory of classes, never from a jar.
   *
   * @param name relative to this package
   * @throws IllegalStateException if there is none of that name
   */
  static Path file(String name) {
    URL url = Resources.class.getResource(name);
    if (url == null || !"file".equals(url.getProtocol())) {
      throw new IllegalStateException(
          "resource: " + name + " (expected: a file beside " + Resources.class + ")");
    }
    return path(url);
  }

  /** The directory of compat-tests' own classes. */
  static Path classes() {
    return path(Resources.class.getProtectionDomain().getCodeSource().getLocation());
  }

  private static Path path(URL url) {
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("not a file: " + url, e);
    }
  }
}
