package io.castellan.compat.client;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.security.auth.login.Configuration;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.data.Stat;

/**
 * {@code CONNECT ROOT JAAS [SECTION]}: proves who it is in every way that an auth packet can, or by
 * SASL as a section of the JAAS file says, beside which a {@code krb5.conf} may stand and a {@code
 * principal}, the server's, and prints what comes of it, a line {@code "> step"} before each
 * answer. By SASL it runs once, for a client of 3.4 logs in but once.
 */
public final class AuthCalls {
  private static final long WAIT_SECONDS = 10;
  private static final String NO_SASL = "";

  private final String connect;
  private final String root;

  private AuthCalls(String connect, String root) {
    this.connect = connect;
    this.root = root;
  }

  /** Ends with every step printed. */
  public static void main(String[] args) throws Exception {
    System.setProperty("java.security.auth.login.config", args[2]);
    Path realm = Path.of(args[2]).resolveSibling("krb5.conf");
    if (Files.exists(realm)) {
      System.setProperty("java.security.krb5.conf", realm.toString());
      // The address that is connected to has no name in that realm.
      System.setProperty(
          "zookeeper.server.principal", Files.readString(realm.resolveSibling("principal")));
    }
    // ZooKeeper 3.9's clients leave DIGEST-MD5 out otherwise.
    System.setProperty("zookeeper.fips-mode", "false");
    AuthCalls calls = new AuthCalls(args[0], args[1]);
    if (args.length == 3) {
      calls.lists();
      calls.digest();
      calls.scheme();
      return;
    }
    calls.sasl(args[3]);
  }

  /** Who asks for nothing but what anybody may. */
  private void lists() throws Exception {
    try (Session session = new Session(NO_SASL)) {
      if (!session.print("create root", () -> session.create(root, Ids.OPEN_ACL_UNSAFE))) {
        return;
      }
      for (String entry :
          new String[] {
            "ip 127.0.0.1",
            "ip 127.0.0.0/8",
            "ip 10.0.0.0/8",
            "ip 0.0.0.0/0",
            "ip 127.0.0.1/33",
            "ip 127.0.0",
            "ip ::1",
            "ip fe80::/10",
            "ip ::1/129",
            "ip localhost",
            "digest user:hash",
            "digest user",
            "digest a:b:c",
            "sasl bob",
            "sasl zk/host@REALM",
            "sasl a@b@c",
            "sasl ",
            "world anyone",
            "world somebody",
            "auth ",
            "super ",
            "x509 CN=bob",
            "none x",
          }) {
        int space = entry.indexOf(' ');
        String path = root + "/" + entry.replaceAll("[^a-z0-9]", "-");
        Id id = new Id(entry.substring(0, space), entry.substring(space + 1));
        List<ACL> acl = List.of(new ACL(Perms.READ | Perms.ADMIN, id));
        if (session.print("create " + entry, () -> session.create(path, acl))) {
          session.print("read " + entry, () -> session.read(path));
        }
      }
      session.print("create with no list", () -> session.create(root + "/empty", List.of()));
    }
  }

  private void digest() throws Exception {
    String own = root + "/alice";
    try (Session alice = new Session(NO_SASL)) {
      alice.zooKeeper.addAuthInfo("digest", bytes("alice:secret"));
      alice.print("create as alice", () -> alice.create(own, Ids.CREATOR_ALL_ACL));
      alice.print("acl as alice", () -> alice.acl(own));
      alice.zooKeeper.addAuthInfo("digest", bytes("second"));
      alice.print(
          "set acl to both",
          () -> alice.setAcl(own, new ACL(Perms.ALL, new Id("auth", "ignored"))));
      alice.print("acl as both", () -> alice.acl(own));
    }
    try (Session stranger = new Session(NO_SASL)) {
      stranger.print("read as nobody", () -> stranger.read(own));
      stranger.print("acl as nobody", () -> stranger.acl(own));
      stranger.zooKeeper.addAuthInfo("digest", bytes("alice:guess"));
      stranger.print("read with a wrong password", () -> stranger.read(own));
      stranger.zooKeeper.addAuthInfo("ip", bytes("1.2.3.4"));
      stranger.print("read with an ip", () -> stranger.read(root));
    }
    try (Session root = new Session(NO_SASL)) {
      root.zooKeeper.addAuthInfo("digest", bytes("super:admin"));
      root.print("read as super", () -> root.read(own));
      root.print("acl as super", () -> root.acl(own));
    }
  }

  private void scheme() throws Exception {
    for (String scheme : new String[] {"none", "sasl", "world", "auth"}) {
      try (Session session = new Session(NO_SASL)) {
        session.zooKeeper.addAuthInfo(scheme, bytes("a:b"));
        session.print("scheme " + scheme, () -> session.read(root));
      }
    }
  }

  private void sasl(String section) throws Exception {
    try (Session session = new Session(section)) {
      String own = root + "/sasl-" + section;
      System.out.println("> sasl as " + section + "\n" + session.states);
      session.print("create", () -> session.create(own, Ids.CREATOR_ALL_ACL));
      session.print("acl", () -> session.acl(own));
      session.print("read bob's", () -> session.read(root + "/sasl-bob"));
      session.print("read alice's", () -> session.read(root + "/alice"));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Something that a session does, and what it shows. */
  private interface Call {
    String run() throws KeeperException, InterruptedException;
  }

  /** One client. */
  private final class Session implements AutoCloseable {
    final ZooKeeper zooKeeper;
    final List<KeeperState> states = new ArrayList<>();

    Session(String section) throws Exception {
      boolean sasl = !section.isEmpty();
      System.setProperty("zookeeper.sasl.client", Boolean.toString(sasl));
      System.setProperty("zookeeper.sasl.clientconfig", section);
      Configuration.setConfiguration(null);
      LinkedBlockingQueue<KeeperState> changes = new LinkedBlockingQueue<>();
      zooKeeper = new ZooKeeper(connect, 10_000, event -> changes.add(event.getState()));
      while (states.size() < (sasl ? 2 : 1)) {
        KeeperState state = changes.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        if (state == null) {
          throw new IllegalStateException("no answer from " + connect + " after " + states);
        }
        states.add(state);
      }
    }

    String create(String path, List<ACL> acl) throws KeeperException, InterruptedException {
      // A list of one's own: those of List.of refuse to be asked whether they hold a null.
      zooKeeper.create(path, bytes("data"), new ArrayList<>(acl), CreateMode.PERSISTENT);
      return "created";
    }

    String read(String path) throws KeeperException, InterruptedException {
      return new String(zooKeeper.getData(path, false, new Stat()), StandardCharsets.UTF_8);
    }

    String acl(String path) throws KeeperException, InterruptedException {
      StringBuilder text = new StringBuilder();
      for (ACL entry : zooKeeper.getACL(path, new Stat())) {
        Id id = entry.getId();
        text.append(entry.getPerms() + " " + id.getScheme() + " " + id.getId() + "; ");
      }
      return text.toString();
    }

    String setAcl(String path, ACL acl) throws KeeperException, InterruptedException {
      return "aversion " + zooKeeper.setACL(path, new ArrayList<>(List.of(acl)), -1).getAversion();
    }

    boolean print(String step, Call call) throws InterruptedException {
      System.out.println("> " + step);
      try {
        System.out.println(call.run());
        return true;
      } catch (KeeperException e) {
        System.out.println(e.code());
        return false;
      }
    }

    @Override
    public void close() {
      try {
        zooKeeper.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
