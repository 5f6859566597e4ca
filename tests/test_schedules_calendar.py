"""What is due tonight, and the reason in words."""

from datetime import UTC, datetime, timedelta

import pytest

from crawler.registry import Portal
from schedules.calendar import Due, Rest, SourceState, judge, season_of, tonight, week

IN_SEASON = datetime(2026, 9, 15, 14, 30, tzinfo=UTC)
OFF_SEASON = datetime(2026, 5, 15, 14, 30, tzinfo=UTC)


def portal(code: str = "410305", **fields: object) -> Portal:
    return Portal.model_validate(
        {
            "region_code": code,
            "name": "某县",
            "entries": [{"url": f"https://www.c{code}.gov.cn/czyjs/"}],
            "status": "active",
            **fields,
        }
    )


def visited(now: datetime, days: float, **fields: object) -> SourceState:
    walked = now - timedelta(days=30)
    at = now - timedelta(days=days)
    return SourceState(
        **{"last_crawl": at, "last_full_walk": walked, "last_new": at, "last_status": "ok"} | fields  # type: ignore[arg-type]
    )


def test_seasons_follow_the_legal_rhythm() -> None:
    assert season_of(IN_SEASON.date()) is not None
    assert season_of(IN_SEASON.date()).name == "finals"  # type: ignore[union-attr]
    assert season_of(OFF_SEASON.date()) is None


@pytest.mark.parametrize(
    ("now", "state", "due", "words"),
    [
        (IN_SEASON, SourceState(), True, "never visited"),
        (IN_SEASON, visited(IN_SEASON, 1), True, "every day in the season of finals"),
        (IN_SEASON, visited(IN_SEASON, 0.8), True, "every day"),
        (IN_SEASON, visited(IN_SEASON, 0.2), False, "visited 0 days ago"),
        (OFF_SEASON, visited(OFF_SEASON, 3), False, "every 7 days outside the seasons"),
        (OFF_SEASON, visited(OFF_SEASON, 7), True, "every 7 days outside the seasons"),
        (
            OFF_SEASON,
            visited(OFF_SEASON, 8, last_new=OFF_SEASON - timedelta(days=300)),
            False,
            "every 14 days",
        ),
        (IN_SEASON, visited(IN_SEASON, 0.2, last_status="failed"), True, "ended failed"),
        (
            IN_SEASON,
            visited(IN_SEASON, 2, last_full_walk=IN_SEASON - timedelta(days=91)),
            True,
            "last full walk was 91 days ago",
        ),
        (
            IN_SEASON,
            visited(IN_SEASON, 2, resting_until=IN_SEASON + timedelta(hours=5)),
            False,
            "refused us and is left alone",
        ),
    ],
)
def test_a_source_is_due_for_a_stated_reason(
    now: datetime, state: SourceState, due: bool, words: str
) -> None:
    verdict = judge(portal(), state, now)
    assert isinstance(verdict, Due if due else Rest)
    assert words in verdict.reason


def test_a_dead_portal_is_left_alone() -> None:
    verdict = judge(portal(status="dead"), SourceState(), IN_SEASON)
    assert isinstance(verdict, Rest)


def test_a_portal_without_an_address_is_left_alone() -> None:
    verdict = judge(portal(entries=[]), SourceState(), IN_SEASON)
    assert isinstance(verdict, Rest)
    assert "no address" in verdict.reason


def test_a_visit_in_the_future_does_not_hold_the_night_up() -> None:
    verdict = judge(portal(), visited(IN_SEASON, -2), IN_SEASON)
    assert isinstance(verdict, Due)
    assert "the clock was set back" in verdict.reason


def test_the_season_is_that_of_the_day_in_shanghai() -> None:
    # 02:00 on 1 July in Shanghai is still June in UTC
    verdict = judge(portal(), visited(at := datetime(2026, 6, 30, 18, 0, tzinfo=UTC), 2), at)
    assert isinstance(verdict, Due)
    assert "in the season of finals" in verdict.reason


def test_the_longest_waiting_source_comes_first() -> None:
    portals = [portal("410305"), portal("410306"), portal("410307")]
    known = {"410305": visited(IN_SEASON, 1), "410306": visited(IN_SEASON, 4)}
    due, rest = tonight(portals, known, IN_SEASON)
    assert [each.portal.portal_id for each in due] == ["410307", "410306", "410305"]
    assert rest == []


def test_the_week_supposes_that_visits_succeed() -> None:
    nights = week([portal()], {"410305": visited(OFF_SEASON, 6)}, OFF_SEASON, 9)
    assert [len(due) for _, due in nights] == [0, 1, 0, 0, 0, 0, 0, 0, 1]
