"""XML bodies: botocore's results, by the fast way where the answer is plain and by the exact way where it is not."""

from __future__ import annotations

import gc
import traceback
import tracemalloc
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from botocore.model import ShapeResolver
from botocore.parsers import ResponseParserError, create_parser
from hypothesis import example, given
from hypothesis import strategies as st

from allpages import errors
from allpages.formats import xml
from allpages.formats.xml import cut as xml_cut
from allpages.formats.xml import pieces as xml_pieces
from allpages.formats.xml import text as xml_text
from allpages.formats.xml import tree as xml_tree
from allpages.models.catalog import service
from allpages.models.shapes import Shape
from plain_shapes import PLAIN

if TYPE_CHECKING:
    from collections.abc import Callable

MODEL: dict[str, dict[str, Any]] = {
    **PLAIN,
    "Names": {"type": "list", "member": {"shape": "Text"}},
    "FlatNames": {"type": "list", "member": {"shape": "Text", "locationName": "Label"}, "flattened": True},
    "FlatImages": {"type": "list", "member": {"shape": "Image"}, "flattened": True},
    "Images": {"type": "list", "member": {"shape": "Image", "locationName": "item"}},
    "Tags": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}},
    "FlatTags": {
        "type": "map",
        "key": {"shape": "Text", "locationName": "K"},
        "value": {"shape": "Whole", "locationName": "V"},
        "flattened": True,
    },
    "Choice": {"type": "structure", "union": True, "members": {"S": {"shape": "Text"}, "N": {"shape": "Whole"}}},
    "Owner": {
        "type": "structure",
        "xmlNamespace": {"prefix": "xsi", "uri": "http://www.w3.org/2001/XMLSchema-instance"},
        "members": {
            "Kind": {"shape": "Text", "xmlAttribute": True, "locationName": "xsi:type"},
            "Id": {"shape": "Text"},
        },
    },
    "Image": {
        "type": "structure",
        "members": {
            "Id": {"shape": "Text", "locationName": "imageId"},
            "Size": {"shape": "Whole"},
            "Price": {"shape": "Real"},
            "IsPublic": {"shape": "Flag"},
            "Made": {"shape": "Moment"},
            "Data": {"shape": "Bytes"},
            "Names": {"shape": "Names"},
            "Labels": {"shape": "FlatNames"},
            "Copies": {"shape": "FlatImages", "locationName": "Copy"},
            "Parts": {"shape": "Images", "locationName": "partSet"},
            "Tags": {"shape": "Tags"},
            "Counts": {"shape": "FlatTags", "locationName": "Count"},
            "Choice": {"shape": "Choice"},
            "Owner": {"shape": "Owner"},
            "Parent": {"shape": "Image"},
            "Etag": {"shape": "Text", "location": "header", "locationName": "ETag"},
        },
    },
}
IMAGE = Shape("Image", {}, MODEL.__getitem__)
ITEM = "<item><imageId>a</imageId><Size>{}</Size><Names><member>x</member></Names><Label>l</Label></item>"
DOCUMENTS = (
    "<R><imageId>a</imageId><Size>5</Size><Price>1.5</Price><IsPublic>true</IsPublic><Data>AP8=</Data></R>",
    "<R><imageId></imageId><Data/><Names/><Tags/><Parent/><IsPublic/></R>",
    "<R><Made>2020-01-02T03:04:05.678Z</Made><IsPublic>True</IsPublic></R>",
    "<R><Names><member>a</member><member/><member>&lt;b&gt; &amp;c&#10;</member></Names></R>",
    "<R><Label>a</Label><Label>b</Label><Copy><imageId>1</imageId></Copy><Copy/></R>",
    "<R><Label>only</Label></R>",
    "<R><Tags><entry><key>a</key><value>1</value></entry><entry><value>2</value><key>b</key></entry></Tags></R>",
    "<R><Count><K>a</K><V>1</V></Count><Count><K>b</K><V>2</V></Count></R>",
    "<R><Choice><S>x</S></Choice></R>",
    "<R><Choice><Later>x</Later></Choice></R>",
    '<R xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><Owner xsi:type="User"><Id>7</Id></Owner></R>',
    '<R xmlns:a="urn:a"><Owner type="no" a:type="any" a:other="no"/></R>',
    "<R><Parent><Parent><imageId>x</imageId></Parent></Parent></R>",
    "<R><partSet>" + "".join(ITEM.format(size) for size in range(5)) + "</partSet></R>",
    "<R><unknown><deep><er/></deep></unknown><imageId>a</imageId>text<!-- c --><?pi?></R>",
    '<?xml version="1.0" encoding="UTF-8"?>\n<R xmlns="urn:x">\n  <imageId> a\n</imageId>\n  <Size> 5 </Size>\n</R>\n',
    '<n:R xmlns:n="urn:x"><n:imageId>a</n:imageId></n:R>',
    "<R><imageId><![CDATA[<a>&amp;]]></imageId><ETag>no</ETag></R>",
    "<R><imageId>a\r\nb&#xD;</imageId></R>",
    "<R><imageId>&#34;a&#39;&#x9;&#xA;&#xD;&quot;&apos;&gt;</imageId></R>",
    "<R><imageId>é漢😀</imageId></R>",
    "<R/>",
    "<R><imageId>&quot;a&quot;</imageId></R>",
)


