/**
 * What admin requests are judged by: names of topics, where replicas go, which settings are
 * allowed. Functions of what is asked and of the cluster's image; the handlers around them do the
 * rest.
 *
 * <p>Errors carry stock's words, since tools print them and scripts look for them.
 */
@NullMarked
package io.castellan.server.kafka.admin;

import org.jspecify.annotations.NullMarked;
