# Sourced by every script in bin/: builds Castellan when that is due, finds Java, and knows the flags that it runs with.
# Bash only; no other program runs on the way of a second start.

CASTELLAN_HOME=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
castellan_target=$CASTELLAN_HOME/server/target
castellan_dist=$castellan_target/dist

say() { printf 'castellan: %s\n' "$*" >&2; }

# ---- Java ------------------------------------------------------------------------------------------------------------

# Sets JAVA, java_major and java_id (which names the class archive: an archive fits one build of Java only).
find_java() {
  if [ -n "${JAVA_HOME:-}" ]; then
    JAVA=$JAVA_HOME/bin/java
  else
    JAVA=$(command -v java || true)
  fi
  if [ ! -x "$JAVA" ]; then
    say "no Java found (expected: JDK 17 or later, by JAVA_HOME or on the PATH)"
    exit 1
  fi
  local real line version="" runtime=""
  real=$(readlink -f "$JAVA" 2>/dev/null || echo "$JAVA")
  if [ -r "${real%/bin/java}/release" ]; then
    while IFS= read -r line; do
      case $line in
        JAVA_VERSION=*) version=${line#*=} ;;
        JAVA_RUNTIME_VERSION=*) runtime=${line#*=} ;;
      esac
    done <"${real%/bin/java}/release"
  fi
  if [ -z "$version" ]; then # a Java without that file: ask it
    version=$("$JAVA" -version 2>&1 | sed -n '1s/.*"\(.*\)".*/\1/p')
  fi
  version=${version//\"/}
  runtime=${runtime//\"/}
  java_major=${version%%[!0-9]*}
  java_id=${runtime:-$version}
  java_id=${java_id//[!0-9A-Za-z.]/_}
  if [ -z "$java_major" ] || [ "$java_major" -lt 17 ]; then
    say "$JAVA is Java ${version:-of an unknown version} (expected: 17 or later)"
    exit 1
  fi
}

# ---- The build -------------------------------------------------------------------------------------------------------

# The file that git writes to whenever the checked-out commit changes; empty outside a clone.
git_log() {
  local dir=$CASTELLAN_HOME/.git line
  if [ -f "$dir" ]; then # a worktree: the file says where its directory is
    IFS= read -r line <"$dir"
    dir=${line#gitdir: }
  fi
  [ ! -f "$dir/logs/HEAD" ] || printf '%s' "$dir/logs/HEAD"
}

# Whether Maven must run: the jar is missing, or older than a pom or than the last change of the commit.
jar_is_stale() {
  local jar=$castellan_target/castellan-server.jar file
  [ -f "$jar" ] && [ -d "$castellan_target/lib" ] || return 0
  for file in "$CASTELLAN_HOME"/pom.xml "$CASTELLAN_HOME"/*/pom.xml "$(git_log)"; do
    [ -z "$file" ] || [ ! "$file" -nt "$jar" ] || return 0
  done
  return 1
}

dist_is_current() {
  [ -f "$castellan_dist/current" ] && [ ! "$castellan_target/castellan-server.jar" -nt "$castellan_dist/current" ] && ! jar_is_stale
}

# One line for each module, and one for every 25 files that Maven fetches.
show_progress() {
  local line fetched=0
  while IFS= read -r line; do
    case $line in
      *'Building Castellan'*) say "${line#*] }" ;;
      *Downloaded*)
        fetched=$((fetched + 1))
        [ $((fetched % 25)) -ne 0 ] || say "$fetched files fetched"
        ;;
    esac
  done
}

run_maven() {
  local mvn log=$castellan_target/build.log
  mvn=$(command -v mvn || true)
  if [ -z "$mvn" ]; then
    say "Maven is needed for the first build (expected: mvn on the PATH)"
    return 1
  fi
  say "building, once; this takes a minute, or some more when Maven has to fetch the libraries (log: $log)"
  mkdir -p "$castellan_target"
  if ! (
    set -o pipefail
    cd "$CASTELLAN_HOME" && "$mvn" -B -Dquick -Dmaven.test.skip=true -Dstyle.color=never -pl server -am package 2>&1 </dev/null | tee "$log" | show_progress
  ); then
    grep -m 15 ERROR "$log" >&2
    say "the build failed (see $log); the next use tries again"
    return 1
  fi
  touch "$castellan_target/castellan-server.jar" # Maven leaves the file alone when nothing has changed
}

# A server keeps its jars open, so each build gets a directory of its own; the one before stays for servers that run from it.
make_dist() {
  local name previous="" old
  name=$(date -u +%Y%m%dT%H%M%S)-$$
  [ ! -f "$castellan_dist/current" ] || read -r previous <"$castellan_dist/current" || true
  mkdir -p "$castellan_dist/$name/lib" || return 1
  cp "$castellan_target"/lib/*.jar "$castellan_dist/$name/lib/" || return 1
  cp "$castellan_target/castellan-server.jar" "$castellan_dist/$name/" || return 1
  sed -n '/<artifactId>castellan</,/<version>/s/.*<version>\(.*\)<.*/\1/p' "$CASTELLAN_HOME/pom.xml" >"$castellan_dist/$name/version"
  printf '%s\n' "$name" >"$castellan_dist/current.$$" && mv "$castellan_dist/current.$$" "$castellan_dist/current" || return 1
  for old in "$castellan_dist"/*/; do
    old=${old%/}
    case ${old##*/} in
      "$name" | "$previous") ;;
      *) rm -rf "$old" ;;
    esac
  done
}

# Runs its arguments while no other script does so; the lock ends with the process that holds it.
with_build_lock() {
  mkdir -p "$castellan_target"
  if command -v flock >/dev/null; then
    (
      flock -n 9 || {
        [ "$1" != build_if_due ] || say "another start is building; waiting for it"
        flock 9
      }
      "$@" 9>&-
    ) 9>"$castellan_target/build.lock"
    return
  fi
  local holder status
  until mkdir "$castellan_target/build.lock.d" 2>/dev/null; do
    holder=$(cat "$castellan_target/build.lock.d/pid" 2>/dev/null || true)
    if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then
      rm -rf "$castellan_target/build.lock.d" # its holder was killed
    else
      sleep 0.2
    fi
  done
  echo $$ >"$castellan_target/build.lock.d/pid"
  "$@"
  status=$?
  rm -rf "$castellan_target/build.lock.d"
  return $status
}

build_if_due() {
  if ! dist_is_current; then # once more, now that nobody else builds
    if jar_is_stale; then
      run_maven || return 1
    fi
    make_dist
  fi
}

# An archive of the classes that a start loads, so that it need not parse and verify them. Made once for each build and Java;
# without it (it could not be made, or the JVM refuses it) everything works, and starts slower.
make_archive() {
  local work
  [ ! -e "$castellan_archive" ] && [ ! -e "$castellan_archive.failed" ] || return 0
  say "preparing a faster start with Java $java_id, once"
  work=$(mktemp -d "${TMPDIR:-/tmp}/castellan-archive.XXXXXX") || return 0
  "$JAVA" $(server_flags) -XX:ArchiveClassesAtExit="$castellan_archive.$$" -cp "$castellan_jar" \
    io.castellan.server.main.ClassArchive "$work" >"$castellan_archive.log" 2>&1 </dev/null
  if [ -s "$castellan_archive.$$" ]; then
    mv "$castellan_archive.$$" "$castellan_archive"
  else
    touch "$castellan_archive.failed"
  fi
  rm -rf "$work"
}

# Sets castellan_jar, castellan_archive and castellan_version.
ensure_built() {
  local name
  if ! dist_is_current; then
    with_build_lock build_if_due || exit 1
  fi
  read -r name <"$castellan_dist/current"
  castellan_jar=$castellan_dist/$name/castellan-server.jar
  castellan_archive=$castellan_dist/$name/classes-$java_id.jsa
  read -r castellan_version <"$castellan_dist/$name/version"
  if [ ! -e "$castellan_archive" ] && [ ! -e "$castellan_archive.failed" ] && [ -w "$castellan_dist/$name" ]; then
    with_build_lock make_archive
  fi
}

# ---- The flags of the server -----------------------------------------------------------------------------------------

# Small at rest: heaps grow from little, and malloc keeps two arenas (below).
server_flags() {
  printf '%s ' -Xss512k -XX:ReservedCodeCacheSize=64m -XX:+ExitOnOutOfMemoryError \
    -Djava.awt.headless=true -Dfile.encoding=UTF-8 \
    -Dio.netty.leakDetection.level=disabled # follows one buffer in 128 to its end; the tests follow all of them
  printf '%s ' -Xlog:disable # the JVM's own log, which would tell of an archive that does not fit
  if [ "$java_major" -ge 24 ]; then # Netty loads its native transport and reaches off-heap memory; newer JVMs warn of both
    printf '%s ' --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
  fi
}

# gc_flags OPTIONS: the collector, unless the options choose one. Serial is the smallest and pauses least on small heaps; from
# 2 GB on its pauses grow too long, and G1 takes over.
gc_flags() {
  local word kib=0
  for word in $1; do
    case $word in
      -XX:+Use*GC) return ;;
      -Xmx*[gG]) word=${word#-Xmx}; kib=$((${word%[gG]} * 1048576)) ;;
      -Xmx*[mM]) word=${word#-Xmx}; kib=$((${word%[mM]} * 1024)) ;;
      -Xmx*[kK]) word=${word#-Xmx}; kib=${word%[kK]} ;;
    esac
  done
  if [ "$kib" -ge 2097152 ]; then
    printf '%s ' -XX:+UseG1GC
  else
    printf '%s ' -XX:+UseSerialGC
  fi
}

