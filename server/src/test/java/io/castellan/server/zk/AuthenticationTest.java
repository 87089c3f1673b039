package io.castellan.server.zk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.server.config.ConfigException;
import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.ClientIdentity;
import io.castellan.zk.protocol.data.Id;
import io.castellan.zk.protocol.message.Auth;
import io.castellan.zk.protocol.message.Create;
import io.castellan.zk.protocol.message.GetData;
import io.castellan.zk.protocol.message.Sasl;
import io.castellan.zk.protocol.message.WhoAmI;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a connection must prove, how it does, and what becomes of it when it cannot. */
class AuthenticationTest {
  private static final int REQUIRED = -124;
  private static final int FAILED = -115;
  private static final int NO_AUTH = -102;
  private static final String PROVIDER =
      "org.apache.zookeeper.server.auth.SASLAuthenticationProvider";

  @TempDir Path directory;

  @Test
  void digestMd5ProvesAName() throws Exception {
    try (TestServer server = TestServer.start(directory, sasl(Map.of()));
        RawClient client = connected(server)) {
      assertEquals(0, authenticate(client, "bob", "secret"));
      assertEquals(List.of("ip:127.0.0.1", "sasl:bob"), identities(client));

      Acl onlyBob = new Acl(31, new Id("sasl", "bob"));
      client.send(7, OpCode.CREATE, new Create.Request("/b", null, List.of(onlyBob), 0)::write);
      assertEquals(0, client.receive().header().err());
      try (RawClient stranger = connected(server)) {
        stranger.send(1, OpCode.GET_DATA, new GetData.Request("/b", false)::write);
        assertEquals(NO_AUTH, stranger.receive().header().err());
      }
    }
  }

  @Test
  void aSuperUserByNameMayDoEverything() throws Exception {
    Map<String, String> settings = sasl(Map.of("superUser.1", "bob"));
    try (TestServer server = TestServer.start(directory, settings);
        RawClient client = connected(server)) {
      assertEquals(0, authenticate(client, "bob", "secret"));
      assertEquals(List.of("ip:127.0.0.1", "sasl:bob", "super:"), identities(client));
    }
  }

  @Test
  void aWrongPasswordIsAnsweredAndTheConnectionClosed() throws Exception {
    try (TestServer server = TestServer.start(directory, sasl(Map.of()))) {
      for (String[] wrong : new String[][] {{"bob", "guess"}, {"nobody", "secret"}}) {
        try (RawClient client = connected(server)) {
          assertEquals(FAILED, authenticate(client, wrong[0], wrong[1]));
          assertEquals(0, client.receiveAll().length);
        }
      }
    }
  }

  @Test
  void fipsModeExcludesDigestMd5() throws Exception {
    try (TestServer server = TestServer.start(directory, sasl(Map.of("fips-mode", "true")));
        RawClient client = connected(server)) {
      assertEquals(FAILED, authenticate(client, "bob", "secret"));
    }
  }

  @Test
  void anExchangeThatGarblesItsTokensFails() throws Exception {
    try (TestServer server = TestServer.start(directory, sasl(Map.of()));
        RawClient client = connected(server)) {
      client.send(0, OpCode.SASL, new Sasl.Request(new byte[0])::write);
      assertEquals(0, client.receive().header().err());
      client.send(0, OpCode.SASL, new Sasl.Request(new byte[] {0, 1, 2, 3})::write);
      assertEquals(FAILED, client.receive().header().err());
      assertEquals(0, client.receiveAll().length);
    }
  }

  @Test
  void aFailedClientStaysWhenItMay() throws Exception {
    Map<String, String> settings = sasl(Map.of("allowSaslFailedClients", "true"));
    try (TestServer server = TestServer.start(directory, settings);
        RawClient client = connected(server)) {
      assertEquals(0, authenticate(client, "bob", "guess"));
      assertEquals(List.of("ip:127.0.0.1"), identities(client));
    }
  }

  @Test
  void withoutAJaasSectionTheAnswerIsEmpty() throws Exception {
    try (TestServer server = TestServer.start(directory);
        RawClient client = connected(server)) {
      client.send(0, OpCode.SASL, new Sasl.Request(new byte[0])::write);
      RawClient.Frame answer = client.receive();
      assertEquals(0, answer.header().err());
      assertNull(Sasl.Response.read(answer.body()).token());
    }
  }

  @Test
  void whoMustAuthenticateMayAskForNothingBefore() throws Exception {
    Map<String, String> settings =
        Map.of("enforce.auth.enabled", "true", "enforce.auth.schemes", "digest,sasl");
    Map<String, String> all = sasl(settings);
    try (TestServer server = TestServer.start(directory, all)) {
      for (OpCode op : List.of(OpCode.PING, OpCode.WHO_AM_I, OpCode.CLOSE_SESSION)) {
        try (RawClient client = connected(server)) {
          client.send(3, op, writer -> {});
          RawClient.Frame answer = client.receive();
          assertEquals(REQUIRED, answer.header().err(), op::toString);
          assertEquals(0, answer.header().zxid());
          assertEquals(0, client.receiveAll().length);
        }
      }
      try (RawClient client = connected(server)) {
        client.send(-4, OpCode.AUTH, new Auth.Request(0, "digest", bytes("u:p"))::write);
        assertEquals(0, client.receive().header().err());
        assertEquals(2, identities(client).size());
      }
      try (RawClient client = connected(server)) {
        assertEquals(0, authenticate(client, "bob", "secret"));
        assertEquals(2, identities(client).size());
      }
    }
  }

