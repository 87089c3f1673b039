/**
 * The znode tree and what hangs on it: immutable images of the tree, the edits that lead from one
 * image to the next, ephemerals, watches, quotas, and the digest over all of it.
 *
 * <p>Everything here is core: no clock, no file, no thread. An {@link
 * io.castellan.server.zk.tree.TreeImage} is a value. A change copies the nodes on the path from the
 * root to the changed node, and, of each node's children, the few trie branches on the way (some
 * hundred bytes in all); everything else is shared between the images. That one property pays for a
 * lot:
 *
 * <ul>
 *   <li>a snapshot is a reference to an image, taken in no time and written on any thread, and it
 *       is exact, where the format would allow a fuzzy one;
 *   <li>a leader plans on the image that will be once everything outstanding is committed, so the
 *       checks see the earlier requests, the predicted digest needs no second model of the tree,
 *       and a failed multi is undone by forgetting an image;
 *   <li>a commit is the exchange of one reference, so a reader can never see half a multi;
 *   <li>a reply can hold the node itself, and the event loop writes it to the wire later.
 * </ul>
 *
 * <p>Most nodes of a large tree have never changed since their creation; {@link
 * io.castellan.server.zk.tree.FreshZnode} keeps of these only what cannot be told from the rest,
 * and names are arrays without a string around them. A node with 100 bytes of data takes some 200
 * bytes of heap, where the stock server takes some 420.
 *
 * <p>Rejected: one hash map over full paths, as the stock server has. It finds a deep node with one
 * probe instead of one for each part of the path, but holds every path in full, needs a set of
 * names beside it, and gives none of the above. Also rejected: changing trie branches in place
 * while nobody else holds them; it saves garbage that dies young anyway and takes away the
 * certainty that an image never changes.
 *
 * <p>What looks wrong and is right: nothing here recurses along a path. A path may have half a
 * million parts and a stack may not.
 */
@NullMarked
package io.castellan.server.zk.tree;

import org.jspecify.annotations.NullMarked;
