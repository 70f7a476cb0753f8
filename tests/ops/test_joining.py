"""Joined files do what their sources do; what cannot be joined is refused."""

import pytest

from config.joining import NotUnderstood, joined_module, joined_style

STYLES = {
    "css/all.css": '/* all */\n@import "one.css";\n@import "../other/two.css";\nb { c: d; }\n',
    "css/one.css": 'a { background: url("own.png"); }\n',
    "other/two.css": "a { background: url(images/x.png); c: url(data:,x); d: url(/y.png); }\n",
}
MODULES = {
    "js/page.js": (
        'import "../lib/side.js";\nimport { twice as two, Box } from "./maths.js";\n'
        'import { one } from "./one.js";\nexport function told() {\n'
        '  return [two(one), new Box().x, typeof secret, import("./later.js")].slice(0, 3);\n}\n'
    ),
    "js/maths.js": (
        'import { one } from "./one.js";\nconst secret = one;\n'
        "export function twice(n) {\n  return n * 2 * secret;\n}\n"
        "export class Box {\n  x = secret;\n}\n"
    ),
    "js/one.js": "globalThis.count = (globalThis.count ?? 0) + 1;\nexport const one = 1;\n",
    "lib/side.js": "var old = 1;\n//# sourceMappingURL=side.js.map",
}


def test_a_style_sheet_holds_its_imports_in_their_place_with_their_pictures() -> None:
    assert joined_style("css/all.css", STYLES.__getitem__) == (
        '/* all */\na { background: url("own.png"); }\n\n'
        'a { background: url("../other/images/x.png"); c: url(data:,x); d: url(/y.png); }\n\n'
        "b { c: d; }\n"
    )


def test_every_module_stands_once_and_before_who_needs_it() -> None:
    whole = joined_module("js/page.js", MODULES.__getitem__)
    assert whole.count("globalThis.count =") == 1
    assert whole.index("one = 1") < whole.index("twice") < whole.index("told")
    assert whole.endswith("export const { told } = m3;\n")
    assert "sourceMappingURL" not in whole
    assert 'import("./later.js")' in whole


def test_a_module_is_imported_as_a_whole_too() -> None:
    page = 'import * as maths from "./maths.js";\nexport const four = maths.twice(2);\n'
    whole = joined_module("js/page.js", (MODULES | {"js/page.js": page}).__getitem__)
    assert "const maths = m1;\n" in whole
    assert whole.endswith("export const { four } = m2;\n")


@pytest.mark.parametrize(
    "line",
    [
        'import all from "./one.js";',
        'import one, * as all from "./one.js";',
        'export { one } from "./one.js";',
        "export default 1;",
        'import { one } from "https://elsewhere.example/one.js";',
    ],
)
def test_what_is_not_understood_is_refused_and_not_left_in(line: str) -> None:
    with pytest.raises(NotUnderstood, match=r"js/page\.js: "):
        joined_module("js/page.js", (MODULES | {"js/page.js": line + "\n"}).__getitem__)


def test_a_circle_is_refused() -> None:
    circle = MODULES | {"js/one.js": 'import { twice } from "./maths.js";\n'}
    with pytest.raises(NotUnderstood, match="imports itself"):
        joined_module("js/page.js", circle.__getitem__)
