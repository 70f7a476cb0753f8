/* The one module of the desk that asks the server. */

let token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";

/** The answer to a GET: `{status, data}`; status 0 is no answer at all. */
export function get(url, query = {}) {
  const search = new URLSearchParams(query).toString();
  return ask(search ? `${url}?${search}` : url, {});
}

/** The answer to a POST of plain data. */
export function post(url, data) {
  return ask(url, {
    method: "POST",
    body: JSON.stringify(data),
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
  });
}

/** A session that began anew has a new token: for what is asked, and for the page's forms. */
export function renew(fresh) {
  token = fresh;
  document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => {
    field.value = fresh;
  });
}

async function ask(url, options) {
  try {
    const headers = { Accept: "application/json", ...options.headers };
    const response = await fetch(url, { ...options, headers, redirect: "manual" });
    const isJson = response.headers.get("Content-Type")?.includes("json");
    return { status: response.status, data: isJson ? await response.json() : {} };
  } catch {
    return { status: 0, data: {} };
  }
}
