"""Exercises kazoo's recipes with two clients on the server that the first argument names.

Prints what has worked, a line each, and ends with a traceback when something has not.
"""
import sys
import threading
import time

from kazoo.client import KazooClient
from kazoo.exceptions import BadVersionError, NoAuthError, NodeExistsError, NoNodeError
from kazoo.recipe.barrier import Barrier, DoubleBarrier
from kazoo.recipe.cache import TreeCache
from kazoo.recipe.counter import Counter
from kazoo.recipe.election import Election
from kazoo.recipe.lock import Lock, ReadLock, Semaphore, WriteLock
from kazoo.recipe.lease import MultiNonBlockingLease, NonBlockingLease
from kazoo.recipe.partitioner import SetPartitioner
from kazoo.recipe.party import Party, ShallowParty
from kazoo.recipe.queue import LockingQueue, Queue
from kazoo.recipe.watchers import PatientChildrenWatch
from kazoo.security import make_digest_acl

HOSTS = sys.argv[1]
ROOT = "/kazoo"
WAIT_SECONDS = 10


def client(**settings):
    made = KazooClient(hosts=settings.pop("hosts", HOSTS), timeout=10, **settings)
    made.start(timeout=WAIT_SECONDS)
    return made


def check(promise, kept):
    if not kept:
        raise AssertionError("not so: " + promise)
    print(promise, flush=True)


def eventually(promise, kept):
    deadline = time.monotonic() + WAIT_SECONDS
    while not kept():
        if time.monotonic() > deadline:
            raise AssertionError("never so: " + promise)
        time.sleep(0.01)
    print(promise, flush=True)


def in_thread(work):
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def nodes(one, other):
    one.ensure_path(ROOT + "/nodes")
    path = one.create(ROOT + "/nodes/n-", b"data", sequence=True)
    check("a sequential node", path.endswith("0000000000"))
    data, stat = other.get(path)
    check("is read by another", data == b"data" and stat.version == 0)
    other.set(path, b"more", version=0)
    try:
        one.set(path, b"late", version=0)
        raise AssertionError("an old version was let through")
    except BadVersionError:
        check("an old version is refused", True)
    try:
        one.create(path)
        raise AssertionError("a node was made twice")
    except NodeExistsError:
        check("a node is made once", True)
    results = one.transaction()
    results.check(path, version=1)
    results.create(ROOT + "/nodes/t", b"x")
    results.delete(ROOT + "/nodes/t")
    check("a transaction", len(results.commit()) == 3)
    one.delete(ROOT + "/nodes", recursive=True)
    try:
        other.get(path)
        raise AssertionError("a node outlived its deletion")
    except NoNodeError:
        check("a tree is deleted", True)
    check("the server tells its version", one.server_version()[0] == 3)
    check("a four-letter word", one.command(b"ruok") == "imok")


def locks(one, other):
    mine, yours = Lock(one, ROOT + "/lock", "mine"), Lock(other, ROOT + "/lock", "yours")
    check("a lock is had", mine.acquire(timeout=WAIT_SECONDS))
    check("by one", not yours.acquire(blocking=False))
    check("its holder is known", yours.contenders() == ["mine"])
    mine.release()
    check("and passed on", yours.acquire(timeout=WAIT_SECONDS))
    yours.release()

    read, read2 = ReadLock(one, ROOT + "/rw"), ReadLock(other, ROOT + "/rw")
    write = WriteLock(other, ROOT + "/rw")
    check("two read", read.acquire() and read2.acquire(timeout=WAIT_SECONDS))
    check("and keep a writer out", not write.acquire(blocking=False))
    read.release()
    read2.release()
    check("who writes then", write.acquire(timeout=WAIT_SECONDS))
    write.release()

    first = Semaphore(one, ROOT + "/semaphore", max_leases=1)
    second = Semaphore(other, ROOT + "/semaphore", max_leases=1)
    check("a lease is had", first.acquire())
    check("by as many as there are", not second.acquire(blocking=False))
    first.release()

    from datetime import timedelta

    lease = NonBlockingLease(one, ROOT + "/lease", timedelta(minutes=1), identifier="mine")
    check("a lease in time", bool(lease))
    lease = NonBlockingLease(other, ROOT + "/lease", timedelta(minutes=1), identifier="yours")
    check("is not had twice", not lease)
    lease = MultiNonBlockingLease(other, 2, ROOT + "/leases", timedelta(minutes=1))
    check("one of two leases", bool(lease))


def elections(one, other):
    led = []
    first = Election(one, ROOT + "/election", "first")
    second = Election(other, ROOT + "/election", "second")
    threads = [
        in_thread(lambda: first.run(lambda: led.append("first"))),
        in_thread(lambda: second.run(lambda: led.append("second"))),
    ]
    for thread in threads:
        thread.join(WAIT_SECONDS)
    check("each leads once", sorted(led) == ["first", "second"])


