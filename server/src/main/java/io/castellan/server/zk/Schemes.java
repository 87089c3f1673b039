package io.castellan.server.zk;

import io.castellan.server.config.ZooAuth;
import io.castellan.server.zk.auth.AuthScheme;
import io.castellan.server.zk.auth.AuthSchemes;
import io.castellan.server.zk.auth.DigestScheme;
import io.castellan.server.zk.auth.EnsembleScheme;
import io.castellan.server.zk.auth.IpScheme;
import io.castellan.server.zk.auth.SaslScheme;
import java.util.ArrayList;
import java.util.List;

/** The authentication schemes that a configuration asks for. */
final class Schemes {
  private Schemes() {}

  static AuthSchemes of(ZooAuth auth) {
    List<AuthScheme> schemes = new ArrayList<>(List.of(new IpScheme()));
    if (auth.digest().enabled()) {
      schemes.add(new DigestScheme(auth.digest().algorithm(), auth.digest().superDigest()));
    }
    if (auth.sasl().schemeServed()) {
      schemes.add(new SaslScheme(auth.sasl().anyUser()));
    }
    if (auth.ensemble().enabled()) {
      schemes.add(new EnsembleScheme(auth.ensemble().names()));
    }
    return new AuthSchemes(schemes);
  }
}
