package io.castellan.server.auth;

import java.io.IOException;
import java.security.Principal;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.function.UnaryOperator;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import javax.security.sasl.AuthorizeCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import org.jspecify.annotations.Nullable;

/**
 * GSSAPI (RFC 4752) with the server's key from a keytab, through the JDK. Immutable; for any
 * thread.
 *
 * <p>The login is made once: an acceptor needs its key, which the JDK reads from the keytab as it
 * changes, and no ticket that would have to be renewed.
 */
public final class Gssapi implements SaslMechanism {
  /** The JDK's login module for Kerberos. */
  public static final String LOGIN_MODULE = "com.sun.security.auth.module.Krb5LoginModule";

  private static final String NAME = "GSSAPI";

  private final Subject subject;
  private final KerberosName principal;
  private final UnaryOperator<String> naming;

  private Gssapi(Subject subject, KerberosName principal, UnaryOperator<String> naming) {
    this.subject = subject;
    this.principal = principal;
    this.naming = naming;
  }

  /**
   * Log in as a section of the JAAS file says.
   *
   * @param naming makes the name that a proved principal goes by
   * @throws IOException when the login fails, or yields no principal
   */
  public static Gssapi login(JaasSection section, UnaryOperator<String> naming) throws IOException {
    try {
      LoginContext login =
          new LoginContext(section.name(), new Subject(), callbacks -> {}, section.configuration());
      login.login();
      Subject subject = login.getSubject();
      for (Principal principal : subject.getPrincipals()) {
        return new Gssapi(subject, KerberosName.parse(principal.getName()), naming);
      }
    } catch (LoginException | IllegalArgumentException e) {
      throw new IOException("section " + section.name() + ": " + e.getMessage(), e);
    }
    throw new IOException("section " + section.name() + ": no principal (expected: a keytab)");
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Who the server is. */
  public KerberosName principal() {
    return principal;
  }

  @Override
  public SaslExchange begin() throws SaslException {
    SaslServer server =
        asServer(
            () ->
                Sasl.createSaslServer(
                    NAME, principal.service(), principal.host(), null, this::answer));
    if (server == null) {
      throw new SaslException("this JVM has no " + NAME);
    }
    return new Exchange(new JdkSaslExchange(server));
  }

  private void answer(Callback[] callbacks) {
    for (Callback callback : callbacks) {
      if (callback instanceof AuthorizeCallback asked) {
        asked.setAuthorized(true);
        asked.setAuthorizedID(naming.apply(asked.getAuthenticationID()));
      }
    }
  }

  // Subject.doAs is what JDK 17 and later have in common; its successor came with 18.
  @SuppressWarnings("removal")
  private <T extends @Nullable Object> T asServer(PrivilegedExceptionAction<T> action)
      throws SaslException {
    try {
      return Subject.doAs(subject, action);
    } catch (PrivilegedActionException e) {
      if (e.getException() instanceof SaslException sasl) {
        throw sasl;
      }
      throw new SaslException(e.getMessage(), e);
    }
  }

  /** The same, with the server's key at hand. */
  private final class Exchange implements SaslExchange {
    private final SaslExchange exchange;

    Exchange(SaslExchange exchange) {
      this.exchange = exchange;
    }

    @Override
    public byte @Nullable [] answer(byte[] token) throws SaslException {
      return asServer(() -> exchange.answer(token));
    }

    @Override
    public boolean isComplete() {
      return exchange.isComplete();
    }

    @Override
    public String authorizationId() {
      return exchange.authorizationId();
    }

    @Override
    public void close() {
      exchange.close();
    }
  }
}
