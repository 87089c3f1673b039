/**
 * Where log lines go: to the console, or to rolled files when a script has started a daemon.
 *
 * <p>Logback is set up by code, found as a service, because reading its XML costs some fifty
 * milliseconds of every start. An operator who wants another set-up gives {@code
 * -Dlogback.configurationFile}, and this one steps aside.
 */
@NullMarked
package io.castellan.server.logging;

import org.jspecify.annotations.NullMarked;
