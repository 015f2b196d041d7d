"""The three calls in the way of python-mxit: each with requests' functions of the module, so with a connection of its own."""
import json
import statistics
import sys
import time

import requests

address = sys.argv[1].rstrip("/")
headers = {"Authorization": "Bearer " + "t" * 43, "Accept": "application/json"}
message = json.dumps({"Body": "Hello from .NET", "ContainsMarkup": True, "From": "demo", "To": "m10000000001", "Spool": True})
upload = b"\0" * 65536


def get():
    return requests.get(address + "/user/profile/m10000000001", headers=headers).json()


def send():
    return requests.post(address + "/message/send", data=message, headers=dict(headers, **{"Content-Type": "application/json"}))


def up():
    return requests.post(address + "/user/media/file/Holiday?fileName=beach.jpg", data=upload, headers=headers).json()


def median_of(call, rounds=5, calls=100):
    call()
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        for _ in range(calls):
            call()
        times.append((time.perf_counter() - began) / calls)
    return statistics.median(times)


for name, call in (("get", get), ("send", send), ("upload 64 KiB", up)):
    print(f"{name}: {median_of(call) * 1e6:.0f} us")
