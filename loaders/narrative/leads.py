"""The stage that a lead gives to the amounts it opens: `批准的年初预算为：`, `截至4月底，…`, a heading 年初预算安排情况."""

from __future__ import annotations

import re

from loaders.narrative.prose import Sentence

_LEAD = re.compile(
    r"(批准|通过|审议|审查)[^。；：]{0,16}?(年初|年度|(?P<adjusted>调整))[^，。；：]{0,6}预算(方案)?(安排)?(为|是|如下)?[：:]"
    r"|(批准|通过)的(20\d\d年)?[^，。；：]{2,20}(预算|收入|支出)(为|是|如下)?："
    r"|(大会|会议|人大)(审议|审查)?批准年初(?=[^，。；]{0,16}(收入|支出))"
    r"|经[^，。；：]{2,30}?(?<!常委)(?<!常务委员)(人大|大会|会议)(审议|审查)*(批准|通过)，(?=[^，。；：]{0,24}(收入|支出))(?![^，。；：]*调整)"
    r"|(?<!调整后)(收入|支出)(预期目标|预期|预算)(安排)?为："
    r"|批准(?P<changed>(预算)?调整)[^，。；：]{0,20}(预算|预期|方案)(?!的\d)"
)
_SO_FAR = re.compile(r"截[至止](20\d\d年)?([1-9]|1[01])月(底|末|份|\d+日)[^。；]{0,20}预算(收入|支出)")
_ENDED = ("initial_budget", "final")
"""What was carried out of the first months (`截至4月底，一般公共预算支出9万元`), in a disclosure of whole years."""
_OPENING = re.compile(r"年初预算(安排)?(情况)?$")
_TOLD = re.compile(r"执行|调整|完成|实现|决算")


def headed(sentence: Sentence) -> str | None:
    """The stage that the innermost heading gives to the paragraph."""
    return "initial_budget" if sentence.headings and _OPENING.search(sentence.headings[-1]) else None


def led(sentence: Sentence, stage: str | None, before: str | None) -> str | None:
    """The stage that a government's sentence leads to, else the one led to before, until something else is told.

    Args:
        sentence: the sentence that begins.
        stage: that of the disclosure.
        before: what the sentences before it led to.
    """
    if lead := _LEAD.search(sentence.text):
        return "adjusted_budget" if lead["adjusted"] or lead["changed"] else "initial_budget"
    if stage in _ENDED and _SO_FAR.search(sentence.text):
        return "execution"
    return None if before is not None and _TOLD.search(sentence.text) else before
