package io.castellan.server.zk.jmx;

import static io.castellan.server.zk.jmx.BeanAttribute.ofInt;
import static io.castellan.server.zk.jmx.BeanAttribute.ofText;

import io.castellan.server.zk.admin.AdminRooms;

/** The bean of the tree and its watches. */
final class TreeBean {
  private TreeBean() {}

  static Bean of(AdminRooms rooms, LaneView view) {
    return new Bean("The znodes and who watches them", view)
        .with(ofInt("NodeCount", "Znodes", rooms::nodeCount))
        .with(ofInt("WatchCount", "Watches", () -> rooms.ensemble().watches().watchCount()))
        .with(
            ofText(
                "LastZxid",
                "The last transaction",
                () -> "0x" + Long.toHexString(rooms.ensemble().tree().lastZxid())))
        .with(
            new BeanOperation(
                "approximateDataSize",
                "long",
                "Bytes of paths and data",
                rooms::approximateDataBytes))
        .with(
            new BeanOperation(
                "countEphemerals",
                "int",
                "Ephemeral znodes",
                () -> rooms.ensemble().tree().ephemerals().count()));
  }
}
