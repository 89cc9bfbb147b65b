"""Every diagnostic code, in one registry: what is wrong, why it matters, how to mend it.

`evidence explain CODE`, the reference page and the tests are made from it, together with the bad and the
good example of each in examples.yml. Names are permanent: a retired code
stays here, marked so. Bibliography, YAML, model, graph and appraisal codes stand in that order.
"""

from __future__ import annotations

from .diagnostics import Code, Severity

# --- files and YAML ------------------------------------------------------------------------

UNREADABLE_FILE = Code(
    "unreadable-file",
    "A file cannot be read",
    "A file or folder of the evidence is missing, is not a plain one (a link, a pipe), or may not be read.",
    "Evidence is read from plain files and folders only, so that a pull request can never make the build "
    "open anything else.",
    "Put a plain file in its place, or remove the entry.",
)
FILE_TOO_LARGE = Code(
    "file-too-large",
    "A file is too large",
    "A file is larger than the limit (1 MB; 20 MB for references.bib, 100 kB for a page in content/).",
    "A claim or study is a few kilobytes; a large file is usually a mistake and slows every build.",
    "Split the file, or remove what does not belong in it.",
)
NOT_UTF_8 = Code(
    "not-utf-8",
    "A file is not UTF-8 text",
    "The file holds bytes that are not UTF-8.",
    "In another encoding, names and minus signs would be read as other characters.",
    "Save the file again with the encoding UTF-8; every editor offers it.",
)
CONTROL_CHARACTER = Code(
    "control-character",
    "An invisible character stands in a file",
    "The file holds a control character, or one that changes the direction of the text after it, as it is or "
    "written as an escape.",
    "Such characters make a line look different from what it is, in a review and on the page.",
    "Delete the character. It often comes along with text pasted from a PDF.",
)
STACKED_MARKS = Code(
    "stacked-marks",
    "Too many marks stand on one letter",
    "More than 4 combining marks, such as accents, follow one letter.",
    "Marks without end grow over the lines around them and hide what stands there; no language needs so many.",
    "Delete the marks and type the letter anew.",
)
MIXED_SCRIPTS = Code(
    "mixed-scripts",
    "A word mixes letters of two alphabets",
    "A word holds Latin letters and Cyrillic ones, or Greek ones that look like Latin: `\u0430` and `a` cannot be told "
    "apart. Greek letters of their own shape, as in TNFα, are not meant.",
    "Whoever searches for the word does not find it, and a name can be made to look like another one.",
    "Type the word anew on one keyboard.",
    Severity.WARNING,
)
YAML_SYNTAX = Code(
    "yaml-syntax",
    "The file is no valid YAML",
    "The file's structure cannot be read: a quote, bracket, colon or indent is not as YAML expects it.",
    "Nothing in the file can be used until its structure is clear.",
    "Look at the line named and the one above it. Text with a colon, a hash or a quote at the start "
    "goes on lines of its own below `|`, or in quotes.",
)
TAB_INDENT = Code(
    "tab-indent",
    "A tab stands where blanks are expected",
    "YAML allows only blanks before a field and after the dash of a list.",
    "A tab has no fixed width, so the structure would depend on the editor.",
    "Use two spaces for each step; most editors can do so for you.",
)
EMPTY_FILE = Code(
    "empty-file",
    "A file is empty",
    "The file holds nothing, or only comments.",
    "A claim or study without content would vanish from the site unseen.",
    "Fill it in, or remove the file.",
)
TWO_DOCUMENTS = Code(
    "two-documents",
    "A file holds two documents",
    "A line `---` starts a second YAML document in the same file.",
    "One file is one record; a second one would be ignored.",
    "Remove the line, or move the second part to a file of its own.",
)
ANCHOR_OR_ALIAS = Code(
    "anchor-or-alias",
    "A YAML anchor, alias or merge key is used",
    "`&name`, `*name` and `<<` copy parts of a file around. Text that begins with such a sign is taken for one.",
    "A reader of the file no longer sees what a field holds, and a few lines can grow without end.",
    "Write the value out. Text that begins with `&` or `*` needs quotes.",
)
TAG = Code(
    "tag",
    "A YAML tag is used",
    "`!name` tells a YAML reader to make something other than text.",
    "Fields are text, typed by their meaning; a tag could ask for anything.",
    "Remove the tag. Text that begins with `!` needs quotes.",
)
DUPLICATE_KEY = Code(
    "duplicate-key",
    "A field stands twice",
    "The same field is given twice in one mapping.",
    "YAML readers keep the last one silently; the first would be lost.",
    "Keep one of the two.",
)
KEY_NOT_TEXT = Code(
    "key-not-text",
    "The name of a field is not text",
    "A list or mapping stands where the name of a field is expected, or nothing at all.",
    "Usually text began with `{`, `[` or a colon, which YAML takes for structure.",
    "Put the text in quotes, or on lines of its own below `|`; write the name where it is missing.",
)
TOO_DEEP = Code(
    "too-deep",
    "Lists, mappings or brackets nest too deep",
    "The file nests more than 20 levels, or a text opens more than 20 brackets before it closes one, or has more "
    "than 1,000 signs of Markdown in one paragraph.",
    "No record needs more than eight; deeper nesting is a mistake or an attack, and costs more time than it has lines.",
    "Remove the brackets that do not belong there.",
)