def theirs(body: bytes) -> dict[str, Any]:
    """What botocore's REST parser makes of a body."""
    parser = create_parser("rest-xml")
    shape = ShapeResolver(MODEL).get_shape_by_name("Image")
    page: dict[str, Any] = parser.parse({"status_code": 200, "headers": {}, "body": body}, shape)
    del page["ResponseMetadata"]
    return page


@pytest.mark.parametrize("document", DOCUMENTS)
def test_values_are_those_of_botocore(document: str) -> None:
    """Names, flat and wrapped lists and maps, attributes, empty elements, namespaces, recursion."""
    read, expected = xml.reader(IMAGE), theirs(document.encode())
    assert [read(document.encode()) for _ in range(3)] == [expected] * 3
    assert xml_tree.reader(IMAGE)(xml_tree.parse(document.encode())) == expected


@pytest.mark.parametrize("document", [DOCUMENTS[i] for i in (0, 1, 2, 4, 5, 12, 13, 19, 20, 22)])
def test_plain_answers_are_read_without_a_parser(document: str) -> None:
    """The fast way takes what services usually write, and gives the same."""
    assert xml_pieces.reader(IMAGE)(document.encode()) == ("R", theirs(document.encode()))


@pytest.mark.parametrize(
    "document",
    [
        "<R><imageId>&amp;&#65;</imageId></R>",
        "<R><imageId>&amp</imageId></R>",
        "<R><later><a></b></later></R>",
        "<R><later><a:b/></later></R>",
        "<R><Size>5<x/></Size></R>",
        "<R><imageId>5<x/></imageId></R>",
        "<R><Parent></Names></R>",
        "<R><Names><member>a</x></Names></R>",
        f"<R>{'<later>' * 150}{'</later>' * 150}</R>",
        "<R></S>",
        "<R></R><R></R>",
        "<R></R>x",
        "<R a='b'></R>",
        "<?xml version='1.1'?><R></R>",
        '<R xmlns="a" b="c"></R>',
    ],
)
def test_what_is_not_plain_is_left_to_the_exact_way(document: str) -> None:
    """References by number, prefixes, attributes, elements where text should be, what is not well-formed."""
    with pytest.raises(xml_cut.Unusual):
        xml_pieces.reader(IMAGE)(document.encode())


def test_items_of_a_layout_seen_before_are_read_alike() -> None:
    """Items of one layout, of another, and with unknown and empty elements in between."""
    odd = "<item><later><x/></later><imageId/><Parent><imageId>p</imageId></Parent><Names/><Label/></item>"
    items = [ITEM.format(1), odd, ITEM.format(2), odd, ITEM.format(3), odd, "<item/>", "<item></item>"]
    document = f"<R><partSet>{''.join(items)}</partSet></R>".encode()
    assert xml_pieces.reader(IMAGE)(document)[1] == theirs(document)


TIMES = [
    "2026-01-27T22:00:01.552Z",
    "2026-01-27T22:00:01Z",
    "2026-01-27T22:00:01+02:00",
    "1769551201",
    "20260127T220001Z",
]


