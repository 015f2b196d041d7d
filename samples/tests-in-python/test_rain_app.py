"""Tests of rain_app.py against a real server:

    mxit serve --dev &
    python3 -m unittest discover samples/tests-in-python
"""

import json
import os
import time
import unittest
import urllib.error
import urllib.request

from rain_app import RainApp

ADDRESS = os.environ.get("MXIT_ADDRESS", "http://127.0.0.1:5080")
ALICE = "m10000000001"


def dev(method, path, body=None):
    """Controls the server: its clock, faults, requests and data. See docs/testing.md."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(ADDRESS + "/dev" + path, data, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request) as response:
        text = response.read()
        return json.loads(text) if text else None


def reset():
    """Forgets everything, and waits until the server is there again."""
    before = dev("GET", "")["run"]
    dev("POST", "/reset")
    for _ in range(600):
        try:
            if dev("GET", "")["run"] != before:
                return
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(0.1)
    raise TimeoutError("The server did not come back.")


class RainAppTests(unittest.TestCase):
    def setUp(self):
        reset()
        self.app = RainApp(ADDRESS, "1" * 32, "2" * 32)

    def sent(self):
        return [request.get("status") for request in dev("GET", "/requests?path=/message/send")]

    def test_a_message_is_sent(self):
        self.app.tell(ALICE, "Rain at four")
        self.assertEqual([200], self.sent())

    def test_a_server_that_is_busy_is_asked_again(self):
        dev("POST", "/faults", {"kind": "status", "status": 503, "retryAfter": "1s", "path": "/message/send", "times": 1})
        self.app.tell(ALICE, "Rain at four")
        self.assertEqual([503, 200], self.sent())

    def test_a_token_that_has_expired_is_renewed(self):
        self.app.tell(ALICE, "Rain at four")
        dev("POST", "/clock/advance", {"by": "2h"})
        self.app.tell(ALICE, "Rain at six")
        self.assertEqual([200, 401, 200], self.sent())

    def test_nothing_is_left_of_the_tests_before(self):
        self.assertEqual([], self.sent())
        self.assertEqual([], dev("GET", "/faults"))


if __name__ == "__main__":
    unittest.main()
