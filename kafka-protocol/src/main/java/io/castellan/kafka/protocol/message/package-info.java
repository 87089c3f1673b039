/**
 * The messages, one file per API, and the records and blobs that coordinators and consumers keep in
 * the same encoding. Records only: a declaration is its schema, in wire order, see {@link
 * io.castellan.kafka.protocol.schema}.
 *
 * <p>Names are those of the newest release. A structure is named as in the protocol guide, without
 * the name of the API that it stands in. A field's history stands beside it.
 */
@NullMarked
package io.castellan.kafka.protocol.message;

import org.jspecify.annotations.NullMarked;
