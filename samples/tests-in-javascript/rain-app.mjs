// A program to test: it tells people when rain is due, and knows nothing of tests.
export class RainApp {
  #address;
  #credentials;
  #token = null;

  constructor(address, clientId, clientSecret) {
    this.#address = address;
    this.#credentials = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
  }

  // Sends a message. Waits and repeats once when the server says that it is busy; renews a token that has expired.
  async tell(userId, text) {
    let response = await this.#send(userId, text);
    if (response.status === 401) {
      this.#token = null;
      response = await this.#send(userId, text);
    } else if (response.status === 503) {
      await new Promise((done) => setTimeout(done, 1000 * Number(response.headers.get("retry-after") ?? 1)));
      response = await this.#send(userId, text);
    }

    if (!response.ok) throw new Error(`The message was refused with ${response.status}.`);
  }

  async #send(userId, text) {
    if (this.#token === null) {
      const response = await fetch(`${this.#address}/token`, {
        method: "POST",
        headers: { Authorization: `Basic ${this.#credentials}` },
        body: new URLSearchParams({ grant_type: "client_credentials", scope: "message/send" }),
      });
      this.#token = (await response.json()).access_token;
    }

    return fetch(`${this.#address}/message/send`, {
      method: "POST",
      headers: { Authorization: `Bearer ${this.#token}`, "Content-Type": "application/json" },
      body: JSON.stringify({ From: "demo", To: userId, Body: text }),
    });
  }
}