@given(
    runs=st.lists(st.tuples(st.integers(0, 3), st.integers(1, 9), st.sampled_from(TIMES)), max_size=12),
    flat=st.booleans(),
)
def test_runs_of_one_layout_are_read_alike(runs: list[tuple[int, int, str]], *, flat: bool) -> None:
    """Long runs and short ones, in any order, with times in any form, in lists with a name around them and without."""
    name = "Copy" if flat else "item"
    inner = (
        "<Made>{0}</Made>",
        "<Size>{1}</Size><Made>{0}</Made><Label>{1}</Label><Label/>",
        "",
        "<imageId>{1}</imageId>",
    )
    items = [f"<{name}>{inner[kind].format(made, at)}</{name}>" for kind, count, made in runs for at in range(count)]
    document = f"<R>{''.join(items) if flat else '<partSet>' + ''.join(items) + '</partSet>'}</R>".encode()
    read = xml_pieces.reader(IMAGE)
    assert read(document)[1] == read(document)[1] == theirs(document)


TRAPS = (
    "",
    "\n  ",
    "&lt;&quot;",
    "é\u2003",
    "<later><partSet><item><Size>7</Size></item></partSet></later>",
    "<Parent><partSet><item><Size>8</Size></item></partSet><Copy><Size>9</Size></Copy></Parent>",
    "<partSet><item><Size>4</Size></item></partSet>",
    "<Copy><Size>5</Size></Copy>",
    "<!-- <partSet><item><Size>1</Size></item></partSet> -->",
    "<later><#0/></later>",
)


@given(
    flat=st.booleans(),
    gap=st.sampled_from(["", "\n    ", "text", "&amp;"]),
    pages=st.lists(
        st.tuples(
            st.sampled_from(TRAPS),
            st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["1", " 2\n", "&#34;", "x"])), max_size=9),
            st.sampled_from(TRAPS),
        ),
        min_size=2,
        max_size=5,
    ),
    damage=st.tuples(st.integers(0, 10_000), st.sampled_from(["", "<", ">", "&", "]", "<item>", "</item>", "\x01"])),
)
def test_page_after_page_is_read_as_by_the_exact_way(
    *,
    flat: bool,
    gap: str,
    pages: list[tuple[str, list[tuple[int, str]], str]],
    damage: tuple[int, str],
) -> None:
    """What one page taught is used on the next: layouts mixed, what looks like a list elsewhere, a damaged page."""
    name = "Copy" if flat else "item"
    inner = (
        "<imageId>{}</imageId>",
        "<Label>{}</Label>" + gap + "<Label/>",
        "<partSet><item><imageId>{}</imageId></item></partSet>",
        "<Size>3</Size>",
    )
    fast, exact = xml_pieces.reader(IMAGE), xml_tree.reader(IMAGE)
    lesson = [("", [(kind, "1") for kind in range(4)] * 2, "")]
    for number, (before, kinds, after) in enumerate([*lesson, *pages]):
        items = gap.join(f"<{name}>{gap}{inner[kind].format(text)}</{name}>" for kind, text in kinds)
        text = f"<R>{before}{items if flat else f'<partSet>{gap}{items}</partSet>'}{after}</R>"
        if number == len(pages):
            at = damage[0] % len(text)
            text = text[:at] + damage[1] + text[at:]
        try:
            page = fast(text.encode())[1]
        except (xml_cut.Unusual, ValueError, IndexError):
            continue  # the exact way is asked
        assert page == exact(xml_tree.parse(text.encode()))


def test_a_list_that_turns_up_elsewhere_makes_the_fast_way_no_exact_one() -> None:
    """What was learnt of one list stands in another one too: the document is still read by its pieces."""
    items = "".join(f"<item><Size>{size}</Size></item>" for size in range(3))
    read = xml_pieces.reader(IMAGE)
    for document in (f"<R><partSet>{items}</partSet></R>", f"<R><Parent><partSet>{items}</partSet></Parent></R>") * 2:
        assert read(document.encode())[1] == theirs(document.encode())


def test_what_is_compiled_shows_its_source() -> None:
    """To tracebacks, as debuggers and profilers read them too."""
    item = "<item><Size>{}</Size></item>"
    read = xml_pieces.reader(IMAGE)
    with pytest.raises(ValueError, match="invalid literal") as caught:
        read(f"<R><partSet>{item.format(1) * 3}{item.format('x')}</partSet></R>".encode())
    assert "for x1, in zip(map(integer, column1))" in "".join(traceback.format_exception(caught.value))


