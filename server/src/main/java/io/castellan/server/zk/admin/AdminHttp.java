package io.castellan.server.zk.admin;

import io.castellan.server.http.HttpCall;
import io.castellan.server.http.HttpListener;
import io.castellan.server.http.HttpService;
import io.castellan.server.net.Transport;
import io.castellan.zk.protocol.data.Id;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin server: commands over HTTP, answered as JSON (ZOOKEEPER-1346). A command that does not
 * exist or cannot be carried out is a 200 whose {@code error} says so, as in stock; only the
 * privileged ones use HTTP's own codes.
 */
public final class AdminHttp implements HttpService, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AdminHttp.class);
  private static final String JSON = "application/json";
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int NOT_FOUND = 404;
  private static final int FAILED = 500;
  private static final int BUSY = 503;

  /** How many copies of what clients hold may be on their way to administrators. */
  private static final int MAX_LARGE = 4;

  private static final String ALLOW = "GET, HEAD, POST, OPTIONS";

  private final AdminRooms rooms;
  private final CommandTable commands;
  private final AdminAccess access;
  private final String url;
  private final AtomicInteger large = new AtomicInteger();
  private @Nullable HttpListener listener;

  /**
   * Not listening yet.
   *
   * @param url the path above all commands, such as {@code /commands}
   */
  public AdminHttp(AdminRooms rooms, AdminAccess access, SnapshotCommands snapshots, String url) {
    this.rooms = rooms;
    this.access = access;
    this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    List<AdminCommand> all = new ArrayList<>(new ServerCommands(rooms).all());
    all.addAll(new ConnectionCommands(rooms).all());
    all.addAll(snapshots.all());
    this.commands = new CommandTable(all);
  }

  /**
   * Listen.
   *
   * @param idleMs how long a connection may stay silent
   * @throws IOException when the port cannot be had; its message names the address
   */
  public void listen(Transport transport, InetSocketAddress address, int idleMs)
      throws IOException {
    listener = HttpListener.bind(transport, address, idleMs, this);
  }

  /** Where it listens. */
  public @Nullable InetSocketAddress address() {
    return listener == null ? null : listener.address();
  }

  @Override
  public void handle(HttpCall call) {
    String path = call.path();
    if (path.equals(url) || path.equals(url + "/")) {
      handleListing(call);
    } else if (path.startsWith(url + "/")) {
      handleCommand(call, path.substring(url.length() + 1));
    } else {
      call.answer(NOT_FOUND, "text/plain", "not found, see " + url + "\n");
    }
  }

  private void handleListing(HttpCall call) {
    switch (call.method()) {
      case "GET", "HEAD" -> call.answer(CommandAnswer.OK, "text/html;charset=utf-8", listing());
      default -> refuseMethod(call);
    }
  }

  private String listing() {
    StringBuilder html = new StringBuilder();
    for (String name : commands.primaryNames()) {
      html.append("<a href=\"").append(url).append('/').append(name).append("\">");
      html.append(name).append("</a>\n<br/>\n");
    }
    return html.toString();
  }

  private void handleCommand(HttpCall call, String name) {
    AdminCommand command = commands.find(name);
    switch (call.method()) {
      case "GET", "HEAD", "POST" -> {}
      default -> {
        refuseMethod(call);
        return;
      }
    }
    if (command == null) {
      answer(call, name, CommandAnswer.error("Unknown command: " + name));
    } else if (!command.method().equals(call.method().equals("HEAD") ? "GET" : call.method())) {
      refuseMethod(call);
    } else if (command.privileged()) {
      runPrivileged(call, command);
    } else if (command.large()) {
      runLarge(call, command);
    } else {
      run(call, command);
    }
  }

  /** TRACE is refused for what it shows of headers, the others because there is nothing to do. */
  private static void refuseMethod(HttpCall call) {
    switch (call.method()) {
      case "OPTIONS" -> call.answer(CommandAnswer.OK, null, Map.of("Allow", ALLOW), "");
      case "TRACE" -> call.answer(AdminAccess.FORBIDDEN, null, "");
      default -> call.answer(METHOD_NOT_ALLOWED, null, Map.of("Allow", ALLOW), "");
    }
  }

  /** With a hundred thousand watches an answer has megabytes, and so has what it is made of. */
  private void runLarge(HttpCall call, AdminCommand command) {
    if (large.incrementAndGet() > MAX_LARGE) {
      large.decrementAndGet();
      answer(
          call,
          command.name(),
          CommandAnswer.error(
              BUSY, "busy: " + MAX_LARGE + " answers of this kind are on their way (try again)"));
      return;
    }
    call.onEnd(large::decrementAndGet);
    run(call, command);
  }

  private void runPrivileged(HttpCall call, AdminCommand command) {
    List<Id> identities = access.identities(call);
    if (identities == null) {
      answer(call, command.name(), access.refusal(call));
      return;
    }
    rooms.look(
        () -> access.mayDoAll(rooms.ensemble().tree().image().root().acl(), identities),
        allowed -> {
          if (allowed) {
            run(call, command);
          } else {
            answer(
                call, command.name(), CommandAnswer.error(AdminAccess.FORBIDDEN, "Not authorized"));
          }
        });
  }

  private static void run(HttpCall call, AdminCommand command) {
    command.action().run(call, answer -> answer(call, command.name(), answer));
  }

  private static void answer(HttpCall call, String name, CommandAnswer answer) {
    Path file = answer.file();
    if (file != null) {
      call.answerFile("application/octet-stream", answer.headers(), file);
      return;
    }
    Map<String, @Nullable Object> keys = new LinkedHashMap<>(answer.keys());
    keys.put("command", name);
    keys.put("error", answer.error());
    String text;
    try {
      text = JsonText.of(keys);
    } catch (UncheckedIOException e) {
      // A command that only looks must not end the server, as whatever fails on a lane does.
      log.error("answer could not be written command={}", name, e);
      call.answer(FAILED, null, "");
      return;
    }
    call.answer(answer.status(), JSON, answer.headers(), text);
  }

  @Override
  public void close() {
    if (listener != null) {
      listener.close();
    }
  }
}
