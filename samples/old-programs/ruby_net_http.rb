# A program of 2013 in the way of mxit_api and mxit-rails: Net::HTTP, hosts in the code, the API with and without TLS.
require 'json'
require 'net/http'

CLIENT_ID = '11111111111111111111111111111111'
CLIENT_SECRET = '22222222222222222222222222222222'

def send_request(host, tls, request)
  http = Net::HTTP.new(host, tls ? 443 : 80)
  http.use_ssl = tls
  http.verify_mode = OpenSSL::SSL::VERIFY_PEER if tls
  response = http.request(request)
  raise "#{response.code} #{response.body}" unless response.code == '200' && !response.body.nil?
  response.body
end

def token(form)
  request = Net::HTTP::Post.new('/token')
  request.set_form_data(form)
  request.basic_auth(CLIENT_ID, CLIENT_SECRET)
  JSON.parse(send_request('auth.mxit.com', true, request))
end

def api(request, token, tls = false)
  request['Authorization'] = "bearer #{token}"
  send_request('api.mxit.com', tls, request)
end

app = token('grant_type' => 'client_credentials', 'scope' => 'message/send profile/public')
raise 'scope' unless app['scope'].split.length == 2 && app['token_type'] == 'bearer'
message = Net::HTTP::Post.new('/message/send/', 'Content-Type' => 'application/json')
message.body = { To: 'm10000000002', Body: 'Hello from Ruby', From: nil, SpoolTimeout: 82_800, ContainsMarkup: 'true' }.to_json
api(message, app['access_token'])
puts 'message'

user = token('grant_type' => 'password', 'scope' => 'profile/private contact/invite graph/read', 'username' => 'alice', 'password' => 'alice-password')
sub = JSON.parse(send_request('auth.mxit.com', true, Net::HTTP::Get.new('/userinfo?schema=openid', 'Authorization' => "bearer #{user['access_token']}")))['sub']
puts "user #{sub}"
api(Net::HTTP::Put.new('/user/socialgraph/contact/demo'), user['access_token'], true)
contacts = JSON.parse(api(Net::HTTP::Get.new('/user/socialgraph/contactlist?filter=@Friends&skip=0&count=2'), user['access_token']))['Contacts']
puts "contacts #{contacts.length}"
refreshed = token('grant_type' => 'refresh_token', 'refresh_token' => user['refresh_token'])
revoke = Net::HTTP::Post.new('/revoke')
revoke.set_form_data('token' => refreshed['access_token'])
revoke.basic_auth(CLIENT_ID, CLIENT_SECRET)
send_request('auth.mxit.com', true, revoke)
puts 'ruby: complete'
