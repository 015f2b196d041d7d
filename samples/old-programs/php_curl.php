<?php
// A program of 2014 in the way of mxit-api-php: libcurl, credentials in the address, the API without TLS.
// The original switches the check of certificates off; this one leaves it on.
const CLIENT_ID = '11111111111111111111111111111111';
const CLIENT_SECRET = '22222222222222222222222222222222';

function call(string $method, string $url, array $headers = [], ?string $body = null): string
{
    $curl = curl_init($url);
    curl_setopt_array($curl, [
        CURLOPT_CUSTOMREQUEST => $method, CURLOPT_RETURNTRANSFER => true, CURLOPT_USERAGENT => 'mxit-php-1.4.0', CURLOPT_HTTPHEADER => $headers,
    ]);
    if ($body !== null) {
        curl_setopt($curl, CURLOPT_POSTFIELDS, $body);
    }
    $answer = curl_exec($curl);
    if ($answer === false) {
        fwrite(STDERR, curl_error($curl) . "\n");
        exit(1);
    }
    $status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
    if ($status !== 200) {
        fwrite(STDERR, "$method $url: $status $answer\n");
        exit(1);
    }
    return $answer;
}

function token(array $form): array
{
    return json_decode(call('POST', 'https://' . CLIENT_ID . ':' . CLIENT_SECRET . '@auth.mxit.com/token', [], http_build_query($form)), true);
}

$app = token(['grant_type' => 'client_credentials', 'scope' => 'message/send profile/public']);
$headers = ['Authorization: Bearer ' . $app['access_token'], 'Content-Type: application/json', 'Accept: application/json'];
$bob = json_decode(call('GET', 'http://api.mxit.com/user/lookup/bob', $headers));
call('POST', 'http://api.mxit.com/message/send/', [...$headers, 'Expect: 100-continue'], json_encode(
    ['Body' => 'Hello from PHP ' . str_repeat('.', 2000), 'ContainsMarkup' => 'true', 'From' => 'demo', 'Spool' => 'true', 'SpoolTimeOut' => 3600, 'To' => $bob]));
echo "message\n";
$user = token(['grant_type' => 'password', 'scope' => 'openid content/read content/write graph/read', 'username' => 'alice', 'password' => 'alice-password']);
$claims = json_decode(base64_decode(strtr(explode('.', $user['id_token'])[1], '-_', '+/')), true);
if ($claims['aud'] !== CLIENT_ID) {
    exit(1);
}
echo "user {$claims['user_id']}\n";
$headers = ['Authorization: Bearer ' . $user['access_token'], 'Content-Type: application/octet-stream', 'Accept: application/json'];
$folder = urlencode('My PHP files');
$id = json_decode(call('POST', "http://api.mxit.com/user/media/file/$folder?fileName=a.bin&preventShare=false", $headers, "\0\1\2"));
if (call('GET', "http://api.mxit.com/user/media/content/$id", $headers) !== "\0\1\2") {
    exit(1);
}
echo "gallery $id\n";
call('GET', 'http://api.mxit.com/user/socialgraph/suggestions', ['Authorization: Bearer ' . $user['access_token'], 'Accept: application/xml']);
$again = token(['grant_type' => 'refresh_token', 'refresh_token' => $user['refresh_token']]);
echo isset($again['refresh_token']) ? "php: complete\n" : "no refresh token\n";
