"""Made-up but consistent reports: an agency of a real place, a year, a form, and figures that add up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from random import Random

from domain.regions.divisions import Region, all_regions, parents
from domain.registry import registry

Value = int | Decimal | None
Key = tuple[str, str, str]  # table, row, column
DEPARTMENTS = (
    "财政局", "教育局", "审计局", "司法局", "民政局", "统计局", "交通运输局", "水利局", "农业农村局", "卫生健康局", "市场监督管理局",
    "文化广电和旅游局", "人力资源和社会保障局", "自然资源局", "发展和改革委员会", "应急管理局", "住房和城乡建设局", "医疗保障局",
)  # fmt: skip
TOWNS = ("清水", "龙泉", "新安", "东湖", "石桥", "白云", "长岭", "青山", "大河", "高坪", "太平", "双溪")
KEPT_2019 = ("made", "published", "public_total")


@dataclass(frozen=True)
class Agency:
    """``names`` are the accepted answers: as printed, and with the city in front as full names are."""

    printed: str
    names: tuple[str, ...]
    region: Region
    me: str  # how the text calls it: 我局, 我镇 …
    website: str  # the site it is published on
    short: str = ""  # the name without its place, as departments sign at home


@dataclass
class Facts:
    """A report before anyone has written it down. ``proactive`` holds, per clause, whose columns it is printed in."""

    form: str
    year: int
    agency: Agency
    cells: dict[Key, Value]
    title: str = ""
    published: str = ""
    rows_of: str = "2021"  # whose rows （六）其他处理 has
    clause_forms: dict[str, str] = field(default_factory=dict)

    def of(self, table: str) -> dict[tuple[str, str], Value]:
        return {(row, column): value for (t, row, column), value in self.cells.items() if t == table}


@cache
def _places() -> tuple[tuple[Region, ...], tuple[Region, ...], tuple[Region, ...]]:
    now = [r for r in all_regions() if r.valid_to is None and r.code[:2] not in ("71", "81", "82")]
    names = [r.name for r in now]
    counties = tuple(r for r in now if r.level == "county" and names.count(r.name) == 1 and r.valid_from < 2010)
    cities = tuple(r for r in now if r.level == "prefecture" and r.valid_from < 2010 and r.name.endswith(("市", "州")))
    return tuple(r for r in now if r.level == "province"), cities, counties


def make_agency(rng: Random) -> Agency:
    provinces, cities, counties = _places()
    kind = rng.choices(
        ("province_dept", "city", "city_dept", "county", "county_dept", "town", "street"), (1, 2, 6, 3, 8, 4, 3)
    )[0]
    if kind.startswith("province"):
        place = rng.choice(provinces)
        name = place.name + (rng.choice(("财政厅", "教育厅", "水利厅")) if place.name[-1] != "市" else "水务局")
        return Agency(name, (name,), place, "我" + name[-1], place.name + "人民政府", name)
    place = rng.choice(cities) if kind.startswith("city") else rng.choice(counties)
    above = "".join(r.name for r in reversed(parents(place)) if r.level == "prefecture" or r.name.endswith("市"))
    if kind in ("city", "county"):
        tail, me = rng.choice((("人民政府", "我" + place.name[-1]), ("人民政府办公室", "我办")))
    elif kind in ("town", "street"):
        stem = rng.choice(TOWNS)
        tail, me = (stem + "镇人民政府", "我镇") if kind == "town" else (stem + "街道办事处", "我街道")
    else:
        tail = rng.choice(DEPARTMENTS)
        me = "我" + tail[-1]
    with_above = (above + place.name + tail) if place.name.endswith("区") and rng.random() < 0.5 else place.name + tail
    names = (place.name + tail, above + place.name + tail, place.full_name + tail, place.name + "人民政府" + tail)
    short = tail if not tail.startswith("人民政府") else place.name + tail
    return Agency(with_above, (with_above, *names), place, me, place.name + "人民政府", short)


def _few(rng: Random, scale: int) -> int:
    if rng.random() < 0.45:
        return 0
    return rng.randint(1, max(1, scale)) if rng.random() < 0.9 else rng.randint(1, max(2, scale * 6))


def _applications(rng: Random, scale: int, rows_of: str) -> dict[Key, Value]:
    table = registry().tables["applications"]
    parts = [c for c in table.columns if c != "total"]
    results = [
        r for r, row in table.rows.items()
        if rows_of in row.forms and row.group and r not in ("concluded_total",)
    ]  # fmt: skip
    cells: dict[Key, Value] = {}
    for column in parts:
        busy = scale if column == "natural_person" else scale // 6
        counts = {row: _few(rng, busy) if rng.random() < 0.6 else 0 for row in results}
        concluded, out = sum(counts.values()), _few(rng, busy // 3 + 1) if busy else 0
        carried = rng.randint(0, min(concluded + out, max(1, busy // 2))) if busy else 0
        counts |= {"concluded_total": concluded, "carried_out": out, "carried_in": carried}
        counts["new_received"] = concluded + out - carried
        cells |= {("applications", row, column): n for row, n in counts.items()}
    for row in {key[1] for key in cells}:
        cells["applications", row, "total"] = sum(int(cells["applications", row, c] or 0) for c in parts)
    return cells


def _disputes(rng: Random, scale: int) -> dict[Key, Value]:
    table = registry().tables["disputes"]
    cells: dict[Key, Value] = {}
    for row in table.rows:
        counts = {c: _few(rng, scale // 8 + 1) for c in table.columns if c != "total"}
        cells |= {("disputes", row, c): n for c, n in counts.items()}
        cells["disputes", row, "total"] = sum(counts.values())
    return cells


def _proactive(rng: Random, scale: int, clause_forms: dict[str, str]) -> dict[Key, Value]:
    cells: dict[Key, Value] = {}
    for name, row in registry().tables["proactive_disclosure"].rows.items():
        form = clause_forms.get(row.group or "", "")
        for column in row.columns.get(form, ()):
            value: Value = _few(rng, scale * 3)
            if column == "items_change":
                value = rng.choice((0, 0, rng.randint(1, 30), -rng.randint(1, 30)))
            elif column == "amount":
                value = Decimal(_few(rng, scale * 100_000)) / 10000
            elif column in ("decisions", "items_last_year"):
                value = _few(rng, scale * 50)
            cells["proactive_disclosure", name, column] = value
    return cells


def _statistics(rng: Random, scale: int) -> dict[Key, Value]:
    table = registry().tables["statistics"]
    cells: dict[str, Value] = {}
    for code, row in table.rows.items():
        cells[code] = Decimal(_few(rng, scale * 90)) / 100 if row.kind == "money" else _few(rng, scale * 4)
    for rule in table.rules:
        if len(rule.left) == 1:
            cells[rule.left[0]] = None
    for _ in range(4):  # sums of sums, from the leaves up
        for rule in table.rules:
            operands = [cells[r] for r in rule.right]
            if len(rule.left) == 1 and all(v is not None for v in operands):
                cells[rule.left[0]] = sum(operands)  # type: ignore[arg-type]
    return {("statistics", code, "value"): value for code, value in cells.items()}


def make_facts(
    rng: Random, form: str = "2021", hybrid: str = "", year: int | None = None, agency: Agency | None = None
) -> Facts:
    """A report of a form. ``hybrid``: ``clause`` (2019 columns in clause 1 or the reverse) or ``rows`` of （六）."""
    agency = agency or make_agency(rng)
    scale = rng.choice((1, 4, 20, 20, 80, 300))
    years = {"2021": range(2021, 2026), "2019": range(2019, 2024), "2014": range(2014, 2019)}[form]
    facts = Facts(form, year or rng.choice(years), agency, {})
    facts.published = f"{facts.year + 1}-01-{rng.randint(4, 31):02d}"
    if form == "2014":
        facts.cells = _statistics(rng, scale)
        return facts
    other = "2019" if form == "2021" else "2021"
    facts.rows_of = other if hybrid == "rows" else form
    clauses: Iterable[str] = registry().tables["proactive_disclosure"].groups
    facts.clause_forms = {c: other if hybrid == "clause" and c == "clause_1" else form for c in clauses}
    facts.cells = _proactive(rng, scale, facts.clause_forms)
    facts.cells |= _applications(rng, scale, facts.rows_of)
    facts.cells |= _disputes(rng, scale)
    return facts
