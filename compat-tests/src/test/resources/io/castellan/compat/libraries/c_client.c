/*
 * Exercises libzookeeper_mt on the server that the first argument names. Prints what has worked, a
 * line each, and ends with status 1 when something has not.
 */
#define THREADED
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <zookeeper/zookeeper.h>

#define ROOT "/c-library"
#define WAIT_SECONDS 10

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

/* What a watcher was told at last; guarded by the mutex. */
struct told {
  int type;
  int state;
  char path[256];
};

static void check(const char *promise, int kept) {
  if (!kept) {
    fprintf(stderr, "not so: %s\n", promise);
    exit(1);
  }
  printf("%s\n", promise);
  fflush(stdout);
}

static void watcher(zhandle_t *zh, int type, int state, const char *path, void *context) {
  struct told *told = context;
  pthread_mutex_lock(&mutex);
  told->type = type;
  told->state = state;
  snprintf(told->path, sizeof told->path, "%s", path == NULL ? "" : path);
  pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&mutex);
}

static void await(const char *promise, struct told *told, int type, int state, const char *path) {
  struct timespec deadline;
  clock_gettime(CLOCK_REALTIME, &deadline);
  deadline.tv_sec += WAIT_SECONDS;
  int late = 0;
  pthread_mutex_lock(&mutex);
  while (!late && !(told->type == type && told->state == state && !strcmp(told->path, path))) {
    late = pthread_cond_timedwait(&changed, &mutex, &deadline);
  }
  pthread_mutex_unlock(&mutex);
  check(promise, !late);
}

static zhandle_t *connected(const char *servers, const clientid_t *id, struct told *told) {
  memset(told, 0, sizeof *told);
  zhandle_t *zh = zookeeper_init(servers, watcher, 10000, id, told, 0);
  check("a handle", zh != NULL);
  await("connects", told, ZOO_SESSION_EVENT, ZOO_CONNECTED_STATE, "");
  return zh;
}

static int create(zhandle_t *zh, const char *path, int mode, char *made) {
  return zoo_create(zh, path, "data", 4, &ZOO_OPEN_ACL_UNSAFE, mode, made, 256);
}

static void nodes(zhandle_t *one, zhandle_t *other) {
  char made[256], data[64];
  int length = sizeof data;
  struct Stat stat;
  check("a node is made", create(one, ROOT, 0, made) == ZOK && !strcmp(made, ROOT));
  check("once", create(other, ROOT, 0, made) == ZNODEEXISTS);
  check("and read", zoo_get(other, ROOT, 0, data, &length, &stat) == ZOK && length == 4
      && !memcmp(data, "data", 4) && stat.version == 0);
  check("written", zoo_set2(other, ROOT, "more", 4, 0, &stat) == ZOK && stat.version == 1);
  check("an old version is refused", zoo_set(one, ROOT, "late", 4, 0) == ZBADVERSION);
  check("a sequential node", create(one, ROOT "/s-", ZOO_SEQUENCE, made) == ZOK
      && !strcmp(made, ROOT "/s-0000000000"));
  check("a container", create(one, ROOT "/container", ZOO_CONTAINER, made) == ZOK);
  check("a time to live",
      zoo_create2_ttl(one, ROOT "/ttl", "", 0, &ZOO_OPEN_ACL_UNSAFE, ZOO_PERSISTENT_WITH_TTL, 60000,
          made, sizeof made, &stat) == ZOK);
  struct String_vector children;
  check("children", zoo_get_children2(other, ROOT, 0, &children, &stat) == ZOK
      && children.count == 3 && stat.numChildren == 3);
  deallocate_String_vector(&children);
  check("a node with children stays", zoo_delete(one, ROOT, -1) == ZNOTEMPTY);
  check("what is not there", zoo_exists(one, ROOT "/none", 0, &stat) == ZNONODE);
}

static void watches(zhandle_t *one, zhandle_t *other) {
  struct told data = {0}, children = {0}, born = {0}, removed = {0};
  char buffer[64], made[256];
  int length = sizeof buffer;
  struct String_vector names;
  zoo_wget(one, ROOT, watcher, &data, buffer, &length, NULL);
  zoo_set(other, ROOT, "x", 1, -1);
  await("a change is told", &data, ZOO_CHANGED_EVENT, ZOO_CONNECTED_STATE, ROOT);
  zoo_wget_children(one, ROOT, watcher, &children, &names);
  deallocate_String_vector(&names);
  zoo_wexists(one, ROOT "/w", watcher, &born, NULL);
  create(other, ROOT "/w", 0, made);
  await("a creation is told", &born, ZOO_CREATED_EVENT, ZOO_CONNECTED_STATE, ROOT "/w");
  await("and to who watches the children", &children, ZOO_CHILD_EVENT, ZOO_CONNECTED_STATE, ROOT);
  zoo_wexists(one, ROOT "/w", watcher, &removed, NULL);
  check("a watch is taken back",
      zoo_remove_watches(one, ROOT "/w", ZWATCHTYPE_DATA, watcher, &removed, 0) == ZOK);
  check("and nothing told", zoo_delete(other, ROOT "/w", -1) == ZOK
      && removed.type != ZOO_DELETED_EVENT);
}

