/* Narrows and sorts the evidence map. The map is complete without it; the controls, with every word and every value,
   lie in a template of the page, and what the address asks for is taken only where a control has it.
   The state stands behind the # of the address: it can be passed on and gone back to, and no server learns of it. */
(() => {
  "use strict"
  const template = document.querySelector("template.ev-controls")
  if (!template) return
  template.replaceWith(template.content)
  const details = document.querySelector(".ev-filters")
  const form = details.querySelector("form")
  const controls = [...form.querySelectorAll("select")]
  const order = form.elements.order
  const facets = controls.filter(control => control !== order)
  const status = document.querySelector(".ev-shown")
  const list = document.querySelector(".ev-list")
  const maps = [...document.querySelectorAll(".ev-map")]
  const claims = [...document.querySelectorAll(".ev-map li")]
  const words = new Map(controls.flatMap(control => [...control.options]).map(option => [option, option.text]))
  let changed // the control that the newest entry of the browser's history belongs to

  const optionOf = (control, value) => [...control.options].find(option => option.value === value)
  const fits = (claim, other) =>
    facets.every(facet => facet === other || !facet.value || facet.value === claim.dataset[facet.name])

  function read() {
    const asked = new URLSearchParams(location.hash.slice(1))
    for (const control of controls) control.value = optionOf(control, asked.get(control.name))?.value || ""
  }

  function write(control) {
    const chosen = new URLSearchParams(controls.filter(({ value }) => value).map(({ name, value }) => [name, value]))
    const address = `${chosen}` ? `#${chosen}` : location.pathname + location.search
    // Arrow keys run through the values of one control: that is one step back, not ten.
    history[control && control === changed ? "replaceState" : "pushState"](null, "", address)
    changed = control
  }

  /* How many claims there would be with each value, all other controls as they are. */
  function count(facet) {
    const found = {}
    const those = claims.filter(claim => fits(claim, facet))
    for (const { dataset } of those) found[dataset[facet.name]] = (found[dataset[facet.name]] || 0) + 1
    for (const option of facet.options) {
      option.text = `${words.get(option)} (${option.value ? found[option.value] || 0 : those.length})`
    }
  }

  /* A cell that is empty only because of what was chosen says so: an empty cell of the whole map is a finding. */
  function narrow(map) {
    for (const cell of map.querySelectorAll("td:has(ul)")) {
      const empty = !cell.querySelector("li:not([hidden])")
      const said = cell.querySelector("span.ev-none") || cell.appendChild(document.createElement("span"))
      said.className = "ev-none"
      said.textContent = empty ? status.dataset.none : ""
      cell.firstElementChild.hidden = empty
      cell.classList.toggle("is-empty", empty)
    }
    for (const row of map.tBodies[0].rows) row.hidden = !row.querySelector("li:not([hidden])")
    map.hidden = order.value !== "" || !map.querySelector("li:not([hidden])")
    map.previousElementSibling.hidden = map.hidden
  }

  function cellOf(claim, { dataset: { facet }, textContent }) {
    const cell = document.createElement(facet ? "td" : "th")
    cell.setAttribute("role", facet ? "cell" : "rowheader")
    if (!facet) {
      cell.scope = "row"
      cell.append(claim.firstElementChild.cloneNode(true))
      return cell
    }
    cell.dataset.l = textContent
    const { level, state } = claim.dataset
    const [name, value] = facet === "level" && level === "none" ? ["state", state] : [facet, claim.dataset[facet]]
    cell.append(facet === "due" ? claim.dataset.dueWords || status.dataset.noDue
      : words.get(optionOf(form.elements[name], value)))
    if (facet === "level") {
      const at = claim.closest("td").cellIndex
      cell.prepend(claim.closest("table").tHead.rows[0].cells[at].firstElementChild.cloneNode(true), " ")
    }
    return cell
  }

  /* As in a dictionary: quotation marks do not come first. */
  const { compare } = new Intl.Collator(document.documentElement.lang || "en", { ignorePunctuation: true })

  function sorted(those) {
    const facet = facets.find(({ name }) => name === order.value)
    const place = claim => facet ? optionOf(facet, claim.dataset[facet.name]).index : 0
    const due = claim => order.value === "due" ? claim.dataset.due || "~" : ""
    const name = claim => claim.firstElementChild.textContent
    return those.sort((a, b) =>
      place(a) - place(b) || (due(a) > due(b)) - (due(a) < due(b)) || compare(name(a), name(b)))
  }

  function show() {
    const focused = document.activeElement
    for (const claim of claims) claim.hidden = !fits(claim)
    const those = claims.filter(claim => !claim.hidden)
    facets.forEach(count)
    maps.forEach(narrow)
    list.tBodies[0].replaceChildren(...(order.value ? sorted(those) : []).map(claim => {
      const row = document.createElement("tr")
      row.setAttribute("role", "row")
      row.append(...[...list.tHead.rows[0].cells].map(head => cellOf(claim, head)))
      return row
    }))
    if (order.value && those.length) status.after(list)
    else list.remove()
    const chosen = facets.filter(facet => facet.value).map(facet => words.get(facet.selectedOptions[0]))
    const said = status.dataset.words.replace("{shown}", those.length)
    status.textContent = chosen.length ? `${said} (${chosen.join("; ")})` : said
    // Whoever was at a claim that is gone is told what is there now.
    if (!focused.isConnected || focused.closest("[hidden]")) status.focus()
  }

  form.addEventListener("change", ({ target }) => {
    write(target)
    show()
  })
  form.addEventListener("focusout", () => { changed = null })
  form.querySelector("button").addEventListener("click", () => {
    for (const control of controls) control.value = ""
    write(null)
    show()
  })
  addEventListener("popstate", () => {
    if (location.hash && !location.hash.includes("=")) return // a place on the page
    changed = null
    read()
    show()
  })
  read()
  show()
  // On a phone they would stand before everything else; what was chosen is said below them.
  details.open = matchMedia("(min-width: 45em)").matches
})()
