"""How dates and numbers are written in a language, from the Unicode CLDR by way of Babel.

The only module that knows Babel. Digits stay those of the stores (0 to 9): what differs is the decimal sign, the
sign between thousands, the place of the per cent sign, the order and names in a date, and the way of the script.
"""

from __future__ import annotations

import datetime
from functools import cache
from typing import Literal

from babel import Locale, UnknownLocaleError, dates, numbers


class Customs:
    """The customs of one locale, such as `en-GB` or `de`. Raises `ValueError` for one that CLDR does not know."""

    def __init__(self, name: str) -> None:
        try:
            self._locale = Locale.parse(name, sep="-")
        except (UnknownLocaleError, ValueError, TypeError) as error:
            raise ValueError(f"no locale {name!r} is known") from error
        self.decimal = numbers.get_decimal_symbol(self._locale, numbering_system="latn")
        self._thousands = numbers.get_group_symbol(self._locale, numbering_system="latn")
        before, _, after = self._locale.percent_formats[None].pattern.partition(";")[0].partition("#,##0")
        self._percent = f"{before}{{}}{after}"

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """The way its script runs, as HTML's `dir` has it."""
        return "rtl" if self._locale.text_direction == "rtl" else "ltr"

    def language(self, code: str) -> str:
        """The name of a language in this one: "English", "Englisch"."""
        return str(self._locale.languages.get(code, code))

    def numeral(self, text: str) -> str:
        """A number written with a point, such as "−0.75", with the decimal sign of the language: "−0,75"."""
        return text.replace(".", self.decimal)

    def grouped(self, n: int) -> str:
        """A whole number with its thousands apart: "1,000", "1.000"."""
        return f"{n:,}".replace(",", self._thousands)

    def percent(self, numeral: str) -> str:
        """A number that is a share: "71%", "71 %"."""
        return self._percent.format(numeral)

    def date(self, day: datetime.date) -> str:
        """A day as people write it: "23 November 2026", "23. November 2026"."""
        return str(dates.format_date(day, "long", locale=self._locale))

    def month(self, day: datetime.date) -> str:
        """Its month with the year: "November 2026"."""
        return str(dates.format_skeleton("yMMMM", day, locale=self._locale))

    def day_of_year(self, day: datetime.date) -> str:
        """The day without the year: "23 November", "23. November"."""
        return str(dates.format_skeleton("MMMMd", day, locale=self._locale))

    def month_alone(self, day: datetime.date) -> str:
        """The name of its month."""
        return str(dates.format_date(day, "LLLL", locale=self._locale))

    def plural(self, n: int) -> str:
        """The form that a number of things takes, in CLDR's words: `one`, `few`, `other` and so on."""
        return str(self._locale.plural_form(n))


@cache
def customs(name: str) -> Customs:
    """The customs of a locale; raises `ValueError` for one that is not known."""
    return Customs(name)
