"""How labels are compared: one spelling for the many that portals, converters and typists leave behind."""

from __future__ import annotations

import re
import unicodedata

from domain.remembering import remembered

# Traditional and variant characters that occur in the labels of the forms, and what the registry writes.
_TRADITIONAL = (
    "開機構關務請數於屬國祕規範許處罰強製發廢現總計業會織團體訴訟復複覆議維結糾審經費採購項條對與無產權"
    "門縣區鎮鄉辦廳報單額萬應補終續轉繼來屆兩類種種環護協關決題說說讀寫設備統據執設傳導價總務財證證徵稅"
    "違損壞質監導權險樣標參見議動態員專職網站訊聞眾熱點輿參與舉談責導稿釋微遞陳專幹訓聘聯離證畫當書號則"
    "舊舊該給過進還這裡為們個從後時長無礙確認獲買賣農漁養藥醫療勞動產業顯內線範圍"
)
_SIMPLIFIED = (
    "开机构关务请数于属国秘规范许处罚强制发废现总计业会织团体诉讼复复复议维结纠审经费采购项条对与无产权"
    "门县区镇乡办厅报单额万应补终续转继来届两类种种环护协关决题说说读写设备统据执设传导价总务财证证征税"
    "违损坏质监导权险样标参见议动态员专职网站讯闻众热点舆参与举谈责导稿释微递陈专干训聘联离证画当书号则"
    "旧旧该给过进还这里为们个从后时长无碍确认获买卖农渔养药医疗劳动产业显内线范围"
)
_SPELLING = {ord(t): s for t, s in zip(_TRADITIONAL, _SIMPLIFIED, strict=True)} | {ord("它"): "他", ord("它"): "他"}
_DROPPED = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u3000\xa0 \t\r\n\v\f"))
_PUNCTUATION = dict.fromkeys(
    map(ord, "“”‘’\"'`「」『』《》〈〉【】[]（）(){}，,。.．、；;：:！!？?·•…—–-―─－_/／\\|*＊#※★☆~～〔〕")
)

_CHINESE = "一二三四五六七八九十"
_NUMBERING = re.compile(
    rf"^(?:第[{_CHINESE}\d]{{1,3}}(?:部分|[、.:]|(?=\())"
    rf"|[(\[【〔][{_CHINESE}\d]{{1,3}}[)\]】〕][、.:]?"
    rf"|[{_CHINESE}]{{1,3}}[、.,:)]"
    r"|\d{1,2}(?:[.-]\d{1,2})*[、.,:)]*(?=\D)(?![年月日%])"
    r"|[a-zA-Z][、.)]"
    r"|[ⅠⅡⅢⅣⅤIVX]{1,4}[、.)])"
)
_OF_THESE = re.compile(r"^其中[:,、]?")
_PARENTHESIS = re.compile(rf"[(\[【](?![{_CHINESE}\d]{{1,3}}[)\]】])[^()\[\]【】]*[)\]】]?")


@remembered(1 << 13)
def spelling(text: str) -> str:
    """The text in one spelling, without spaces and invisible characters: full width, traditional forms undone."""
    return unicodedata.normalize("NFKC", text).translate(_DROPPED).translate(_SPELLING)


def _without_number(text: str) -> str:
    for _ in range(2):
        rest = _OF_THESE.sub("", _NUMBERING.sub("", text, count=1))
        if rest == text or not rest:
            break
        text = rest
    return text


@remembered(1 << 13)
def normalise(text: str) -> str:
    """A label without numbering, punctuation and breaks: ``（三）  不予 公开：`` gives ``不予公开``."""
    return _without_number(spelling(text)).translate(_PUNCTUATION)


@remembered(1 << 13)
def bare(text: str) -> str:
    """The same without what stands in brackets: ``部分公开（区分处理的，…）`` gives ``部分公开``."""
    return _PARENTHESIS.sub("", _without_number(spelling(text))).translate(_PUNCTUATION)


_MONEY_UNITS = (
    ("亿元", 8),
    ("千万元", 7),
    ("百万元", 6),
    ("十万元", 5),
    ("万元", 4),
    ("千元", 3),
    ("百元", 2),
    ("元", 0),
)


@remembered(1 << 12)
def money_unit(text: str) -> int | None:
    """The unit of money a label names, as a power of ten of yuan: 万元 is 4, 元 is 0, none is ``None``."""
    plain = spelling(text)
    if "元" not in plain:
        return None
    return next((power for unit, power in _MONEY_UNITS if unit in plain), None)