def test_layouts_are_bounded() -> None:
    """Ever new layouts are read, and forgotten."""
    item = [f"<item>{'<Label/>' * count}</item>" for count in range(230)]
    items = "".join([*item, *item[:20], *item])
    document = f"<R><partSet>{items}</partSet></R>".encode()
    assert xml_pieces.reader(IMAGE)(document)[1] == theirs(document)


def test_tags_nobody_knows_are_not_remembered_for_ever() -> None:
    """A thousand of them, in a structure and in a list."""
    tags = "".join(f"<later{i}>x</later{i}>" for i in range(1000))
    document = f"<R>{tags}<Names>{tags}</Names></R>".encode()
    assert xml_pieces.reader(IMAGE)(document)[1] == theirs(document) == {"Names": ["x"] * 1000}


def test_nothing_that_an_answer_names_is_kept() -> None:
    """Neither tags nor layouts that are long, however often they come."""
    read = xml_pieces.reader(IMAGE)
    tracemalloc.start()
    try:
        for number in range(12):
            tag = f"a{number}" + "b" * 100_000
            read(f"<R><partSet>{f'<item><{tag}/></item>' * 3}</partSet><Names><{tag}>x</{tag}></Names></R>".encode())
        del tag
        gc.collect()
        assert tracemalloc.get_traced_memory()[0] < 100_000
    finally:
        tracemalloc.stop()


def test_an_absent_list_leaves_the_key_out_and_no_body_is_no_member() -> None:
    """As botocore: a missing element is not an empty one."""
    read = xml.reader(IMAGE)
    assert read(b"<R><partSet/></R>") == {"Parts": []}
    assert read(b"") == {}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<R><imageId>a</R>", "mismatched tag, line 1, column 16"),
        (b"<R>\n<imageId>cut", "line 2"),
        (b"not XML", "not well-formed"),
        (b"<R>&nothing;</R>", "undefined entity"),
        (b"<R>\xff</R>", "not well-formed"),
        (b"<R>\x01</R>", "not well-formed"),
        ("<R/>".encode("utf-16"), "not in UTF-8"),
        ("<R/>".encode("utf-16-be"), "not in UTF-8"),
        (b'<?xml version="1.0" encoding="UTF-16"?><R><Size>x</Size></R>', "<Size> should be of type integer"),
        (b"<R><Size/></R>", "<Size> should be of type integer"),
        (b"<R><Price>1,5</Price></R>", "<Price> should be of type double"),
        (b"<R><Made>yesterday-ish</Made></R>", "<Made> should be of type timestamp"),
        (b"<R><Data>A</Data></R>", "<Data> should be of type blob"),
        (b"<R><Choice><S>a</S><N>1</N></Choice></R>", "exactly one member"),
        (b"<R><Choice/></R>", "exactly one member"),
        (b"<R><Tags><entry><key>a</key></entry></Tags></R>", "has not both"),
        (b"<R><Tags><entry><x/></entry></Tags></R>", "has an element <x>"),
        (b"<html><body>Please log in</body></html>", "web page"),
    ],
)
def test_what_cannot_be_read_is_refused_and_says_where(body: bytes, said: str) -> None:
    """Line and column of what is no XML, the element of what does not fit."""
    with pytest.raises(errors.ResponseError, match=said) as caught:
        xml.reader(IMAGE)(body)
    assert caught.value.hint


LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    "body",
    [
        f"{LAUGHS}<R><imageId>&b;</imageId></R>".encode(),
        b'<!DOCTYPE R SYSTEM "file:///etc/passwd"><R/>',
        b'<?xml version="1.0" encoding="ISO-8859-1"?><!DOCTYPE R [<!ENTITY x SYSTEM "file:///etc/passwd">]><R>&x;</R>',
        f"{LAUGHS}<R>".encode(),
    ],
)
def test_a_document_type_is_refused(body: bytes) -> None:
    """No entities, whatever they would expand to."""
    with pytest.raises(errors.ResponseError, match="document type"):
        xml.reader(IMAGE)(body)


