"""What can be wrong with the look of a page, seen by the browser itself: for the tests and for `make shots`.

Each check is a function in the browser that gives the elements at fault; the words about them are made here.
Only what a reader can see counts: neither what is hidden nor what stands off the screen, such as a closed drawer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from playwright.sync_api import Page

from .reading import View

SMALLEST_TEXT = 12
SMALLEST_TARGET = 24
"""Pixels; the second is WCAG 2.2, 2.5.8."""
LONGEST_WORD = 24
"""Letters; a longer word may be broken."""

THEME = {
    "images": {
        ":is(.md-header, .md-nav, .md-search, .md-top, .md-footer-meta, .md-social) svg": (
            "Material's icons beside words or in labelled controls; its templates write them without attributes"
        ),
    },
}
"""What a check passes over because it is Material's own and only a copy of its templates could mend it, with the
reason; by check and selector."""

TOOLS = """
const room = document.documentElement.clientWidth
const once = find => {
    const known = new Map()
    return e => known.has(e) ? known.get(e) : known.set(e, find(e)).get(e)
}
const clipped = once(e => {
    const box = e.getBoundingClientRect(), style = getComputedStyle(e)
    const cuts = style.overflow !== 'visible' || style.clipPath !== 'none'
    if (cuts && (box.width <= 1 || box.height <= 1)) return true
    return !!e.parentElement && clipped(e.parentElement)
})
const outside = box => box.right <= 0 || box.left >= Math.max(room, innerWidth) || box.bottom <= -scrollY
const seen = once(e => e.checkVisibility({opacityProperty: true, visibilityProperty: true}) && !clipped(e))
const texts = once(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = []
    for (let node; node = walker.nextNode();) {
        const parent = node.parentElement
        if (!node.data.trim() || parent.closest('script, style, noscript, template') || !seen(parent)) continue
        const range = document.createRange()
        range.selectNodeContents(node)
        const boxes = [...range.getClientRects()].filter(box => box.width > 0 && !outside(box))
        if (boxes.length) found.push({node, parent, boxes})
    }
    return found
})
const words = e => (e.textContent || '').replace(/\\s+/g, ' ').trim().slice(0, 60)
const call = e => {
    const path = []
    for (let up = e; up && up !== document.body && path.length < 3; up = up.parentElement) {
        const names = (up.getAttribute('class') || '').trim().split(/\\s+/).filter(Boolean)
        path.unshift(up.tagName.toLowerCase() + (up.id ? `#${up.id}` : '') + names.map(name => `.${name}`).join(''))
        if (up.id) break
    }
    return path.join(' > ')
}
const fault = (e, text) => ({element: call(e), text})
"""

OVERFLOW = """() => {
    if (document.scrollingElement.scrollWidth <= room) return []
    const beyond = box => box.width > 0 && box.left < room && box.right > room + .5
    const boxes = [...document.body.querySelectorAll('*')].filter(e => seen(e) && beyond(e.getBoundingClientRect()))
    const out = boxes.concat(texts().filter(({boxes}) => boxes.some(beyond)).map(({parent}) => parent))
    const innermost = out.filter(e => !out.some(other => other !== e && e.contains(other)))
    const wide = `${document.scrollingElement.scrollWidth} px wide in ${room}`
    return innermost.length ? innermost.map(e => fault(e, `${wide}: ${words(e)}`)) : [{element: 'body', text: wide}]
}"""

SMALL_TEXT = """smallest => texts().flatMap(({parent}) => {
    const svg = parent.closest('svg'), matrix = svg && parent.getScreenCTM && parent.getScreenCTM()
    const size = parseFloat(getComputedStyle(parent).fontSize) * (matrix ? Math.hypot(matrix.a, matrix.b) : 1)
    return size < smallest - .01 ? [fault(parent, `${size.toFixed(1)} px: ${words(parent)}`)] : []
})"""

# Only the middle of a line counts: the boxes of two lines that stand close touch, their letters do not.
OVERLAP = """() => {
    const stuck = e => e && (/fixed|sticky/.test(getComputedStyle(e).position) || stuck(e.parentElement))
    const all = texts().filter(({parent}) => !stuck(parent)).flatMap(({parent, boxes}) => boxes.map(box => ({
        parent, left: box.left, right: box.right, top: box.top + box.height * .3, bottom: box.bottom - box.height * .3,
    }))).sort((a, b) => a.top - b.top)
    const found = []
    all.forEach((one, at) => {
        for (let next = at + 1; next < all.length && all[next].top < one.bottom - 1; next++) {
            const other = all[next]
            const shared = Math.min(one.right, other.right) - Math.max(one.left, other.left)
            if (shared > 2) found.push(fault(one.parent, `“${words(one.parent)}” and “${words(other.parent)}”`))
        }
    })
    return found
}"""

# Only words of letters, not parts of addresses, and none so long that nothing else is possible.
BROKEN = """longest => texts().filter(({boxes}) => boxes.length > 1).flatMap(({node, parent}) =>
    [...node.data.matchAll(/(?<![^\\s(“"'‘])\\p{L}{4,}(?![^\\s)”"'’,;:.!?])/gu)].filter(found => {
        const word = document.createRange()
        word.setStart(node, found.index)
        word.setEnd(node, found.index + found[0].length)
        const lines = new Set([...word.getClientRects()].map(box => Math.round(box.top)))
        return found[0].length <= longest && lines.size > 1
    }).map(found => fault(parent, found[0])))"""

IMAGES = """theme => {
    const has = (e, ...names) => names.every(name => e.hasAttribute(name))
    const named = e => has(e, 'aria-label') || has(e, 'aria-labelledby') || e.querySelector(':scope > title')
    const passed = e => theme && e.matches(theme)
    const found = []
    for (const img of document.querySelectorAll('body img')) {
        const without = ['width', 'height', 'alt'].filter(name => !has(img, name))
        if (without.length && !passed(img)) {
            found.push(fault(img, `without ${without.join(', ')}: ${img.getAttribute('src')}`))
        }
    }
    for (const svg of document.querySelectorAll('body svg')) {
        if (svg.parentElement.closest('svg') || passed(svg)) continue
        const told = svg.closest('[aria-hidden=true]') || (svg.getAttribute('role') === 'img' && named(svg))
        if (!told) found.push(fault(svg, 'neither hidden nor named'))
        if (!has(svg, 'width', 'height') && seen(svg)) found.push(fault(svg, 'without width, height'))
    }
    return found
}"""

# A link in running text is as high as its line, which the rule allows; one that stands alone is not.
TARGETS = """smallest => {
    const of = 'a[href], button, input:not([type=hidden]), select, textarea, summary, label[for], ' +
        '[role=button], [tabindex]:not([tabindex="-1"]):not(:has(a, button, input))'
    const letters = text => text.replace(/[\\s\\p{P}]+/gu, '').length
    const running = e => {
        if (getComputedStyle(e).display !== 'inline') return false
        let block = e.parentElement
        while (getComputedStyle(block).display === 'inline') block = block.parentElement
        const links = [...block.querySelectorAll('a, button')].map(link => letters(link.textContent))
        return letters(block.textContent) > links.reduce((sum, count) => sum + count, 0)
    }
    return [...document.querySelectorAll(of)].filter(e => seen(e) && !running(e)).flatMap(e => {
        const box = e.getBoundingClientRect()
        if (!box.width || !box.height || outside(box)) return []
        if (box.width >= smallest - .1 && box.height >= smallest - .1) return []
        const name = words(e) || e.getAttribute('aria-label') || e.getAttribute('title') || ''
        return [fault(e, `${box.width.toFixed(0)} × ${box.height.toFixed(0)} px: ${name}`)]
    })
}"""


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong with the look of a page."""

    address: str
    view: str
    check: str
    element: str
    text: str

    def __str__(self) -> str:
        return f"{self.address or 'home'} ({self.view}): {self.check}: {self.element}: {self.text}"


WIDER = "wider than the window"
OVER = "text over text"

CHECKS: dict[str, tuple[str, object]] = {
    WIDER: (OVERFLOW, None),
    f"text below {SMALLEST_TEXT} px": (SMALL_TEXT, SMALLEST_TEXT),
    OVER: (OVERLAP, None),
    "word broken in two": (BROKEN, LONGEST_WORD),
    "image without size or words": (IMAGES, ", ".join(THEME["images"])),
    f"target below {SMALLEST_TARGET} px": (TARGETS, SMALLEST_TARGET),
}
"""What a fault is called, to the function that finds it and what it is called with."""


def look(page: Page, address: str, view: View, checks: Iterable[str] = CHECKS) -> list[Fault]:
    """Every fault of the page that is open, sorted, each once; `address` and `view` are what it is called by."""
    chosen = {check: CHECKS[check] for check in checks}
    scripts = ", ".join(f"({script})(arguments[{at}])" for at, (script, _) in enumerate(chosen.values()))
    arguments = [argument for _, argument in chosen.values()]
    found = page.evaluate(f"arguments => {{ {TOOLS}\nreturn [{scripts}] }}", arguments)
    return sorted(
        {
            Fault(address, str(view), check, fault["element"], fault["text"])
            for check, faults in zip(chosen, found, strict=True)
            for fault in faults
        }
    )
