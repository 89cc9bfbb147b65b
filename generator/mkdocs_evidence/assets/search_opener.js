/* Opens the search, which is loaded only then. Where it cannot be loaded, the link leads on as it does without scripts. */
(() => {
  "use strict"
  const here = document.currentScript.src
  const links = () => document.querySelectorAll(".ev-find")
  let loading = null

  function open(link) {
    loading ||= import(new URL("search.js", here).href)
    loading.then(search => search.open(link)).catch(() => location.assign(link.href))
  }

  const isTyped = target => target instanceof Element &&
    (target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio], [type=button]), textarea, select"))

  document.addEventListener("click", event => {
    const link = event.target instanceof Element && event.target.closest(".ev-find")
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    open(link)
  })

  // No single letter: people who speak to their device would press it by accident (WCAG 2.1.4).
  document.addEventListener("keydown", event => {
    const link = links()[0]
    if (!link) return
    if (event.key === " " && event.target.matches?.(".ev-find")) event.target.click()
    else if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !isTyped(event.target)) open(link)
    else return
    event.preventDefault()
  })

  function isButton() {
    for (const link of links()) {
      link.setAttribute("role", "button")
      link.setAttribute("aria-haspopup", "dialog")
    }
  }

  isButton()
  if (typeof document$ !== "undefined") document$.subscribe(isButton)
})()
