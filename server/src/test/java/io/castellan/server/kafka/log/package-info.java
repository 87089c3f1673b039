/** The log on disk: its promises, and what becomes of them when files are damaged. */
@NullMarked
package io.castellan.server.kafka.log;

import org.jspecify.annotations.NullMarked;
