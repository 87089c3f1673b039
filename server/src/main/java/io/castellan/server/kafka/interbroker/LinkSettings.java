package io.castellan.server.kafka.interbroker;

/**
 * How a broker speaks to another.
 *
 * @param clientId the name that it gives itself
 * @param connectTimeoutMs {@code socket.connection.setup.timeout.ms}
 * @param requestTimeoutMs {@code request.timeout.ms}, or that of the kind of request: without an
 *     answer for so long the connection is given up
 * @param maxAnswerBytes the longest answer to accept
 */
public record LinkSettings(
    String clientId, int connectTimeoutMs, int requestTimeoutMs, int maxAnswerBytes) {}
