"""A program of 2013 in the way of vumi's Mxit transport: Twisted, everything with TLS, no Accept header."""
import base64
import json
import sys
from io import BytesIO

from twisted.internet import defer, task
from twisted.web.client import Agent, FileBodyProducer, readBody
from twisted.web.http_headers import Headers

CLIENT = b"11111111111111111111111111111111:22222222222222222222222222222222"


@defer.inlineCallbacks
def main(reactor):
    agent = Agent(reactor)

    @defer.inlineCallbacks
    def post(url, authorization, content_type, body):
        response = yield agent.request(b"POST", url, Headers({
            "User-Agent": ["Vumi Mxit Transport"], "Content-Type": [content_type], "Authorization": [authorization]}),
            FileBodyProducer(BytesIO(body)))
        text = yield readBody(response)
        return response.code, text

    basic = b"Basic " + base64.b64encode(CLIENT)
    code, answer = yield post(b"https://auth.mxit.com/token", basic, "application/x-www-form-urlencoded",
                              b"grant_type=client_credentials&scope=message%2Fsend")
    assert code == 200, answer
    token = json.loads(answer)["access_token"]
    code, answer = yield post(b"https://api.mxit.com/message/send/", "Bearer " + token, "application/json", json.dumps(
        {"Body": "Hello from Twisted", "ContainsMarkup": "true", "From": "demo", "To": "m10000000002", "Spool": "true"}).encode())
    assert code == 200, answer
    code, answer = yield post(b"https://auth.mxit.com/token", basic, "application/x-www-form-urlencoded",
                              b"grant_type=client_credentials&scope=nonsense")
    print("refused as %(error)s (%(error_description)s)" % json.loads(answer))
    print("twisted: complete")

try:
    task.react(main)
except SystemExit as end:
    sys.exit(end.code)
