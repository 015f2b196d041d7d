#!/usr/bin/env bash
# A whole session under the historic names, with curl in place of an old program: consent form, token, look-up, profile, status,
# message, gallery, file offer, refresh, revoke. The names are resolved here, so that the hosts file stays as it is.
#
#   ./mxit serve --dev --historic-hosts            (or with --http-port and --https-port, and the two variables below)
#   samples/old-programs/session.sh data-dev/mxit-authority.crt
set -euo pipefail

authority=${1:?the certificate to trust, such as data-dev/mxit-authority.crt}
http_port=${HTTP_PORT:-80}
https_port=${HTTPS_PORT:-443}
id=${MXIT_CLIENT_ID:-11111111111111111111111111111111}
secret=${MXIT_CLIENT_SECRET:-22222222222222222222222222222222}
login=alice
password=alice-password
redirect=http://www.example.com

auth=https://auth.mxit.com:$https_port
api=https://api.mxit.com:$https_port
plain=http://api.mxit.com:$http_port
files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT

call() {
    curl --silent --show-error --noproxy '*' --cacert "$authority" --resolve "auth.mxit.com:$https_port:127.0.0.1" \
        --resolve "api.mxit.com:$https_port:127.0.0.1" --resolve "api.mxit.com:$http_port:127.0.0.1" "$@"
}

# expect STATUS NAME curl-arguments...: prints the answer and keeps it in $files/answer.
expect() {
    local status=$1 name=$2 got
    shift 2
    got=$(call --output "$files/answer" --write-out '%{http_code}' "$@")
    printf '%-18s %s  %s\n' "$name" "$got" "$(head -c 160 "$files/answer" | tr -d '\0' | tr '\n' ' ')"
    [ "$got" = "$status" ] || { echo "$name should have answered $status" >&2; exit 1; }
}

member() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$files/answer"; }

hide() { sed "s/[0-9a-f]\{32\}/(32 digits)/g"; }

session() {
    # The first form, its hidden fields, its first submit, and the cookies.
    call --cookie-jar "$files/cookies" --output "$files/page" --get "$auth/authorize" -d response_type=code -d "client_id=$id" \
        --data-urlencode "redirect_uri=$redirect" \
        -d scope=profile/public+profile/private+status/write+message/user+content/read+content/write+content/send -d state=s1
    fields=()
    while IFS= read -r field; do
        name=$(sed 's/.*name="\([^"]*\)".*/\1/' <<<"$field")
        value=$(sed 's/.*value="\([^"]*\)".*/\1/; s/&#x2B;/+/g; s/&amp;/\&/g' <<<"$field")
        fields+=(--data-urlencode "$name=$value")
    done < <(grep -o '<input type="hidden"[^>]*>' "$files/page")
    expect 302 "consent form" --cookie "$files/cookies" "$auth/authorize" "${fields[@]}" --data-urlencode "username=$login" \
        --data-urlencode "password=$password" -d 'allow=Sign+in+and+allow' --dump-header "$files/headers"
    location=$(sed -n 's/^[Ll]ocation: \(.*\)\r$/\1/p' "$files/headers")
    echo "  leads to         $location"
    code=$(sed 's/.*[?&]code=\([0-9a-f]*\).*/\1/' <<<"$location")

    expect 200 "token" -u "$id:$secret" "$auth/token" -d grant_type=authorization_code -d "code=$code" \
        --data-urlencode "redirect_uri=$redirect"
    token=$(member access_token)
    refresh=$(member refresh_token)

    # Credentials in the address, as some did.
    expect 200 "app token" "https://$id:$secret@auth.mxit.com:$https_port/token" -d 'grant_type=client_credentials&scope=profile/public+message/send+content/send'
    app=$(member access_token)

    expect 200 "look-up" "$plain/user/lookup/bob/" -H "Authorization: Bearer $app"
    bob=$(tr -d '"' <"$files/answer")
    expect 200 "basic profile" "$api/user/profile/$bob" -H "Authorization: bearer $app"
    expect 200 "full profile" "$api/user/profile" -H "Authorization: Bearer $token" -H 'Content-Type: application/json'
    expect 200 "set status" -X PUT "$api/user/statusmessage" -H "Authorization: Bearer $token" -d '"Back on Mxit"'
    expect 200 "public status" "$plain/user/public/statusmessage/$login"
    [ "$(cat "$files/answer")" = '"Back on Mxit"' ]

    expect 200 "message of app" "$plain/message/send/" -H "Authorization: Bearer $app" -H 'Content-Type: application/json' \
        -d "{\"Body\":\"Hello\",\"ContainsMarkup\":\"true\",\"From\":\"demo\",\"To\":\"$bob\",\"Links\":[],\"Spool\":\"true\",\"SpoolTimeOut\":604800}"
    expect 200 "message of person" "$api/message/send" -H "Authorization: Bearer $token" -d "{\"Body\":\"Hi Bob\",\"To\":\"$bob\"}"

    head -c 70000 /dev/urandom >"$files/photo.bin"
    expect 200 "gallery upload" "$plain/user/media/file/Old+times?fileName=photo.bin&preventShare=false" -H "Authorization: Bearer $token" \
        -H 'Content-Type: application/octet-stream' --data-binary "@$files/photo.bin"
    file=$(tr -d '"' <"$files/answer")
    expect 200 "gallery list" "$api/user/media/list/Old+times" -H "Authorization: Bearer $token"
    call "$api/user/media/content/$file" -H "Authorization: Bearer $token" --output "$files/back.bin"
    cmp "$files/photo.bin" "$files/back.bin"
    printf '%-18s %s\n' "gallery download" "the same 70,000 bytes"
    expect 200 "offer by app" -X POST "$plain/user/media/file/send/$file?UserId=$bob&autoOpen=false" -H "Authorization: Bearer $app" -d '{}'
    expect 200 "offer by person" "$plain/user/media/file/send?fileName=new.bin&userId=$bob" -H "Authorization: Bearer $token" \
        -H 'Content-Type: application/octet-stream' --data-binary "@$files/photo.bin"
    expect 200 "delete file" -X DELETE "$plain/user/media/file/$file" -H "Authorization: Bearer $token"

    expect 200 "refresh" -u "$id:$secret" "$auth/token" -d grant_type=refresh_token -d "refresh_token=$refresh"
    token=$(member access_token)
    expect 200 "revoke" -u "$id:$secret" "$auth/revoke" -d "token=$token"
    expect 401 "revoked token" "$api/user/profile" -H "Authorization: Bearer $token"
    echo "The session is complete."
}

session | hide
