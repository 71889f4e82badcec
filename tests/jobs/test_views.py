"""What of a record is encoded."""

import pytest

from provenance.jobs.build_settings import BuildSettings
from provenance.jobs.views import views_of
from provenance.model.evidence import Kind

TITLE, LEAD = "The minister did not resign", "A letter that is passed around on phones says so. It is forged."


def views(kind=Kind.FACT_CHECK, *, lead=50, **texts):
    return list(views_of(kind, texts, BuildSettings(fact_check_lead=lead)))


def test_a_fact_check_without_a_claim_is_encoded_as_title_and_lead_together():
    assert views(title=TITLE, body=LEAD) == [
        ("title", "The minister did not resign. A letter that is passed around on phones says so.")
    ]


def test_a_stated_claim_is_encoded_by_itself_and_so_is_its_title():
    assert views(claim="A minister resigned", title=TITLE, body=LEAD) == [
        ("claim", "A minister resigned"),
        ("title", TITLE),
    ]


@pytest.mark.parametrize("kind", [Kind.ARCHIVE, Kind.RELEASE])
def test_titles_of_reports_stay_as_they_are(kind):
    assert views(kind, title=TITLE, body=LEAD)[0] == ("title", TITLE)


def test_a_lead_of_no_characters_leaves_the_title():
    assert views(title=TITLE, body=LEAD, lead=0) == [("title", TITLE)]


def test_what_a_page_says_twice_is_encoded_once():
    body = f"A letter that is passed around on phones says so...\n{TITLE}\n\n{LEAD}\nThe ministry has said so, too."
    assert views(title=TITLE, body=body, lead=280) == [
        ("title", f"{TITLE}. {LEAD} The ministry has said so, too."),
    ]


def test_short_lines_that_differ_are_all_kept():
    assert views(title=TITLE, body="Claim\nClaim: he resigned\nFalse", lead=280) == [
        ("title", f"{TITLE}. Claim Claim: he resigned False")
    ]