def test_the_letters_of_a_document_type_are_no_document_type() -> None:
    """In CDATA and comments they are text."""
    assert xml.reader(IMAGE)(b"<R><imageId><![CDATA[<!DOCTYPE x>]]></imageId></R>") == {"Id": "<!DOCTYPE x>"}


@pytest.mark.parametrize("name", ["a", "Parent", "Copy"])
def test_nesting_is_bounded(name: str) -> None:
    """A hundred thousand elements inside one another are refused, modelled or not."""
    body = f"<R>{f'<{name}>' * 100_000}{f'</{name}>' * 100_000}</R>".encode()
    with pytest.raises(errors.ResponseError, match="too deeply"):
        xml.reader(IMAGE)(body)


@pytest.mark.parametrize("root", ["Response", "ErrorResponse", "Error"])
def test_an_error_is_no_page(root: str) -> None:
    """A success whose body is an error document is never an empty page."""
    for body in (f"<{root}><Code>x</Code></{root}>", f"<{root}><Code>x</Code><!-- c --></{root}>"):
        with pytest.raises(xml.ErrorDocument):
            xml.reader(IMAGE)(body.encode())
        assert xml.is_error(body.encode())


PIECES = (
    *("<", ">", "/", "&", "&amp;", "&#10;", "&x;", "\r", "\0", "\x01", "]]>", "<!--x-->", "<![CDATA[<a>]]>", "<?p?>"),
    *("<x/>", "<x>1</x>", "</item>", "<item>", "<item/>", " ", '"', "=", ' a="b"', "\ufffe", "é", "\n", "<imageId>"),
    *("</imageId>", "<Size>5</Size>", "x:", "<Label>q</Label>", "<Parent>", "</Parent>", "<partSet>", "\ufeff"),
)


@given(
    st.sampled_from([DOCUMENTS[i] for i in (0, 4, 13, 14, 15)]),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 12), st.sampled_from(PIECES)), min_size=1, max_size=3),
)
@example("<R>&x;<imageId>a</imageId></R>", [])
@example("<R><imageId>a</imageId></R>&#10;", [])
@example('<R xmlns="><imageId>a</imageId></R>', [])
@example('<R xmlns="a}b"><imageId>a</imageId></R>', [])
@example('<R xmlns="http://www.w3.org/2000/xmlns/"><imageId>a</imageId></R>', [])
@example("<R><imageId>a</imageId><Copy></R></Copy>", [])
def test_the_fast_way_never_reads_what_the_exact_way_reads_otherwise(
    document: str, changes: list[tuple[int, int, str]]
) -> None:
    """Damaged documents: refused by the fast way, or read as expat and the exact way do; nothing foreign is raised."""
    for place, length, piece in changes:
        at = place % (len(document) + 1)
        document = document[:at] + piece + document[at + length % 5 :]
    body = document.encode()
    try:
        _, fast = xml_pieces.reader(IMAGE)(body)
    except (xml_cut.Unusual, ValueError, IndexError, OverflowError, RecursionError):
        _survives(xml.reader(IMAGE), body)
    else:
        assert fast == xml_tree.reader(IMAGE)(xml_tree.parse(body))


@given(st.binary(max_size=200))
def test_random_bytes_raise_nothing_foreign(body: bytes) -> None:
    """Whatever comes, it is read or refused."""
    _survives(xml.reader(IMAGE), body)
    _survives(xml.page_reader(IMAGE, "ec2"), body)


def _survives(read: Callable[[bytes], Any], body: bytes) -> None:
    try:
        read(body)
    except errors.AllpagesError:
        return


