/* The search: a dialogue over the page, an index that is fetched when it opens, and nothing that leaves the page.
   What is typed goes into no address, no history and no store; it is gone when the dialogue closes.
   All text of the index is put in as text. Badges come as elements (name, attributes, what they hold). */

const ROOT = new URL("../../", import.meta.url)
const SHOWN = [8, 4, 4, 3, 4] // of each kind; most readers look at few
const WORST = 0.25 // of the best: below, something is hardly meant
const SVG = "http://www.w3.org/2000/svg"

// --- Words, as everyday_words.py takes them apart

export function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/['’ʼ]/g, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) || []
}

const SHORTEST_STEM = 3

export function stem(word, endings) {
  for (let start = SHORTEST_STEM; start < word.length; start++) {
    if (endings.has(word.slice(start))) return word.slice(0, start)
  }
  return word
}

/* Whether a word is long enough to be a slip of a term: three letters are near to very many, so the first is to be right. */
const tells = (word, term) => word.length > 3 || (word.length === 3 && word[0] === term[0])

/* Whether one letter more, less, other, or two in the wrong order make one word the other. */
export function isSlip(a, b) {
  if (Math.abs(a.length - b.length) > 1) return false
  let from = 0
  while (from < a.length && a[from] === b[from]) from++
  const rest = (word, skipped) => word.slice(from + skipped)
  if (a.length > b.length) return rest(a, 1) === rest(b, 0)
  if (a.length < b.length) return rest(a, 0) === rest(b, 1)
  return rest(a, 1) === rest(b, 1) || (a[from] === b[from + 1] && a[from + 1] === b[from] && rest(a, 2) === rest(b, 2))
}

// --- The index

export class Index {
  constructor(data) {
    Object.assign(this, data)
    this.terms = data.terms.split(" ")
    this.number = new Map(this.terms.map((term, number) => [term, number]))
    this.stop = new Set(data.stop)
    this.endings = new Set(data.endings)
  }

  /* Numbers of the terms that a word may mean, each with how surely: the same, its beginning, or a slip away. */
  meant(word) {
    const stemmed = stem(word, this.endings)
    const found = new Map()
    const add = (number, surely) => found.set(number, Math.max(surely, found.get(number) || 0))
    const same = this.number.get(stemmed)
    if (same !== undefined) add(same, 1)
    for (const [number, term] of this.terms.entries()) {
      if (word.length > 2 && term.startsWith(word)) add(number, same === undefined ? 0.8 : 0.5)
      else if (same === undefined && stemmed.length > 2 && term.startsWith(stemmed)) add(number, 0.7)
      else if (same === undefined && tells(stemmed, term) && isSlip(stemmed, term)) add(number, 0.7)
    }
    return found
  }

  /* Entries by kind, best first: `[[entry, …], …]`. */
  find(text) {
    const typed = folded(text)
    const telling = typed.filter(word => !this.stop.has(word))
    const words = telling.length ? telling : typed
    const scores = new Map()
    for (const word of new Set(words)) {
      const best = new Map()
      for (const [number, surely] of this.meant(word)) {
        const places = this.places[number]
        const rare = Math.log(1 + this.entries.length / places.length)
        let at = 0
        for (const place of places) {
          at += place >> 3
          const score = surely * rare * (place & 7) / ((place & 7) + 2)
          if (score > (best.get(at) || 0)) best.set(at, score)
        }
      }
      for (const [at, score] of best) {
        const [sum, count] = scores.get(at) || [0, 0]
        scores.set(at, [sum + score, count + 1])
      }
    }
    const all = [...scores].map(([at, [sum, count]]) => [at, sum * (count / words.length)])
    const least = WORST * Math.max(0, ...all.map(([, score]) => score))
    const kinds = this.kinds.map(() => [])
    all.filter(([, score]) => score >= least).sort(([a, x], [b, y]) => y - x || a - b)
      .forEach(([at]) => kinds[this.entries[at][0]].push(this.entries[at]))
    return kinds
  }
}

// --- The dialogue

function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...children)
  return made
}

function grow([tag, attributes, ...children], within = false) {
  const drawn = within || tag === "svg"
  const grown = drawn ? document.createElementNS(SVG, tag) : document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) grown.setAttribute(name, value)
  grown.append(...children.map(child => typeof child === "string" ? child : grow(child, drawn)))
  return grown
}

let index = null
let dialog = null
let input, said, list, foot
let announcing = 0

