"""kafka-python: BOOTSTRAP TOPIC GROUP COUNT CODEC..."""

import sys

from kafka import KafkaConsumer, KafkaProducer

bootstrap, topic, group, count = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
codecs = sys.argv[5:]

for codec in codecs:
    producer = KafkaProducer(
        bootstrap_servers=bootstrap,
        acks="all",
        linger_ms=20,
        compression_type=None if codec == "none" else codec,
    )
    sent = [
        producer.send(
            topic,
            key=("%s key %d" % (codec, i)).encode(),
            value=("%s value %s%d" % (codec, "x" * 50, i)).encode(),
            headers=[("from", b"kafka-python")],
            partition=0,
        )
        for i in range(count)
    ]
    for each in sent:
        each.get(timeout=20)
    producer.close()

consumer = KafkaConsumer(
    topic,
    bootstrap_servers=bootstrap,
    group_id=group,
    auto_offset_reset="earliest",
    consumer_timeout_ms=20000,
)
left = count * len(codecs)
for message in consumer:
    headers = ",".join("%s=%s" % (k, v.decode()) for k, v in message.headers)
    print("%s|%s|%s" % (message.key.decode(), message.value.decode(), headers))
    left -= 1
    if left == 0:
        break
consumer.close()
