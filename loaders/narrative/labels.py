"""Labels without what surrounds them: ordinals, years, the body's own name, connecting words, the verb before an amount."""

from __future__ import annotations

import re
from functools import lru_cache

from loaders.identity.words import REGION_ENDING
from loaders.narrative.words import words

_YEAR = re.compile(r"(截至|截止)?(?<!\d)20\d\d(?!\d)年?(度|初|末|底|期末)?(\d{1,2}月[底末]?)?(\d{1,2}日)?")
_LAST_YEAR = re.compile(r"^(上年|去年|上一年)度?(同期)?的?(?=(部门|本年|总|预算|决算)?(收入|支出)|三公)")
_OWN = re.compile(
    r"^(所属各?预算单位|所属单位|各预算单位|各单位|各部门|本部门|本单位|我部门|我单位|我局|我委|我办|我院|我中心|我校|我镇|本局|本校|本院|本中心|本馆|本镇|本街道|本[省市县区州旗盟](?=[省市县区州旗盟]本?级)|本级|全局|单位(?!(自有)?资金)|部门)+"
)
_ORDINAL = re.compile(
    r"^(第[一二三四五六七八九十]+部分|[一二三四五六七八九十]{1,3}[、.．]|\([一二三四五六七八九十\d]{1,3}\)[、.]?|\d{1,2}[、．.)]|[①-⑳]|[一二三四五六七八九]是)+"
)
_CONNECTIVES = re.compile(
    r"^(其中|包括|含|和|及|与|以及|主要用于|用于|主要为|主要是|主要包括|主要安排|安排用于|特别是|尤其是|具体为|分别[为是]|同时|另外|此外|相应|通过|加上(?!级|解|年|缴|划)|加(?=上级|本级财政|[省市]级|[省市]补助|补助|税收返还|返还|转移|上解|下级|债|专项债|一般债|再融资|地方政府|上年|结转|调|动用)|再?减去|再?扣减|减(?=当年)|(剔除|扣除)(?=上解|(一般|专项)?债[务券]还本|补助下级|调出)|预计|执行中|已|我(?!局|委|办|院|校|镇|中心|部门|单位)|将|共计|共(?!同)|全年)+[:：]?"
)
_APPROVED = re.compile(
    r"^[^，；。]{2,30}(大会|会议|人大|常委会)(审议|审查)*(批准|通过)的?(?=[一-龥]{4}|(收入|支出)$)"
)
_TAILS = re.compile(
    r"(为|是|共|共计|(?<!节)约|(?<!下)达|达到|各|均|分别|安排|相应|拟|完成|执行|实现|列支|累计|仍|实际|建议|现|净|可|最终|征收|预计|全年|维持|保持|仅|(?<=收入|支出)按)+$"
)
_GRAND = re.compile(
    r"^(全.|.{0,3}本?级)?(一般公共(财政)?预算|政府性基金(预算)?|国有资本经营预算)?(收入|支出)共计$"
)
_NAME_LENGTH = 3
_REGION = re.compile(f"[一-龥]{{1,10}}?{REGION_ENDING}")
_REGIONS = re.compile(f"^(?:{_REGION.pattern})+")
_NO_SUBJECT = r"(?!\((?:类|款|项)\))"
"""A library spends on `文化和旅游(款)图书馆(项)`: there the word is no name of the body."""


def clean_label(text: str, owner: str | None = None) -> str:
    """A label without ordinals, years, the body's own name and connecting words."""
    label = text
    for _ in range(3):
        before = label
        if owner:
            label = _names_of(owner).sub("", label)
        label = _ORDINAL.sub("", label)
        label = _LAST_YEAR.sub("", _YEAR.sub("", label))
        label = _CONNECTIVES.sub("", label)
        label = _APPROVED.sub("", label)
        label = _OWN.sub("", label)
        label = label.strip("，、：:。；—-_ 的")
        if label == before:
            break
    return label


@lru_cache(maxsize=64)
def _names_of(owner: str) -> re.Pattern[str]:
    """A body's name with and without the regions it begins with: `四川省盐亭县林业局`, `盐亭县林业局`, `县林业局`, `林业局`."""
    regions = _REGIONS.match(owner)
    outer = _REGION.findall(regions[0]) if regions else []
    name = owner[sum(map(len, outer)) :]
    if len(name) < _NAME_LENGTH:
        return re.compile(re.escape(owner) + _NO_SUBJECT)
    levels = "".join(f"(?:{re.escape(place)})?" for place in outer)
    return re.compile(levels + (f"{outer[-1][-1]}?" if outer else "") + re.escape(name) + _NO_SUBJECT)


def is_generic(label: str) -> bool:
    """Whether a cleaned label names nothing of its own (`预算数`, `安排`, `决算为`)."""
    return words().generic.fullmatch(label) is not None


def family_of(text: str) -> str | None:
    """The budget a text speaks of."""
    for family, pattern in words().families:
        if pattern.search(text):
            return family
    return None


def strip_tail(label: str) -> str:
    """A label without the verb that introduces its amount (`工资福利支出为` → `工资福利支出`); 支出共计 is what it says."""
    if _GRAND.search(label):
        return label
    return _TAILS.sub("", label)