COMMA_CUT = Code(
    "comma-cut",
    "A comma cuts a text",
    "Inside of braces a comma ends a field. What stands after it is read as the name of another field.",
    "Half of the sentence would be missing on the page.",
    "Put the whole text in quotes, or on lines of its own below `|`.",
)
HASH_CUT = Code(
    "hash-cut",
    "A hash cuts a text",
    "A blank and `#` begin a remark, which hides the rest of the line: of `Trial #2` only `Trial` is left.",
    "Half of the sentence would be missing on the page.",
    "Put the whole text in quotes. If it is a remark, write a blank after `#`.",
    Severity.WARNING,
)

# --- the bibliography -----------------------------------------------------------------------

# references.bib: the structure of the file

BIB_SYNTAX = Code(
    "bib-syntax",
    "An entry of references.bib cannot be read",
    "The entry's structure is not as BibTeX expects it: a comma, an equals sign, a quotation mark or a "
    "value is missing.",
    "What stands after that place in the entry cannot be read, so its details would be missing from the page.",
    "Look at the place named and just before it. A field is written `name = {value},` with a comma "
    "after every one but the last.",
)
BIB_UNCLOSED_BRACE = Code(
    "bib-unclosed-brace",
    "A brace is opened and not closed",
    "An entry has more opening braces than closing ones: the next entry begins before it has ended.",
    "Programs that read BibTeX may lose the rest of the file; here only this entry is set aside.",
    "Close the brace. Every value stands in one pair, `title = {…},`, and the entry ends with a brace "
    "on a line of its own.",
)
BIB_TEXT_OUTSIDE = Code(
    "bib-text-outside",
    "Part of an entry stands outside of it",
    "There is text between two entries that looks like part of one: it holds a brace, an equals sign or an @.",
    "BibTeX passes over such text without a word, so a field in it, a DOI for example, would be missing from the page.",
    "Most often a closing brace too many ends the entry above too early: remove it. "
    "If the text is a remark, begin each of its lines with `%`.",
)
BIB_MISSING_COMMA = Code(
    "bib-missing-comma",
    "The comma after a key is missing",
    "An entry begins with its type, its key and a comma: `@article{mitchell2023,`.",
    "Without the comma some programs read the entry and others drop its first field.",
    "Put a comma after the key.",
)
BIB_BAD_KEY = Code(
    "bib-bad-key",
    "A citation key cannot be used",
    "A key is missing, or holds something besides letters without accents, digits and `: _ . / + -`. "
    "It begins with a letter or digit, has no two dots in a row and at most 100 characters.",
    "Keys become part of addresses and of cites in the text; other characters would break them.",
    "Give the entry a simple key such as `mitchell2023`, and use the same in the cites.",
)
BIB_DUPLICATE_KEY = Code(
    "bib-duplicate-key",
    "Two entries have the same key",
    "Two entries of references.bib have the same citation key, perhaps in capitals and small letters.",
    "A cite could mean either of them; readers would be sent to one without knowing of the other.",
    "Remove one entry if they describe the same publication; otherwise give one of them another key, "
    "and change the cites that mean it.",
)
BIB_DUPLICATE_FIELD = Code(
    "bib-duplicate-field",
    "A field stands twice in an entry",
    "An entry has the same field twice.",
    "Only one of the two can be shown, and nobody could tell which.",
    "Keep the right one and remove the other.",
)
BIB_UNKNOWN_TYPE = Code(
    "bib-unknown-type",
    "The type of an entry is unknown",
    "The word after the @ is none of the usual types, such as article, book, report, dataset or misc.",
    "The entry is still shown, but programs that readers load it into may refuse it.",
    "Correct the word, or use `@misc`.",
    Severity.WARNING,
)
BIB_UNDEFINED_STRING = Code(
    "bib-undefined-string",
    "An abbreviation is not defined",
    "A word stands as a value without braces or quotes, so it is read as an abbreviation; no `@string` "
    "before it defines that word. "
    "An abbreviation that is defined by itself counts as undefined as well.",
    "The page would show the bare word, or nothing, where a journal's name belongs.",
    "Put the value in braces, or define the abbreviation further up: `@string{natmed = {Nature Medicine}}`.",
)
BIB_DUPLICATE_STRING = Code(
    "bib-duplicate-string",
    "An abbreviation is defined twice",
    "Two `@string` lines define the same word.",
    "The same word would mean one thing in the first part of the file and another in the second.",
    "Remove one of them, or give it another name.",
)
BIB_TOO_DEEP = Code(
    "bib-too-deep",
    "Braces are nested too deeply",
    "More than 20 braces are open at the same time.",
    "No real reference needs so many; they come from a fault in a program or from an attempt to stall the build.",
    "Remove the superfluous braces; two pairs are enough to keep capitals: `title = {The {FDA} decision}`.",
)
BIB_TOO_LONG = Code(
    "bib-too-long",
    "An entry or a value is too long",
    "An entry may have 200,000 characters, a value 100,000 and an abbreviation 500.",
    "Longer ones are a mistake, such as a whole text pasted into a field, and slow down every build.",
    "Shorten it; a reference needs no full text.",
)
BIB_TOO_MANY_PROBLEMS = Code(
    "bib-too-many-problems",
    "Reading of references.bib was given up",
    "So many problems were found that the rest of the file was not read.",
    "A file with hundreds of problems is most often the wrong file, or was damaged on its way; a longer "
    "list would not help.",
    "Mend what is listed above it, or put the file back as it was, and check again.",
)

# references.bib: what the entries say

