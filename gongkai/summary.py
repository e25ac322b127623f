"""The account of a nightly run for people, in Chinese and English (Markdown)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from gongkai.night import WELL, Night

WORDS = {
    "new": "新报告 new",
    "changed": "内容改动 changed",
    "moved": "换了网址 moved to another address",
    "gone": "从网站消失 gone from the portal",
    "back": "重新出现 back again",
    "late": "迟于法定期限 after the legal deadline",
}
STATES = {"ok": "正常 ok", "blocked": "被拦截 blocked", "failing": "出错 failing", "stopped": "未完 to be continued"}
MOST_LISTED = 60
_COUNTS = ("requests", "pages", "new", "changed", "gone", "failed")


def readable(night: Night) -> str:
    """The whole account; what lasts longest and why nothing was published stand at the top."""
    return "\n".join(_lines(night)) + "\n"


def beijing(moment: datetime) -> str:
    """A moment as people in China read it."""
    return f"{moment.astimezone(ZoneInfo('Asia/Shanghai')):%Y-%m-%d %H:%M} 北京时间"


def _lines(night: Night) -> Iterator[str]:
    yield f"# 每夜运行 Nightly run {beijing(night.started)}"
    yield ""
    if night.resumed:
        yield "接续一次中断的运行。Goes on with a run that was stopped."
        yield ""
    yield from _overview(night)
    if night.raised:
        yield "## 连续多夜出错或被拦截的网站 Portals blocked or failing for nights"
        held = {portal["portal"]: portal for portal in night.portals}
        for name in night.raised:
            yield f"- {name}：连续 {held[name]['nights']} 夜 nights running — {held[name]['reason']}"
        yield ""
    troubled = [one for one in night.portals if one["state"] not in WELL and one["portal"] not in night.raised]
    if night.objections or night.errors or troubled:
        yield "## 需要处理 To be looked at"
        yield from (
            f"- 未发布，保留上次的网站 not published, the last good site stays: {why}" for why in night.objections
        )
        yield from (f"- 步骤失败 a step failed: {error}" for error in night.errors)
        yield from (f"- {STATES[one['state']]} {one['portal']}: {one['reason']}" for one in troubled[:MOST_LISTED])
        yield from _more(len(troubled))
        yield ""
    if night.published:
        reports, agencies = night.published["reports"], night.published["agencies"]
        yield f"已发布 Published: {reports:,} 份报告 reports, {agencies:,} 个机关 agencies"
        yield ""
    yield "## 报告 Reports"
    if not night.news:
        yield "与上次发布相同。As in the last publication."
    for what, words in WORDS.items():
        yield from _kind(night, what, words)
    yield ""
    yield from _portals(night)
    if night.unread:
        yield ""
        yield f"## 未能读取的文件 Documents that could not be read ({len(night.unread)})"
        yield from (f"- {source}: {reason}" for source, reason in night.unread[:MOST_LISTED])
        yield from _more(len(night.unread))


def _overview(night: Night) -> Iterator[str]:
    """One line that says whether there is anything to do, and one that counts."""
    things = len(night.trouble) + len(night.unread)
    yield (
        f"**{things} 项需要处理 to be looked at**" if things else "**一切正常，无需处理。All is well, nothing to do.**"
    )
    yield ""
    states = Counter(one["state"] for one in night.portals)
    counts = [f"{STATES.get(state, state)} {number:,}" for state, number in states.most_common()]
    news = [f"{words} {len(listed):,}" for what, words in WORDS.items() if (listed := night.listed(what))]
    yield f"网站 portals: {', '.join(counts) or 0} · 报告 reports: {', '.join(news) or '无变化 no news'}"
    yield ""


def _kind(night: Night, what: str, words: str) -> Iterator[str]:
    listed = night.listed(what)
    if not listed:
        return
    yield f"### {words}: {len(listed):,}"
    yield from (f"- {one['agency']} {one['year']} {one['url']}" for one in listed[:MOST_LISTED])
    yield from _more(len(listed))


def _more(number: int) -> Iterator[str]:
    if number > MOST_LISTED:
        yield f"- …… 另 {number - MOST_LISTED:,} 条，见 JSON · {number - MOST_LISTED:,} more in the JSON account"


def _portals(night: Night) -> Iterator[str]:
    yield "## 网站 Portals"
    if not night.portals:
        yield "没有访问任何网站。None was visited."
        return
    yield f"| portal | state | {' | '.join(_COUNTS)} | why |"
    yield f"|---|---|{'---:|' * len(_COUNTS)}---|"
    for portal in sorted(night.portals, key=lambda one: (one["state"] == "ok", one["portal"])):
        counts = " | ".join(f"{portal.get(name) or 0:,}" for name in _COUNTS)
        why = str(portal.get("reason") or "").replace("|", "\\|")
        yield f"| {portal['portal']} | {STATES.get(portal['state'], portal['state'])} | {counts} | {why} |"
