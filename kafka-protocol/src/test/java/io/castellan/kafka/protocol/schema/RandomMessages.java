package io.castellan.kafka.protocol.schema;

import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.Uuid;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random values of any message, and their bytes. */
final class RandomMessages {

  private final Random random;

  RandomMessages(long seed) {
    this.random = new Random(seed);
  }

  /** A message with something in every field that the version has. */
  Record message(MessageSchema schema) {
    @Nullable Object[] values = schema.defaults();
    for (FieldSchema field : schema.fields()) {
      boolean keepDefault = field.isTagged() && random.nextInt(3) == 0;
      if (field.present() && !keepDefault) {
        boolean absent = field.nullable() && random.nextInt(4) == 0;
        values[field.index()] = absent ? null : value(field.type());
      }
    }
    return schema.type().cast(schema.construct(values));
  }

  private Object value(FieldType type) {
    if (type instanceof FieldType.ArrayOf array) {
      List<Object> values = new ArrayList<>();
      for (int left = random.nextInt(4); left > 0; left--) {
        values.add(value(array.element()));
      }
      return values;
    }
    if (type instanceof FieldType.Struct struct) {
      return message(struct.schema());
    }
    return switch ((FieldType.Scalar) type) {
      case BOOLEAN -> random.nextBoolean();
      case INT8 -> (byte) random.nextInt();
      case INT16 -> (short) random.nextInt();
      case UINT16 -> random.nextInt(0x10000);
      case INT32 -> random.nextInt();
      case INT64 -> random.nextLong();
      case FLOAT64 -> random.nextGaussian();
      case UUID -> new Uuid(random.nextLong(), random.nextLong());
      case STRING -> text();
      case BYTES -> Bytes.wrap(bytes());
      case RECORDS -> RecordsPayload.of(Unpooled.wrappedBuffer(bytes()));
    };
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(20) == 0 ? 200 : random.nextInt(12);
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(
          switch (random.nextInt(8)) {
            case 0 -> 0xe9;
            case 1 -> 0x20ac;
            case 2 -> 0x1f600;
            default -> 'a' + random.nextInt(26);
          });
    }
    return text.toString();
  }

  private byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(20) == 0 ? 300 : random.nextInt(10)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** What a codec writes, records included. */
  static <T extends Record> byte[] written(Codec<T> codec, T message) {
    ByteBuf head = Unpooled.buffer();
    WireWriter writer = new WireWriter(head);
    codec.write(message, writer);
    ByteBuf whole = Unpooled.buffer();
    for (OutboundFrame.Inset inset : writer.insets()) {
      whole.writeBytes(head, inset.position() - head.readerIndex());
      whole.writeBytes(((BufferedRecords) inset.records()).buffer().duplicate());
    }
    whole.writeBytes(head);
    return ByteBufUtil.getBytes(whole);
  }
}
