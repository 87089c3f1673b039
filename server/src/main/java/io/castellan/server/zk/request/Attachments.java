package io.castellan.server.zk.request;

import io.castellan.server.zk.session.Session;

/** Hears of connections that hold a session. On the ensemble lane. */
public interface Attachments {
  /** Nobody listens. */
  Attachments UNHEARD =
      new Attachments() {
        @Override
        public void onAttached(Client client, Session session) {}

        @Override
        public void onDetached(Client client, Session session) {}
      };

  /** A connection has opened the session, or taken it up. */
  void onAttached(Client client, Session session);

  /** That connection is gone, or about to close. */
  void onDetached(Client client, Session session);
}
