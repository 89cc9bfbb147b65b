"""Numbers, dates of measurement and results as readers see them. One formatter for all pages."""

from __future__ import annotations

from decimal import Decimal

from .labels import Labels
from .model import ArmData, Correlation, Difference, Estimate, Moment, Result, Study, When
from .spreads import Found, recovered
from .vocabulary import Measure, System

MINUS = "\u2212"


def number(value: float | int, places: int | None = None, labels: Labels | None = None) -> str:
    """A number with a real minus sign, without trailing noise; never "−0".

    Without `places`, as many digits as the store gave (up to 15 significant ones). Without `labels`, with a point, as
    in English: every page gives its labels.
    """
    text = f"{value:.{places}f}" if places is not None else format(Decimal(f"{value:.15g}"), "f")
    if text.lstrip("-").strip("0.") == "":
        text = text.lstrip("-")
    return _written(text.replace("-", MINUS), labels)


def _written(numeral: str, labels: Labels | None) -> str:
    return labels.customs.numeral(numeral) if labels else numeral


def thousands(n: int, labels: Labels) -> str:
    """A count with its thousands apart, so that it is read at one go: "88,391", "88.391"."""
    return labels.customs.grouped(n)


def percent(numeral: str, labels: Labels | None = None) -> str:
    """A number in text as a share: "71%", "71 %"."""
    return labels.customs.percent(numeral) if labels else f"{numeral}%"


def percent_of(part: int, whole: int, labels: Labels | None = None) -> str:
    """Whole per cent of a count, rounded half up; "71%". Empty where there is no whole.

    Within one per cent of none and of all with a decimal, "0.5%": a few of many are neither nobody nor everybody.
    """
    if not whole:
        return ""
    tenths = int(1000 * part / whole + 0.5)
    if 0 < part < whole and not 10 <= tenths <= 990:
        if tenths == 0:
            return "< " + percent(number(0.1, 1, labels), labels)
        return percent(number(min(tenths, 999) / 10, 1, labels), labels)
    return percent(str(int(100 * part / whole + 0.5)), labels)


def when(time: When | None, labels: Labels, unknown: str = "not_recorded") -> str:
    """A time of measurement in words; the word `unknown` of the labels where nobody wrote it down."""
    if time is None:
        return str(labels["word"][unknown])
    for unit in ("weeks", "months"):
        value = getattr(time, unit)
        if value is not None:
            span = str(labels["time"][f"{unit}-one" if value == 1 else unit]).format(n=number(value, labels=labels))
            return f"{span} ({time.text})" if time.text else span
    return time.text or str(labels["word"][unknown])


def arm(data: ArmData, labels: Labels, spread: Found = None) -> str:
    """What one arm showed: "15.8 (SD 12.26; 52 people)" or "37 of 52 (71%)".

    A `spread` that was recovered is told with what from: "15.8 (SE 1.7; SD 12.26, worked out from the
    standard error of the mean; 52 people)".
    """
    words = labels["figure"]
    if data.events is not None and data.total is not None:
        share = percent_of(data.events, data.total, labels)
        return _with(words["events"].format(n=thousands(data.events, labels), of=thousands(data.total, labels)), share)
    parts = []
    if data.sd is not None:
        parts.append(words["sd"].format(sd=number(data.sd, labels=labels)))
    if data.se is not None:
        parts.append(words["se"].format(se=number(data.se, labels=labels)))
    if data.ci is not None:
        parts.append(_interval(data.ci, data.level, labels))
    if found := recovered(spread):
        parts.append(worked_out(found.sd, labels["sd_from"][found.sd_from], labels))
    if data.n is not None:
        parts.append(labels.counted("people", data.n))
    mean = number(data.mean, labels=labels) if data.mean is not None else words["no_mean"]
    return _with(mean, "; ".join(parts))


def moment(measured: Moment, labels: Labels) -> str:
    """One measurement of the same people: "24.6 (SD 18.6), study exit"."""
    words = labels["figure"]
    spread = words["sd"].format(sd=number(measured.sd, labels=labels)) if measured.sd is not None else ""
    return str(words["moment"].format(value=_with(number(measured.mean, labels=labels), spread), at=measured.at))


def estimate(printed: Estimate, labels: Labels) -> str:
    """An effect estimate as printed: "−8.9 (95% interval −13.7 to −4.12)"."""
    words, parts = labels["figure"], []
    if printed.low is not None and printed.high is not None:
        parts.append(_interval((printed.low, printed.high), printed.level, labels))
    if printed.se is not None:
        parts.append(words["se"].format(se=number(printed.se, labels=labels)))
    if printed.p is not None:
        parts.append(words["p"].format(p=number(printed.p, labels=labels)))
    return _with(number(printed.value, labels=labels), "; ".join(parts))


