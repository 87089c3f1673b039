package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.schema.Api;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** AlterUserScramCredentials, key 51, versions 0 to 0. */
public final class AlterUserScramCredentials {
  private AlterUserScramCredentials() {}

  /** What is asked. */
  @Api(ApiKey.ALTER_USER_SCRAM_CREDENTIALS)
  public record Request(
      List<ScramCredentialDeletion> deletions, List<ScramCredentialUpsertion> upsertions) {

    /** One scram credential deletion of the request. */
    public record ScramCredentialDeletion(String name, byte mechanism) {}

    /** One scram credential upsertion of the request. */
    public record ScramCredentialUpsertion(
        String name, byte mechanism, int iterations, Bytes salt, Bytes saltedPassword) {}
  }

  /** What is answered. */
  @Api(ApiKey.ALTER_USER_SCRAM_CREDENTIALS)
  public record Response(int throttleTimeMs, List<Result> results) {

    /** One result of the response. */
    public record Result(String user, short errorCode, @Nullable String errorMessage) {}
  }
}
