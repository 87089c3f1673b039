package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * List SCRAM credentials (mechanism and iterations).
 *
 * <p>Key 50, version 0, flexible since 0. Sent by administrative clients.
 */
public final class DescribeUserScramCredentials {

  private DescribeUserScramCredentials() {}

  /**
   * What is asked.
   *
   * @param users the users to describe; null or empty for all
   */
  @Api(ApiKey.DESCRIBE_USER_SCRAM_CREDENTIALS)
  public record Request(@Nullable List<UserName> users) {

    /**
     * A user.
     *
     * @param name the user's name
     */
    public record UserName(String name) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param errorMessage the error in words for a person, or null
   * @param results one outcome per thing asked for
   */
  @Api(ApiKey.DESCRIBE_USER_SCRAM_CREDENTIALS)
  public record Response(
      int throttleTimeMs, short errorCode, @Nullable String errorMessage, List<Result> results) {

    /**
     * An outcome.
     *
     * @param user the user's name
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param errorMessage the error in words for a person, or null
     * @param credentialInfos the mechanisms that the user has credentials for
     */
    public record Result(
        String user,
        short errorCode,
        @Nullable String errorMessage,
        List<CredentialInfo> credentialInfos) {}

    /**
     * A mechanism that a user has credentials for.
     *
     * @param mechanism 1 SCRAM-SHA-256, 2 SCRAM-SHA-512
     * @param iterations how many rounds the password was hashed
     */
    public record CredentialInfo(byte mechanism, int iterations) {}
  }
}
