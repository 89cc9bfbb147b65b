/* A card at each citation and at each term of the glossary, by hover, focus and tap. It shows what the page's own
   list of references says, or the glossary, which is loaded when the first term is met; so nothing is lost without
   it: then a link simply leads there. WCAG 1.4.13: Esc closes the card, the pointer may enter it, and it stays until
   pointer and focus have left. It holds links, so it is no tooltip (these hold none and never get the focus): it
   stands behind its link in the order of Tab. What describes the link is the meaning of a term, and of a publication
   only what it is and what has happened to it. */
(() => {
  "use strict"
  const OPEN_AFTER = 150
  const CLOSE_AFTER = 250
  const GAP = 6
  const EDGE = 8
  const TERM = '[href*="glossary/#term-"]:not(.ev-finder a)'
  // Once it is loaded, and the term that waits for it.
  let glossary, wanted
  // The link that has it is a citation or a term.
  let card, citation
  let timer, touched
  // What the pointer is on.
  let pointed

  function linkAt(target) {
    const link = target instanceof Element ? target.closest(`.ev-cite > a, ${TERM}`) : null
    return card?.contains(link) ? null : link
  }

  const within = target => target instanceof Node && (card?.contains(target) || citation?.contains(target))

  function later(what, delay) {
    clearTimeout(timer)
    timer = setTimeout(what, delay)
  }

  function close() {
    clearTimeout(timer)
    wanted = null
    remove()
  }

  /* Leaves alone what was to happen next, such as another card. */
  function remove() {
    if (card?.contains(document.activeElement)) citation.focus({ preventScroll: true })
    card?.remove()
    citation?.removeAttribute("aria-describedby")
    card = citation = null
  }

  function line(text, name) {
    const made = document.createElement("p")
    made.className = `ev-reference__${name}`
    made.textContent = text
    return made
  }

  /* What a card says about a citation or a term, and how the link at its end reads; nothing where there is nothing. */
  function saidOf(link) {
    if (link.matches(TERM)) {
      const term = glossary?.terms[link.hash.slice(6)]
      return term && [[line(term.name, "title"), line(term.meaning, "line")], glossary.more]
    }
    const entry = document.getElementById(decodeURIComponent(link.hash.slice(1)))
    const reference = entry?.querySelector(".ev-reference")
    if (!reference) return null
    const list = entry.closest("[data-card-link]").dataset
    const parts = [...reference.cloneNode(true).children]
    const at = link.nextElementSibling
    if (at?.matches("bdi")) parts.push(line(`${list.cardAt} ${at.textContent}`, "line"))
    return [parts, list.cardLink]
  }

  function make(link, [parts, more]) {
    const made = document.createElement("div")
    made.className = "ev-card"
    made.setAttribute("role", "group")
    made.setAttribute("aria-label", link.getAttribute("aria-label") || link.textContent)
    made.append(...parts)
    // Said with the link. The rest is read on the way through.
    const said = link.matches(TERM) ? parts : made.querySelectorAll(".ev-reference__title, .ev-reference__notice > b")
    said.forEach((part, index) => { part.id = `ev-card-${index}` })
    const on = line("", "line ev-card__go")
    const go = document.createElement("a")
    go.href = link.getAttribute("href")
    go.textContent = more
    go.addEventListener("click", close)
    on.append(go)
    made.append(on)
    return made
  }

  const meets = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

  /* Below the citation, else above it; inside the window, under no header, and on nothing that has focus. */
  function place() {
    const lines = [...citation.getClientRects()]
    const [first, last] = [lines[0], lines.at(-1)]
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

  /* Returns whether the card stands there, or will; where it has no room, the link leads on as it does without a card. */
  function open(link, otherwise = () => {}) {
    if (link === citation) return true
    close()
    if (!link.matches(TERM) || glossary) return show(link)
    wanted = link
    fetch(new URL("../data/glossary.json", link.href))
      .then(answer => answer.json())
      .then(read => { glossary = read })
      .catch(() => {})
      .then(() => wanted !== link || show(link) || otherwise())
    return true
  }

  function show(link) {
    const said = saidOf(link)
    if (!said) return false
    citation = link
    card = make(link, said)
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
    const link = linkAt(event.target)
    if (link && link !== citation) later(() => open(link), OPEN_AFTER)
    else if (within(event.target)) clearTimeout(timer)
    else if (!citation) close()
    else if (!within(document.activeElement)) later(close, CLOSE_AFTER)
  })

  document.addEventListener("focusin", event => {
    const link = linkAt(event.target)
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
    const link = linkAt(event.target)
    if (!link) return
    if (touched && link !== citation && open(link, () => { location.href = link.href })) {
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
