"""What an accessibility checker finds on a page, and what a screen reader is told there.

The whole page counts, the theme's frame too. The checker's own script is put in from outside, so that it also runs
where every script of the site is refused.

Two of its rules measure: for each text what lies behind it, for each link how it differs from the text around it. On
long lists that is nearly all of its time, and entry after entry looks the same. These rules pass over what is `ALIKE`;
all others see every element.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
"""Version 2.2, levels A and AA, as the checker tags its rules."""
MEASURING = ["color-contrast", "link-in-text-block"]

OPTIONS = {
    "runOnly": {"type": "tag", "values": [*WCAG, "best-practice"]},
    "rules": {rule: {"enabled": False} for rule in MEASURING},
    "resultTypes": ["violations"],
}
MEASURED = {"runOnly": {"type": "rule", "values": MEASURING}, "resultTypes": ["violations"]}

# A look is the path of tags and classes down to an element that holds text or is for filling in, with what the
# browser makes of its colours and letters. Of elements whose looks were all seen before, the outermost are marked.
# What is hidden has no look.
ALIKE = """() => {
    const paths = new Map(), looks = new Map(), seen = new Set()
    const path = e => {
        if (!paths.has(e)) {
            const style = getComputedStyle(e)
            const ground = [style.backgroundColor, style.backgroundImage, style.opacity]
            const above = e === document.body ? '' : path(e.parentElement)
            paths.set(e, `${above}>${e.tagName}.${e.getAttribute('class') || ''}${ground}`)
        }
        return paths.get(e)
    }
    const text = e => [...e.childNodes].some(node => node.nodeType === 3 && node.data.trim())
    const holds = e => e.matches('input, select, textarea') || text(e)
    const shown = e => holds(e) && e.checkVisibility({opacityProperty: true, visibilityProperty: true})
    const look = e => {
        const style = getComputedStyle(e)
        return [path(e), style.color, style.fontSize, style.fontWeight, style.textDecorationLine].join('|')
    }
    const gather = e => {
        const all = new Set(shown(e) ? [look(e)] : [])
        for (const child of e.children) for (const one of gather(child)) all.add(one)
        looks.set(e, all)
        return all
    }
    const walk = e => {
        const all = [...looks.get(e)]
        if (all.length && all.every(one => seen.has(one))) return e.setAttribute('data-alike', '')
        if (shown(e)) seen.add(look(e))
        for (const child of e.children) walk(child)
    }
    gather(document.body)
    walk(document.body)
}"""

RUN = """async ([options, measured]) => {
    const all = await axe.run(document, options)
    const alike = document.querySelectorAll('[data-alike]')
    const some = await axe.run(alike.length ? {exclude: [['[data-alike]']]} : document, measured)
    alike.forEach(e => e.removeAttribute('data-alike'))
    return {
        passed: [all, some].map(found => found.passes.length),
        broken: [...all.violations, ...some.violations].flatMap(rule => rule.nodes.map(node => [rule.id, node.target])),
    }
}"""


def breaches(page: Page) -> list[tuple[str, str]]:
    """Each rule that the page breaks, with the element that does: WCAG 2.2 AA, and what counts as good practice."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    page.evaluate(ALIKE)
    found = page.evaluate(RUN, [OPTIONS, MEASURED])
    assert all(found["passed"]), f"nothing was looked at on {page.url}"
    return [(rule, str(target)) for rule, target in found["broken"]]


@dataclass
class Told:
    """What the browser tells a screen reader about a page: role, name and level of each element, in order."""

    elements: list[tuple[str, str, int | None]]

    @classmethod
    def of(cls, page: Page) -> Told:
        nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
        return cls([_element(node) for node in nodes if not node["ignored"]])

    def count(self, role: str, level: int | None = None) -> int:
        return sum((role, level) == (found, its) for found, _, its in self.elements)

    def names(self, role: str) -> list[str]:
        return [name for found, name, _ in self.elements if found == role]


def _element(node: dict[str, Any]) -> tuple[str, str, int | None]:
    levels = [own["value"]["value"] for own in node.get("properties", []) if own["name"] == "level"]
    role = str(node["role"]["value"])
    return role, str(node.get("name", {}).get("value", "")), levels[0] if role == "heading" else None
