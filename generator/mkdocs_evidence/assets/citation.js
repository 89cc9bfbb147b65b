/* A card at each citation, by hover, focus and tap. It shows what the page's own list of references says,
   so nothing is lost without it: then a citation simply leads to the list. WCAG 1.4.13: Esc closes the card,
   the pointer may enter it, and it stays until pointer and focus have left. It holds links, so it is no tooltip
   (these hold none and never get the focus): it stands behind its citation in the order of Tab, and only what the
   publication is and what has happened to it describe the citation. */
(() => {
  "use strict"
  const OPEN_AFTER = 150
  const CLOSE_AFTER = 250
  const GAP = 6
  const EDGE = 8
  let card = null
  let citation = null
  let timer = 0
  let touched = false
  let pointed = null // what the pointer is on

  const citationAt = target => target instanceof Element ? target.closest(".ev-cite > a") : null
  const entryOf = link => document.getElementById(decodeURIComponent(link.hash.slice(1)))
  const within = target => target instanceof Node && (card?.contains(target) || citation?.contains(target))

  function later(what, delay) {
    clearTimeout(timer)
    timer = setTimeout(what, delay)
  }

  function close() {
    clearTimeout(timer)
    remove()
  }

  /* Leaves alone what was to happen next, such as another card. */
  function remove() {
    if (card?.contains(document.activeElement)) citation.focus({ preventScroll: true })
    card?.remove()
    citation?.removeAttribute("aria-describedby")
    card = citation = null
  }

  function make(link, entry) {
    const made = document.createElement("div")
    made.className = "ev-card"
    made.setAttribute("role", "group")
    made.setAttribute("aria-label", link.getAttribute("aria-label") || link.textContent)
    made.append(...entry.querySelector(".ev-reference").cloneNode(true).children)
    // Said with the citation: what it is and what has happened to it. The rest is read on the way through.
    const said = made.querySelectorAll(".ev-reference__title, .ev-reference__notice > b")
    said.forEach((part, index) => { part.id = `ev-card-${index}` })
    const on = document.createElement("p")
    const go = document.createElement("a")
    go.href = link.hash
    go.textContent = entry.closest("[data-card-link]").dataset.cardLink
    go.addEventListener("click", close)
    on.className = "ev-card__go"
    on.append(go)
    made.append(on)
    return made
  }

  const meets = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

  /* Below the citation, else above it; inside the window, under no header, and on nothing that has focus. */
  function place() {
    const lines = [...citation.getClientRects()]
    const [first, last] = [lines[0], lines[lines.length - 1]]
    const top = Math.max(0, document.querySelector(".md-header")?.getBoundingClientRect().bottom || 0) + EDGE
    const widest = document.documentElement.clientWidth - card.offsetWidth - EDGE
    const from = line => Math.max(EDGE, Math.min(line.left - GAP, widest))
    const focused = document.activeElement === document.body || within(document.activeElement)
      ? null : document.activeElement.getBoundingClientRect()
    const spots = [
      { left: from(last), top: last.bottom + GAP },
      { left: from(first), top: first.top - GAP - card.offsetHeight },
    ]
    const spot = spots.find(({ left, top: y }) =>
      y >= top && y + card.offsetHeight <= innerHeight - EDGE &&
      !(focused && meets(focused, { left, right: left + card.offsetWidth, top: y, bottom: y + card.offsetHeight })))
    if (spot === undefined) return false
    card.style.left = `${spot.left}px`
    card.style.top = `${spot.top}px`
    return true
  }

  /* Returns whether the card stands there; where it has no room, the link leads on as it does without a card. */
  function open(link) {
    if (link === citation) return true
    const entry = entryOf(link)
    close()
    if (!entry?.querySelector(".ev-reference")) return false
    citation = link
    card = make(link, entry)
    link.removeAttribute("title") // or the browser would show a second card
    link.after(card)
    if (!place()) {
      card.classList.add("ev-card--short")
      if (!place()) {
        close()
        return false
      }
    }
    const parts = [...card.querySelectorAll("[id]")].map(part => part.id)
    link.setAttribute("aria-describedby", parts.join(" "))
    return true
  }

  document.addEventListener("pointerover", event => {
    if (event.pointerType === "touch") return
    pointed = event.target
    const link = citationAt(event.target)
    if (link && link !== citation) {
      link.removeAttribute("title")
      later(() => open(link), OPEN_AFTER)
    } else if (within(event.target)) clearTimeout(timer)
    else if (!citation) clearTimeout(timer)
    else if (!within(document.activeElement)) later(close, CLOSE_AFTER)
  })

  document.addEventListener("focusin", event => {
    const link = citationAt(event.target)
    if (within(event.target)) clearTimeout(timer)
    else if (link && link.matches(":focus-visible")) open(link)
    else close()
  })

  document.addEventListener("pointerdown", event => {
    touched = event.pointerType === "touch"
    if (!within(event.target)) close()
  })

  // Before anybody else hears of it: Material's instant navigation would follow the link.
  document.addEventListener("click", event => {
    const link = citationAt(event.target)
    if (!link) return
    if (touched && link !== citation && open(link)) {
      event.preventDefault()
      event.stopPropagation()
    } else close()
    touched = false
  }, true)

  document.addEventListener("keydown", event => {
    touched = false
    if (event.key === "Escape") close()
  })

  // It moves along with its citation, but not under a pointer that is on its way to another.
  addEventListener("scroll", () => {
    if (card && !((within(pointed) || within(document.activeElement)) && place())) remove()
  }, { passive: true, capture: true })
  addEventListener("resize", close)
  addEventListener("hashchange", close)
  // Material's instant navigation changes pages without loading them.
  if (typeof document$ !== "undefined") document$.subscribe(close)
})()
