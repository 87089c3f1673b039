/**
 * Requests that this broker sends to others: of the controller, of followers, of leaders to their
 * controller.
 *
 * <p>A {@link io.castellan.server.kafka.interbroker.BrokerLink} is one connection, made when there
 * is something to send, on one event loop; whoever needs an order of its own has a link of its own.
 * Versions are the caller's: between brokers they follow from {@code
 * inter.broker.protocol.version}, and a broker that does not know one closes the connection.
 *
 * <p>What looks wrong and is right: a link never tries again. What was sent may have been done
 * though no answer came, and only the caller knows whether it may be done twice.
 */
@NullMarked
package io.castellan.server.kafka.interbroker;

import org.jspecify.annotations.NullMarked;
