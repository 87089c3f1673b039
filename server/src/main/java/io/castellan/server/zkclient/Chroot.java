package io.castellan.server.zkclient;

import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.message.Check;
import io.castellan.zk.protocol.message.Create;
import io.castellan.zk.protocol.message.Delete;
import io.castellan.zk.protocol.message.Multi;
import io.castellan.zk.protocol.message.MultiResult;
import io.castellan.zk.protocol.message.SetData;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of the tree that a client sees as the whole.
 *
 * @param prefix stands before every path; empty, or starting but not ending with a slash
 */
record Chroot(String prefix) {

  String absolute(String path) {
    return prefix.isEmpty() ? path : path.equals("/") ? prefix : prefix + path;
  }

  String relative(String absolute) {
    if (prefix.isEmpty() || !absolute.startsWith(prefix)) {
      return absolute;
    }
    return absolute.length() == prefix.length() ? "/" : absolute.substring(prefix.length());
  }

  /** The chroot's parents and itself, outermost first. */
  List<String> prefixes() {
    List<String> prefixes = new ArrayList<>();
    for (int slash = prefix.indexOf('/', 1); slash > 0; slash = prefix.indexOf('/', slash + 1)) {
      prefixes.add(prefix.substring(0, slash));
    }
    if (!prefix.isEmpty()) {
      prefixes.add(prefix);
    }
    return prefixes;
  }

  /** What a write is on the wire. */
  Multi.Part part(ZkWrite write) {
    String path = absolute(write.path());
    if (write instanceof ZkWrite.CreateNode create) {
      return new Multi.Part(
          OpCode.CREATE,
          new Create.Request(path, create.data(), create.acl(), create.mode().flags()));
    } else if (write instanceof ZkWrite.SetNode set) {
      return new Multi.Part(OpCode.SET_DATA, new SetData.Request(path, set.data(), set.version()));
    } else if (write instanceof ZkWrite.DeleteNode delete) {
      return new Multi.Part(OpCode.DELETE, new Delete.Request(path, delete.version()));
    }
    return new Multi.Part(
        OpCode.CHECK, new Check.Request(path, ((ZkWrite.CheckVersion) write).version()));
  }

  Create.Response created(JuteReader reader) {
    return relative(Create.Response.read(reader));
  }

  Multi.Response multi(JuteReader reader) {
    Multi.Response response = Multi.Response.read(reader);
    if (prefix.isEmpty()) {
      return response;
    }
    List<MultiResult> results = new ArrayList<>(response.results().size());
    for (MultiResult result : response.results()) {
      results.add(result instanceof Create.Response create ? relative(create) : result);
    }
    return new Multi.Response(results);
  }

  private Create.Response relative(Create.Response response) {
    return new Create.Response(relative(response.path()));
  }
}
