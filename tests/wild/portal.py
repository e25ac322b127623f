# ruff: noqa: E501
"""Whole portals: a home page, columns around, agencies by year, class, path or subdomain, and traps."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.wild import files, world
from tests.wild.dynamic_products import DYNAMIC, Gkmlpt
from tests.wild.habits import HABITS, Habit
from tests.wild.site import Node, Site
from tests.wild.static_products import STATIC, Nfcms, Product, Unknown
from tests.wild.traps import set_traps
from tests.wild.web import Answer, Web
from tests.wild.world import Agency, Item

COLUMN_NAMES = (
    "政府信息公开年报",
    "信息公开年报",
    "公开年报",
    "政府信息公开工作年度报告",
    "年度报告",
    "信息公开年度报告",
    "政府信息公开年度报告",
)
SLUGS = ("zfxxgknb", "xxgknb", "gknb", "ndbg", "zfxxgkndbg", "xxgkndbg", "zfxxgkgzndbg", "gkndbg", "nianbao", "0204")
STRUCTURES = ("long_list", "by_year", "by_class", "year_class", "agencies", "subdomains", "leaves", "latest")
PRODUCTS: dict[str, type[Product]] = {one.name: one for one in (*STATIC, *DYNAMIC)}
UNKNOWN: dict[str, type[Product]] = {one.name: one for one in (Unknown, *HABITS)}


@dataclass
class Portal:
    """A made-up portal and the truth about it."""

    id: str
    name: str
    region_code: str
    product: str
    structure: str
    start_url: str
    hosts: set[str]
    items: list[Item]
    robots: dict[str, list[str]] = field(default_factory=dict)
    expects: tuple[str, ...] = ()  # words one of which the reason must hold, for blocked portals
    failing: float = 0.0
    conditional: bool = False
    traps: list[str] = field(default_factory=list)

    @property
    def reports(self) -> list[Item]:
        """The true reports that may be found."""
        return [item for item in self.items if item.is_report and not item.hidden]

    def entry(self) -> dict[str, object]:
        """As the portal file has it."""
        return {
            "id": self.id, "name": self.name, "region_code": self.region_code, "start_urls": [self.start_url],
            "platform": "auto",
        }  # fmt: skip


class Builder:
    """Builds one portal into a web."""

    def __init__(
        self, web: Web, seed: int, index: int, product: str, structure: str | None = None, trapped: bool = True
    ) -> None:
        self.rng = rng = random.Random(f"{seed}/{index}/{product}")
        self.region, code = rng.choice(world.REGIONS)
        self.domain = f"w{index}{rng.choice(['ab', 'kx', 'qz', 'yh'])}.gov.cn"
        host = rng.choice(["www.", "www.", "", "xxgk."]) + self.domain
        self.name = f"{self.region}人民政府门户网站"
        self.product_name = product
        kind = PRODUCTS.get(product) or UNKNOWN[product]
        self.product = kind(rng)
        self.around: Product = Nfcms(rng) if kind is Gkmlpt else self.product
        self.site = Site(rng, host, self.name, web, getattr(kind, "family", ""))
        self.code = code
        self.index = index
        self.trapped = trapped
        choices = [s for s in STRUCTURES if not (kind is Gkmlpt and s in ("subdomains", "leaves", "agencies"))]
        self.structure = structure or rng.choice(getattr(kind, "structures", ()) or choices)
        small = issubclass(kind, Habit)
        self.agencies = world.agencies(
            rng, self.region, rng.randint(4, 5 if small else 10), rng.randint(2, 3 if small else 6)
        )
        last = rng.randint(2021, 2025)
        self.years = list(range(last, last - rng.randint(3, 4 if small else 7), -1))
        self.hosts = {host}

    def build(self) -> Portal:
        site, rng = self.site, self.rng
        home = Node("首页", "", host=site.host, path="/")
        opening = Node(
            rng.choice(["政务公开", "政府信息公开", "信息公开"]), rng.choice(["zwgk", "zfxxgk", "xxgk"]), parent=home
        )
        opening.host = site.host
        reports = self.report_tree(opening)
        around = self.surroundings()
        if self.structure == "latest":
            opening.add(*around)
            newest = Node("通知公告", "tzgg", parent=opening, items=self.notices(reports))
            opening.add(newest)
        else:
            opening.add(*around, *reports)
        rng.shuffle(opening.children)
        news = Node("新闻中心", "xwzx", parent=home)
        news.add(
            Node("本地要闻", "bdyw", items=self.news(rng.randint(20, 60))),
            Node("图片新闻", "tpxw", items=self.news(12)),
        )
        services = Node("办事服务", "bsfw", parent=home, items=self.news(8))
        for node in (home,):
            node.add(news, opening, services)
        site.look.nav = [(n.title, n.url) for n in (home,)]
        self.lay_out(home, opening, reports)
        robots = {host: ["/sousuo/", "/calendar/", "/secret/"] for host in self.hosts} if rng.random() < 0.8 else {}
        traps = set_traps(self, home, opening) if self.trapped else []
        for host in self.hosts:
            lines = "".join(f"Disallow: {path}\n" for path in robots.get(host, []))
            delay = "Crawl-delay: 0\n" if rng.random() < 0.3 else ""
            answer = (
                Answer(f"User-agent: *\n{lines}{delay}".encode(), 200, "text/plain") if robots else Answer(b"", 404)
            )
            site.web.page(f"http://{host}/robots.txt", answer)
        start = self.start(home, opening, reports)
        return Portal(
            f"p{self.index}", self.name, self.code, self.product_name, self.structure, start, self.hosts, site.items, robots,
            traps=traps, conditional=rng.random() < 0.5,
        )  # fmt: skip

    # The reports.
    def make(self, agency: Agency, year: int, context: str) -> Item:
        item = world.report(self.rng, agency, year, self.site.number(), context)
        roll = self.rng.random()
        forms = getattr(self.product, "forms", ())
        if forms:
            item.form = self.rng.choice(forms)
            return item
        item.form = "docx" if roll < 0.05 else "pdf" if roll < 0.1 else "link" if roll < 0.13 else "html"
        if item.form == "link":
            item.file = files.pdf(item.title, item.body)
            item.link = item.title = f"{agency.name}{year}年政府信息公开工作年度报告"
        return item

    def every(self, agencies: list[Agency], years: list[int], context: str) -> list[Item]:
        """A report per agency and year, newest first, with lookalikes between."""
        found = []
        for year in years:
            for agency in agencies:
                if self.rng.random() < 0.93:
                    found.append(self.make(agency, year, context))
                if self.rng.random() < 0.1:
                    found.append(world.lookalike(self.rng, agency, year, self.site.number()))
        return found

    def report_tree(self, opening: Node) -> list[Node]:
        rng = self.rng
        column = Node(rng.choice(COLUMN_NAMES), rng.choice(SLUGS))
        classes = {
            kind: [a for a in self.agencies if a.kind == kind] for kind in ("gov", "bm", "xz")
        }  # fmt: skip
        titles = {
            "gov": (rng.choice(["县政府", "本级政府", "市政府年报"]), "szf"),
            "bm": (rng.choice(["部门", "政府部门", "县直部门", "部门年报"]), "bm"),
            "xz": (rng.choice(["乡镇", "乡镇街道", "镇（街道）"]), "xz"),
        }
        if self.structure in ("long_list", "latest"):
            column.items = self.every(self.agencies, self.years, "mixed")
            return [column]
        if self.structure == "by_year":
            for year in self.years:
                slug = rng.choice([f"{year}n", f"{year}", f"{year}year", f"gknb{year}", f"{year}_nb"])
                title = rng.choice([f"{year}年", f"{year}年", f"{year}年度", f"{year}年年报", f"{year}"])
                column.add(Node(title, slug, items=self.every(self.agencies, [year], "year")))
            return [column]
        if self.structure == "by_class":
            for kind, members in classes.items():
                title, slug = titles[kind]
                column.add(Node(title, slug, items=self.every(members, self.years, "mixed")))
            return [column]
        if self.structure == "year_class":
            for year in self.years:
                below = Node(f"{year}年", f"{year}n")
                for kind, members in classes.items():
                    title, slug = titles[kind]
                    items = self.every(members, [year], "year")
                    if items:
                        below.add(Node(title, f"{slug}{year}", items=items))
                column.add(below)
            return [column]
        if self.structure == "leaves":
            for year in self.years:
                below = Node(f"{year}年", f"n{year}n")
                for agency in self.agencies:
                    item = self.make(agency, year, "mixed")
                    item.form = "html"
                    leaf = Node(rng.choice([agency.short, agency.name]), agency.slug, items=[item])
                    leaf.source = "leaf"
                    below.add(leaf)
                column.add(below)
            return [column]
        directory = Node(rng.choice(["部门信息公开", "部门乡镇信息公开目录", "政府部门", "部门和乡镇"]), "bmxxgk")
        for agency in self.agencies:
            directory.add(self.agency(agency))
        return [directory]

    def agency(self, agency: Agency) -> Node:
        rng = self.rng
        node = Node(agency.name if rng.random() < 0.6 else agency.short, agency.slug, source=agency.name)
        if self.structure == "subdomains":
            node.host = f"{agency.slug}.{self.domain}"
            node.path = "/"
            self.hosts.add(node.host)
        column = Node(rng.choice(COLUMN_NAMES), rng.choice(SLUGS), items=self.every([agency], self.years, "own"))
        guide = Node(
            "政府信息公开指南", "zfxxgkzn", items=[world.lookalike(rng, agency, self.years[0], self.site.number())]
        )
        if rng.random() < 0.5:
            below = Node("政府信息公开", "zfxxgk")
            below.add(guide, column)
            node.add(below, Node("工作动态", "gzdt", items=self.news(6)))
        else:
            node.add(guide, column)
        return node

    def notices(self, reports: list[Node]) -> list[Item]:
        items = [*reports[0].items, *self.news(25)]
        return sorted(items, key=lambda item: item.date, reverse=True)

    # What stands around.
    def news(self, count: int) -> list[Item]:
        return [world.news(self.rng, self.region, self.site.number()) for _ in range(count)]

    def surroundings(self) -> list[Node]:
        rng, some = self.rng, []
        for title, slug in (
            ("政府信息公开指南", "zfxxgkzn"), ("政府信息公开制度", "zfxxgkzd"), ("法治政府建设年度报告", "fzzf"), ("政府网站工作年度报表", "wznb"),
            ("财政预决算", "czyjs"), ("统计公报", "tjgb"), ("政策解读", "zcjd"), ("人事信息", "rsxx"),
        ):  # fmt: skip
            if rng.random() < 0.7:
                make = [
                    world.lookalike(rng, rng.choice(self.agencies), rng.choice(self.years), self.site.number())
                    for _ in range(rng.randint(2, 8))
                ]
                some.append(Node(title, slug, items=[*make, *self.news(rng.randint(1, 6))]))
        return some

    # Laying out.
    def lay_out(self, home: Node, opening: Node, reports: list[Node]) -> None:
        site = self.site
        for node in home.children:
            if node is not opening:
                self.around.place(site, node)
        opening.path = opening.path or self.around.column(site, opening)
        for node in opening.children:
            self.placed(node).place(site, node)
        self.settle_leaves(opening)
        site.look.nav = [(n.title, n.url) for n in (home, *home.children)]
        for node in home.children:
            if node is not opening:
                self.around.publish(site, node)
        for node in opening.children:
            self.placed(node).publish(site, node)
        self.around.publish_menu(site, opening)
        self.leaf_pages(opening)
        if self.structure == "subdomains":
            self.agency_homes(opening)
        self.home_page(home)

    def placed(self, node: Node) -> Product:
        """gkmlpt holds the disclosure directory only."""
        return self.product if not isinstance(self.product, Gkmlpt) or node.title in COLUMN_NAMES else self.around

    def settle_leaves(self, node: Node) -> None:
        """A leaf column is its own report."""
        for child in node.children:
            self.settle_leaves(child)
            if child.source == "leaf":
                item = child.items[0]
                item.main = child.url
                item.urls = {child.url.removeprefix("http://")}
                item.via = node.url
                child.items = []

    def leaf_pages(self, node: Node) -> None:
        leaves = {item.main: item for item in self.site.items}
        for child in node.children:
            self.leaf_pages(child)
            if child.source == "leaf":
                item = leaves[child.url]
                self.site.put(child.url, self.site.look.article(item.title, item.body, child.trail, item.date))

    def agency_homes(self, opening: Node) -> None:
        directory = next(n for n in opening.children if n.slug == "bmxxgk")
        for node in directory.children:
            links = [(child.title, site_path(child.url, node.host)) for child in node.children]
            page = self.site.look.page(node.title, self.site.look.menu(links), [], "")
            self.site.put(f"http://{node.host}/", page)

    def home_page(self, home: Node) -> None:
        site, rng = self.site, self.rng
        latest = [item for item in site.items if not item.is_report][:12]
        menu = site.look.menu([(n.title, n.url) for n in home.children], "list")
        body = menu + site.look.rows([(i.main, i.link, i.date) for i in latest])
        friends = [
            ("中国政府网", "http://www.gov.cn/"),
            ("省政府", f"http://www.sheng{self.index}.gov.cn/"),
            ("新华网", "http://www.news.cn/"),
        ]
        body += "<h3>友情链接</h3>" + site.look.menu(friends, rng.choice(["list", "select"]))
        site.put(home.url, site.look.page(self.name, body))

    def start(self, home: Node, opening: Node, reports: list[Node]) -> str:
        """A home page, the page of the disclosures, a column or a list."""
        choices = [home.url, home.url, opening.url]
        if self.structure != "latest":
            choices.append(reports[0].url)
            here = f"http://{self.site.host}/"  # a page of an agency's own host starts a crawl of that agency
            articles = (item for item in self.site.items if item.is_report and item.form == "html")
            choices += [item.main for item in articles if item.main.startswith(here)][:1]
        return self.rng.choice(choices)


def site_path(url: str, host: str) -> str:
    """From the root where the host is the same."""
    return url.removeprefix(f"http://{host}") if urlsplit(url).netloc == host else url
