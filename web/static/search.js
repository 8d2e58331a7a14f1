// Lists that follow their filters. Without this script the same forms work by their buttons.

for (const form of document.querySelectorAll("form[data-auto]")) {
  form.classList.add("scripted");
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, [type=checkbox]")) form.requestSubmit();
  });
  // What is empty says nothing, and an address is for keeping.
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });
}
