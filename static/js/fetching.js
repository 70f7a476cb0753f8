/* The one module that asks the server. */

async function asked(url, options) {
  const response = await fetch(url, { credentials: "same-origin", ...options });
  // A page that explains a refusal (400) is a page too.
  if (!response.ok && response.status !== 400) {
    throw new Error(`${new URL(url, location.href).pathname}: ${response.status}`);
  }
  return response;
}

/** The JSON at an address of this site, or an error that says what the server answered. */
export async function fetchJson(url, options = {}) {
  const response = await asked(url, { headers: { Accept: "application/json" }, ...options });
  return response.json();
}

/** The text at an address of this site. */
export async function fetchText(url) {
  return (await asked(url)).text();
}

/** A page of this site, as a document. What is in `body` is posted, and stays out of the address. */
export async function fetchPage(url, { body, signal } = {}) {
  const options = body ? { method: "POST", body: new URLSearchParams(body), signal } : { signal };
  const html = await (await asked(url, options)).text();
  return new DOMParser().parseFromString(html, "text/html");
}

/** What the server answers to a posted JSON value. */
export function postJson(url, value, signal) {
  return fetchJson(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(value),
    signal,
  });
}

/** The bytes at an address of this site. */
export async function fetchBytes(url) {
  return (await asked(url)).arrayBuffer();
}
