package io.castellan.zk.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.ClientIdentity;
import io.castellan.zk.protocol.data.Id;
import io.castellan.zk.protocol.data.Stat;
import io.castellan.zk.protocol.data.StatPersisted;
import io.castellan.zk.protocol.jute.JuteException;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import io.castellan.zk.protocol.message.AddWatch;
import io.castellan.zk.protocol.message.Auth;
import io.castellan.zk.protocol.message.Check;
import io.castellan.zk.protocol.message.CheckWatches;
import io.castellan.zk.protocol.message.Connect;
import io.castellan.zk.protocol.message.Create;
import io.castellan.zk.protocol.message.Create2;
import io.castellan.zk.protocol.message.CreateTtl;
import io.castellan.zk.protocol.message.Delete;
import io.castellan.zk.protocol.message.Exists;
import io.castellan.zk.protocol.message.GetAcl;
import io.castellan.zk.protocol.message.GetAllChildrenNumber;
import io.castellan.zk.protocol.message.GetChildren;
import io.castellan.zk.protocol.message.GetChildren2;
import io.castellan.zk.protocol.message.GetData;
import io.castellan.zk.protocol.message.GetEphemerals;
import io.castellan.zk.protocol.message.Reconfig;
import io.castellan.zk.protocol.message.RemoveWatches;
import io.castellan.zk.protocol.message.ReplyHeader;
import io.castellan.zk.protocol.message.RequestHeader;
import io.castellan.zk.protocol.message.Sasl;
import io.castellan.zk.protocol.message.SetAcl;
import io.castellan.zk.protocol.message.SetData;
import io.castellan.zk.protocol.message.SetWatches;
import io.castellan.zk.protocol.message.SetWatches2;
import io.castellan.zk.protocol.message.Sync;
import io.castellan.zk.protocol.message.WatcherEvent;
import io.castellan.zk.protocol.message.WhoAmI;
import io.castellan.zk.protocol.quorum.LearnerIntroduction;
import io.castellan.zk.protocol.quorum.QuorumPacket;
import io.castellan.zk.protocol.txn.CheckVersionTxn;
import io.castellan.zk.protocol.txn.CreateContainerTxn;
import io.castellan.zk.protocol.txn.CreateSessionTxn;
import io.castellan.zk.protocol.txn.CreateTtlTxn;
import io.castellan.zk.protocol.txn.CreateTxn;
import io.castellan.zk.protocol.txn.DeleteTxn;
import io.castellan.zk.protocol.txn.ErrorTxn;
import io.castellan.zk.protocol.txn.SetAclTxn;
import io.castellan.zk.protocol.txn.SetDataTxn;
import io.castellan.zk.protocol.txn.TxnDigest;
import io.castellan.zk.protocol.txn.TxnHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.jute.BinaryInputArchive;
import org.apache.jute.BinaryOutputArchive;
import org.apache.jute.Record;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every record, with random values, as stock writes it: read here, written here, and read by stock
 * again.
 */
class StockRecordsTest {
  private static final int ROUNDS = 200;

  /** A stock record and ours. */
  record Pair(
      String stock, Function<JuteReader, Object> read, BiConsumer<Object, JuteWriter> write) {
    @Override
    public String toString() {
      return stock;
    }
  }

  private static <T> Pair pair(
      String stock, Class<T> ours, Function<JuteReader, T> read, BiConsumer<T, JuteWriter> write) {
    return new Pair(stock, read::apply, (value, writer) -> write.accept(ours.cast(value), writer));
  }

