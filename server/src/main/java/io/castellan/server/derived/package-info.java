/**
 * State that is derived from the data and kept only to save time: what MapDB holds.
 *
 * <p>A store is one file beside the data. It may be deleted whenever the server is down: whoever
 * keeps something in it can make it again from the logs, and must be able to tell that what it
 * finds does not belong to them (an old copy, another cluster's). A file that cannot be read is
 * deleted here, with a warning.
 *
 * <p>MapDB and what it needs are loaded when the first store is opened, not at start-up: their
 * classes take longer to load than the rest of a start together. So ask {@link
 * io.castellan.server.derived.DerivedStores#exists} first when there may be nothing to find.
 */
@NullMarked
package io.castellan.server.derived;

import org.jspecify.annotations.NullMarked;
