/**
 * What the two files of an operator say: {@code server.properties} and {@code zoo.cfg}, read as
 * stock Kafka and stock ZooKeeper read them, and handed on as one record per concern.
 *
 * <p>The keys stand in three tables, {@code broker.keys}, {@code topic.keys} and {@code zoo.keys},
 * as text beside these classes: a line a key, with its type, default, allowed values, what we do
 * with it and what it means. A table is data that {@code DescribeConfigs}, the start-up report and
 * the checks on values all read, so it is no code; as text it is parsed in some milliseconds, where
 * 400 declarations in a static initializer would be interpreted byte code of about the same cost
 * and a good deal more to read.
 *
 * <p>Three things look wrong and are right. A wrong value is refused in the words that stock uses,
 * because they travel to clients in error messages. A key of zoo.cfg that no table has is still a
 * system property {@code zookeeper.<key>}, for that is how stock treats it, and how most of
 * ZooKeeper's settings can be written in the file. And passwords have no place in any {@code
 * toString}: {@link io.castellan.server.config.Settings} never prints a value.
 */
@NullMarked
package io.castellan.server.config;

import org.jspecify.annotations.NullMarked;