  static Stream<Pair> pairs() {
    return Stream.of(
        pair("data.Id", Id.class, Id::read, Id::write),
        pair("data.ACL", Acl.class, Acl::read, Acl::write),
        pair("data.Stat", Stat.class, Stat::read, Stat::write),
        pair("data.StatPersisted", StatPersisted.class, StatPersisted::read, StatPersisted::write),
        pair("data.ClientInfo", ClientIdentity.class, ClientIdentity::read, ClientIdentity::write),
        pair("proto.RequestHeader", RequestHeader.class, RequestHeader::read, RequestHeader::write),
        pair("proto.ReplyHeader", ReplyHeader.class, ReplyHeader::read, ReplyHeader::write),
        pair("proto.WatcherEvent", WatcherEvent.class, WatcherEvent::read, WatcherEvent::write),
        pair(
            "proto.ConnectRequest",
            Connect.Request.class,
            Connect.Request::read,
            Connect.Request::write),
        pair(
            "proto.ConnectResponse",
            Connect.Response.class,
            Connect.Response::read,
            Connect.Response::write),
        pair(
            "proto.CreateRequest",
            Create.Request.class,
            Create.Request::read,
            Create.Request::write),
        pair(
            "proto.CreateResponse",
            Create.Response.class,
            Create.Response::read,
            Create.Response::write),
        pair(
            "proto.Create2Response",
            Create2.Response.class,
            Create2.Response::read,
            Create2.Response::write),
        pair(
            "proto.CreateTTLRequest",
            CreateTtl.Request.class,
            CreateTtl.Request::read,
            CreateTtl.Request::write),
        pair(
            "proto.DeleteRequest",
            Delete.Request.class,
            Delete.Request::read,
            Delete.Request::write),
        pair(
            "proto.ExistsRequest",
            Exists.Request.class,
            Exists.Request::read,
            Exists.Request::write),
        pair(
            "proto.ExistsResponse",
            Exists.Response.class,
            Exists.Response::read,
            Exists.Response::write),
        pair(
            "proto.GetDataRequest",
            GetData.Request.class,
            GetData.Request::read,
            GetData.Request::write),
        pair(
            "proto.GetDataResponse",
            GetData.Response.class,
            GetData.Response::read,
            GetData.Response::write),
        pair(
            "proto.SetDataRequest",
            SetData.Request.class,
            SetData.Request::read,
            SetData.Request::write),
        pair(
            "proto.SetDataResponse",
            SetData.Response.class,
            SetData.Response::read,
            SetData.Response::write),
        pair(
            "proto.GetACLRequest",
            GetAcl.Request.class,
            GetAcl.Request::read,
            GetAcl.Request::write),
        pair(
            "proto.GetACLResponse",
            GetAcl.Response.class,
            GetAcl.Response::read,
            GetAcl.Response::write),
        pair(
            "proto.SetACLRequest",
            SetAcl.Request.class,
            SetAcl.Request::read,
            SetAcl.Request::write),
        pair(
            "proto.SetACLResponse",
            SetAcl.Response.class,
            SetAcl.Response::read,
            SetAcl.Response::write),
        pair(
            "proto.GetChildrenRequest",
            GetChildren.Request.class,
            GetChildren.Request::read,
            GetChildren.Request::write),
        pair(
            "proto.GetChildrenResponse",
            GetChildren.Response.class,
            GetChildren.Response::read,
            GetChildren.Response::write),
        pair(
            "proto.GetChildren2Request",
            GetChildren2.Request.class,
            GetChildren2.Request::read,
            GetChildren2.Request::write),
        pair(
            "proto.GetChildren2Response",
            GetChildren2.Response.class,
            GetChildren2.Response::read,
            GetChildren2.Response::write),
        pair("proto.SyncRequest", Sync.Request.class, Sync.Request::read, Sync.Request::write),
        pair("proto.SyncResponse", Sync.Response.class, Sync.Response::read, Sync.Response::write),
        pair(
            "proto.CheckVersionRequest",
            Check.Request.class,
            Check.Request::read,
            Check.Request::write),
        pair(
            "proto.ReconfigRequest",
            Reconfig.Request.class,
            Reconfig.Request::read,
            Reconfig.Request::write),
        pair(
            "proto.CheckWatchesRequest",
            CheckWatches.Request.class,
            CheckWatches.Request::read,
            CheckWatches.Request::write),
        pair(
            "proto.RemoveWatchesRequest",
            RemoveWatches.Request.class,
            RemoveWatches.Request::read,
            RemoveWatches.Request::write),
        pair("proto.AuthPacket", Auth.Request.class, Auth.Request::read, Auth.Request::write),
        pair(
            "proto.SetWatches",
            SetWatches.Request.class,
            SetWatches.Request::read,
            SetWatches.Request::write),
        pair(
            "proto.SetWatches2",
            SetWatches2.Request.class,
            SetWatches2.Request::read,
            SetWatches2.Request::write),
        pair("proto.GetSASLRequest", Sasl.Request.class, Sasl.Request::read, Sasl.Request::write),
        pair(
            "proto.SetSASLResponse",
            Sasl.Response.class,
            Sasl.Response::read,
            Sasl.Response::write),
        pair(
            "proto.GetEphemeralsRequest",
            GetEphemerals.Request.class,
            GetEphemerals.Request::read,
            GetEphemerals.Request::write),
        pair(
            "proto.GetEphemeralsResponse",
            GetEphemerals.Response.class,
            GetEphemerals.Response::read,
            GetEphemerals.Response::write),
        pair(
            "proto.GetAllChildrenNumberRequest",
            GetAllChildrenNumber.Request.class,
            GetAllChildrenNumber.Request::read,
            GetAllChildrenNumber.Request::write),
        pair(
            "proto.GetAllChildrenNumberResponse",
            GetAllChildrenNumber.Response.class,
            GetAllChildrenNumber.Response::read,
            GetAllChildrenNumber.Response::write),
        pair(
            "proto.AddWatchRequest",
            AddWatch.Request.class,
            AddWatch.Request::read,
            AddWatch.Request::write),
        pair(
            "proto.ErrorResponse",
            AddWatch.Response.class,
            AddWatch.Response::read,
            AddWatch.Response::write),
        pair(
            "proto.WhoAmIResponse",
            WhoAmI.Response.class,
            WhoAmI.Response::read,
            WhoAmI.Response::write),
        pair(
            "server.quorum.LearnerInfo",
            LearnerIntroduction.class,
            LearnerIntroduction::read,
            LearnerIntroduction::write),
        pair(
            "server.quorum.QuorumPacket",
            QuorumPacket.class,
            QuorumPacket::read,
            QuorumPacket::write),
        pair("txn.TxnHeader", TxnHeader.class, TxnHeader::read, TxnHeader::write),
        pair("txn.TxnDigest", TxnDigest.class, TxnDigest::read, TxnDigest::write),
        pair("txn.CreateTxn", CreateTxn.class, CreateTxn::read, CreateTxn::write),
        pair(
            "txn.CreateContainerTxn",
            CreateContainerTxn.class,
            CreateContainerTxn::read,
            CreateContainerTxn::write),
        pair("txn.CreateTTLTxn", CreateTtlTxn.class, CreateTtlTxn::read, CreateTtlTxn::write),
        pair("txn.DeleteTxn", DeleteTxn.class, DeleteTxn::read, DeleteTxn::write),
        pair("txn.SetDataTxn", SetDataTxn.class, SetDataTxn::read, SetDataTxn::write),
        pair("txn.SetACLTxn", SetAclTxn.class, SetAclTxn::read, SetAclTxn::write),
        pair(
            "txn.CheckVersionTxn",
            CheckVersionTxn.class,
            CheckVersionTxn::read,
            CheckVersionTxn::write),
        pair(
            "txn.CreateSessionTxn",
            CreateSessionTxn.class,
            CreateSessionTxn::read,
            CreateSessionTxn::write),
        pair("txn.ErrorTxn", ErrorTxn.class, ErrorTxn::read, ErrorTxn::write));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void writesWhatStockWrites(Pair pair) throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] stock = bytes(fill(stockClass(pair), random));
      byte[] ours = rewrite(pair, stock);
      assertArrayEquals(stock, ours, "seed " + seed + " round " + round);
      Record back = (Record) stockClass(pair).getDeclaredConstructor().newInstance();
      back.deserialize(
          new BinaryInputArchive(new DataInputStream(new ByteArrayInputStream(ours))), "");
      assertArrayEquals(stock, bytes(back), "seed " + seed + " round " + round);
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void refusesWhatEndsEarlyOrLies(Pair pair) throws Exception {
    long seed = new Random().nextLong();
    byte[] whole = bytes(fill(stockClass(pair), new Random(seed)));
    int refused = 0;
    for (int size = 0; size < whole.length; size++) {
      byte[] cut = Arrays.copyOf(whole, size);
      // What can be read from less is a shorter, older form of the same record, and is written so
      // or with its default.
      try {
        byte[] again = rewrite(pair, cut);
        // Of an early end inside a create's last field, up to three bytes are passed over.
        int compared = Math.max(0, size - 3);
        assertArrayEquals(
            Arrays.copyOf(cut, compared), Arrays.copyOf(again, compared), "seed " + seed);
      } catch (JuteException expected) {
        refused++;
      }
    }
    for (int at = 0; at + 4 <= whole.length; at++) {
      for (int lie : new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 24}) {
        byte[] lying = whole.clone();
        for (int i = 0; i < 4; i++) {
          lying[at + i] = (byte) (lie >>> (24 - 8 * i));
        }
        try {
          // Bytes that are no UTF-8 become three each; nothing else can grow.
          int size = rewrite(pair, lying).length;
          assertTrue(size <= 3 * whole.length + 16, "seed " + seed + " size " + size);
        } catch (JuteException expected) {
          refused++;
        }
      }
    }
    assertTrue(refused > 0, "seed " + seed);
  }

  private static byte[] rewrite(Pair pair, byte[] bytes) {
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    ByteBuf out = Unpooled.buffer();
    pair.write.accept(pair.read.apply(new JuteReader(in)), new JuteWriter(out));
    return ByteBufUtil.getBytes(out);
  }

  private static Class<?> stockClass(Pair pair) throws ClassNotFoundException {
    return Class.forName("org.apache.zookeeper." + pair.stock);
  }

  private static byte[] bytes(Record record) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    record.serialize(BinaryOutputArchive.getArchive(new DataOutputStream(out)), "");
    return out.toByteArray();
  }

  private static Record fill(Class<?> type, Random random) throws Exception {
    Object record = type.getDeclaredConstructor().newInstance();
    for (Method method : type.getMethods()) {
      if (method.getName().startsWith("set") && method.getParameterCount() == 1) {
        method.invoke(record, value(method.getGenericParameterTypes()[0], random));
      }
    }
    return (Record) record;
  }

  private static Object value(Type type, Random random) throws Exception {
    if (type == int.class) {
      return random.nextInt();
    } else if (type == long.class) {
      return random.nextLong();
    } else if (type == boolean.class) {
      return random.nextBoolean();
    } else if (type == byte[].class) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      return bytes;
    } else if (type == String.class) {
      return text(random);
    } else if (type instanceof ParameterizedType list) {
      List<Object> values = new ArrayList<>();
      for (int left = random.nextInt(5); left > 0; left--) {
        values.add(value(list.getActualTypeArguments()[0], random));
      }
      return values;
    } else if (type instanceof Class<?> record && Record.class.isAssignableFrom(record)) {
      return fill(record, random);
    }
    return fail("type " + type);
  }

  /**
   * Of the Basic Multilingual Plane, without surrogates: others do not survive the stock encoding
   * either.
   */
  private static String text(Random random) {
    StringBuilder text = new StringBuilder("/");
    for (int left = random.nextInt(12); left > 0; left--) {
      int kind = random.nextInt(3);
      text.append(
          (char)
              (kind == 0
                  ? 'a' + random.nextInt(26)
                  : kind == 1 ? 0x80 + random.nextInt(0x700) : 0x800 + random.nextInt(0x5000)));
    }
    return text.toString();
  }
}
