/* A button beside each text that is there to be copied. The text stands on the page all the same, to be selected. */
document.querySelectorAll("[data-copy]").forEach(text => {
  const button = document.createElement("button")
  const told = document.createElement("span")
  const here = text.querySelector("[data-here]")
  // The site does not know its own address; the reader's window does.
  if (here) here.textContent = here.href
  button.className = "ev-copy"
  button.textContent = text.dataset.copy
  told.setAttribute("role", "status")
  button.addEventListener("click", async () => {
    getSelection().selectAllChildren(text)
    told.textContent = ""
    try {
      await navigator.clipboard.writeText(text.textContent)
    } catch {
      // Without https there is no clipboard for scripts. Whatever comes of this, the text is selected.
      if (!document.execCommand("copy")) return
    }
    told.textContent = text.dataset.copied
  })
  text.after(button, told)
})
