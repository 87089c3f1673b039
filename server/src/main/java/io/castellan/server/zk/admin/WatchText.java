package io.castellan.server.zk.admin;

import io.castellan.server.zk.request.Client;
import io.castellan.server.zk.request.Clients;
import io.castellan.server.zk.session.Session;
import io.castellan.server.zk.tree.WatchTable;
import io.castellan.server.zk.tree.Watcher;

/** The texts of {@code wchs}, {@code wchc} and {@code wchp}, which tell of data watches only. */
final class WatchText {
  private WatchText() {}

  static String summary(Clients clients, WatchTable watches) {
    return watchingCount(clients)
        + " connections watching "
        + watches.dataPathCount()
        + " paths\nTotal watches:"
        + watches.dataWatchCount()
        + "\n";
  }

  static long watchingCount(Clients clients) {
    return clients.all().stream().filter(client -> !client.watched().dataPaths().isEmpty()).count();
  }

  static String bySession(Clients clients) {
    StringBuilder text = new StringBuilder();
    for (Client client : clients.all()) {
      if (!client.watched().dataPaths().isEmpty()) {
        text.append(sessionOf(client)).append('\n');
        client.watched().dataPaths().forEach(path -> text.append('\t').append(path).append('\n'));
      }
    }
    return text.append('\n').toString();
  }

  static String byPath(WatchTable watches) {
    StringBuilder text = new StringBuilder();
    watches.forEachDataPath(
        (path, watchers) -> {
          text.append(path).append('\n');
          for (Watcher watcher : watchers) {
            text.append('\t').append(sessionOf((Client) watcher)).append('\n');
          }
        });
    return text.append('\n').toString();
  }

  private static String sessionOf(Client client) {
    Session session = client.session();
    return "0x" + Long.toHexString(session == null ? 0 : session.id());
  }
}
