"""The message catalogues: `python locales/catalogue.py extract | update | compile | check`.

extract  prints the template: every message of the program
update   brings each language's catalogue in line with the program: new messages empty, unused ones gone
compile  writes the binary catalogues that the program reads
check    fails when a message is missing, empty, fuzzy or unused, or when its placeholders differ from the source's
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "locales"
DOMAIN = "ecc_tui"
LANGUAGES = ("fr",)
"""Those that are translated; English is the source."""
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "N_": None, "ngettext": (1, 2)}

# No dates, names or line numbers: a catalogue only differs where its messages do.
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""


def template() -> Catalog:
    """Every message of the program, as it stands in the source."""
    catalogue = Catalog(charset="utf-8")
    found = extract_from_dir(ROOT / DOMAIN, [("**.py", "python")], keywords=KEYWORDS)
    for _file, _line, message, _comments, context in found:
        catalogue.add(message, context=context)
    return catalogue


def catalogue_files() -> list[Path]:
    """One for each language, whether or not it is there yet."""
    return [FOLDER / code / "LC_MESSAGES" / f"{DOMAIN}.po" for code in LANGUAGES]


def read(file: Path) -> Catalog:
    """A language's catalogue as it is; an empty one where there is no file."""
    language = file.parent.parent.name
    if not file.exists():
        return Catalog(locale=language, charset="utf-8")
    with file.open("rb") as opened:
        return read_po(opened, locale=language)


def text_of(catalogue: Catalog) -> str:
    """A catalogue as the text of its file."""
    body = BytesIO()
    write_po(body, catalogue, width=110, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    header = HEADER.format(language=catalogue.locale_identifier or "en", plural_forms=catalogue.plural_forms)
    return header + body.getvalue().decode()


def update() -> None:
    """Bring every catalogue in line with the program; translations stay, nothing is guessed."""
    source = template()
    for file in catalogue_files():
        catalogue = read(file)
        catalogue.update(source, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text_of(catalogue), encoding="utf-8")


def compile_catalogue(file: Path) -> Path:
    """Write the binary catalogue beside its source, whole or not at all."""
    compiled = file.with_suffix(".mo")
    content = BytesIO()
    write_mo(content, read(file))
    unfinished = compiled.with_suffix(".mo.new")
    unfinished.write_bytes(content.getvalue())
    return unfinished.replace(compiled)


def placeholders(text: str) -> frozenset[str]:
    """The names in braces; a text that can't be formatted has none that is valid."""
    try:
        return frozenset(name for _text, name, _format, _conversion in Formatter().parse(text) if name is not None)
    except ValueError:
        return frozenset({"(broken)"})


def _texts(value: object) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list | tuple) else (str(value or ""),)


def faults(source: Catalog, catalogue: Catalog) -> Iterator[str]:
    """What is wrong with a language's catalogue."""
    for message in source:
        if not message.id:
            continue
        name = repr(_texts(message.id)[0])
        translated: Message | None = catalogue.get(message.id, message.context)
        if translated is None:
            yield f"missing: {name}"
        elif translated.fuzzy:
            yield f"fuzzy: {name}"
        elif not all(_texts(translated.string)) or len(_texts(translated.string)) < len(_texts(message.id)):
            yield f"not translated: {name}"
        else:
            allowed = {placeholders(text) for text in _texts(message.id)}
            if any(placeholders(text) not in allowed for text in _texts(translated.string)):
                yield f"other placeholders: {name}"
    for message in catalogue:
        if message.id and source.get(message.id, message.context) is None:
            yield f"unused: {_texts(message.id)[0]!r}"


def check() -> int:
    """Print every fault; how many there are."""
    source = template()
    found = [f"{file.relative_to(ROOT)}: {fault}" for file in catalogue_files() for fault in faults(source, read(file))]
    print("\n".join(found) or f"catalogues complete: {len(source)} messages")
    return len(found)


def main(arguments: list[str]) -> int:
    """The exit code."""
    match arguments:
        case ["extract"]:
            print(text_of(template()))
        case ["update"]:
            update()
        case ["compile"]:
            for file in catalogue_files():
                compile_catalogue(file)
        case ["check"]:
            return min(check(), 1)
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
