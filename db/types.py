"""Column types that keep values exact on every engine."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import DateTime, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

FEN_PER_10K_YUAN = 1_000_000


class ExactDecimal(TypeDecorator[Decimal]):
    """An exact decimal, stored as its canonical text (SQLite would make it a float)."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> str | None:
        """Decimal -> text without exponent or trailing zeros: ``25.10`` is ``25.1``."""
        if value is None:
            return None
        text = format(Decimal(value), "f")
        return text.rstrip("0").rstrip(".") if "." in text else text

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        """Text -> Decimal."""
        return None if value is None else Decimal(value)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; naive values are refused, so that no local time slips in."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware datetime -> naive UTC. Raises ValueError for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone: {value!r}")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Naive UTC -> aware UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


def fen(amount_10k_yuan: Decimal | None) -> int | None:
    """万元 -> 分, exactly; None where the amount is finer than a fen (the text keeps it)."""
    if amount_10k_yuan is None:
        return None
    scaled = amount_10k_yuan * FEN_PER_10K_YUAN
    return int(scaled) if scaled == scaled.to_integral_value() else None
