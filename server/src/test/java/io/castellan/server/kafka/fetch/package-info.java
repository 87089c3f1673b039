/** Tests of fetch sessions and of conversion for old consumers. */
@NullMarked
package io.castellan.server.kafka.fetch;

import org.jspecify.annotations.NullMarked;
