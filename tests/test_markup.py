from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.text.markup import decode_entities, plain_text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>大桥<b>合龙</b>。</p><p>市民观看。</p>", "大桥合龙。\n市民观看。"),
        ("<p>大桥合龙。<p>市民观看。", "大桥合龙。\n市民观看。"),
        ("大桥合龙。<br>市民观看。<br/><br />江水平静。", "大桥合龙。\n市民观看。\n江水平静。"),
        ("<DIV CLASS='a'><P>大桥合龙。</P></DIV>", "大桥合龙。"),
        ('大<a href="http://x.example/?a=1&amp;b=2" target=_blank>桥</a>合<img src="x.jpg"/>龙', "大桥合龙"),
        ('<p data-lazy style="a:b">大桥</p><section><span leaf>合龙</span></section>', "大桥\n合龙"),
        ("<script>if (a < b) { alert('</b>') }</script><style>p { }</style><p>大桥</p>", "大桥"),
        ("<p>大桥<!-- <p>不是</p> -->合龙</p>", "大桥合龙"),
        ("<![CDATA[<p>大桥</p>]]>", "<p>大桥</p>"),
        ("<p>大桥<o:p></o:p>合龙</p>", "大桥合龙"),
        ("<p>大桥\n    合龙 the\n    bridge</p>\n<p>市民</p>", "大桥合龙 the bridge\n市民"),
        ("<div>大桥。\n市民。</div>", "大桥。\n市民。"),
        ("<table><tr><td>江城</td><td>3</td></tr><tr><td>青石</td></tr></table>", " 江城 3\n 青石"),
        ("<ul><li>大桥</li><li>合龙</li></ul>", "大桥\n合龙"),
        ("&lt;p&gt;大桥&lt;/p&gt;&lt;p&gt;合龙&lt;/p&gt;", "大桥\n合龙"),
        ("<p>用 &lt;b&gt; 加粗</p>", "用 <b> 加粗"),
        ("江城&nbsp;日报&amp;nbsp;A&amp;amp;B&nbsp大桥", "江城 日报 A&B 大桥"),
        ("&ldquo;通车&rdquo;&mdash;&#26725;&#x6865;&hellip;", "“通车”—桥桥…"),
        ("大桥&#13;&#10;合龙", "大桥\n合龙"),
    ],
)
def test_markup_becomes_text(source: str, text: str):
    assert plain_text(source).text == text


@pytest.mark.parametrize(
    "text",
    [
        "若 a < b，c > d", "a<b && c>d", "a<b and c>d", "<<江城志>>", "<江城志>", "AT&T", "R&D；P&G", "?a=1&copy=2&lt=3",
        "List<String> names", "vector<int> v; #include <stdio.h>", "按<p>键", "<http://x.example>", "<何青禾@x.example>",
        "&bogus; &;&", "<!-- 未完", "1 <- 2 -> 3", "<", "&", "a<b>c", "<?php echo 1 ?>", "x << 2 >> 1", "(>_<)", "<3",
    ],
)  # fmt: skip
def test_a_text_with_signs_stays_as_it_is(text: str):
    assert plain_text(text).text == text


def test_a_break_in_a_title_is_a_space():
    assert plain_text("总理会见<br>外国客人", " ").text == "总理会见 外国客人"


def test_each_line_knows_where_it_was():
    found = plain_text("<div>\n<p>大桥\n合龙</p>\n\n<p>市民<br>\n观看</p></div>")
    assert (found.text, list(found.lines)) == ("大桥合龙\n市民\n观看", [1, 4, 5])
    found = plain_text("大桥&#10;合龙\n市民&nbsp;观看")
    assert (found.text, list(found.lines)) == ("大桥\n合龙\n市民 观看", [0, 0, 1])


@given(st.text(st.sampled_from("大桥<>/&;pbr !-#x1\n\"'= [CDATA]"), max_size=40))
def test_no_text_is_an_error_and_each_line_has_a_number(source: str):
    found = plain_text(source)
    assert len(found.text.split("\n")) == len(found.lines) or not found.text
    assert list(found.lines) == sorted(found.lines)
    assert all(0 <= number <= source.count("\n") for number in found.lines)


@given(st.text(st.characters(exclude_characters="<&\r"), max_size=40))
def test_a_text_without_signs_of_markup_stays_as_it_is(text: str):
    assert plain_text(text).text == decode_entities(text) == text


@pytest.mark.parametrize(
    "attributes", [" a", " a='", ' a="b"', " a=b c", "\t/", " \"'", " <!--", " a=<", "<script>", "<![CDATA["]
)
def test_a_tag_that_is_cut_off_takes_no_time_without_bounds(attributes):
    assert plain_text(f"<br>江城<p{attributes * 3000}").text.startswith("江城")


def test_brackets_and_marks_within_a_tag():
    assert plain_text("<p a=\"x>y\" b='z'>江城</p><p c='it's>日报</p><p d=\"x>晚报").text == "江城\n日报\n晚报"
