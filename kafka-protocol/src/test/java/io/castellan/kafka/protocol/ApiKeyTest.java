package io.castellan.kafka.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.apache.kafka.common.errors.InvalidMetadataException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class ApiKeyTest {

  @Test
  void namesAndHeadersAreThoseOfTheStockClasses() {
    for (ApiKey key : ApiKey.values()) {
      ApiMessageType stock = ApiMessageType.fromApiKey(key.id());
      if (stock.highestSupportedVersion(false) < 0) {
        continue; // dropped by 4.0: names remain, versions do not
      }
      assertEquals(
          stock.name(),
          key.displayName()
              .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
              .toUpperCase(java.util.Locale.ROOT));
      assertEquals(stock.highestSupportedVersion(false), key.maxVersion(), key.displayName());
      for (short version = stock.lowestSupportedVersion(); version <= key.maxVersion(); version++) {
        assertEquals(
            stock.requestHeaderVersion(version),
            key.requestHeaderVersion(version),
            key + " v" + version);
        assertEquals(
            stock.responseHeaderVersion(version),
            key.responseHeaderVersion(version),
            key + " v" + version);
      }
    }
  }

  @Test
  void knowsNoKeyOutsideTheTable() {
    assertNull(ApiKey.forId(-1));
    assertNull(ApiKey.forId(62));
    assertNull(ApiKey.forId(94));
    assertEquals(ApiKey.PRODUCE, ApiKey.forId(0));
    for (ApiKey key : ApiKey.values()) {
      assertEquals(key, ApiKey.forId(key.id()));
    }
  }

  @Test
  void errorsAreThoseOfTheStockClasses() {
    assertEquals(Errors.values().length, ErrorCode.values().length);
    for (ErrorCode error : ErrorCode.values()) {
      Errors stock = Errors.forCode(error.code());
      assertEquals(stock.name(), error.name());
      assertEquals(error, ErrorCode.forCode(error.code()));
      assertEquals(
          stock.exception() instanceof RetriableException, error.isRetriable(), error.name());
      assertEquals(
          stock.exception() instanceof InvalidMetadataException,
          error.retry() == ErrorCode.Retry.FRESH_METADATA,
          error.name());
    }
    assertEquals(ErrorCode.UNKNOWN_SERVER_ERROR, ErrorCode.forCode(9999));
  }
}
