package io.castellan.server.auth;

/**
 * Somebody who makes requests, in the form that access rules and logs use: {@code User:alice}.
 *
 * @param type the kind of principal, {@code User} in everything that a broker itself establishes
 * @param name the name within its kind
 */
public record Principal(String type, String name) {
  /** The kind of principal that mechanisms establish. */
  public static final String USER = "User";

  /** Whoever has not proved to be anybody. */
  public static final Principal ANONYMOUS = new Principal(USER, "ANONYMOUS");

  @Override
  public String toString() {
    return type + ":" + name;
  }
}