archive_flag() {
  [ ! -f "$castellan_archive" ] || printf '%s ' "-XX:SharedArchiveFile=$castellan_archive" -Xshare:auto
}

export MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-2}

# ---- Daemons ---------------------------------------------------------------------------------------------------------

# alive PID: whether the process runs. One that has ended and waits for init to notice does not.
alive() {
  local stat=""
  [ -n "$1" ] && { kill -0 "$1" 2>/dev/null || [ -d "/proc/$1" ]; } || return 1 # another user's process cannot be signalled
  [ ! -r "/proc/$1/stat" ] || IFS= read -r stat 2>/dev/null <"/proc/$1/stat" || return 1
  case ${stat##*) } in Z*) return 1 ;; esac
}

# read_pid FILE: the first word of a pid file, or nothing.
read_pid() {
  local pid=""
  [ ! -r "$1" ] || read -r pid <"$1" || true
  printf '%s' "${pid//[!0-9]/}"
}

# wait_until_ready PID READY_FILE SECONDS: 0 when the server answers, 1 when it has ended, 2 when the time is over.
wait_until_ready() {
  local turns=$(($3 * 20))
  while [ $turns -gt 0 ]; do
    if [ -e "$2" ]; then
      rm -f "$2"
      return 0
    fi
    alive "$1" || return 1
    sleep 0.05
    turns=$((turns - 1))
  done
  return 2
}

# wait_until_gone PID SECONDS
wait_until_gone() {
  local turns=$(($2 * 20))
  while alive "$1"; do
    [ $turns -gt 0 ] || return 1
    sleep 0.05
    turns=$((turns - 1))
  done
}

# ---- ZooKeeper's configuration ---------------------------------------------------------------------------------------

# find_zoo_cfg [CFG]: sets ZOOCFGDIR and ZOOCFG, the file's path, and reads the environment files beside it.
find_zoo_cfg() {
  local file cfg
  ZOOCFGDIR=${ZOOCFGDIR:-$CASTELLAN_HOME/config}
  set +u # people's files say JVMFLAGS="-Xmx2g $JVMFLAGS", whether it is set or not
  for file in "$ZOOCFGDIR/zookeeper-env.sh" "$ZOOCFGDIR/java.env"; do
    [ ! -f "$file" ] || . "$file"
  done
  set -u
  cfg=${1:-${ZOOCFG:-zoo.cfg}}
  case $cfg in
    */*) ZOOCFG=$cfg ;;
    *) ZOOCFG=$ZOOCFGDIR/$cfg ;;
  esac
}

# property FILE KEY: the last value of the key in a properties file.
property() {
  local line value="" key
  [ -r "$1" ] || return 0
  while IFS= read -r line || [ -n "$line" ]; do
    line=${line#"${line%%[![:space:]]*}"}
    key=${line%%[=:[:space:]]*}
    if [ "$key" = "$2" ]; then
      value=${line#"$key"}
      value=${value#"${value%%[!=:[:space:]]*}"}
      value=${value%"${value##*[![:space:]]}"}
    fi
  done <"$1"
  printf '%s' "$value"
}

# run_zookeeper_tool TOOL ARGUMENT...: one of the tools for ZooKeeper's files, in the place of this shell.
run_zookeeper_tool() {
  find_java
  ensure_built
  exec "$JAVA" $(server_flags) -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx"${ZK_CLIENT_HEAP:-256}m" -Dcastellan.log.level=ERROR \
    ${CLIENT_JVMFLAGS:-} ${JVMFLAGS:-} -cp "$castellan_jar" io.castellan.server.main.ZooKeeperTools "$@"
}
