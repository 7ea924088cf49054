// What every page does beyond its HTML: the drop zone and the progress of an upload, and leaving empty fields out of
// the address of a form.
"use strict";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "get" || form.hasAttribute("hx-get")) return;
  const left = [...form.elements].filter((field) => field.name && !field.value && !field.disabled);
  left.forEach((field) => { field.disabled = true; });
  setTimeout(() => left.forEach((field) => { field.disabled = false; }));
});

document.addEventListener("htmx:configRequest", (event) => {
  const given = event.detail.parameters;
  Object.keys(given).forEach((name) => { if (given[name] === "") delete given[name]; });
});

const zone = document.querySelector(".drop");
if (zone) {
  const input = zone.querySelector("input");
  const over = (on) => (event) => { event.preventDefault(); zone.classList.toggle("over", on); };
  zone.addEventListener("dragover", over(true));
  zone.addEventListener("dragleave", over(false));
  zone.addEventListener("drop", (event) => {
    over(false)(event);
    if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
  });
}

const sending = document.getElementById("sending");
if (sending) {
  sending.addEventListener("submit", (event) => {
    event.preventDefault();
    const bar = sending.querySelector("progress");
    const request = new XMLHttpRequest();
    bar.classList.add("shown");
    request.upload.addEventListener("progress", (at) => { if (at.lengthComputable) bar.value = 100 * at.loaded / at.total; });
    request.addEventListener("load", () => {
      if (request.status < 400) window.location.assign(request.responseURL);
      else sending.submit(); // the page of the error, as a browser without scripts gets it
    });
    request.addEventListener("error", () => sending.submit());
    request.open("POST", sending.action);
    request.send(new FormData(sending));
  });
}