BIB_MISSING_FIELD = Code(
    "bib-missing-field",
    "A reference lacks what readers need to find it",
    "Every entry needs a title, a year (or `date`), and an author, editor or organization.",
    "Readers must be able to tell what is cited, by whom and from when; nothing of it can be guessed.",
    "Add the field, from the publication itself.",
)
BIB_BAD_YEAR = Code(
    "bib-bad-year",
    "A year is not one",
    "The year takes four digits (`2023`), or the words `in press` or `forthcoming`; a `date` is written "
    "2023-09-14, 2023-09 or 2023.",
    "References are sorted and cited by year.",
    "Write the year of publication with four digits.",
)
BIB_BAD_NAME = Code(
    "bib-bad-name",
    "A name cannot be taken apart",
    "The list of authors or editors holds something that is no name in BibTeX's way of writing: "
    "`Family, Given` or `Given Family`, with `and` between people.",
    "Names would be joined or cut in the wrong place, and people would be credited under names they do not have.",
    "Write `Mitchell, Jennifer M. and van der Kolk, Bessel`. Put the name of an organization in braces: "
    "`{World Health Organization}`. "
    "End a shortened list with `and others`.",
)
BIB_CROSSREF = Code(
    "bib-crossref",
    "An entry borrows its details from another one",
    "The fields `crossref` and `xdata` take details from another entry. They are not supported.",
    "An entry that is complete in itself can be checked, exported and read without its neighbours.",
    "Copy the fields that are needed into the entry and remove this one.",
)
BIB_BAD_DOI = Code(
    "bib-bad-doi",
    "A DOI is not one",
    "A DOI is written `10.`, four to nine digits, a slash and the publisher's own part. An address such "
    "as https://doi.org/10.… is understood too.",
    "Links and the look-up of retractions go by the DOI; with a wrong one a retraction would be missed.",
    "Copy it from the publisher's page. If the publication has none, remove the field.",
)
BIB_TWIN_DOI = Code(
    "bib-twin-doi",
    "Two entries have the same DOI",
    "Two entries of references.bib have the same DOI and so describe the same publication.",
    "One publication would be listed and counted as two.",
    "Keep one of the entries and use its key wherever it is cited, or correct the DOI that is wrong.",
    Severity.WARNING,
)
BIB_BAD_PMID = Code(
    "bib-bad-pmid",
    "A PubMed number is not one",
    "A PMID is a number of one to nine digits and nothing else.",
    "The link to PubMed would lead nowhere, or to another publication.",
    "Write the number alone, for example `pmid = {37709999}`. A number that begins with PMC belongs in `pmcid`.",
)
BIB_TWIN_PMID = Code(
    "bib-twin-pmid",
    "Two entries have the same PubMed number",
    "Two entries of references.bib have the same PMID, and their DOIs do not say that they are one publication.",
    "One publication would be listed and counted as two, or readers would be led to the wrong one.",
    "Keep one of the entries and use its key wherever it is cited, or correct the PMID that is wrong.",
    Severity.WARNING,
)
BIB_BAD_URL = Code(
    "bib-bad-url",
    "An address cannot be linked",
    "An address begins with https:// or http://, names a host in plain letters and holds no user name, "
    "blank or quotation mark.",
    "Other addresses could lead readers to something else than what they see, so they are never made into links.",
    "Copy the address from the browser's address line. If there is none, remove the field.",
)
BIB_UNKNOWN_LATEX = Code(
    "bib-unknown-latex",
    "A LaTeX command is not understood",
    "A value holds a LaTeX command or formula that is not on the list of those turned into characters.",
    "It is shown as typed, backslash and all, which readers cannot make sense of.",
    "Write the character itself: the file is UTF-8, so é, α, ² or – can stand as they are.",
    Severity.WARNING,
)

# --- records: fields and their types -------------------------------------------------------

BAD_ID = Code(
    "bad-id",
    "An id is not one",
    "Ids (file names, results, arms) are lower-case letters, digits and single hyphens, 64 at most; "
    "a few words such as `index` are reserved.",
    "Ids become addresses, and addresses must work on every system and never break.",
    "Rename the file or the entry.",
)
UNKNOWN_FIELD = Code(
    "unknown-field",
    "A field is unknown",
    "The record has no field of this name.",
    "A misspelt field would be ignored, and what it says would be missing on the page.",
    "Take the suggested name, or remove the field.",
)
MISSING_FIELD = Code(
    "missing-field",
    "A field is missing",
    "The record needs a field that is not there.",
    "A page cannot be honest without it.",
    "Add the field.",
)
EMPTY_VALUE = Code(
    "empty-value",
    "A field has no value",
    "The field stands there without a value.",
    "Nobody can tell whether it was forgotten or is unknown.",
    "Give a value, or remove the field where it may be absent.",
)
UNKNOWN_VALUE = Code(
    "unknown-value",
    "A value is not in the list",
    "The field takes one of a closed list of words.",
    "Pages, ratings and exports depend on the exact word.",
    "Take one of the words that the message lists.",
)
WRONG_SHAPE = Code(
    "wrong-shape",
    "A field has the wrong shape",
    "Text, a list or a mapping is expected, and something else stands there.",
    "The value cannot be used as it is.",
    "A list has one item a line, each after `- `; a mapping has lines `field: value`, indented by two spaces.",
)
TEXT_TOO_LONG = Code(
    "text-too-long",
    "A text or list is too long",
    "The field holds more than its limit (500 characters in a name or sentence, 5,000 in prose, 200 items in a list, "
    "10,000 entries in a file), or several lines where one is expected.",
    "Long texts belong in the summary; a limit also keeps one field from stopping the build.",
    "Shorten the text, or split it.",
)
BAD_NUMBER = Code(
    "bad-number",
    "A number is not one",
    "The field takes a plain number: digits, a decimal point, a hyphen as minus sign.",
    "`1_000`, `0,46` and `−0.5` with a typographic minus are read in different ways by different programs.",
    "Type it plainly: 1000, 0.46, -0.5.",
)
BAD_DATE = Code(
    "bad-date",
    "A date is not one",
    "The field takes a day as year-month-day.",
    "`23/11/26` is a different day in different countries, and 31 February is none.",
    "Write it as 2026-11-23.",
)
BAD_BOOLEAN = Code(
    "bad-boolean",
    "A yes-or-no field holds something else",
    "The field takes `true` or `false`.",
    "`no` and `off` are text to some programs and false to others.",
    "Write `true` or `false`.",
)
BAD_DOI = Code(
    "bad-doi",
    "A DOI is not one",
    "The field takes a DOI: `10.`, a number, a slash, and the publisher's own part.",
    "Links and the look-up of retractions go by the DOI; with a wrong one a retraction would be missed.",
    "Copy it from the publisher's page, without quotes or blanks.",
)

