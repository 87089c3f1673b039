"""librdkafka as a member of a group: BOOTSTRAP TOPIC GROUP NAME DIRECTORY [KEY=VALUE...].

It tells what happens as client/GroupMembers.java does.
"""

import os
import sys

from confluent_kafka import Consumer, KafkaException, TopicPartition

bootstrap, topic, group, name, directory = sys.argv[1:6]
settings = {
    "bootstrap.servers": bootstrap,
    "group.id": group,
    "auto.offset.reset": "earliest",
    "enable.auto.commit": False,
    "heartbeat.interval.ms": 300,
}
settings.update(setting.split("=", 1) for setting in sys.argv[6:])
journal = open(os.path.join(directory, name + ".journal"), "w", buffering=1)


def tell(*words):
    journal.write(" ".join(str(word) for word in words) + "\n")


def given(consumer, partitions):
    for each in consumer.committed(partitions, timeout=30):
        tell("starts", each.partition, max(each.offset, 0))


consumer = Consumer(settings)
consumer.subscribe([topic], on_assign=given)
held = None
while not os.path.exists(os.path.join(directory, name + ".stop")):
    ends = {}
    for message in consumer.consume(num_messages=500, timeout=0.1):
        if message.error() is None:
            tell("read", message.partition(), message.offset())
            ends[message.partition()] = message.offset() + 1
    now = ",".join(str(p) for p in sorted(each.partition for each in consumer.assignment()))
    if now != held:
        tell("holds", name, now)
        held = now
    if ends:
        try:
            consumer.commit(
                offsets=[TopicPartition(topic, p, end) for p, end in ends.items()],
                asynchronous=False,
            )
        except KafkaException:
            continue  # rebalanced, or the coordinator is away: whoever has them next reads again
        for partition, end in ends.items():
            tell("committed", partition, end)
consumer.close()
tell("holds", name, "")
