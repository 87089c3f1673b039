/**
 * A disk that fails on order, for the stores that keep to files: {@link
 * io.castellan.server.simulation.files.FaultyDisk} stands before a real directory and gives out
 * paths to it that behave like any other, but whose every operation is counted, may be made to
 * fail, and is written down. From what is written down {@link
 * io.castellan.server.simulation.files.CrashReplay} makes the directory as a crash at any moment
 * would have left it: everything that was written, if a process was killed; only what was forced,
 * and by chance some of the rest, if the power was cut.
 *
 * <p>So a test runs its work once, notes in the journal what has been promised by when, and then
 * opens the directory of every moment. Nothing of that needs a seam in the code under test as long
 * as it reaches its files through {@link java.nio.file.Path}, {@link java.nio.file.Files} and
 * {@link java.nio.channels.FileChannel#open}; {@code Path.toFile} is refused, since it would lead
 * past the journal.
 *
 * <p>What is assumed of a disk: a name is there after a cut of the power only if its directory was
 * forced, even when the file behind it was; changes of names that were not forced are kept up to
 * some moment and lost from there on, since the file systems in use (ext4, XFS, Btrfs, ZFS) put
 * them through one journal; the pages of a file arrive in any order, before or after the names; a
 * rename is there or not, never by half.
 */
@NullMarked
package io.castellan.server.simulation.files;

import org.jspecify.annotations.NullMarked;