# --- the graph: names that lead to other records -------------------------------------------

UNKNOWN_CITATION = Code(
    "unknown-citation",
    "A citation leads nowhere",
    "There is no entry with this key in references.bib.",
    "A statement whose source cannot be found is a statement without a source.",
    "Correct the key, or add the entry to references.bib.",
)
MALFORMED_CITATION = Code(
    "malformed-citation",
    "A citation or a badge is malformed",
    "Text begins like a citation, `[@`, or like a claim's badge, `[badge:`, and does not go on like one, or stands "
    "where none can stand, such as in the text of a link; or a key stands in brackets without `@`.",
    "It would be shown as typed, and the statement would stand without its source.",
    "Write [@key], [@key, table 2], [@one; @other] or [badge: claim-id]; `\\[@` is shown as typed.",
)
LINK_NOT_ALLOWED = Code(
    "link-not-allowed",
    "A link has an address that is not allowed",
    "Links in text lead to https, http, mailto or doi addresses.",
    "Other addresses can run code in the reader's browser or lead somewhere unseen.",
    "Write the whole address, beginning with https://.",
)
UNKNOWN_STUDY = Code(
    "unknown-study",
    "A study is unknown",
    "There is no file of this name in studies/.",
    "Evidence must lead to a study that readers can look at.",
    "Correct the id, or add the study.",
)
UNKNOWN_RESULT = Code(
    "unknown-result",
    "A result is unknown",
    "The study has no result with this id.",
    "Evidence must lead to figures that readers can look at.",
    "Correct the id, or add the result to the study's file.",
)
UNKNOWN_INSTRUMENT = Code(
    "unknown-instrument",
    "An instrument is unknown",
    "There is no entry with this id in studies/instruments.yml.",
    "Without its instrument nobody knows what a figure means or which direction is better.",
    "Correct the id, or add the instrument.",
)
UNKNOWN_CLAIM = Code(
    "unknown-claim",
    "A claim is unknown",
    "There is no claim of this id.",
    "The page would show nothing in its place.",
    "Correct the id, or add the claim.",
)
LEADS_TO_ITSELF = Code(
    "leads-to-itself",
    "A record leads to itself",
    "A statement that is not testable names itself under `see`, a review itself under `includes`, or an old id leads "
    "to itself, perhaps by way of others.",
    "Readers would be sent in a circle; a review would count its own figures as those of a study.",
    "Remove it, or name the record that was meant.",
)
MOVED_AGAIN = Code(
    "moved-again",
    "An old id leads to another old one",
    "An entry of claims/moved.yml or studies/moved.yml leads to an id that was renamed itself.",
    "A reader with the old address would be sent on twice, and a browser may stop before the end.",
    "Name the id that it has now. `evidence rename` does so by itself.",
)
ID_REUSED = Code(
    "id-reused",
    "An id is used again",
    "A claim or study has an id that stands in claims/moved.yml or studies/moved.yml as one that was given up.",
    "Links and quotations that meant the old one would lead to the new one, and say what it never said.",
    "Give the new claim or study another id, or take the entry out if it stands there by mistake.",
)
UNKNOWN_COMPARISON = Code(
    "unknown-comparison",
    "A comparison is unknown",
    "There is no entry with this id in claims/comparisons.yml.",
    "A claim without population, intervention and comparator says nothing definite.",
    "Correct the id, or add the comparison.",
)
UNKNOWN_CATEGORY = Code(
    "unknown-category",
    "A category is unknown",
    "The claim's folder is not listed in claims/categories.yml.",
    "The claim would appear nowhere on the site.",
    "Move the file, or add the category.",
)
UNKNOWN_ARM = Code(
    "unknown-arm",
    "An arm is unknown",
    "A result names an arm that the study or the result does not have.",
    "The figures would be compared with nothing.",
    "Correct the id, or add the arm to the study.",
)
FOREIGN_REPORT = Code(
    "foreign-report",
    "A result is cited from another study's report",
    "`from: cite:` names a publication that is not among the study's reports.",
    "When that publication is retracted, nobody would know that this result rests on it.",
    "Add it to the study's `reports`; where the figure was read in a review or dataset, name that under `through`.",
)
DUPLICATE_ID = Code(
    "duplicate-id",
    "An id is used twice",
    "Two records of one kind have the same id, or ids that some systems take for the same.",
    "Both would claim the same address, and one would be lost.",
    "Rename one of them.",
)
DUPLICATE_TERM = Code(
    "duplicate-term",
    "Two terms of the glossary have one spelling",
    "Two entries of the glossary give the same word as their term, its full name or another spelling of it.",
    "A page could lead from that word to one of them only, and readers would get the wrong meaning.",
    "Remove the spelling from one of the two entries, or make one entry of both.",
)
MISPLACED_FILE = Code(
    "misplaced-file",
    "A file stands where none is read",
    "A file or folder lies where the generator reads none, or a file has the ending `.yaml` in place of `.yml`.",
    "It looks like part of the site and is not.",
    "Move it: claims to claims/<category>/<id>.yml, studies to studies/<id>.yml.",
)
UNCITED_REFERENCE = Code(
    "uncited-reference",
    "A reference is cited nowhere",
    "No claim, study or page cites this entry.",
    "A long list that nobody uses looks like support that is not there.",
    "Cite it where it belongs, or remove it.",
    Severity.WARNING,
)
RESULT_WITHOUT_FIGURES = Code(
    "result-without-figures",
    "A result says nothing, or says it twice",
    "A result holds one of: arm data, `same_people`, an `estimate`, or `found` with `finding`. With the last two, "
    "`n` may say how many people were measured; the first two have it among their figures.",
    "With none there is nothing to show; with two, nobody knows which one counts.",
    "Keep exactly one form.",
)

