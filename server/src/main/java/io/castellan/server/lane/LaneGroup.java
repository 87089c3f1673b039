package io.castellan.server.lane;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/** Lanes of one kind, over which owners are spread by hash: a key always meets the same lane. */
public final class LaneGroup implements AutoCloseable {
  private final List<Lane> lanes;

  /** See {@link Lane#Lane}; lanes are named {@code name-0}, {@code name-1}, and so on. */
  public LaneGroup(
      String name, int count, int capacity, Clock clock, BiConsumer<Lane, Throwable> onFailure) {
    lanes =
        IntStream.range(0, count)
            .mapToObj(i -> new Lane(name + "-" + i, capacity, clock, onFailure))
            .toList();
  }

  /** Start every lane. */
  public void start() {
    lanes.forEach(Lane::start);
  }

  /** The lane of a hash. */
  public Lane of(int hash) {
    return lanes.get(Math.floorMod(hash, lanes.size()));
  }

  /** All lanes. */
  public List<Lane> all() {
    return lanes;
  }

  @Override
  public void close() {
    lanes.forEach(Lane::close);
  }
}
