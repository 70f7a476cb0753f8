/* The one module that asks the server. */

/** The JSON at an address of this site, or an error that says what the server answered. */
export async function fetchJson(url) {
  const response = await fetch(url, { headers: { Accept: "application/json" } });
  if (!response.ok) {
    throw new Error(`${url}: ${response.status}`);
  }
  return response.json();
}
