package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.schema.Api;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Upsert/delete SCRAM credentials (client sends the salted password).
 *
 * <p>Key 51, version 0, flexible since 0. Sent by administrative clients.
 */
public final class AlterUserScramCredentials {

  private AlterUserScramCredentials() {}

  /**
   * What is asked.
   *
   * @param deletions the credentials to delete
   * @param upsertions the credentials to add or replace
   */
  @Api(ApiKey.ALTER_USER_SCRAM_CREDENTIALS)
  public record Request(
      List<ScramCredentialDeletion> deletions, List<ScramCredentialUpsertion> upsertions) {

    /**
     * Credentials to delete.
     *
     * @param name the user's name
     * @param mechanism 1 SCRAM-SHA-256, 2 SCRAM-SHA-512
     */
    public record ScramCredentialDeletion(String name, byte mechanism) {}

    /**
     * Credentials to add or replace.
     *
     * @param name the user's name
     * @param mechanism 1 SCRAM-SHA-256, 2 SCRAM-SHA-512
     * @param iterations how many rounds the password was hashed
     * @param salt the random bytes that the password was hashed with
     * @param saltedPassword the hashed password; the password itself is never sent
     */
    public record ScramCredentialUpsertion(
        String name, byte mechanism, int iterations, Bytes salt, Bytes saltedPassword) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param results one outcome per thing asked for
   */
  @Api(ApiKey.ALTER_USER_SCRAM_CREDENTIALS)
  public record Response(int throttleTimeMs, List<Result> results) {

    /**
     * An outcome.
     *
     * @param user the user's name
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param errorMessage the error in words for a person, or null
     */
    public record Result(String user, short errorCode, @Nullable String errorMessage) {}
  }
}