UNSPEAKABLE = "".join(map(chr, (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)))
TEXT = st.text(st.characters(codec="utf-8", exclude_characters=UNSPEAKABLE), max_size=8)
MOMENT = st.datetimes(datetime(1980, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone comes
NUMBERS = st.floats(allow_nan=False)


def images(inside: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Images, with images inside."""
    members = {
        "Id": TEXT,
        "Size": st.integers(-(2**63), 2**63),
        "Price": NUMBERS,
        "IsPublic": st.booleans(),
        "Made": MOMENT,
        "Data": st.binary(max_size=5),
        "Names": st.lists(TEXT, max_size=3),
        "Labels": st.lists(TEXT, min_size=1, max_size=3),
        "Copies": st.lists(inside, min_size=1, max_size=2),
        "Parts": st.lists(inside, max_size=3),
        "Tags": st.dictionaries(TEXT, TEXT, max_size=2),
        "Counts": st.dictionaries(TEXT, st.integers(), min_size=1, max_size=2),
        "Choice": st.one_of(st.fixed_dictionaries({"S": TEXT}), st.fixed_dictionaries({"N": st.integers()})),
        "Owner": st.fixed_dictionaries({}, optional={"Kind": TEXT, "Id": TEXT}),
        "Parent": inside,
    }
    return st.fixed_dictionaries({}, optional=members)


@given(st.recursive(st.just({}), images, max_leaves=4))
def test_what_is_written_reads_back(image: dict[str, Any]) -> None:
    """read(write(x)) == x, carriage returns and white space included; requests name flat lists otherwise."""
    body = xml_text.writer(IMAGE, is_request=False)(image, "Image", "urn:x")
    assert xml.reader(IMAGE)(body) == image
    assert theirs(body) == image


@pytest.mark.parametrize("text", ["\0", "a\x0bb", "\ufffe", "\ud800"])
def test_what_xml_cannot_carry_is_refused(text: str) -> None:
    """Rather than sent, to be refused or changed elsewhere."""
    with pytest.raises(errors.ParamValidationError, match="cannot carry"):
        xml.writer(IMAGE)({"Id": text}, "Image")
    with pytest.raises(errors.ParamValidationError, match="cannot carry"):
        xml.writer(IMAGE)({"Owner": {"Kind": text}}, "Image")


def test_a_carriage_return_is_sent_so_that_it_arrives() -> None:
    """A bare one, as botocore sends it, is a line feed to whoever reads it."""
    assert b"<imageId>a&#xD;b</imageId>" in xml.writer(IMAGE)({"Id": "a\rb"}, "Image")


def test_answers_have_milliseconds_and_a_place_for_the_request_id() -> None:
    """As the services write: the local endpoint's side."""
    write = xml_text.writer(IMAGE, is_request=False)
    made = datetime(2022, 1, 27, 22, 20, 6, 552000, UTC)
    body = write({"Made": made, "Id": None, "Parts": []}, "R", "urn:x", before="<requestId>1</requestId>")
    assert body == (b'<R xmlns="urn:x"><requestId>1</requestId><Made>2022-01-27T22:20:06.552Z</Made><partSet /></R>')
    assert b".552001Z" in write({"Made": made.replace(microsecond=552001)}, "R")


def test_a_namespace_may_be_a_bare_uri_and_is_for_requests() -> None:
    """An answer has the namespace that its writer is told."""
    shape = Shape("Choice", {"shape": "Choice", "xmlNamespace": "urn:m"}, MODEL.__getitem__)
    assert xml_text.writer(shape)({}, "C") == b'<C xmlns="urn:m" />'
    assert xml_text.writer(shape, is_request=False)({}, "C") == b"<C />"


def test_the_writers_of_real_shapes_declare_the_namespaces_of_the_model() -> None:
    """Also with a prefix, on an element inside."""
    shape = service("s3").operation("PutBucketAcl").input
    assert shape is not None
    policy = shape.members["AccessControlPolicy"]
    grant = {"Grants": [{"Grantee": {"Type": "CanonicalUser", "ID": "7"}, "Permission": "READ"}]}
    assert xml.writer(policy)(grant, "AccessControlPolicy") == (
        b'<AccessControlPolicy xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><AccessControlList><Grant>'
        b'<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"><ID>7</ID></Grantee>'
        b"<Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>"
    )


def test_two_members_of_one_tag_both_get_it() -> None:
    """S3's first kind of notifications has an Event and Events."""
    output = service("s3").operation("GetBucketNotification").output
    assert output is not None
    page = xml.reader(output)(b"<R><TopicConfiguration><Event>a</Event></TopicConfiguration></R>")
    assert page == {"TopicConfiguration": {"Event": "a", "Events": ["a"]}}


def test_botocore_refuses_what_we_refuse() -> None:
    """The oracle's own word on a truncated answer."""
    with pytest.raises(ResponseParserError):
        theirs(b"<R><imageId>")
