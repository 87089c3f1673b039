package io.castellan.server.zk;

import io.castellan.server.auth.DigestMd5;
import io.castellan.server.auth.Gssapi;
import io.castellan.server.auth.JaasSection;
import io.castellan.server.auth.KerberosName;
import io.castellan.server.auth.SaslExchange;
import io.castellan.server.auth.SaslMechanism;
import io.castellan.server.auth.ShortNames;
import io.castellan.server.config.ConfigException;
import io.castellan.server.config.ZooAuth;
import io.castellan.server.config.ZooSasl;
import io.castellan.server.zk.auth.DigestScheme;
import io.castellan.server.zk.auth.SaslScheme;
import io.castellan.server.zk.request.SaslStep;
import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.data.Id;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How this server's clients prove who they are by SASL, and one connection's exchange ({@link
 * Exchange}). Immutable; for any thread.
 *
 * <p>An exchange runs on the event loop of its connection: it computes hashes, or decrypts a
 * ticket, and reads no more than a keytab.
 */
final class ClientSasl {
  private static final Logger log = LoggerFactory.getLogger(ClientSasl.class);

  /** The names that stock ZooKeeper's clients and servers hash with a password. */
  private static final String PROTOCOL = "zookeeper";

  private static final String SERVER_NAME = "zk-sasl-md5";

  /** Stock's own module; it is only the place of its options, and holds no code that we need. */
  private static final String DIGEST_MODULE = "org.apache.zookeeper.server.auth.DigestLoginModule";

  private static final String SUPER = "super";

  private final @Nullable SaslMechanism mechanism;
  private final Set<String> superUsers;
  private final boolean keepsFailedClients;
  private final boolean required;

  private ClientSasl(@Nullable SaslMechanism mechanism, ZooAuth auth) {
    this.mechanism = mechanism;
    this.superUsers = auth.superUsers();
    this.required = auth.required().enabled() && auth.required().schemes().contains("sasl");
    this.keepsFailedClients = auth.sasl().keepsFailedClients() && !required;
  }

  /**
   * Sets SASL up as the configuration says: with GSSAPI or with DIGEST-MD5, as the server's section
   * of the JAAS file has a Kerberos login or users; without it when there is no such section.
   *
   * @throws IOException when the file cannot be read, or the login fails
   * @throws ConfigException when the section was asked for and is not there, or cannot be served
   */
  static ClientSasl open(ZooAuth auth) throws IOException {
    ZooSasl sasl = auth.sasl();
    JaasSection section = JaasSection.read(sasl.jaasFile(), sasl.section());
    if (section == null) {
      if (sasl.sectionNamed()) {
        throw new ConfigException(
            "zookeeper.sasl.serverconfig: "
                + sasl.section()
                + " (expected: a section of "
                + (sasl.jaasFile() == null
                    ? "a JAAS file, and java.security.auth.login.config names none"
                    : sasl.jaasFile())
                + ")");
      }
      return new ClientSasl(null, auth);
    }
    SaslMechanism mechanism = mechanism(section, sasl);
    log.info("sasl {} from section {}", mechanism.name(), section.name());
    return new ClientSasl(mechanism, auth);
  }

  private static SaslMechanism mechanism(JaasSection section, ZooSasl sasl) throws IOException {
    UnaryOperator<String> naming = naming(sasl);
    if (section.has(Gssapi.LOGIN_MODULE)) {
      return Gssapi.login(section, naming);
    }
    if (section.has(DIGEST_MODULE)) {
      Map<String, String> users = section.users();
      if (users.containsKey(SUPER) && !sasl.superPassword().isEmpty()) {
        users.put(SUPER, sasl.superPassword());
      }
      return sasl.fipsMode()
          ? new SwitchedOff()
          : new DigestMd5(PROTOCOL, SERVER_NAME, users, naming);
    }
    throw new ConfigException(
        "section "
            + section
            + " (expected: "
            + Gssapi.LOGIN_MODULE
            + " or "
            + DIGEST_MODULE
            + "; other modules cannot be loaded)");
  }

  private static UnaryOperator<String> naming(ZooSasl sasl) {
    ShortNames rules;
    try {
      rules = ShortNames.parse(sasl.authToLocal(), defaultRealm());
    } catch (IllegalArgumentException e) {
      throw new ConfigException("zookeeper.security.auth_to_local: " + e.getMessage());
    }
    return text -> name(text, rules, sasl);
  }

  /** The name that goes into identities: short, and then what is not to be cut. */
  private static String name(String text, ShortNames rules, ZooSasl sasl) {
    KerberosName principal = KerberosName.parse(text);
    String shortName = rules.of(principal);
    if (shortName == null) {
      return text;
    }
    return new KerberosName(
            shortName,
            sasl.removeHost() ? "" : principal.host(),
            sasl.removeRealm() ? "" : principal.realm())
        .toString();
  }

  /** The realm of krb5.conf, which the JDK adds to a name that has none. */
  private static String defaultRealm() {
    try {
      return new KerberosPrincipal("any").getRealm();
    } catch (IllegalArgumentException noRealm) {
      return "";
    }
  }

  /** What stands for DIGEST-MD5 in FIPS mode: every exchange fails, as with stock. */
  private record SwitchedOff() implements SaslMechanism {
    @Override
    public String name() {
      return "off: DIGEST-MD5 is excluded by zookeeper.fips-mode";
    }

    @Override
    public SaslExchange begin() throws SaslException {
      throw new SaslException("DIGEST-MD5 is excluded by zookeeper.fips-mode");
    }
  }

  /** The exchange of a new connection. */
  Exchange begin() {
    return new Exchange();
  }

  /** One connection's exchange. Owned by its event loop. */
  final class Exchange {
    private @Nullable SaslExchange exchange;

    /** Answers a client's token. */
    SaslStep answer(byte @Nullable [] token, String peer) {
      if (mechanism == null) {
        // As stock: the client finds out by itself that there is nothing in the answer.
        log.warn("sasl token ignored, no JAAS section for this server client={}", peer);
        return SaslStep.answered(null, List.of());
      }
      try {
        SaslExchange mine = exchange;
        if (mine == null) {
          mine = mechanism.begin();
          exchange = mine;
        }
        byte[] answer = mine.answer(token == null ? new byte[0] : token);
        return SaslStep.answered(answer, mine.isComplete() ? proved(mine) : List.of());
      } catch (SaslException | IllegalArgumentException e) {
        return failed(e, peer);
      }
    }

    private List<Id> proved(SaslExchange complete) {
      String name = complete.authorizationId();
      List<Id> proved = new ArrayList<>(List.of(new Id(SaslScheme.NAME, name)));
      if (superUsers.contains(name)) {
        proved.add(DigestScheme.SUPER);
      }
      return proved;
    }

    private SaslStep failed(Exception e, String peer) {
      if (keepsFailedClients) {
        log.warn("sasl failed, {}; the connection stays client={}", e.getMessage(), peer);
        return SaslStep.answered(null, List.of());
      }
      log.warn("connection closed, sasl failed, {} client={}", e.getMessage(), peer);
      return SaslStep.failed(
          required ? KeeperError.SESSION_CLOSED_REQUIRE_SASL_AUTH : KeeperError.AUTH_FAILED);
    }

    /** The connection is gone. */
    void close() {
      if (exchange != null) {
        exchange.close();
      }
    }
  }
}
