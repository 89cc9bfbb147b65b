/* A button beside each text that is there to be copied. The text stands on the page all the same, to be selected. */
document.querySelectorAll("[data-copy]").forEach(text => {
  // The site does not know its own address; the reader's window does.
  const here = text.querySelector("[data-here]")
  if (here) here.textContent = here.href
  const button = document.createElement("button")
  button.className = "ev-copy"
  button.textContent = text.dataset.copy
  const told = document.createElement("span")
  told.setAttribute("role", "status")
  text.after(button, told)
  button.onclick = async () => {
    getSelection().selectAllChildren(text)
    told.textContent = ""
    try {
      await navigator.clipboard.writeText(text.textContent)
    } catch {
      // Without https there is no clipboard for scripts. Whatever comes of this, the text is selected.
      if (!document.execCommand("copy")) return
    }
    told.textContent = text.dataset.copied
  }
})
