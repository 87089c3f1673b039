package io.castellan.server.zk.auth;

import io.castellan.zk.protocol.data.Id;
import io.netty.util.NetUtil;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code ip} scheme: the address of the client, compared by its first bits. */
public record IpScheme() implements AuthScheme {
  /** The scheme's name. */
  public static final String NAME = "ip";

  @Override
  public String name() {
    return NAME;
  }

  /** Whatever the credentials: the address speaks for itself. */
  @Override
  public List<Id> prove(byte[] credentials, String ip) {
    return List.of(new Id(NAME, ip));
  }

  @Override
  public boolean isPersonal() {
    return false;
  }

  /** Whether a text is {@code address} or {@code address/bits}. */
  @Override
  public boolean isValid(String id) {
    return bits(id) >= 0;
  }

  /** Whether an address lies in {@code address/bits}. */
  @Override
  public boolean matches(String address, String granted) {
    byte[] own = NetUtil.createByteArrayFromIpAddressString(address);
    byte[] net = address(granted);
    int bits = bits(granted);
    if (own == null || net == null || bits < 0 || own.length != net.length) {
      return false;
    }
    int whole = bits / Byte.SIZE;
    for (int i = 0; i < whole; i++) {
      if (own[i] != net[i]) {
        return false;
      }
    }
    int rest = bits % Byte.SIZE;
    return rest == 0 || (own[whole] ^ net[whole]) >> (Byte.SIZE - rest) == 0;
  }

  private static byte @Nullable [] address(String id) {
    int slash = id.indexOf('/');
    return NetUtil.createByteArrayFromIpAddressString(slash < 0 ? id : id.substring(0, slash));
  }

  /** How many bits of the address count; -1 when the text is not valid. */
  private static int bits(String id) {
    byte[] address = address(id);
    if (address == null) {
      return -1;
    }
    int all = address.length * Byte.SIZE;
    int slash = id.indexOf('/');
    if (slash < 0) {
      return all;
    }
    String digits = id.substring(slash + 1);
    if (digits.isEmpty()
        || digits.length() > 3
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    int bits = Integer.parseInt(digits);
    return bits <= all ? bits : -1;
  }
}
