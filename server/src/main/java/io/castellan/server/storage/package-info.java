/**
 * Files, with the two things that a store needs of them: nothing is acknowledged that is not on
 * disk, and an error names its file.
 *
 * <p>A new name is only safe once its directory has been forced, so whatever creates, renames or
 * deletes a file here forces the directory as well. A write or force that has failed is never tried
 * again: after a failed fsync, Linux may drop the dirty pages and report success the next time (the
 * "fsyncgate" of 2018), so the file refuses everything from then on.
 *
 * <p>Rejected: memory-mapped writing, where a full disk is a SIGBUS and not an error.
 */
@NullMarked
package io.castellan.server.storage;

import org.jspecify.annotations.NullMarked;
