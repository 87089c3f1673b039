/** The data path end to end, with the stock client and with raw bytes. */
@NullMarked
package io.castellan.server.kafka.broker;

import org.jspecify.annotations.NullMarked;
