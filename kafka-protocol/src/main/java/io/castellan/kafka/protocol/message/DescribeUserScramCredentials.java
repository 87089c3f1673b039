package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DescribeUserScramCredentials, key 50, versions 0 to 0. */
public final class DescribeUserScramCredentials {
  private DescribeUserScramCredentials() {}

  /** What is asked. */
  @Api(ApiKey.DESCRIBE_USER_SCRAM_CREDENTIALS)
  public record Request(@Nullable List<UserName> users) {

    /** One user name of the request. */
    public record UserName(String name) {}
  }

  /** What is answered. */
  @Api(ApiKey.DESCRIBE_USER_SCRAM_CREDENTIALS)
  public record Response(
      int throttleTimeMs, short errorCode, @Nullable String errorMessage, List<Result> results) {

    /** One result of the response. */
    public record Result(
        String user,
        short errorCode,
        @Nullable String errorMessage,
        List<CredentialInfo> credentialInfos) {}

    /** One credential info of the response. */
    public record CredentialInfo(byte mechanism, int iterations) {}
  }
}