IMPOSSIBLE_NUMBER = Code(
    "impossible-number",
    "Figures contradict each other",
    "There are more events than people, more people than were randomised, an interval or range that ends before it "
    "begins, an interval that does not hold its estimate, a ratio of 0 or less, a standard deviation of 0 or less, a p "
    "value of 0 or 1.",
    "One of the figures is wrong, and nobody can tell which from the page.",
    "Look the figures up again where they were read.",
)
INTERVAL_NOT_SYMMETRIC = Code(
    "interval-not-symmetric",
    "An estimate is not the middle of its interval",
    "Intervals of differences are symmetric, those of ratios are so as logarithms. This one is not, by more than "
    "rounding and a twentieth of half its width.",
    "Usually a digit, a sign or the measure is wrong; pooling would work with a wrong variance.",
    "Look the three figures and the measure up again. Some methods give asymmetric intervals: then add the code under "
    "`waivers` with a `reason`.",
    Severity.WARNING,
)
P_AGAINST_INTERVAL = Code(
    "p-against-interval",
    "A p value and its interval disagree",
    "An interval of 95% that leaves out no effect belongs to a p below 0.05, and one that holds it to a p of 0.05 or "
    "more. These two do not fit each other.",
    "One of them is wrong, or they belong to different comparisons.",
    "Look both up again. Where the paper prints both and explains it, add the code under `waivers` with a `reason`.",
    Severity.WARNING,
)
INTERVAL_OTHER_LEVEL = Code(
    "interval-other-level",
    "An interval is of another level",
    "From the standard error, the interval is one of 90, 95 or 99%, and not of the level that is stated. Where no "
    "`level` is given, 95 is meant.",
    "Pooling would work with a wrong variance, and the study would weigh too much or too little.",
    "Look the level up in the paper and write it as `level:`.",
    Severity.WARNING,
)
SPREAD_UNCLEAR = Code(
    "spread-unclear",
    "The spread of means is not clear",
    "An arm gives its spread as one of `sd`, `se` and `ci`. Where no arm has one, `difference` holds one figure on the "
    "difference between them. For the same people twice, `difference` or `correlation` says how their values differ.",
    "Two figures may give two standard deviations, and nobody would see which one was used.",
    "Keep one figure: the `sd` where it is printed.",
)
BAD_SYNTHESIS = Code(
    "bad-synthesis",
    "It is not clear which estimate is meant",
    "`synthesis` says how the counted results are pooled (`measure`, `method`), or which published estimate is "
    "shown (`published`, a result with an `estimate`). Where it says both, `differs` tells why they are not the same. "
    "Where it says `by` what subgroups differ in, each rated result names its `subgroup`. An `assumed_risk` lies "
    "between 0 and 100 per cent and comes from a source that is not retracted.",
    "Readers have to know whose estimate they see, and two numbers without a word look like a mistake.",
    "Write `synthesis: {measure: smd, method: reml}` or `synthesis: {published: {study: …, result: …}}`, or both "
    "with `differs:` in `published`.",
)
CANNOT_POOL = Code(
    "cannot-pool",
    "Results do not belong into one pool",
    "A counted result gives no effect in the measure of the pool, counts people whom another one counted, or its "
    "scale or kind of score does not go with the others.",
    "Their mean would be a number without a meaning.",
    "Choose a measure that fits all, another result of the study, or no pooling.",
)
BAD_COMPARISON = Code(
    "bad-comparison",
    "A result does not compare two arms",
    "`compare` names one arm, or the same one twice.",
    "A difference is the first arm minus the second.",
    "Write two different arms, such as [treatment, control].",
)
BODY_ABOVE_DESIGN = Code(
    "body-above-design",
    "A result claims more than its study's design gives",
    "`body` on a result may say less than the study's design (a follow-up of a trial is single-arm), never more.",
    "A study without randomisation must not start as high as a trial.",
    "Remove `body`, or correct the study's `design`.",
)

