// Exercises node-zookeeper-client on the server that the first argument names; the second says where the
// library is. Prints what has worked, a line each, and ends with status 1 when something has not.
'use strict';

const zookeeper = require(process.argv[3]);

const ROOT = '/node';
const WAIT_MS = 10000;

function connected() {
  return new Promise((resolve, reject) => {
    const client = zookeeper.createClient(process.argv[2], { sessionTimeout: 10000, retries: 2 });
    const timer = setTimeout(() => reject(new Error('no connection')), WAIT_MS);
    client.once('connected', () => {
      clearTimeout(timer);
      resolve(client);
    });
    client.connect();
  });
}

function call(client, method, ...args) {
  return new Promise((resolve, reject) => {
    client[method](...args, (error, ...results) => (error ? reject(error) : resolve(results)));
  });
}

async function code(promise) {
  try {
    await promise;
    return 0;
  } catch (error) {
    return error.getCode ? error.getCode() : error;
  }
}

function check(promise, kept) {
  if (!kept) {
    throw new Error('not so: ' + promise);
  }
  console.log(promise);
}

async function nodes(one, other) {
  const [path] = await call(one, 'create', ROOT, Buffer.from('data'));
  check('a node is made', path === ROOT);
  check('once', (await code(call(other, 'create', ROOT))) === zookeeper.Exception.NODE_EXISTS);
  const [data, stat] = await call(other, 'getData', ROOT);
  check('and read', data.toString() === 'data' && stat.version === 0);
  await call(other, 'setData', ROOT, Buffer.from('more'), 0);
  check('an old version is refused',
    (await code(call(one, 'setData', ROOT, Buffer.from('late'), 0))) === zookeeper.Exception.BAD_VERSION);
  await call(one, 'mkdirp', ROOT + '/a/b/c');
  const [children] = await call(one, 'getChildren', ROOT);
  check('children are listed', children.join() === 'a');
  const [sequential] = await call(one, 'create', ROOT + '/s-', null, zookeeper.CreateMode.PERSISTENT_SEQUENTIAL);
  check('a sequential node', /s-\d{10}$/.test(sequential));
  const [gone] = await call(one, 'exists', ROOT + '/none');
  check('what is not there', gone === null);
  check('a node with children stays', (await code(call(one, 'remove', ROOT, -1))) === zookeeper.Exception.NOT_EMPTY);
}

async function watches(one, other) {
  const events = [];
  const next = () => new Promise((resolve) => events.push(resolve));
  const watcher = (event) => events.shift()(event);
  let told = next();
  await call(one, 'getData', ROOT, watcher);
  await call(other, 'setData', ROOT, Buffer.from('x'));
  check('a change is told', (await told).getName() === 'NODE_DATA_CHANGED');
  told = next();
  await call(one, 'exists', ROOT + '/w', watcher);
  await call(other, 'create', ROOT + '/w');
  check('a creation is told', (await told).getName() === 'NODE_CREATED');
  told = next();
  await call(one, 'getChildren', ROOT, watcher);
  await call(other, 'remove', ROOT + '/w');
  check('a child is told of', (await told).getName() === 'NODE_CHILDREN_CHANGED');
}

async function transactions(one) {
  const results = await new Promise((resolve, reject) =>
    one.transaction()
      .create(ROOT + '/t')
      .setData(ROOT + '/t', Buffer.from('t'), -1)
      .check(ROOT + '/t')
      .remove(ROOT + '/t', -1)
      .commit((error, all) => (error ? reject(error) : resolve(all))));
  check('a transaction', results.length === 4);
  const failed = await new Promise((resolve) =>
    one.transaction()
      .create(ROOT + '/t2')
      .remove(ROOT + '/none', -1)
      .commit((error) => resolve(error)));
  check('or nothing of it', failed !== null && (await call(one, 'exists', ROOT + '/t2'))[0] === null);
}

async function identities(one) {
  const alice = await connected();
  alice.addAuthInfo('digest', Buffer.from('alice:secret'));
  const acls = zookeeper.ACL.CREATOR_ALL_ACL;
  await call(alice, 'create', ROOT + '/alice', Buffer.from('own'), acls, zookeeper.CreateMode.PERSISTENT);
  check('a stranger is kept out', (await code(call(one, 'getData', ROOT + '/alice'))) === zookeeper.Exception.NO_AUTH);
  check('and the owner let in', (await call(alice, 'getData', ROOT + '/alice'))[0].toString() === 'own');
  await new Promise((resolve) => {
    alice.once('disconnected', resolve);
    alice.close();
  });
}

async function sessions(one) {
  const owner = await connected();
  await call(owner, 'create', ROOT + '/e', null, zookeeper.CreateMode.EPHEMERAL);
  const id = owner.getSessionId().toString('hex');
  const back = new Promise((resolve) => owner.once('connected', resolve));
  owner.connectionManager.socket.destroy();
  await back;
  check('it comes back with its session', owner.getSessionId().toString('hex') === id);
  check('and its node', (await call(one, 'exists', ROOT + '/e'))[0] !== null);
  await new Promise((resolve) => {
    owner.once('disconnected', resolve);
    owner.close();
  });
  check('which goes with it', (await call(one, 'exists', ROOT + '/e'))[0] === null);
}

async function main() {
  const one = await connected();
  const other = await connected();
  await nodes(one, other);
  await watches(one, other);
  await transactions(one);
  await identities(one);
  await sessions(one);
  for (const path of [ROOT + '/a/b/c', ROOT + '/a/b', ROOT + '/a']) {
    await call(one, 'remove', path, -1);
  }
  check('nodes are deleted', (await call(other, 'exists', ROOT + '/a'))[0] === null);
  one.close();
  other.close();
}

const limit = setTimeout(() => {
  console.error('hung');
  process.exit(1);
}, 30000);
main().then(
  () => {
    clearTimeout(limit);
    process.exit(0);
  },
  (error) => {
    console.error(error);
    process.exit(1);
  });
