#!/usr/bin/env bash
# Runs the programs of this folder, unchanged, against a server in a network of its own: the names come from a hosts file, the ports
# are 80 and 443, and nothing of this machine is changed. Linux with unshare and ip.
#
#   samples/old-programs/try.sh [command that is mxit]            such as: samples/old-programs/try.sh ./mxit
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

if [ "${MXIT_TRY_INSIDE:-}" != yes ]; then
    [ $# -gt 0 ] || set -- "$here/../../mxit"
    "$@" --version >/dev/null # built outside, where there is a network
    MXIT_TRY_INSIDE=yes exec unshare --map-root-user --net --mount bash "${BASH_SOURCE[0]}" "$@"
fi

folder=$(mktemp -d)
server=
trap 'kill "$server" 2>/dev/null && wait "$server" || true; rm -rf "$folder"' EXIT
ip link set lo up
"$@" hosts print --data "$folder/data" >"$folder/hosts"
echo '127.0.0.1 localhost' >>"$folder/hosts"
mount --bind "$folder/hosts" /etc/hosts

"$@" serve --dev --historic-hosts --data "$folder/data" >"$folder/log" 2>&1 &
server=$!
for _ in $(seq 600); do
    grep -q 'DEVELOPMENT MODE' "$folder/log" && break
    kill -0 "$server" 2>/dev/null || { cat "$folder/log"; exit 1; }
    sleep 0.2
done

authority=$folder/data/mxit-authority.crt
"$@" hosts check --data "$folder/data"

run() {
    local name=$1 needs=$2
    shift 2
    if bash -c "$needs" >/dev/null 2>&1; then
        echo "== $name"
        "$@"
    else
        echo "== $name: not on this machine"
    fi
}

# Where each looks for whom to trust: see docs/old-programs.md.
run curl 'command -v curl' bash "$here/session.sh" "$authority"
run python 'python3 -c "import requests"' env REQUESTS_CA_BUNDLE="$authority" python3 "$here/python_requests.py"
run ruby 'ruby -e "require %q(net/https)"' env SSL_CERT_FILE="$authority" ruby "$here/ruby_net_http.rb"
run php 'php -r "exit(function_exists(\"curl_init\") ? 0 : 1);"' php -d "curl.cainfo=$authority" "$here/php_curl.php"
run twisted '/usr/bin/python3 -c "import twisted.web.client, OpenSSL, service_identity"' env SSL_CERT_FILE="$authority" /usr/bin/python3 "$here/twisted_agent.py"
echo "All that could be tried here works."
