"""librdkafka by its Python binding: BOOTSTRAP TOPIC GROUP COUNT CODEC..."""

import sys
import time

from confluent_kafka import Consumer, Producer

bootstrap, topic, group, count = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
codecs = sys.argv[5:]
failed = []


def delivered(error, message):
    if error is not None:
        failed.append(str(error))


for codec in codecs:
    producer = Producer(
        {
            "bootstrap.servers": bootstrap,
            "compression.type": codec,
            "enable.idempotence": True,
            "linger.ms": 20,
        }
    )
    for i in range(count):
        producer.produce(
            topic,
            key="%s key %d" % (codec, i),
            value="%s value %s%d" % (codec, "x" * 50, i),
            headers=[("from", b"librdkafka")],
            partition=0,
            callback=delivered,
        )
    if producer.flush(20) != 0 or failed:
        sys.exit("not delivered: %s" % failed)

consumer = Consumer(
    {"bootstrap.servers": bootstrap, "group.id": group, "auto.offset.reset": "earliest"}
)
consumer.subscribe([topic])
left = count * len(codecs)
deadline = time.time() + 25
while left > 0 and time.time() < deadline:
    message = consumer.poll(1.0)
    if message is None:
        continue
    if message.error() is not None:
        sys.exit(str(message.error()))
    headers = ",".join("%s=%s" % (k, v.decode()) for k, v in message.headers() or [])
    print("%s|%s|%s" % (message.key().decode(), message.value().decode(), headers))
    left -= 1
consumer.commit(asynchronous=False)
consumer.close()
