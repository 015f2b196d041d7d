# Runs one private PostgreSQL cluster for as long as standard input stays open.
#
#   sh -c "$(cat postgres-cluster.sh)" mxit-postgres BIN_FOLDER [PARENT_FOLDER] <pipe
#
# The test process holds the other end of the pipe and never writes: however it ends (normally, by a crash, by kill -9),
# the system closes the pipe, and the cluster is stopped and removed. Nothing in the test process has to run for that.
# Prints "ready FOLDER" when the server accepts connections; FOLDER also holds its socket.

set -eu
bin=$1
base=${2:-${TMPDIR:-/tmp}}
cd /

remove() {
    "$bin/pg_ctl" stop -D "$1/data" -m immediate -w >/dev/null 2>&1 || true
    rm -rf "$1" || true
}

# Clusters whose keeper was itself killed. A folder without a keeper yet belongs to a run that is just starting,
# unless it is old.
for left in "$base"/mxit-postgres.*; do
    [ -O "$left" ] || continue
    if keeper=$(cat "$left/keeper" 2>/dev/null); then
        kill -0 "$keeper" 2>/dev/null || remove "$left"
    elif [ -n "$(find "$left" -maxdepth 0 -mmin +60 2>/dev/null)" ]; then
        remove "$left"
    fi
done

folder=$(mktemp -d "$base/mxit-postgres.XXXXXX")
trap 'remove "$folder"' EXIT
trap 'exit 1' HUP INT PIPE TERM
echo $$ >"$folder/keeper"

# The new cluster is not worth syncing before its first commit. From then on the server runs with fsync, because tests
# assert durability. Trust is safe: the socket is in a folder that only this user may enter, and no port is open.
# The settings stand in the cluster, so that whoever starts it again starts it the same.
if ! "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$folder/log" 2>&1 ||
   ! printf '%s\n' "unix_socket_directories = '$folder'" "listen_addresses = ''" "max_connections = 300" "fsync = on" \
        "synchronous_commit = on" "timezone = UTC" >>"$folder/data/postgresql.auto.conf" ||
   ! "$bin/pg_ctl" start -D "$folder/data" -w -t 60 -l "$folder/log" >/dev/null </dev/null 2>&1; then
    echo "PostgreSQL did not start:" >&2
    cat "$folder/log" >&2
    exit 1
fi

echo "ready $folder"
while read -r _; do :; done
