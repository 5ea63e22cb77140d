window.walked = undefined;
(async () => {
  const pages = new Map();
  const wrong = [];
  const load = async (path) => {
    if (!pages.has(path)) {
      pages.set(path, undefined);
      const response = await fetch(path);
      const text = await response.text();
      const page = new DOMParser().parseFromString(text, "text/html");
      if (!response.ok || !page.title)
        wrong.push(`${path}: ${response.status}`);
      pages.set(path, page);
    }
    return pages.get(path);
  };
  const queue = ["/docs/", "/docs/zh/"];
  for (const path of queue) {
    const page = await load(path);
    if (!page.querySelector("h1") || !page.querySelector("nav a"))
      wrong.push(`${path} has no heading or no navigation`);
    for (const link of page.querySelectorAll("a[href]")) {
      const url = new URL(link.getAttribute("href"), location.origin + path);
      if (url.origin !== location.origin) continue;
      const target = await load(url.pathname);
      const id = decodeURIComponent(url.hash.slice(1));
      if (id && !target?.getElementById(id))
        wrong.push(`${path}: ${url.pathname}#${id}`);
      if (url.pathname.startsWith("/docs/") && !queue.includes(url.pathname))
        queue.push(url.pathname);
    }
  }
  window.walked = { pages: queue, wrong };
})().catch((error) => (window.walked = { pages: [], wrong: [String(error)] }));
