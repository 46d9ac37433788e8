"""What cannot be asked is refused where it stands, and the fault says what asks the same."""

import pytest

from loyalty_api.malformed import Malformed
from loyalty_api.surveys.definition import read_definition
from loyalty_api.surveys.refused import WHY_NOT

TEXT = {"type": "text", "name": "q"}
PLACES = {
    "types": ["paneldynamic", "matrixdynamic", "matrixdropdown", "file", "signaturepad"],
    "triggers": ["setvalue", "copyvalue", "runexpression"],
    "properties": ["defaultValueExpression", "setValueExpression", "maskSettings", "valueName"],
}


@pytest.mark.parametrize(
    ("definition", "path", "name"),
    [
        *(
            ({"elements": [{"type": kind, "name": "q"}]}, "elements[0].type", kind)
            for kind in PLACES["types"]
        ),
        *(
            ({"elements": [TEXT], "triggers": [{"type": kind}]}, "triggers[0].type", kind)
            for kind in PLACES["triggers"]
        ),
        *(
            ({"elements": [{**TEXT, name: "{q} + 1"}]}, f"elements[0].{name}", name)
            for name in PLACES["properties"]
        ),
    ],
)
def test_fault_says_where_and_what_asks_the_same(
    definition: dict[str, object], path: str, name: str
) -> None:
    with pytest.raises(Malformed) as refused:
        read_definition(definition, refuse_unknown=True)
    assert refused.value.path == f"$.{path}"
    assert refused.value.what.endswith(WHY_NOT[name])
