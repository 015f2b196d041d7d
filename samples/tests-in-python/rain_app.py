"""A program to test: it tells people when rain is due, and knows nothing of tests."""

import base64
import json
import time
import urllib.error
import urllib.parse
import urllib.request


class RainApp:
    def __init__(self, address, client_id, client_secret):
        self.address = address
        self.credentials = base64.b64encode(f"{client_id}:{client_secret}".encode()).decode()
        self.token = None

    def tell(self, user_id, text):
        """Sends a message. Waits and repeats once when the server says that it is busy; renews a token that has expired."""
        for attempt in range(2):
            try:
                return self._send(user_id, text)
            except urllib.error.HTTPError as error:
                error.close()
                if attempt == 1 or error.code not in (401, 503):
                    raise
                if error.code == 401:
                    self.token = None
                else:
                    time.sleep(float(error.headers.get("Retry-After", "1")))

    def _send(self, user_id, text):
        if self.token is None:
            form = urllib.parse.urlencode({"grant_type": "client_credentials", "scope": "message/send"}).encode()
            self.token = json.load(self._open("/token", form, "Basic " + self.credentials))["access_token"]
        body = json.dumps({"From": "demo", "To": user_id, "Body": text}).encode()
        self._open("/message/send", body, "Bearer " + self.token, "application/json").close()

    def _open(self, path, body, authorization, content_type="application/x-www-form-urlencoded"):
        headers = {"Authorization": authorization, "Content-Type": content_type}
        return urllib.request.urlopen(urllib.request.Request(self.address + path, body, headers))
