// The service worker of the course: it keeps all files of one version of the site in the browser, so that
// the course goes on without a connection, and so that a visit never mixes two versions.
// offline_kit.py writes the version, the files with their SHA-256 hashes, and the words into it.
"use strict";
const VERSION = "__VERSION__";
const WORDS = __WORDS__;
const FILES = new Map(Object.entries(__FILES__));

const SITE = new URL("./", location.href);
// Other sites, and other copies of the course, may live at the same origin.
const FAMILY = `commonground ${SITE.pathname} `;
const CACHE = FAMILY + VERSION;
// Each cache says what it holds, so that the next version can take over what has not changed.
const LIST = new URL("service-worker.js?files", SITE).href;
const AT_ONCE = 4;

const addressOf = (path) => new URL(path.split("/").map(encodeURIComponent).join("/"), SITE).href;

// ---- keeping a version -------------------------------------------------------------------------
const hashOf = async (bytes) => {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
};

// A page carries headers of its server with it, which may have changed while its words have not.
const isPage = (path) => path.endsWith(".html");

const fetched = async (path) => {
  // What this visit has loaded lies in the browser's HTTP cache. It is asked first, and the server only
  // where that copy is not of this version.
  for (const cache of [isPage(path) ? "no-cache" : "force-cache", "reload"]) {
    const response = await fetch(addressOf(path), { cache });
    if (!response.ok) continue;
    const bytes = await response.clone().arrayBuffer();
    if ((await hashOf(bytes)) !== FILES.get(path)) continue;
    // A page may not be answered with something that says it was redirected.
    return response.redirected ? new Response(bytes, { headers: response.headers }) : response;
  }
  throw new Error(`${path} did not arrive as this version of the course has it`);
};

const earlierCopies = async () => {
  const copies = new Map();
  for (const name of await caches.keys()) {
    if (!name.startsWith(FAMILY) || name === CACHE) continue;
    const cache = await caches.open(name);
    const list = await cache.match(LIST);
    if (!list) continue;
    for (const [path, hash] of Object.entries(await list.json())) {
      if (FILES.get(path) === hash && !isPage(path)) copies.set(path, cache);
    }
  }
  return copies;
};

const keep = async () => {
  const cache = await caches.open(CACHE);
  const there = new Set((await cache.keys()).map((request) => request.url));
  const copies = await earlierCopies();
  const missing = [...FILES.keys()].filter((path) => !there.has(addressOf(path)));
  const keepNext = async () => {
    while (missing.length) {
      const path = missing.shift();
      const copy = await copies.get(path)?.match(addressOf(path));
      await cache.put(addressOf(path), copy ?? (await fetched(path)));
    }
  };
  try {
    await cache.put(LIST, new Response(JSON.stringify(Object.fromEntries(FILES))));
    await Promise.all(Array.from({ length: AT_ONCE }, keepNext));
  } catch (error) {
    missing.length = 0;
    // What has arrived serves the next try, unless the browser has no room: the learner's work goes first.
    if (error.name === "QuotaExceededError") await caches.delete(CACHE);
    throw error;
  }
};

const drop = async () => {
  const old = (await caches.keys()).filter((name) => name.startsWith(FAMILY) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  // A page that came from the server before there was a worker gets the rest of its visit from here too.
  await clients.claim();
};

addEventListener("install", (event) => event.waitUntil(keep()));
addEventListener("activate", (event) => event.waitUntil(drop()));
// A later version waits until no page of the course is open, or until the reader agrees (offline.js).
addEventListener("message", (event) => {
  if (event.data === "use-this-version") event.waitUntil(skipWaiting());
});

// ---- answering ---------------------------------------------------------------------------------
const pathOf = (request) => {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== SITE.origin || !url.pathname.startsWith(SITE.pathname)) return null;
  const path = decodeURIComponent(url.pathname.slice(SITE.pathname.length));
  return path === "" || path.endsWith("/") ? `${path}index.html` : path;
};

const fromCache = async (path, request) => {
  const cache = await caches.open(CACHE);
  return (await cache.match(addressOf(path), { ignoreVary: true })) ?? fetch(request);
};

const notKept = () => {
  const words = `<h1>${WORDS.title}</h1><p>${WORDS.text}</p><p><a href="${SITE.pathname}">${WORDS.first}</a></p>`;
  const looks = `<link rel="stylesheet" href="${SITE.pathname}code/course.css">`;
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${WORDS.title}</title>`;
  const body = `<body class="page"><main id="lesson"><div class="page-words">${words}</div></main></body>`;
  return new Response(`<!DOCTYPE html><html lang="${WORDS.lang}"><head>${head}${looks}</head>${body}</html>`, {
    status: 503,
    headers: { "Content-Type": "text/html; charset=utf-8" },
  });
};

addEventListener("fetch", (event) => {
  const path = pathOf(event.request);
  if (path === null) return;
  if (FILES.has(path)) event.respondWith(fromCache(path, event.request));
  else if (event.request.mode === "navigate") event.respondWith(fetch(event.request).catch(notKept));
});
