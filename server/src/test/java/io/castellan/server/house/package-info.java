/**
 * The rules that hold for the whole house: who may import whom, and what a tidy tree looks like.
 */
@NullMarked
package io.castellan.server.house;

import org.jspecify.annotations.NullMarked;