FIELD_MISSING_FOR_KIND = Code(
    "field-missing-for-kind",
    "A claim lacks a field that its kind needs",
    "Effects and harms need `comparison` and `outcome`, an association `factor` and `outcome`, a mechanism `link`; "
    "all of them say what they assert (`asserts`).",
    "Without it the claim says nothing definite that evidence could speak to.",
    "Add the field, or correct `kind`. A statement that no study could settle has `not_testable` instead.",
)
FIELD_NOT_FOR_KIND = Code(
    "field-not-for-kind",
    "A claim has a field that does not belong to its kind",
    "The field belongs to another kind of claim: a mechanism has a link and a ladder, and no certainty; "
    "only a mechanism's evidence says what it `tests`.",
    "Two scales that look alike would be mixed: how something acts, and whether people get better.",
    "Remove the field, or correct `kind`.",
)
TESTS_WITHOUT_NOTE = Code(
    "tests-without-note",
    "A judgement about a link has no reason",
    "`tests: link` or `tests: part` stands without `note`.",
    "Whether a study tests the whole link decides how high a mechanism stands; it is a judgement, and needs a reason.",
    "Say in one sentence under `note` why the study tests the whole link, or which part.",
)
TESTS_MISSING = Code(
    "tests-missing",
    "Evidence for a mechanism does not say what it tests",
    "Other evidence of the claim says what it `tests`, and this item does not.",
    "It would count for nothing without anybody having decided so.",
    "Add `tests: link` or `tests: part` with a `note`, or make its role `background`.",
)

# --- appraisal -----------------------------------------------------------------------------

RESULT_NOT_NAMED = Code(
    "result-not-named",
    "Evidence names no result",
    "An item in a rated role names a study but none of its results.",
    "A rating rests on figures, and readers must be able to see which.",
    "Add `result:` with one of the study's results. Only a study whose reports are all retracted may stand without.",
)
DUPLICATE_EVIDENCE = Code(
    "duplicate-evidence",
    "The same evidence stands twice",
    "A claim lists the same result of a study twice.",
    "It would count twice.",
    "Keep one of the two.",
)
BODY_MISMATCH = Code(
    "body-mismatch",
    "Evidence does not belong to the rated body",
    "An item in a rated role is of another kind of study than the claim's `body`.",
    "The starting level follows from the body: a follow-up without a comparison group must not start as high as "
    "a trial.",
    "Set the item's role to `background`, or rate that body in a claim of its own.",
)
ROBINS_I_NOT_JUDGED = Code(
    "robins-i-not-judged",
    "A study was not judged with ROBINS-I",
    "The claim's `body` is robins-i, and a counted study has no judgement with that tool.",
    "Studies without randomisation start low. They start high only where each was compared with an ideal trial, "
    "which then takes steps for confounding.",
    "Add the judgement under `risk_of_bias` in the study, or make the body non-randomised.",
)
BIAS_NOT_OF_TOOL = Code(
    "bias-not-of-tool",
    "A judgement of bias is not in the words of its tool",
    "`overall`, or a domain or its judgement under `domains`, is none that the tool has.",
    "Tools have scales of their own; a word from another one cannot be compared or checked.",
    "Use the tool's words; the hint lists them.",
)
BIAS_OVERALL = Code(
    "bias-overall",
    "The overall judgement of bias does not follow",
    "`overall` is not the worst of the judged domains or, with AMSTAR-2, not what the items that are not met give: "
    "none of the critical ones and at most one other, high; more others, moderate; one critical, low; two, critically "
    "low. A worse one needs `escalated: true` and a `reason`; a better one is never right.",
    "A good overall word over a bad domain would hide it.",
    "Look the judgement up in its source and correct it, or say why it was judged worse.",
)
BIAS_TO_CONSIDER = Code(
    "bias-to-consider",
    "An overall judgement of bias is worth a second look",
    "RoB 2 with some concerns in two domains or more and the same overall, or ROBINS-I with a low risk overall, and no "
    "`reason`. No rule is broken: these tools leave it to a person.",
    "Several concerns can add up to a high risk, and few studies without randomisation are as good as a trial.",
    "Say in `reason` why it stays; where a review judged so, say that. Where it is worse, make it worse and add "
    "`escalated: true`.",
    Severity.WARNING,
)
REVIEW_BESIDE_INCLUDED = Code(
    "review-beside-included",
    "A review counts beside a study that it includes",
    "Two lines of rated evidence rest on the same people: a review, and a study that the review `includes`.",
    "What one study found would count twice, and the evidence would look larger than it is.",
    "Keep the review or the studies, and set the role of the other to `background`.",
)
SAME_REGISTRATION = Code(
    "same-registration",
    "One study counts as two",
    "Two studies in rated roles have a registration or a `cohort` in common.",
    "A registration stands for one study, a cohort for the same people; reports on them count once, however many.",
    "Make them one study with several `reports`, or set the role of one of them to `background`. "
    "Where a registration was copied by mistake, correct it.",
)
STEP_WITHOUT_REASON = Code(
    "step-without-reason",
    "A step has no reason",
    "A domain that lowers or raises the level, or that could not be judged, has no `reason`.",
    "A rating without reasons cannot be checked by anybody.",
    "Say in one sentence what led to the step.",
)
STEP_NOT_ALLOWED = Code(
    "step-not-allowed",
    "A step is not allowed here",
    "Each domain has its own steps: 0, -1 or -2; publication bias 0 or -1; risk of bias also -3 where the body is "
    "robins-i; a large effect +1 or +2, other upgrades +1.",
    "These are the steps that the GRADE approach knows.",
    "Take one of the steps that the message lists.",
)
UPGRADE_ON_TRIALS = Code(
    "upgrade-on-trials",
    "A body of trials is rated up",
    "Only bodies without randomisation can be rated up.",
    "Trials start high already; no convincing case for more has been found.",
    "Remove the upgrade.",
)
UPGRADE_BESIDE_DOWNGRADE = Code(
    "upgrade-beside-downgrade",
    "A body is rated up and down at once",
    "Something lowered the level, and an upgrade stands beside it without `despite`.",
    "Doubts about a body usually concern the large effect as well.",
    "Remove the upgrade, or say under `despite` why it holds although the other domain was lowered.",
)
UNKNOWN_BECAUSE = Code(
    "unknown-because",
    "A step names a study that is not in evidence",
    "`because` names a study that the claim does not list in a rated role.",
    "A judgement must rest on the evidence that is rated.",
    "Correct the id, or add the study to `evidence`.",
)
BECAUSE_EXCLUDED = Code(
    "because-excluded",
    "A step rests on retracted studies only",
    "All studies that `because` names are excluded.",
    "The reason for the step is gone with them.",
    "Judge the domain again, on the studies that are left.",
)
LEVEL_NOT_RECORDED = Code(
    "level-not-recorded",
    "The rating is not the recorded one",
    "Level (or state), direction and the list of rated results follow from the files, "
    "and differ from the newest entry under `history`.",
    "Nobody's rating changes unseen, and nobody can type a better one.",
    "If the new rating is right, run `evidence accept CLAIM --why TEXT`. If not, undo the change that led to it.",
)
RETRACTED_EVIDENCE = Code(
    "retracted-evidence",
    "Recorded evidence no longer counts",
    "The newest history entry lists a result that no longer counts, because its publication, or the dataset "
    "it was read in, is retracted.",
    "A person has to look at the claim again, even where its level stays.",
    "Read the claim, judge its domains again, then run `evidence accept CLAIM --why TEXT`.",
)
EVIDENCE_UNDER_CONCERN = Code(
    "evidence-under-concern",
    "Evidence is under an expression of concern",
    "A counted result comes from a publication with an expression of concern.",
    "The badge says that the rating is suspended until the matter is settled.",
    "Nothing has to be done; watch for the publisher's decision.",
    Severity.WARNING,
)
HISTORY_ORDER = Code(
    "history-order",
    "The history is out of order",
    "History entries stand newest first.",
    "The newest one is compared with the rating that follows; an old one in its place would hide a change.",
    "Move the entries into order. Old entries are never changed.",
)
STATUS_WITHOUT_BASIS = Code(
    "status-without-basis",
    "A confirmed status has no basis",
    "A record with `confirmed: true` needs `basis`: the notice, the publisher's marked copy or the index that was "
    "seen.",
    "RETRACTED is a grave word; it must not rest on hearsay.",
    "Say under `basis` what was seen, or set `confirmed: false`.",
)

