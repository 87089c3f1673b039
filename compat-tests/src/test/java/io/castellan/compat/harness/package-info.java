/**
 * Runs stock tools, clients and servers of the releases that people use, and our server, each in a
 * process of its own.
 *
 * <p>A release is a list of jars ({@link io.castellan.compat.harness.StockRelease}); nothing of the
 * project is on its class path, and nothing of it on ours. Servers are {@link
 * io.castellan.compat.harness.ServerProcess}es on free ports of 127.0.0.1, waited for in their own
 * protocol, and ended by their own handle. Ours is started like any other server, from files and a
 * command line ({@link io.castellan.compat.harness.CastellanProcess}).
 *
 * <p>Tools are many and short, and most of a tool's time is its JVM's start. So one JVM per release
 * ({@link io.castellan.compat.harness.ToolHost}) runs them one after the other, each in a class
 * loader of its own, with its standard streams, its exit, its shutdown hooks and its system
 * properties replaced by ones that last as long as it does. What looks odd there is what that
 * takes: a security manager whose only word is on exiting, and an exit that never returns to its
 * caller, as the real one does not.
 *
 * <p>Rejected: POMs that are resolved anew by every build (slower, different from day to day, and
 * one published parent POM is missing from some mirrors); the jars as test dependencies of this
 * module (nine releases on one class path); containers (nothing but a JDK and Maven may be needed).
 */
@NullMarked
package io.castellan.compat.harness;

import org.jspecify.annotations.NullMarked;
