package io.castellan.server.kafka.log;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts neighbouring segments together that become one when they are compacted: as many as fit into
 * one segment, by the bytes that they have now.
 */
final class SegmentGroups {
  private SegmentGroups() {}

  /**
   * Groups segments, in their order.
   *
   * @param segments what is to be compacted
   * @param limitOffset the offset after the last of them
   */
  static List<List<Segment>> of(List<Segment> segments, long limitOffset, LogConfig config) {
    List<List<Segment>> groups = new ArrayList<>();
    List<Segment> group = new ArrayList<>();
    long bytes = 0;
    long offsetIndexBytes = 0;
    long timeIndexBytes = 0;
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      long last = (i + 1 < segments.size() ? segments.get(i + 1).baseOffset() : limitOffset) - 1;
      bytes += segment.sizeInBytes();
      offsetIndexBytes += segment.offsetIndexBytes();
      timeIndexBytes += segment.timeIndexBytes();
      // An empty segment adds no offsets: it always goes along, or every 2 billion offsets would
      // leave one behind for ever.
      boolean fits =
          bytes <= config.segmentBytes()
              && offsetIndexBytes <= config.segmentIndexBytes()
              && timeIndexBytes <= config.segmentIndexBytes()
              && (segment.sizeInBytes() == 0
                  || group.isEmpty()
                  || last - group.get(0).baseOffset() <= Integer.MAX_VALUE);
      if (!fits && !group.isEmpty()) {
        groups.add(List.copyOf(group));
        group.clear();
        bytes = segment.sizeInBytes();
        offsetIndexBytes = segment.offsetIndexBytes();
        timeIndexBytes = segment.timeIndexBytes();
      }
      group.add(segment);
    }
    if (!group.isEmpty()) {
      groups.add(List.copyOf(group));
    }
    return groups;
  }
}
