package io.castellan.server.kafka.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostLimitsTest {
  @Test
  void asksTheNameServiceOnlyWhenTheHostsHaveChanged() throws Exception {
    InetAddress address = InetAddress.getByAddress(new byte[] {127, 0, 0, 9});
    List<String> asked = new ArrayList<>();
    HostLimits limits =
        new HostLimits(
            host -> {
              asked.add(host);
              return new InetAddress[] {address};
            });
    assertEquals(Map.of(), limits.byAddress(Map.of()));
    assertEquals(Map.of(address, 3), limits.byAddress(Map.of("one", 3)));
    assertEquals(Map.of(address, 3), limits.byAddress(Map.of("one", 3)));
    assertEquals(List.of("one"), asked);
    assertEquals(Map.of(address, 4), limits.byAddress(Map.of("one", 4)));
    assertEquals(List.of("one", "one"), asked);
  }
}
