from signon.documents.blocks import BULLET, HEADING, PARAGRAPH, RULE, Run, blocks


def told(body: str) -> list[tuple[str, str, int, str]]:
    return [(block.kind, block.text, block.depth, block.marker) for block in blocks(body)]


def test_numbers_are_kept_as_typed() -> None:
    assert [block.marker for block in blocks("3. a\n4. b\n\ntext\n\n1) c\n1) d")] == ["3.", "4.", "", "1)", "1)"]


def test_only_the_first_block_of_an_item_has_its_marker() -> None:
    assert told("- a\n\n  b\n\n- c") == [
        (PARAGRAPH, "a", 1, BULLET),
        (PARAGRAPH, "b", 1, ""),
        (PARAGRAPH, "c", 1, BULLET),
    ]


def test_lists_lie_in_lists() -> None:
    assert told("1. a\n   - b\n\nc") == [
        (PARAGRAPH, "a", 1, "1."),
        (PARAGRAPH, "b", 2, BULLET),
        (PARAGRAPH, "c", 0, ""),
    ]


def test_headings_begin_at_the_second_level() -> None:
    assert [(block.kind, block.level) for block in blocks("# a\n\n## b\n\n###### c")] == [
        (HEADING, 2),
        (HEADING, 2),
        (HEADING, 4),
    ]


def test_rules_and_quotes_are_told_apart_from_text() -> None:
    assert [(block.kind, block.quote) for block in blocks("> a\n\n---\n\nb")] == [
        (PARAGRAPH, 1),
        (RULE, 0),
        (PARAGRAPH, 0),
    ]


def test_a_run_has_one_look() -> None:
    (block,) = blocks("a **b *c*** [d **e**](https://example.org)\nf  \ng")
    assert block.runs == (
        Run("a "),
        Run("b ", bold=True),
        Run("c", bold=True, italic=True),
        Run(" "),
        Run("d ", href="https://example.org"),
        Run("e", bold=True, href="https://example.org"),
        Run(" "),
        Run("f"),
        Run(line_break=True),
        Run("g"),
    )


def test_a_list_without_empty_lines_is_tight() -> None:
    assert [block.tight for block in blocks("- a\n- b\n\ntext\n\n- c\n\n- d")] == [True, True, False, False, False]


def test_raw_html_is_text() -> None:
    (block,) = blocks("<b>oops & </b>")
    assert block.text == "<b>oops & </b>"
