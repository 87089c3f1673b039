/**
 * What clients and servers say to each other: one file for an operation, holding its request and
 * its response.
 *
 * <p>A response that has no bytes on the wire has no record, except for those that stand for a
 * success inside a multi.
 *
 * <p>Records hold what was on the wire and judge nothing but the form: a path may be malformed,
 * flags may be unknown; the handlers answer that with the error codes of the protocol. A null
 * vector reads as an empty one. Bytes that follow a complete record are ignored, as stock does;
 * newer peers may append fields.
 *
 * <p>Arrays in records are shared, not copied: a message is written once and then only read.
 */
@NullMarked
package io.castellan.zk.protocol.message;

import org.jspecify.annotations.NullMarked;