# --- wording and balance -------------------------------------------------------------------

WORDING_TOO_STRONG = Code(
    "wording-too-strong",
    "A sentence is surer than the evidence",
    "A key message or the summary states what the treatment does to the outcome with a verb that fits a higher "
    "level than the claim's: a bare verb fits high certainty, `probably` moderate, `may` low, and at very low "
    "certainty, or without a level, not even a direction is stated. The report of a single study in the past tense "
    "is no such statement. It is an error, since a page must not say more than its evidence does; one line under "
    "`waivers` answers a false alarm.",
    "Readers remember the verb and not the badge.",
    "Use the verb that the hint names, or report what a study found. If the sentence is right as it stands, add the "
    "code under `waivers` with a `reason`.",
)
WORDING_TOO_WEAK = Code(
    "wording-too-weak",
    "A sentence is less sure than the evidence",
    "A key message or the summary states what the treatment does to the outcome with a verb that fits a lower level "
    "than the claim's, such as `may` at high certainty. It is a warning: nobody is promised too much by it.",
    "A reader learns less than is known, and the same word then means two things on one site.",
    "Use the verb that the hint names, or add the code under `waivers` with a `reason`.",
    Severity.WARNING,
)
BANNED_PHRASE = Code(
    "banned-phrase",
    "A phrase misleads wherever it stands",
    "The text of a claim holds a phrase that readers take for more than it says: `no evidence of`, `not "
    "significant`, `proven`, `safe and effective`, `breakthrough`, `cure`. Text in quotation marks and the field "
    "`claim` are exempt; `has not been proven` and the like may stand. It is an error, as each of them can be "
    "written otherwise.",
    "No evidence of an effect is read as evidence of no effect, and a p-value as the size of one.",
    "Write what the hint suggests, put somebody else's words in quotation marks, or add the code under `waivers` "
    "with a `reason`.",
)
BAD_THRESHOLD = Code(
    "bad-threshold",
    "A threshold of importance cannot be used",
    "`important` on a claim has no unit, value or source, is in a unit that the claim's estimate does not have, or "
    "takes the last resort where a source states a threshold, or without a `reason`.",
    "The word for size on the page would rest on nothing, or on nobody.",
    "State the thresholds as the source does. On an instrument they are in its points; on a claim in "
    "`people-per-100` or `standard-deviations`.",
)
SIZE_WITHOUT_THRESHOLD = Code(
    "size-without-threshold",
    "A word for size rests on no threshold",
    "A key message or the summary calls an effect large, or says `a lot`, `dramatically` or the like, and neither "
    "the claim nor an instrument of its rated results has a threshold of importance (`important`). It is a "
    "warning: the figure beside the word may bear it out, and only a person can see that.",
    "Large by whose measure? Such a word is the writer's and looks like a finding.",
    "Give the figure instead, add `important` with its source to studies/instruments.yml or the claim, or add the "
    "code under `waivers` with a `reason`.",
    Severity.WARNING,
)
NO_DIFFERENCE_TOO_WIDE = Code(
    "no-difference-too-wide",
    "No difference, and an interval that fits one",
    "The claim asserts `no-difference` and is supported above low certainty, or asserts an effect and is spoken "
    "against by an estimate too small to matter; and the interval of the estimate reaches the threshold of importance.",
    "A wide interval around nothing fits an effect that matters; it is not evidence that there is none.",
    "Make the role `unclear`, or take a step for imprecision.",
)
NO_EVIDENCE_IN_PEOPLE = Code(
    "no-evidence-in-people",
    "An outcome rests on animals or cells alone",
    "Every counted result of an effect or harm was found in animals or cells, and the level is above very low.",
    "What happens in a mouse says how something may act, not whether people get better.",
    "Take the steps for indirectness, make it a claim of the kind `mechanism`, or make the role `background`.",
)
HARMS_MISSING = Code(
    "harms-missing",
    "A benefit is shown without a word on harms",
    "A comparison has an effect that is rated above very low with evidence that supports it, and no claim of the "
    "kind `harm`, for it or for another comparison of the same intervention. It is a warning, since what is missing "
    "has to be looked for first.",
    "A page with benefits alone reads as if there were no harms.",
    "Add a claim of the kind `harm`. Where a search found no study, the claim says so: it needs only `search`. "
    "Where harms are told elsewhere, add the code under `waivers` with a `reason`.",
    Severity.WARNING,
)
UNUSED_WAIVER = Code(
    "unused-waiver",
    "A waiver waives nothing",
    "An entry under `waivers` names a code that is not reported for the claim or study.",
    "Left in place, it would hide the next problem of that kind.",
    "Remove the entry.",
    Severity.WARNING,
)