def difference(printed: Difference, labels: Labels, spread: Found = None) -> str:
    """What is printed of a difference, "t = 2.4", and the SD of the differences where it was worked out from that."""
    words, parts = labels["figure"], []
    for name in ("sd", "se", "t", "p"):
        value = getattr(printed, name)
        if value is not None:
            parts.append(words[name].format(**{name: number(value)}))
    if printed.ci is not None:
        parts.append(_interval(printed.ci, printed.level, labels))
    if found := recovered(spread):
        parts.append(worked_out(found.sd, labels["sd_from"][found.sd_from], labels))
    return "; ".join(parts)


def correlation(printed: Correlation, labels: Labels) -> str:
    """ "0.6", or "0.5, assumed: as in the trial before"."""
    if printed.assumed is None:
        return number(printed.value, labels=labels)
    return str(labels["figure"]["assumed"].format(value=number(printed.value, labels=labels), why=printed.assumed))


def worked_out(sd: float, source: str, labels: Labels) -> str:
    """An SD that nobody printed, to four digits, and what it was worked out from."""
    return str(labels["figure"]["worked_out"].format(sd=number(float(f"{sd:.4g}"), labels=labels), source=source))


def _interval(ends: tuple[float, float], level: float, labels: Labels) -> str:
    low, high = (number(end, labels=labels) for end in ends)
    return str(labels["figure"]["interval"].format(level=number(level, labels=labels), low=low, high=high))


def _with(value: str, inside: str) -> str:
    """The value, and what belongs to it in brackets where there is something."""
    return f"{value} ({inside})" if inside else value


def people(result: Result) -> int | None:
    """How many people a result speaks of, or None where that is not reported."""
    if result.n is not None:
        return result.n
    if result.same_people:
        return result.same_people.n
    compared = [result.arms[id] for id in (result.compare or result.arms) if id in result.arms]
    counts = [data.total if data.total is not None else data.n for data in compared]
    known = [count for count in counts if count is not None]
    if not known or len(known) < len(counts):
        return None
    return max(known) if result.paired else sum(known)  # in a crossover both arms are the same people


def people_told(study: Study, result: Result | None, labels: Labels) -> str:
    """How many people a result speaks of; that it does not say; or that it is of animals or cells."""
    system = study.system_of(result) if result else study.system
    if system is not System.PEOPLE:
        return labels.inside(labels["system"][system])
    count = people(result) if result else None
    return thousands(count, labels) if count is not None else str(labels["word"]["not_reported"])


# --- estimates -------------------------------------------------------------------------------

LARGEST_SHOWN = 1_000_000
SMALLEST_RATIO = 0.005
"""Above the one and, for a ratio, below the other a number is told by its power of ten."""
SUPERSCRIPT = str.maketrans("0123456789-", "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207b")


def effect(value: float, measure: Measure, labels: Labels | None = None) -> str:
    """An effect on the scale that readers know: two decimals, fewer where the number is large; never "−0.00".

    A ratio that two decimals would make 0 keeps two digits: 0 is none that a ratio can be.
    """
    size = abs(value)
    if size >= LARGEST_SHOWN or (measure.ratio and 0 < size < SMALLEST_RATIO):
        digits, power = f"{value:.1e}".split("e")
        return f"{number(float(digits), 1, labels)} × 10{str(int(power)).translate(SUPERSCRIPT)}"
    return number(value, 2 if size < 99.995 else 1 if size < 999.95 else 0, labels)


def interval(low: float, high: float, measure: Measure, labels: Labels) -> str:
    """ "−0.98 to −0.45"."""
    ends = {"low": effect(low, measure, labels), "high": effect(high, measure, labels)}
    return str(labels["figure"]["ends"].format(**ends))


def probability(p: float, labels: Labels | None = None) -> str:
    """A p value with its sign: "p = 0.27", "p = 0.012", "p < 0.001", "p > 0.99"; never 0 or 1."""
    if p < 0.001:
        return _written("p < 0.001", labels)
    if p > 0.99:
        return _written("p > 0.99", labels)
    return f"p = {number(p, 2 if p >= 0.0995 else 3, labels)}"


def share(per_cent: float, labels: Labels | None = None) -> str:
    """A share in whole per cent; what would be rounded to nothing is "< 1%", and only nothing is "0%"."""
    return "< " + percent("1", labels) if 0 < per_cent <= 0.5 else percent(number(per_cent, 0, labels), labels)


def variance(tau2: float, labels: Labels | None = None) -> str:
    """The variance of true effects: three decimals; "< 0.001" where they would make it 0, which it is not."""
    return _written("< 0.001", labels) if 0 < tau2 < 0.0005 else number(tau2, 3, labels) if tau2 else "0"