const fill = (text, n) => text.replace("{n}", n)
const counted = n => fill(index.found[{ 0: "none", 1: "one" }[n] || "many"], n)
const linkTo = (text, address) => make("a", { href: new URL(address, ROOT).href }, text)

function result([, address, title, line, badge, flag]) {
  const item = make("li", {}, linkTo(title, address))
  const marks = make("p", { class: "ev-claims__badge" })
  if (flag) marks.append(make("span", { class: "ev-flag" }, flag))
  if (typeof badge === "number") {
    marks.append(...index.badges[badge].map(part => typeof part === "string" ? part : grow(part)))
  }
  if (marks.hasChildNodes()) item.append(marks)
  if (line) item.append(make("p", {}, line))
  return item
}

function group(name, entries, most) {
  const heading = make("h2", {}, name)
  const shown = make("ul", { role: "list" }, ...entries.slice(0, most).map(result))
  const left = entries.length - most
  return [heading, shown, ...(left > 0 ? [make("p", { class: "ev-small" }, fill(index.words.more, left))] : [])]
}

function show() {
  if (!index) return
  const typed = input.value.trim()
  const kinds = typed ? index.find(typed) : []
  const n = kinds.reduce((sum, entries) => sum + entries.length, 0)
  list.replaceChildren(...kinds.flatMap((entries, kind) =>
    entries.length ? group(index.kinds[kind], entries, SHOWN[kind]) : []))
  list.scrollTop = 0
  clearTimeout(announcing) // a screen reader is not told of every letter
  announcing = setTimeout(() => { said.textContent = typed ? counted(n) : index.words.hint }, typed ? 300 : 0)
}

function walk(event) {
  const links = [...list.querySelectorAll("a"), ...foot.querySelectorAll("a")]
  const at = links.indexOf(document.activeElement)
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key] ?? (event.key === "Enter" && at < 0 ? 0 : null)
  if (to === null || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return
  if (at < 0 && event.key === "ArrowUp") return
  event.preventDefault()
  if (to < 0) input.focus()
  else links[Math.min(to, links.length - 1)]?.focus()
}

function build(link) {
  input = make("input", {
    type: "text", id: "ev-finder-words", enterkeyhint: "search", autocomplete: "off", autocapitalize: "off",
    autocorrect: "off", spellcheck: "false", maxlength: "200", "aria-describedby": "ev-finder-keys",
  })
  said = make("p", { class: "ev-finder__said", role: "status" })
  list = make("div", { class: "ev-finder__list" })
  foot = make("p", { class: "ev-finder__foot" })
  const close = make("button", { type: "button", class: "ev-finder__close" }, link.dataset.close)
  const label = make("label", { for: "ev-finder-words", id: "ev-finder-title" }, link.textContent.trim())
  const head = make("div", { class: "ev-finder__head", role: "search", "aria-labelledby": "ev-finder-title" }, label, input, close)
  dialog = make("dialog", { class: "ev-finder md-typeset", "aria-labelledby": "ev-finder-title" }, head, said, list, foot)
  close.addEventListener("click", () => dialog.close())
  input.addEventListener("input", show)
  dialog.addEventListener("keydown", walk)
  dialog.addEventListener("click", event => {
    if (event.target === dialog || event.target.closest("a")) dialog.close()
  })
  dialog.addEventListener("close", () => {
    input.value = said.textContent = ""
    list.replaceChildren()
    clearTimeout(announcing)
  })
  document.body.append(dialog)
}

async function load() {
  const [answer] = await Promise.all([fetch(new URL("search.json", import.meta.url)), style()])
  if (!answer.ok) throw new Error(answer.statusText)
  index = new Index(await answer.json())
  foot.append(...index.leads.map(([text, address]) => linkTo(text, address)))
  foot.append(make("span", { id: "ev-finder-keys" }, index.words.keys))
}

function style() {
  const sheet = make("link", { rel: "stylesheet", href: new URL("search.css", import.meta.url).href })
  document.head.append(sheet)
  return new Promise(done => { sheet.onload = sheet.onerror = done })
}

export async function open(link) {
  if (!dialog) build(link)
  else if (dialog.open) return
  const loaded = index ? null : load()
  dialog.showModal()
  input.focus()
  try {
    await loaded
  } catch (error) {
    dialog.close()
    dialog.remove()
    dialog = null
    throw error
  }
  show()
}
