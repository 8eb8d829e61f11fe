/** Content of results, prompts and resources, each kind as it is best read. All of it is a stranger's word. */
import { html, nothing } from "lit";
import { route } from "../context.js";
import { bytesOf, imageUri, isPage, jsonIn, pageAddress, soundUri, webAddress } from "../run/contents.js";
import "./json-tree.js";

/** A tool's result. @param {any} result */
export function resultView(result) {
  if (typeof result !== "object" || result === null) return html`<json-tree .value=${result}></json-tree>`;
  const content = Array.isArray(result.content) ? result.content : [];
  const rest = Object.keys(result).some((key) => !["content", "structuredContent", "isError", "_meta", "resultType"].includes(key));
  return html`<div class="run-result ${result.isError === true ? "is-error" : ""}">
    ${result.isError === true ? html`<p class="error"><b>The tool says that it failed.</b></p>` : nothing}
    ${content.map(blockView)}
    ${result.structuredContent === undefined
      ? nothing
      : html`<section class="run-block" data-kind="structured"><h4>Structured</h4><json-tree .value=${result.structuredContent} .open=${true}></json-tree></section>`}
    ${rest || (!content.length && result.structuredContent === undefined) ? html`<json-tree .value=${result} .open=${true}></json-tree>` : nothing}
  </div>`;
}

/** One block of content. @param {any} block */
export function blockView(block) {
  switch (block?.type) {
    case "text":
      return textView(block.text);
    case "image":
      return pictureView(block.data, block.mimeType);
    case "audio":
      return soundView(block.data, block.mimeType);
    case "resource_link":
      return linkView(block);
    case "resource":
      return resourceView(block.resource ?? {});
    default:
      return html`<section class="run-block" data-kind="unknown"><json-tree .value=${block} .open=${true}></json-tree></section>`;
  }
}

/** @param {unknown} given */
export function textView(given) {
  const text = String(given ?? "");
  const json = jsonIn(text);
  return html`<section class="run-block" data-kind="text">
    ${json === undefined
      ? html`<pre>${text}</pre>`
      : html`<json-tree .value=${json} .open=${true}></json-tree><details><summary class="muted">as text</summary><pre>${text}</pre></details>`}
  </section>`;
}

/** @param {unknown} data @param {unknown} mime */
function pictureView(data, mime) {
  const uri = imageUri(data, mime);
  return html`<section class="run-block" data-kind="image">
    ${uri ? html`<img src=${uri} alt=${`Picture (${mime})`} />` : bytesView(data, mime, "a picture of a kind that is not shown here")}
  </section>`;
}

/** @param {unknown} data @param {unknown} mime */
function soundView(data, mime) {
  const uri = soundUri(data, mime);
  return html`<section class="run-block" data-kind="audio">
    ${uri ? html`<audio controls src=${uri}></audio>` : bytesView(data, mime, "a sound of a kind that is not played here")}
  </section>`;
}

/** @param {unknown} data @param {unknown} mime @param {string} what */
function bytesView(data, mime, what) {
  const bytes = bytesOf(data);
  return html`<p class="muted">${what}: ${String(mime ?? "no type")}${bytes ? `, ${bytes.length} bytes` : ""}</p>
    ${bytes ? html`<button @click=${() => save(bytes, "content.bin")}>Save as a file</button>` : nothing}`;
}

/** A resource that is named, not held. @param {any} link */
function linkView(link) {
  return html`<section class="run-block" data-kind="resource_link">
    <p><b>${link.title ?? link.name ?? "Resource"}</b> <code>${link.uri}</code> <span class="muted">${link.mimeType ?? ""}</span></p>
    ${link.description ? html`<p class="muted">${link.description}</p>` : nothing} ${ways(link)}
  </section>`;
}

/** Where a resource can be read. @param {any} resource */
function ways(resource) {
  const web = webAddress(resource.uri);
  return html`<p class="run-ways">
    <button class="quiet" @click=${() => route.go({ tab: "resources", item: String(resource.uri ?? "") })}>Read</button>
    ${web ? html`<a href=${web} target="_blank" rel="noopener noreferrer">Open</a>` : nothing}
  </p>`;
}

/** A resource with what it holds. @param {any} resource */
export function resourceView(resource) {
  const kind = String(resource.mimeType ?? "");
  const head = html`<p><code>${resource.uri ?? ""}</code> <span class="muted">${kind}</span></p>`;
  if (isPage(resource)) return pageView(resource, head);
  const body =
    typeof resource.text === "string"
      ? textView(resource.text)
      : kind.startsWith("audio/")
        ? soundView(resource.blob, kind)
        : kind.startsWith("image/")
          ? pictureView(resource.blob, kind)
          : bytesView(resource.blob, kind, "bytes");
  return html`<section class="run-block" data-kind="resource">${head}${body}</section>`;
}

/** A page of the server's own is not opened in this one: it is a link, or a file. @param {any} resource @param {unknown} head */
function pageView(resource, head) {
  const address = pageAddress(resource);
  const text = typeof resource.text === "string" ? resource.text : "";
  return html`<section class="run-block" data-kind="page">
    ${head}
    <p class="run-ways">
      ${address ? html`<a href=${address} target="_blank" rel="noopener noreferrer">Open the server's page</a>` : nothing}
      ${text && !address ? html`<button @click=${() => save(new TextEncoder().encode(text), "page.html")}>Save the server's page</button>` : nothing}
    </p>
    ${text ? html`<details><summary class="muted">source</summary><pre>${text}</pre></details>` : nothing}
  </section>`;
}

/** @param {Uint8Array} bytes @param {string} name */
function save(bytes, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([/** @type {any} */ (bytes)], { type: "application/octet-stream" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
