/* The service worker: the public pages that were read stay readable without a network, and say on
   top how old they are. What answers for an address is never kept, nor is anything of the staff.

   The network goes first, always: a kept page is shown only when the site cannot be reached. */

const PAGES = "pages-v1";
const FILES = "files-v1";
const MOST = 80; // pages and data: the oldest go first
const PATIENCE = 8000; // milliseconds: on a bad line the copy is shown after so long
const NEVER = /^\/(?:staff|admin|api\/v1\/(?:lookup|suggest|batch|changes|schema|docs)|verify|certificates|language|i18n|healthz|readyz|fresh\.json|worker\.js)/;
const PERSONAL = ["address", "place", "lon", "lat", "accuracy", "q"];
const KEPT_AT = "x-kept-at";

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name !== PAGES && name !== FILES) {
          await caches.delete(name);
        }
      }
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || NEVER.test(url.pathname)) {
    return;
  }
  if (isPersonal(url)) {
    if (request.mode === "navigate") {
      event.respondWith(fetch(request).catch(lost));
    }
    return;
  }
  if (url.pathname.startsWith("/static/")) {
    event.respondWith(file(request));
  } else if (request.mode === "navigate" || /^\/(?:api|feeds|zones\.txt)/.test(url.pathname)) {
    event.respondWith(page(request));
  }
});

function isPersonal(url) {
  return PERSONAL.some((name) => url.searchParams.has(name));
}

/** Files bear a digest in their name, so a kept one is the right one. */
async function file(request) {
  const kept = await caches.open(FILES);
  const found = /\.[0-9a-f]{12}\./.test(request.url) && (await kept.match(request));
  if (found) {
    return found;
  }
  try {
    const fresh = await fetch(request);
    if (fresh.ok) {
      await kept.put(request, fresh.clone());
    }
    return fresh;
  } catch (error) {
    return (await kept.match(request)) ?? Promise.reject(error);
  }
}

async function page(request) {
  try {
    const fresh = await inTime(fetch(request));
    if (fresh.ok && !/no-store/.test(fresh.headers.get("Cache-Control") ?? "")) {
      await keep(request, fresh.clone());
    }
    return fresh;
  } catch (error) {
    const found = await (await caches.open(PAGES)).match(request);
    if (!found) {
      return request.mode === "navigate" ? lost() : Promise.reject(error);
    }
    return request.mode === "navigate" ? stamped(found) : found;
  }
}

/** Instead of the browser's own words: no network and no copy is no answer, and what there is. */
async function lost() {
  const first = await (await caches.open(PAGES)).match("/", { ignoreVary: true });
  const english = first ? isEnglish(await first.text()) : !/^zh/.test(self.navigator.language);
  const [language, title, words, link] = english
    ? ["en", "No network", "This page was not kept, and nothing can be looked up now. No answer does not mean low risk: try again later, or ask your community.", "The list kept here"]
    : ["zh-hans", "没有网络", "这一页没有留存，现在也不能查询。没有答案不等于低风险：请稍后再试，或向所在社区、街道询问。", "看留存的名单"];
  const more = first ? `<p><a href="/">${link}</a></p>` : "";
  const html = `<!DOCTYPE html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${title}</title><style>body{font:1.1rem/1.7 system-ui,sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem}a{display:inline-block;padding:.6rem 0}</style><main><h1>${title}</h1><p>${words}</p>${more}</main></html>`;
  const headers = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" };
  return new Response(html, { status: 503, headers });
}

function isEnglish(html) {
  return /<html lang="en"/.test(html);
}

function inTime(promise) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("no answer in time")), PATIENCE);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

async function keep(request, response) {
  const pages = await caches.open(PAGES);
  const headers = new Headers(response.headers);
  headers.set(KEPT_AT, new Date().toISOString());
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  const body = await response.blob();
  await pages.delete(request);
  await pages.put(request, new Response(body, { status: response.status, headers }));
  const all = await pages.keys();
  await Promise.all(all.slice(0, Math.max(0, all.length - MOST)).map((old) => pages.delete(old)));
}

/** A kept page with a banner above everything: it was true then, and may not be now. */
async function stamped(found) {
  const at = new Date(found.headers.get(KEPT_AT));
  const time = at.toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" }).slice(0, 16);
  const html = await found.text();
  const words = isEnglish(html)
    ? `<strong>Out of date</strong> No network. This copy was kept at ${time} (Beijing time); later notices are not in it, and no address can be looked up.`
    : `<strong>过期</strong> 没有网络。这是 ${time}（北京时间）留存的副本，此后的通告不在其中，也不能查询地址。`;
  const banner = `<aside class="copy-banner copy-banner--old" role="alert" data-kept-at="${at.toISOString()}"><p>${words}</p></aside>`;
  const body = html.replace(/<body[^>]*>/, (open) => open + banner);
  return new Response(body, { status: found.status, headers: found.headers });
}
