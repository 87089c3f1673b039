package io.castellan.compat.kafka;

import io.castellan.compat.client.GroupMembers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** What the members of a group have told in their journals: see {@link GroupMembers}. */
final class GroupJournals {
  private final Path directory;

  GroupJournals(Path directory) {
    this.directory = directory;
  }

  /** The partitions of each member that has any. */
  Map<String, Set<Integer>> held() {
    Map<String, Set<Integer>> held = new TreeMap<>();
    forEach(
        "holds",
        (member, partitions) -> {
          held.remove(member);
          if (!partitions.isEmpty()) {
            Set<Integer> numbers = new HashSet<>();
            for (String number : partitions.split(",", -1)) {
              numbers.add(Integer.parseInt(number));
            }
            held.put(member, numbers);
          }
        });
    return held;
  }

  /** Whether so many members hold all partitions, each partition one of them. */
  boolean share(int members, int partitions) {
    Map<String, Set<Integer>> held = held();
    Set<Integer> all = new HashSet<>();
    held.values().forEach(all::addAll);
    int sum = held.values().stream().mapToInt(Set::size).sum();
    return held.size() == members && sum == partitions && all.size() == partitions;
  }

  /** How many different records have been read. */
  int readCount() {
    Set<String> read = new HashSet<>();
    forEach("read", (partition, offset) -> read.add(partition + " " + offset));
    return read.size();
  }

  /** The last acknowledged commit of each partition. */
  Map<Integer, Long> committed() {
    Map<Integer, Long> committed = new HashMap<>();
    forEach(
        "committed",
        (partition, offset) ->
            committed.merge(Integer.parseInt(partition), Long.parseLong(offset), Math::max));
    return committed;
  }

  /** How often a member has begun to read a partition. */
  int startCount() {
    List<String> starts = new ArrayList<>();
    forEach("starts", (partition, offset) -> starts.add(partition));
    return starts.size();
  }

  /** Where reading has begun, {@code partition offset}, from the {@code skipped}th line on. */
  List<long[]> starts(Map<Path, Integer> skipped) {
    List<long[]> starts = new ArrayList<>();
    journals()
        .forEach(
            journal ->
                lines(journal).stream()
                    .skip(skipped.getOrDefault(journal, 0))
                    .map(line -> line.split(" ", -1))
                    .filter(words -> words[0].equals("starts"))
                    .map(words -> new long[] {Long.parseLong(words[1]), Long.parseLong(words[2])})
                    .forEach(starts::add));
    return starts;
  }

  /** How many lines each journal has now. */
  Map<Path, Integer> lengths() {
    Map<Path, Integer> lengths = new HashMap<>();
    journals().forEach(journal -> lengths.put(journal, lines(journal).size()));
    return lengths;
  }

  /** Tell a process of members to take its leave. */
  void stop(String name) {
    try {
      Files.createFile(directory.resolve(name + ".stop"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void forEach(String fact, BiConsumer<String, String> told) {
    for (Path journal : journals()) {
      for (String line : lines(journal)) {
        String[] words = line.split(" ", -1);
        if (words[0].equals(fact)) {
          told.accept(words[1], words[2]);
        }
      }
    }
  }

  private List<Path> journals() {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".journal")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its complete lines: the last one may be being written. */
  private static List<String> lines(Path journal) {
    try {
      String text = Files.readString(journal);
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
