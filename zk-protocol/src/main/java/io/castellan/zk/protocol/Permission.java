package io.castellan.zk.protocol;

/** The permissions of an access control list entry; each is one bit of its {@code perms} field. */
public enum Permission {
  /** May read data and list children. */
  READ(1),
  /** May replace data. */
  WRITE(2),
  /** May create children. */
  CREATE(4),
  /** May delete children. */
  DELETE(8),
  /** May replace the access control list. */
  ADMIN(16);

  /** All permissions together. */
  public static final int ALL = 31;

  private final int bit;

  Permission(int bit) {
    this.bit = bit;
  }

  /** Returns this permission's bit. */
  public int bit() {
    return bit;
  }

  /** Returns whether {@code perms} grants this permission. */
  public boolean isIn(int perms) {
    return (perms & bit) != 0;
  }
}
