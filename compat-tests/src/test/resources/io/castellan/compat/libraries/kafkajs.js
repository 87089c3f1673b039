// kafkajs: LIBRARY BOOTSTRAP TOPIC GROUP COUNT CODEC...; without more packages gzip is its only codec.
const [library, bootstrap, topic, group, countText, ...codecs] = process.argv.slice(2);
const { CompressionTypes, Kafka, logLevel } = require(library);
const count = Number(countText);
const kafka = new Kafka({ clientId: 'kafkajs', brokers: [bootstrap], logLevel: logLevel.ERROR });

async function main() {
  const producer = kafka.producer({ allowAutoTopicCreation: true });
  await producer.connect();
  for (const codec of codecs) {
    const messages = [];
    for (let i = 0; i < count; i++) {
      messages.push({
        key: `${codec} key ${i}`,
        value: `${codec} value ${'x'.repeat(50)}${i}`,
        headers: { from: 'kafkajs' },
        partition: 0,
      });
    }
    await producer.send({
      topic,
      acks: -1,
      compression: codec === 'gzip' ? CompressionTypes.GZIP : CompressionTypes.None,
      messages,
    });
  }
  await producer.disconnect();

  const consumer = kafka.consumer({ groupId: group });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  let left = count * codecs.length;
  await new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`${left} records missing`)), 25000).unref();
    consumer
      .run({
        eachMessage: async ({ message }) => {
          const headers = Object.entries(message.headers)
            .map(([name, value]) => `${name}=${value}`)
            .join(',');
          console.log(`${message.key}|${message.value}|${headers}`);
          left -= 1;
          if (left === 0) {
            resolve();
          }
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
