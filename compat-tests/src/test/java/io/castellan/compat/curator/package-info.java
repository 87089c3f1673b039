/**
 * Curator's recipes as applications use them, each a small program that ends with an exception when
 * a recipe does not do what it promises. They run in a JVM of their own, with Curator's own class
 * path.
 */
@NullMarked
package io.castellan.compat.curator;

import org.jspecify.annotations.NullMarked;
