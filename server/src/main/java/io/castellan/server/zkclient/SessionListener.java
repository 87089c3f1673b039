package io.castellan.server.zkclient;

import io.castellan.zk.protocol.EventType;

/** What a client tells of its session, on its executor. */
public interface SessionListener {

  /**
   * A connection has been made, for a new session or an old one; watches of an old one stand again.
   *
   * @param session the session
   */
  void onConnected(SessionKey session);

  /** The connection broke; the client looks for another. */
  void onDisconnected();

  /**
   * The session is gone, and with it its ephemeral nodes and its watches. The client asks for a new
   * one by itself. Nothing that was submitted before this call runs in the new session.
   */
  void onExpired();

  /** The server refused an identity. Final: every operation fails from here on. */
  void onAuthFailed();

  /**
   * A watch fired; it is used up.
   *
   * @param path without the chroot
   */
  void onEvent(EventType type, String path);
}
