// The learner's files in this browser: database "commonground", store "files".
// Key: the path inside my-work. Value: {content: Uint8Array, stamp: text that begins with the time of the save}.
(() => {
  const NAME = "commonground";
  const STORE = "files";
  const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel("commonground-files") : null;
  let open = null;

  const database = () => {
    open ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE);
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        const found = request.result;
        // Some browsers close a connection that was long unused; the next call opens it again.
        const forget = () => { open = null; };
        found.onclose = forget;
        found.onversionchange = () => { found.close(); forget(); };
        resolve(found);
      };
    });
    open.catch(() => { open = null; });
    return open;
  };

  const transaction = async (mode) => {
    try {
      return (await database()).transaction(STORE, mode);
    } catch (error) {
      if (error?.name !== "InvalidStateError") throw error;
      open = null;
      return (await database()).transaction(STORE, mode);
    }
  };

  const finished = (work, result) => new Promise((resolve, reject) => {
    work.oncomplete = () => resolve(result());
    work.onabort = () => reject(work.error ?? new Error("the browser stopped the save"));
  });

  // Anything but bytes is damage. It is handed on as text, so that the reader of the file sets it aside.
  const asStored = (name, value) => {
    if (value?.content instanceof Uint8Array) {
      return { name, content: value.content, stamp: String(value.stamp) };
    }
    let text;
    try { text = JSON.stringify(value); } catch { text = undefined; }
    return { name, content: new TextEncoder().encode(`damaged ${text ?? String(value)}`), stamp: "damaged" };
  };
  const stampOf = (value) => (value === undefined ? null : asStored("", value).stamp);
  const announce = (names) => channel?.postMessage(names);

  return {
    // All files, or the named ones that are there.
    async get(names) {
      const work = await transaction("readonly");
      const found = [];
      const store = work.objectStore(STORE);
      if (names) {
        for (const name of names) {
          const request = store.get(name);
          request.onsuccess = () => {
            if (request.result !== undefined) found.push(asStored(name, request.result));
          };
        }
      } else {
        const request = store.openCursor();
        request.onsuccess = () => {
          const cursor = request.result;
          if (!cursor) return;
          if (typeof cursor.key === "string") found.push(asStored(cursor.key, cursor.value));
          cursor.continue();
        };
      }
      return finished(work, () => found);
    },

    // All changes, or, where another page was faster, none: then the names that it changed.
    async apply(changes) {
      const work = await transaction("readwrite");
      const store = work.objectStore(STORE);
      const conflicts = [];
      let waiting = changes.length;
      for (const change of changes) {
        const request = store.get(change.name);
        request.onsuccess = () => {
          if (stampOf(request.result) !== change.expects) conflicts.push(change.name);
          waiting -= 1;
          if (waiting || conflicts.length) return;
          for (const { name, content, stamp } of changes) {
            if (content === null) store.delete(name);
            else store.put({ content, stamp }, name);
          }
        };
      }
      await finished(work, () => null);
      if (!conflicts.length) announce(changes.map((change) => change.name));
      return conflicts;
    },

    async clear() {
      const work = await transaction("readwrite");
      const request = work.objectStore(STORE).getAllKeys();
      request.onsuccess = () => work.objectStore(STORE).clear();
      await finished(work, () => null);
      announce(request.result.filter((key) => typeof key === "string"));
    },

    listen(heard) {
      if (channel) channel.onmessage = (event) => heard(event.data);
    },
  };
})()
