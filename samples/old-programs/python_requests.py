"""A program of 2013 in the way of python-mxit: hosts in the code, requests for the API, the consent form read by hand."""
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlencode, urlparse

import requests

CLIENT_ID = "11111111111111111111111111111111"
CLIENT_SECRET = "22222222222222222222222222222222"
REDIRECT = "http://example.org/"


class FirstForm(HTMLParser):
    """The controls of the first form."""

    def __init__(self):
        super().__init__()
        self.forms, self.action, self.fields, self.submitted = 0, None, {}, False

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.forms += 1
            self.action = self.action or attrs["action"]
        elif tag == "input" and self.forms == 1 and attrs.get("name"):
            if attrs["type"] != "submit" or not self.submitted:
                self.fields[attrs["name"]] = attrs.get("value") or ""
            self.submitted |= attrs["type"] == "submit"


def check(response):
    assert response.status_code == 200, (response.status_code, response.text)
    return response


def app_token(scope):
    answer = check(requests.post("https://auth.mxit.com/token", auth=(CLIENT_ID, CLIENT_SECRET),
                                 data={"grant_type": "client_credentials", "scope": scope})).json()
    return answer["access_token"]


def user_token(scope):
    browser = requests.Session()
    page = check(browser.get("https://auth.mxit.com/authorize?" + urlencode(
        {"response_type": "code", "client_id": CLIENT_ID, "redirect_uri": REDIRECT, "scope": scope})))
    form = FirstForm()
    form.feed(page.text)
    form.fields.update(username="alice", password="alice-password")
    answer = browser.post("https://auth.mxit.com" + form.action, data=form.fields, allow_redirects=False)
    assert answer.status_code == 302, (answer.status_code, answer.text)
    code = parse_qs(urlparse(answer.headers["Location"]).query)["code"][0]
    return check(requests.post("https://auth.mxit.com/token", auth=(CLIENT_ID, CLIENT_SECRET), data={
        "grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT})).json()["access_token"]


def bearer(token, content_type="application/json"):
    return {"Authorization": "Bearer " + token, "Content-Type": content_type, "Accept": content_type}


app = app_token("profile/public message/send content/send")
bob = check(requests.get("http://api.mxit.com/user/lookup/bob", headers=bearer(app))).text.strip('"')
print("look-up", bob)
check(requests.post("http://api.mxit.com/message/send", headers=bearer(app),
                    data='{"Body": "Hello from Python", "ContainsMarkup": true, "From": "demo", "To": "%s"}' % bob))
print("message")
user = user_token("profile/private status/write content/read content/write")
print("profile", check(requests.get("https://api.mxit.com/user/profile", headers=bearer(user))).json()["DisplayName"])
check(requests.put("http://api.mxit.com/user/statusmessage", headers=bearer(user), data='"Python is back"'))
assert check(requests.get("http://api.mxit.com/user/public/statusmessage/alice", headers=bearer(app))).text == '"Python is back"'
picture = bytes(range(256)) * 40
file_id = check(requests.post("http://api.mxit.com/user/media/file/Python?fileName=a.bin", data=picture,
                              headers=bearer(user, "application/octet-stream"))).text.strip('"')
assert check(requests.get("https://api.mxit.com/user/media/content/" + file_id, headers=bearer(user))).content == picture
print("gallery", file_id)
check(requests.post("http://api.mxit.com/user/media/file/send/" + file_id, params={"UserId": bob}, headers=bearer(app), data="{}"))
print("offer")
print("python: complete")
