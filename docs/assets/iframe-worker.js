// Search without a server: browsers run no workers of files, so on file: a frame does what the search's worker does.
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      this.onmessage = null;
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      document.body.append(this.frame);
      this.inside = this.frame.contentWindow;
      const inner = this.inside.document;
      this.inside.postMessage = (data) => window.postMessage({ iframeWorker: url, data }, "*");
      this.inside.importScripts = (...urls) => Promise.all(urls.map((script) => new Promise((done, failed) => {
        const element = inner.createElement("script");
        Object.assign(element, { src: new URL(script, url).href, onload: done, onerror: failed });
        inner.body.append(element);
      })));
      this.loaded = new Promise((done) => {
        const program = inner.createElement("script");
        Object.assign(program, { src: url, onload: done });
        inner.body.append(program);
      });
      window.addEventListener("message", (event) => {
        if (event.data?.iframeWorker !== url) return;
        event.stopImmediatePropagation();
        const told = new MessageEvent("message", { data: event.data.data });
        this.dispatchEvent(told);
        this.onmessage?.(told);
      });
    }

    postMessage(data) {
      this.loaded.then(() => this.inside.dispatchEvent(new this.inside.MessageEvent("message", { data })));
    }

    terminate() {
      this.frame.remove();
    }
  };
}
