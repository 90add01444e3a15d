"""The forest of the tree: which lines there are, without any widget."""

from __future__ import annotations

from collections.abc import Sequence

from ecc_tui.widgets.forest import Forest, Node

COMPANY = Node(
    "company",
    "Société Aurélac",
    (
        Node("engine", "Flexible Engine", (Node("1", "OCB1 Boutique"), Node("2", "OCB2 Paie"))),
        Node("avenue", "Cloud Avenue", (Node("3", "OCB3 Paie"),), open=False),
    ),
)


def planted(*nodes: Node) -> Forest:
    forest = Forest()
    forest.plant(nodes or (COMPANY,))
    return forest


def keys(forest: Forest) -> Sequence[str]:
    """What each line shows; a note as `key/number`."""
    lines = []
    for line in range(len(forest)):
        note = forest.note(line)
        key = forest.entry(line).node.key
        lines.append(key if note is None else f"{key}/{note}")
    return lines


def test_lines_are_those_of_open_groups() -> None:
    forest = planted()
    assert keys(forest) == ["company", "engine", "1", "2", "avenue"]
    forest.open("avenue")
    assert keys(forest)[-1] == "3"
    forest.close("engine")
    assert keys(forest) == ["company", "engine", "avenue", "3"]
    assert forest.entry(1).leaves == 2
    forest.close_all()
    assert keys(forest) == ["company"]
    assert not forest.all_open
    forest.open_all()
    assert forest.all_open
    assert len(forest) == 6


def test_groups_that_were_known_stay_as_they_were_left() -> None:
    forest = planted()
    forest.close("engine")
    forest.plant([COMPANY, Node("other", "Other", (Node("4", "OCB4"),))])
    assert keys(forest) == ["company", "engine", "avenue", "other", "4"]


def test_the_filter_keeps_leaves_whose_words_or_groups_hold_all() -> None:
    forest = planted()
    forest.filter = "PAIE societe"
    assert keys(forest) == ["company", "engine", "2", "avenue", "3"]
    assert forest.hits == (2, 3)
    forest.filter = "paie cloud"
    assert keys(forest) == ["company", "avenue", "3"]
    forest.filter = "nowhere"
    assert (len(forest), forest.hits) == (0, (0, 3))
    forest.filter = " "
    assert keys(forest) == ["company", "engine", "1", "2", "avenue"]
    assert forest.hits == (3, 3)


def test_notes_stand_under_their_leaf_and_belong_to_it() -> None:
    forest = planted()
    forest.unfold("1", 2)
    assert keys(forest) == ["company", "engine", "1", "1/0", "1/1", "2", "avenue"]
    assert forest.line_of("2") == 5
    assert forest.group_above(4) == 1
    forest.unfold(None)
    assert forest.unfolded is None
    assert len(forest) == 5


def test_ways_up_and_down() -> None:
    forest = planted()
    assert forest.line_of("3") is None
    assert forest.reveal("3")
    assert (forest.line_of("3"), forest.first_leaf()) == (5, 2)
    assert not forest.reveal("9")
    assert forest.group_above(5) == 4
    assert forest.group_above(0) is None
    assert forest.outermost(5).key == "company"