def barriers(one, other):
    mine, yours = Barrier(one, ROOT + "/barrier"), Barrier(other, ROOT + "/barrier")
    mine.create()
    check("a barrier holds", not yours.wait(timeout=0.2))
    mine.remove()
    check("and is lifted", yours.wait(timeout=WAIT_SECONDS))
    first = DoubleBarrier(one, ROOT + "/double", 2)
    second = DoubleBarrier(other, ROOT + "/double", 2)
    entering = in_thread(first.enter)
    second.enter()
    entering.join(WAIT_SECONDS)
    check("both enter", first.participating and second.participating)
    leaving = in_thread(first.leave)
    second.leave()
    leaving.join(WAIT_SECONDS)
    check("both leave", not first.participating and not second.participating)


def counters(one, other):
    def add(which):
        counter = Counter(which, ROOT + "/counter")
        for _ in range(20):
            counter += 1

    threads = [in_thread(lambda: add(one)), in_thread(lambda: add(other))]
    for thread in threads:
        thread.join(WAIT_SECONDS)
    check("no addition is lost", Counter(one, ROOT + "/counter").value == 40)


def queues(one, other):
    mine, yours = Queue(one, ROOT + "/queue"), Queue(other, ROOT + "/queue")
    for i in range(10):
        mine.put(b"%d" % i)
    check("a queue keeps its order", [yours.get() for _ in range(10)] == [b"%d" % i for i in range(10)])
    mine, yours = LockingQueue(one, ROOT + "/locking"), LockingQueue(other, ROOT + "/locking")
    mine.put_all([b"a", b"b"])
    check("an item is held", yours.get(timeout=WAIT_SECONDS) == b"a" and yours.holds_lock())
    check("while others go on", mine.get(timeout=WAIT_SECONDS) == b"b")
    check("and consumed", yours.consume() and mine.consume())


def parties(one, other):
    for kind in (Party, ShallowParty):
        mine = kind(one, ROOT + "/" + kind.__name__, "mine")
        yours = kind(other, ROOT + "/" + kind.__name__, "yours")
        mine.join()
        yours.join()
        check("both are in", sorted(mine) == ["mine", "yours"])
        yours.leave()
        check("one is left", list(mine) == ["mine"])


def watches(one, other):
    seen, children = [], []
    one.ensure_path(ROOT + "/watched")
    one.DataWatch(ROOT + "/watched", lambda data, stat: seen.append(data))
    one.ChildrenWatch(ROOT + "/watched", lambda names: children.append(sorted(names)))
    for i in range(5):
        other.set(ROOT + "/watched", b"%d" % i)
    eventually("the last data is seen", lambda: seen and seen[-1] == b"4")
    other.create(ROOT + "/watched/a")
    other.create(ROOT + "/watched/b")
    eventually("the children are seen", lambda: children[-1] == ["a", "b"])
    patient = PatientChildrenWatch(one, ROOT + "/watched", time_boundary=0.2).start()
    names, event = patient.get(timeout=WAIT_SECONDS)
    check("settled children", sorted(names) == ["a", "b"] and not event.ready())
    other.create(ROOT + "/watched/c")
    eventually("and that they change", event.ready)
    cache = TreeCache(one, ROOT + "/watched")
    cache.start()
    other.create(ROOT + "/watched/a/deep", b"x")
    eventually("a cache follows", lambda: cache.get_data(ROOT + "/watched/a/deep") is not None)
    cache.close()


def partitions(one, other):
    made = [
        SetPartitioner(
            which,
            ROOT + "/partitions",
            ("a", "b", "c"),
            identifier=name,
            time_boundary=0.5,
        )
        for which, name in ((one, "mine"), (other, "yours"))
    ]

    def settled():
        for partitioner in made:
            if partitioner.release:
                partitioner.release_set()
            elif partitioner.allocating:
                partitioner.wait_for_acquire(0.1)
        return all(p.acquired for p in made) and sorted(sum((list(p) for p in made), [])) == ["a", "b", "c"]

    eventually("a set is divided", settled)
    for partitioner in made:
        partitioner.finish()


def identities(one, other):
    alice = client(auth_data=[("digest", "alice:secret")])
    alice.create(
        ROOT + "/alice", b"own", acl=[make_digest_acl("alice", "secret", all=True)]
    )
    try:
        other.get(ROOT + "/alice")
        raise AssertionError("a stranger was let in")
    except NoAuthError:
        check("a stranger is kept out", True)
    check("and the owner let in", alice.get(ROOT + "/alice")[0] == b"own")
    alice.stop()


def sessions(one, other):
    chroot = client(hosts=HOSTS + ROOT)
    chroot.create("/below", b"x", ephemeral=True)
    check("a client below a root", other.exists(ROOT + "/below") is not None)
    states = []
    chroot.add_listener(states.append)
    chroot._connection._socket.shutdown(2)
    eventually("it comes back", lambda: "CONNECTED" in states)
    check("with its session", "LOST" not in states and chroot.exists("/below") is not None)
    chroot.stop()
    check("which ends with it", other.exists(ROOT + "/below") is None)


def main():
    one, other = client(), client()
    one.ensure_path(ROOT)
    for recipe in (
        nodes,
        locks,
        elections,
        barriers,
        counters,
        queues,
        parties,
        watches,
        partitions,
        identities,
        sessions,
    ):
        recipe(one, other)
        print("done " + recipe.__name__, flush=True)
    one.stop()
    other.stop()


main()