static void transactions(zhandle_t *one) {
  char made[256];
  struct Stat stat;
  zoo_op_t ops[4];
  zoo_op_result_t results[4];
  zoo_create_op_init(&ops[0], ROOT "/t", "t", 1, &ZOO_OPEN_ACL_UNSAFE, 0, made, sizeof made);
  zoo_set_op_init(&ops[1], ROOT "/t", "u", 1, 0, &stat);
  zoo_check_op_init(&ops[2], ROOT "/t", 1);
  zoo_delete_op_init(&ops[3], ROOT "/t", 1);
  check("a transaction", zoo_multi(one, 4, ops, results) == ZOK && stat.version == 1);
  zoo_check_op_init(&ops[2], ROOT "/none", 0);
  check("fails as its part does", zoo_multi(one, 4, ops, results) == ZNONODE);
  check("which is told", results[2].err == ZNONODE && results[3].err == ZRUNTIMEINCONSISTENCY);
  check("and nothing of it happens", zoo_exists(one, ROOT "/t", 0, &stat) == ZNONODE);
}

static void on_auth(int rc, const void *context) {
  struct told *told = (struct told *)context;
  watcher(NULL, rc == ZOK ? 1 : 2, 0, "auth", told);
}

static void identities(const char *servers, zhandle_t *stranger) {
  struct told session, proved = {0};
  char made[256], data[64];
  int length = sizeof data;
  zhandle_t *alice = connected(servers, NULL, &session);
  zoo_add_auth(alice, "digest", "alice:secret", 12, on_auth, &proved);
  await("alice is known", &proved, 1, 0, "auth");
  zoo_create(alice, ROOT "/own", "own", 3, &ZOO_CREATOR_ALL_ACL, 0, made, sizeof made);
  check("a stranger is kept out",
      zoo_get(stranger, ROOT "/own", 0, data, &length, NULL) == ZNOAUTH);
  length = sizeof data;
  check("and the owner let in", zoo_get(alice, ROOT "/own", 0, data, &length, NULL) == ZOK);
  zookeeper_close(alice);
}

/* In a process of its own: makes a node of its session, tells who it is, and waits to be killed. */
static void own(const char *servers, int out) {
  struct told told;
  char made[256];
  zhandle_t *owner = connected(servers, NULL, &told);
  check("a node of a session", create(owner, ROOT "-e", ZOO_EPHEMERAL, made) == ZOK);
  check("is told", write(out, zoo_client_id(owner), sizeof(clientid_t)) == sizeof(clientid_t));
  alarm(60); /* should nobody be there to kill it */
  pause();
}

static void sessions(const char *servers, zhandle_t *witness, pid_t owner, int in) {
  struct told told;
  struct Stat stat;
  clientid_t id;
  check("a session of another process", read(in, &id, sizeof id) == sizeof id);
  kill(owner, SIGKILL);
  waitpid(owner, NULL, 0);
  zhandle_t *heir = connected(servers, &id, &told);
  check("is taken over", zoo_client_id(heir)->client_id == id.client_id);
  check("with its node", zoo_exists(witness, ROOT "-e", 0, &stat) == ZOK
      && stat.ephemeralOwner == id.client_id);
  zookeeper_close(heir);
  check("which goes with it", zoo_exists(witness, ROOT "-e", 0, &stat) == ZNONODE);
}

int main(int count, char **arguments) {
  struct told mine, yours;
  int ends[2];
  check("a pipe", pipe(ends) == 0);
  pid_t owner = fork();
  zoo_set_debug_level(ZOO_LOG_LEVEL_ERROR);
  if (owner == 0) {
    own(arguments[1], ends[1]);
  }
  zhandle_t *one = connected(arguments[1], NULL, &mine);
  zhandle_t *other = connected(arguments[1], NULL, &yours);
  nodes(one, other);
  watches(one, other);
  transactions(one);
  identities(arguments[1], other);
  sessions(arguments[1], other, owner, ends[0]);
  zookeeper_close(one);
  zookeeper_close(other);
  printf("done\n");
  return 0;
}