# --- content pages and templates -----------------------------------------------------------

BAD_LABEL = Code(
    "bad-label",
    "A site's own label cannot be used",
    "overrides/evidence/labels/en.yml (or en.wording.yml beside it, the word lists of the lint) names a label that "
    "does not exist, gives it another shape, or asks for a placeholder that cannot be filled.",
    "The page would show the wrong words, or none.",
    "Take the shape and the placeholders of the shipped label of the same name.",
)
BROKEN_LINK = Code(
    "broken-link",
    "A link leads to no page",
    "A content page links a file that the site does not have.",
    "Readers would land on an error page.",
    "Correct the link; generated pages are named like `claims/<id>.md`.",
)
ADDRESS_TAKEN = Code(
    "address-taken",
    "Two pages have the same address",
    "A file in content/ would be published where another page or file is, perhaps with other capitals in its name.",
    "Only one of the two could be published; on some systems one would silently replace the other.",
    "Rename the file in content/. Only index.md, methods.md and trust.md go into the generated pages of those names.",
)
TEMPLATE_ERROR = Code(
    "template-error",
    "A template cannot be used",
    "A template has a mistake, or names a value that is not there.",
    "The page that it makes cannot be built.",
    "Look at the line named; the shipped template of the same name shows which values there are.",
)

SITE_CONFIGURATION = Code(
    "site-configuration",
    "The site's configuration cannot be used",
    wrong="MkDocs refuses a value in mkdocs.yml, or the file itself.",
    why="Without its configuration no page of the site can be built.",
    mend="Correct the option at the place given; MkDocs' user guide lists what each one takes.",
)
PAGE_NOT_BUILT = Code(
    "page-not-built",
    "A page cannot be built",
    wrong="A content page, a template of the theme or an extension raised an error.",
    why="A site with a page missing would mislead; the whole build stops.",
    mend="Correct the file at the place given.",
)

# --- before publishing ----------------------------------------------------------------------

PLACEHOLDER_LEFT = Code(
    "placeholder-left",
    "Something is still to be added",
    "A claim or study holds a mark `[to be added: …]`, as `evidence new` writes them, or a text elsewhere does. "
    "Elsewhere it is told by `check --publish` only, since a site that is being written may have gaps.",
    "Nothing follows from a claim that is half written, and readers would take a page for finished that says itself "
    "that it is not.",
    "Write what the mark asks for in its place, quotes and all, or take the field or sentence out.",
)
SETTING_MISSING = Code(
    "setting-missing",
    "A setting that a published site needs is missing",
    "mkdocs.yml lacks the site's address, that of its repository, or where readers find help. Told by "
    "`check --publish` only.",
    "Without them pages cannot be quoted or corrected, and readers in need find nobody.",
    "Set `site_url`, and `repository` and `support` under the plugin.",
)
PAGE_MISSING = Code(
    "page-missing",
    "A page that a published site needs is missing",
    "There is no content/about.md or no content/methods.md. Told by `check --publish` only.",
    "Readers could not tell who is behind the site, who paid, and what was searched.",
    "Write the page.",
)

THEMES = (
    ("Files and YAML", UNREADABLE_FILE),
    ("The bibliography", BIB_SYNTAX),
    ("Fields and their values", BAD_ID),
    ("Names that lead to other records", UNKNOWN_CITATION),
    ("How a claim is rated", BODY_ABOVE_DESIGN),
    ("Wording and balance", WORDING_TOO_STRONG),
    ("Pages, templates and configuration", BAD_LABEL),
    ("Before publishing", PLACEHOLDER_LEFT),
)
"""What the codes are about, each with its first one, in the order of this module."""


UNFIT = frozenset({FIELD_MISSING_FOR_KIND, UNKNOWN_COMPARISON})
"""Problems of a claim about which nothing can be worked out: it lacks what a sentence is made of."""


def by_theme() -> list[tuple[str, list[Code]]]:
    """Every code under its theme, both in the order of this module."""
    themes, titles = [], {code: title for title, code in THEMES}
    for code in all_codes().values():
        if code in titles:
            themes.append((titles[code], [code]))
        else:
            themes[-1][1].append(code)
    return themes


def all_codes() -> dict[str, Code]:
    """Every code by its name, in the order of this module."""
    return {code.name: code for code in globals().values() if isinstance(code, Code)}
