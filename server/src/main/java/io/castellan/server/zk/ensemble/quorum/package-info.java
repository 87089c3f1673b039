/**
 * Which servers together may decide for an ensemble.
 *
 * <p>Core. A rule belongs to one configuration; while one configuration follows another, a decision
 * needs a quorum of both, which is what {@link io.castellan.server.zk.ensemble.quorum.Electorate}
 * is for. What looks wrong and is right: servers that a rule does not know are passed over, not
 * refused, because observers and servers of an older configuration are heard too.
 */
@NullMarked
package io.castellan.server.zk.ensemble.quorum;

import org.jspecify.annotations.NullMarked;
