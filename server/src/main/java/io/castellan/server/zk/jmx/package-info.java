/**
 * What a ZooKeeper server shows to JMX clients, under the names and attributes of stock, which
 * dashboards and the agents of monitoring systems read.
 *
 * <p>JMX itself is not free: the platform's MBean server takes some 200 ms of a processor and 6 MB
 * of memory, and most servers are never asked. So it is never made here. {@link
 * io.castellan.server.zk.jmx.JmxBeans} looks a few times a second whether somebody else has made it
 * (the agent that {@code com.sun.management.jmxremote} starts, a client that attaches to the
 * process, a Java agent), which takes less than a microsecond, and registers the beans then.
 *
 * <p>What looks wrong and is right: attributes that stock lets a client set are read-only here.
 * They are configuration, which belongs to the file. Those about parts that only stock has are
 * missing ({@code FlushDelay}, {@code MaxBatchSize}, {@code LargeRequestThreshold}, {@code
 * CommitProcMaxReadBatchSize} and their like), as are the beans of log4j.
 *
 * <p>Rejected: a builder of MBean servers ({@code javax.management.builder.initial}), which would
 * hear of the platform's at once, and which the thread that serves an attaching client cannot load,
 * so that nobody could attach any more.
 */
@NullMarked
package io.castellan.server.zk.jmx;

import org.jspecify.annotations.NullMarked;
