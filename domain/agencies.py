"""Names of agencies: what can be one."""

from __future__ import annotations

import re

_END = re.compile(
    r"(?:政府|办公[室厅]|局|委员会|委|厅|部|署|司|室|院|处|所|站|队|社|会|馆|校|学|园|场|店|公司|集团|银行|中心|大厅"
    r"|街道|镇|乡|苏木|嘎查|村|社区|[省市县区旗盟州]|新城|基地|部门|机关|本级|[一二三四五六七八九十]中|幼儿园|办)"
    r"(?:[(（][^()（）]{1,20}[)）])?$"
)
_NEVER = re.compile(
    r"信息公开|报告|年报|[，,。；;：:？?！!、]|^[我本](?:[局委办厅院镇乡县市区校单]|街道|机关)|^全[省市县区]|^各"
    r"|通知|下载|附件|年度|首页|栏目"
)


def looks_like_agency(name: str) -> bool:
    """Whether the words could be an agency's name: by their ending, without punctuation or words of reports."""
    return 2 <= len(name) <= 45 and not _NEVER.search(name) and bool(_END.search(name))
