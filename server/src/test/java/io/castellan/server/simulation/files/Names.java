package io.castellan.server.simulation.files;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The names in all directories of a disk, and what they stand for. */
final class Names {
  private final Map<Integer, TreeMap<String, Integer>> directories = new HashMap<>();

  Names() {
    directories.put(0, new TreeMap<>());
  }

  Names(Names other) {
    other.directories.forEach((node, names) -> directories.put(node, new TreeMap<>(names)));
  }

  boolean isDirectory(int node) {
    return directories.containsKey(node);
  }

  /** The names in a directory; empty if it is none. */
  Map<String, Integer> in(int directory) {
    return directories.getOrDefault(directory, new TreeMap<>());
  }

  @Nullable Integer find(int directory, String name) {
    return in(directory).get(name);
  }

  /** Makes a change, unless what it begins with is not there. */
  void apply(Change.OfNames change) {
    if (change instanceof Change.Enter enter) {
      if (enter.isDirectory()) {
        directories.putIfAbsent(enter.node(), new TreeMap<>());
      }
      put(enter.directory(), enter.name(), enter.node());
    } else if (change instanceof Change.Remove remove) {
      directories.getOrDefault(remove.directory(), new TreeMap<>()).remove(remove.name());
    } else if (change instanceof Change.Rename rename) {
      Integer node = find(rename.fromDirectory(), rename.from());
      if (node != null) {
        directories.getOrDefault(rename.fromDirectory(), new TreeMap<>()).remove(rename.from());
        put(rename.toDirectory(), rename.to(), node);
      }
    }
  }

  private void put(int directory, String name, int node) {
    // A directory whose own making is lost may yet get names, which are lost with it.
    directories.computeIfAbsent(directory, unknown -> new TreeMap<>()).put(name, node);
  }
}
