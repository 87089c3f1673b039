/** The scripts in bin/, run by the shell as operators run them; as far as that needs no build. */
@NullMarked
package io.castellan.server.scripts;

import org.jspecify.annotations.NullMarked;
