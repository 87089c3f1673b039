package io.castellan.server.auth;

import java.util.Map;
import java.util.function.UnaryOperator;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.AuthorizeCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;

/**
 * DIGEST-MD5 (RFC 2831) over users and passwords that the server knows. Immutable; for any thread.
 *
 * <p>The mechanism is obsolete (RFC 6331) and is what ZooKeeper's clients speak.
 */
public final class DigestMd5 implements SaslMechanism {
  private static final String NAME = "DIGEST-MD5";

  private final String protocol;
  private final String serverName;
  private final Map<String, String> users;
  private final UnaryOperator<String> naming;

  /**
   * @param protocol the service name that both sides hash
   * @param serverName the server name that both sides hash
   * @param users passwords by user
   * @param naming makes the name that a proved user goes by
   */
  public DigestMd5(
      String protocol, String serverName, Map<String, String> users, UnaryOperator<String> naming) {
    this.protocol = protocol;
    this.serverName = serverName;
    this.users = Map.copyOf(users);
    this.naming = naming;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SaslExchange begin() throws SaslException {
    SaslServer server =
        Sasl.createSaslServer(NAME, protocol, serverName, null, new Answers(users, naming));
    if (server == null) {
      throw new SaslException("this JVM has no " + NAME);
    }
    return new JdkSaslExchange(server);
  }

  /** What the mechanism asks for, during one exchange. */
  private static final class Answers implements CallbackHandler {
    private final Map<String, String> users;
    private final UnaryOperator<String> naming;
    private String user = "";

    Answers(Map<String, String> users, UnaryOperator<String> naming) {
      this.users = users;
      this.naming = naming;
    }

    @Override
    public void handle(Callback[] callbacks) {
      for (Callback callback : callbacks) {
        if (callback instanceof NameCallback asked) {
          user = asked.getDefaultName();
          if (users.containsKey(user)) {
            asked.setName(user);
          }
        } else if (callback instanceof PasswordCallback asked) {
          String password = users.get(user);
          if (password != null) {
            asked.setPassword(password.toCharArray());
          }
        } else if (callback instanceof RealmCallback asked) {
          asked.setText(asked.getDefaultText());
        } else if (callback instanceof AuthorizeCallback asked) {
          asked.setAuthorized(true);
          asked.setAuthorizedID(naming.apply(asked.getAuthenticationID()));
        }
      }
    }
  }
}