  @Test
  void whatIsSentBehindAFailedProofIsNotDone() throws Exception {
    try (TestServer server = TestServer.start(directory)) {
      try (RawClient client = connected(server)) {
        byte[] auth = frame(-4, OpCode.AUTH, new Auth.Request(0, "none", bytes("x"))::write);
        byte[] create =
            frame(1, OpCode.CREATE, new Create.Request("/after", null, Acl.OPEN, 0)::write);
        client.sendBytes(concat(auth, create));
        assertEquals(FAILED, client.receive().header().err());
        assertEquals(0, client.receiveAll().length);
      }
      try (RawClient client = connected(server)) {
        client.send(1, OpCode.GET_DATA, new GetData.Request("/after", false)::write);
        assertEquals(-101, client.receive().header().err());
      }
    }
  }

  @Test
  void aSchemeThatIsSwitchedOffProvesNothingAndStandsInNoAcl() throws Exception {
    Map<String, String> settings = Map.of("DigestAuthenticationProvider.enabled", "false");
    try (TestServer server = TestServer.start(directory, settings);
        RawClient client = connected(server)) {
      Acl someone = new Acl(31, new Id("digest", "u:hash"));
      client.send(1, OpCode.CREATE, new Create.Request("/d", null, List.of(someone), 0)::write);
      assertEquals(-114, client.receive().header().err());
      client.send(-4, OpCode.AUTH, new Auth.Request(0, "digest", bytes("u:p"))::write);
      assertEquals(FAILED, client.receive().header().err());
      assertEquals(0, client.receiveAll().length);
    }
  }

  @Test
  void aSectionThatIsAskedForMustBeThere() throws Exception {
    Map<String, String> settings = sasl(Map.of("sasl.serverconfig", "Other"));
    ConfigException refusal =
        assertThrows(ConfigException.class, () -> TestServer.start(directory, settings).close());
    String text = String.valueOf(refusal.getMessage());
    assertTrue(text.startsWith("zookeeper.sasl.serverconfig: Other (expected: a section of"), text);
  }

  @Test
  void aLoginModuleThatIsNotOursIsNamed() throws Exception {
    Path jaas = directory.resolve("other.jaas");
    Files.writeString(jaas, "Server { org.example.Own required password=\"hunter2\"; };");
    ConfigException refusal =
        assertThrows(
            ConfigException.class,
            () ->
                TestServer.start(
                        directory, Map.of("java.security.auth.login.config", jaas.toString()))
                    .close());
    String text = String.valueOf(refusal.getMessage());
    assertTrue(text.startsWith("section Server[org.example.Own[password]] (expected: "), text);
    assertFalse(text.contains("hunter2"));
  }

  private Map<String, String> sasl(Map<String, String> more) throws IOException {
    Path jaas =
        Files.writeString(
            directory.resolve("server.jaas"),
            """
            Server {
              org.apache.zookeeper.server.auth.DigestLoginModule required
              user_bob="secret"
              user_super="admin";
            };
            """);
    Map<String, String> settings = new HashMap<>(more);
    settings.put("authProvider.sasl", PROVIDER);
    settings.put("java.security.auth.login.config", jaas.toString());
    return settings;
  }

  private static RawClient connected(TestServer server) throws IOException {
    RawClient client = server.raw();
    client.connect(0, new byte[16], 10_000);
    return client;
  }

  /** The error that the exchange ends with. */
  private static int authenticate(RawClient client, String user, String password)
      throws IOException {
    SaslClient sasl =
        javax.security.sasl.Sasl.createSaslClient(
            new String[] {"DIGEST-MD5"},
            user,
            "zookeeper",
            "zk-sasl-md5",
            Map.of(),
            callbacks -> answer(callbacks, user, password));
    byte[] token = new byte[0];
    while (true) {
      client.send(0, OpCode.SASL, new Sasl.Request(token)::write);
      RawClient.Frame answer = client.receive();
      assertEquals(0, answer.header().zxid());
      byte[] challenge = Sasl.Response.read(answer.body()).token();
      if (answer.header().err() != 0 || challenge == null) {
        assertArrayEquals(null, challenge);
        return answer.header().err();
      }
      byte[] next = evaluated(sasl, challenge);
      if (next == null || sasl.isComplete()) {
        return 0;
      }
      token = next;
    }
  }

  private static byte @Nullable [] evaluated(SaslClient sasl, byte[] challenge)
      throws SaslException {
    return sasl.evaluateChallenge(challenge);
  }

  private static void answer(Callback[] callbacks, String user, String password) {
    for (Callback callback : callbacks) {
      if (callback instanceof NameCallback name) {
        name.setName(user);
      } else if (callback instanceof PasswordCallback asked) {
        asked.setPassword(password.toCharArray());
      } else if (callback instanceof RealmCallback realm) {
        realm.setText(realm.getDefaultText());
      }
    }
  }

  private static List<String> identities(RawClient client) throws IOException {
    client.send(9, OpCode.WHO_AM_I, writer -> {});
    RawClient.Frame answer = client.receive();
    assertEquals(0, answer.header().err());
    return WhoAmI.Response.read(answer.body()).identities().stream()
        .map(AuthenticationTest::text)
        .toList();
  }

  private static String text(ClientIdentity identity) {
    return identity.authScheme() + ":" + identity.user();
  }

  private static byte[] frame(
      int xid,
      OpCode op,
      java.util.function.Consumer<io.castellan.zk.protocol.jute.JuteWriter> body) {
    return RawClient.frameOf(
        writer -> {
          writer.writeInt(xid);
          writer.writeInt(op.code());
          body.accept(writer);
        });
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
