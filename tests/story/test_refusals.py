"""Pages without a story are refused with what they look like; a real story never is."""

from __future__ import annotations

import pytest

from audiobrief.errors import NoStoryError
from audiobrief.story.html import read_html
from audiobrief.story.model import Role

STORY = (
    "The ferry to the islands sails again on Friday, ten weeks after it ran aground in fog.",
    "Divers found no damage below the waterline, the company said, but the radar was replaced.",
    "Until now the islanders were served by a fishing boat that took six people and the post.",
)
LONG = tuple(
    f"On day {day} of the repair, {text[0].lower()}{text[1:]}" for day in range(5) for text in STORY
)
LINKS = "".join(
    f"<li><a href='/{number}'>What happened on day {number} of the long repair</a></li>"
    for number in range(12)
)
LOCKED = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry sails again",'
    ' "isAccessibleForFree": false}</script>'
)


def _page(inside: str, *, head: str = "", title: str = "Ferry sails again") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body>{inside}</body></html>"


def _paragraphs(*texts: str) -> str:
    return "<article>" + "".join(f"<p>{each}</p>" for each in texts) + "</article>"


def _article(*texts: str, head: str = "", under: str = "") -> str:
    inside = f"<h1>Ferry sails again</h1>{_paragraphs(*texts)}{under}"
    return _page(inside, head=head)


def _missing(title: str, text: str) -> str:
    return _page(f"<h1>{title}</h1><p>{text}</p><ul>{LINKS}</ul>", title=title)


WALLS = {
    "en": (
        "Before you read on",
        (
            "We and our 412 partners store cookies on your device and process personal data,"
            " such as addresses, to show adverts that fit you and to measure how they are used."
        ),
        (
            "By clicking Accept all you consent to this. You can withdraw your consent at any"
            " time in the cookie settings at the foot of every page."
        ),
    ),
    "de": (
        "Ihre Einwilligung",
        (
            "Wir und unsere Partner verarbeiten personenbezogene Daten und legen Cookies auf Ihrem"
            " Gerät ab, damit Werbung zu Ihnen passt und wir sehen, was gelesen wird."
        ),
        (
            "Mit einem Klick auf Alle akzeptieren geben Sie Ihre Einwilligung. Sie können sie in"
            " den Einstellungen zum Datenschutz jederzeit zurücknehmen."
        ),
    ),
    "fr": (
        "Votre choix",
        (
            "Nous et nos partenaires utilisons des cookies et traitons des données personnelles"
            " pour vous montrer des annonces qui vous ressemblent et mesurer leur lecture."
        ),
        (
            "En choisissant de tout accepter, vous donnez votre accord aux cookies. Vous pouvez le"
            " retirer à tout moment au bas de chaque page, dans les réglages des cookies."
        ),
    ),
}


@pytest.mark.parametrize(
    ("page", "looks"),
    [
        (_missing("Page not found", "The link is old, or has a slip of the pen."), "error page"),
        (_missing("404", "Nothing lies here any more."), "error page"),
        (_missing("Seite nicht gefunden", "Die Adresse gibt es nicht mehr."), "error page"),
        (_missing("Página no encontrada", "La dirección ya no existe."), "error page"),
        (_missing("ページが見つかりません", "お探しのページは移動しました。"), "error page"),
        (_page("<p>Just a moment...</p>", title="Just a moment..."), "error page"),
        *(
            (
                _page(f"<h1>{title}</h1><div><p>{one}</p><p>{two}</p></div>", title=title),
                "consent to cookies",
            )
            for title, one, two in WALLS.values()
        ),
        (
            _page("<noscript>Please enable JavaScript.</noscript><div>Loading</div>"),
            "JavaScript",
        ),
        (_page("<div id='root'></div><script>start()</script>"), "JavaScript"),
        (
            _page(f"<h1>Search results for ferry</h1><ul>{LINKS}</ul>", title="Search results"),
            "search results",
        ),
        (_page(f"<h1>Suchergebnisse</h1><ul>{LINKS}</ul>", title="Suche"), "search results"),
        (
            _page(f"<h1>News of the islands</h1><ul>{LINKS}</ul>", title="Islands"),
            "list of stories",
        ),
        (
            _page(
                f"<h1>Ferry sails again</h1><p>{STORY[0]}</p><p>Press play to see the islands.</p>",
                head="<meta property='og:type' content='video.other'>",
            ),
            "page of a film",
        ),
        (
            _article(*STORY[:2], head=LOCKED, under="<div>Subscribe to continue reading</div>"),
            "free part",
        ),
        (
            _article(
                STORY[0], f"{STORY[1][:-1]} …", under="<p>Jetzt weiterlesen mit dem Inselabo</p>"
            ),
            "free part",
        ),
        (
            _article(
                STORY[0], STORY[1][:60] + "...", under="<p>Cet article est réservé aux abonnés</p>"
            ),
            "free part",
        ),
        (
            _article(*STORY[:2], head=LOCKED.replace("false", 'false, "wordCount": 640')),
            "free part",
        ),
    ],
)
def test_a_page_without_a_story_is_refused_with_what_it_looks_like(page: str, looks: str) -> None:
    with pytest.raises(NoStoryError, match=looks) as failed:
        read_html(page, address="page.html")
    assert failed.value.exit_code == 4
    assert str(failed.value).startswith("page.html ")
    assert ";" in str(failed.value)


@pytest.mark.parametrize(
    "page",
    [
        _article(*STORY[:2]),
        _article(*STORY, under="<div class='box'>Subscribe to our newsletter</div>"),
        _article(*STORY, under="<p>Subscribe to continue reading our other stories</p>"),
        _article(*STORY, head=LOCKED),
        _article(*LONG, head=LOCKED, under="<div>Subscribe to continue reading</div>"),
        _page(
            "<div class='cookie-banner'><p>We and our partners use cookies. By clicking Accept all"
            " you consent to the processing of personal data.</p></div>"
            f"<h1>Ferry sails again</h1>{_paragraphs(*STORY)}"
        ),
        _page(
            "<h1>Islands: all news of the ferry</h1><article>"
            + "".join(f"<div><h2>1{n}:05</h2><p>{each}</p></div>" for n, each in enumerate(STORY))
            + "</article>",
            head="<meta property='og:type' content='article'>",
        ),
        _page(f"<h1>Ferry sails again</h1>{_paragraphs(*STORY)}<ul>{LINKS}</ul>"),
        _page(
            f"<h1>Search for the lost ferry goes on</h1>{_paragraphs(*STORY)}<ul>{LINKS}</ul>",
            title="Search for the lost ferry goes on",
        ),
        _page(
            f"<h1>404 steps to the sea</h1>{_paragraphs(*LONG)}",
            head="<meta name='author' content='Ada Poe'>",
            title="404 steps to the sea",
        ),
        _page(
            f"<h1>Ferry sails again</h1>{_paragraphs(*STORY)}<video src='a.mp4'></video>",
            head='<script type=\'application/ld+json\'>[{"@type": "VideoObject"},'
            ' {"@type": "NewsArticle", "headline": "Ferry sails again"}]</script>',
        ),
        _page(
            "<h1>Court rules on cookies</h1>"
            + _paragraphs(
                "Websites may not set cookies before their readers consent, a court has ruled.",
                "The case was brought by two students who had counted 90 cookies on one page.",
                "The publisher has a month to appeal, and has switched its cookies off till then.",
            ),
            title="Court rules on cookies",
        ),
    ],
    ids=[
        "brief",
        "newsletter",
        "offer",
        "locked and short",
        "locked and whole",
        "banner",
        "live",
        "links",
        "search",
        "number",
        "film",
        "cookies",
    ],
)
def test_a_story_is_never_refused(page: str) -> None:
    story = read_html(page, address="page.html")
    assert sum(1 for _ in story.texts(Role.BODY)) >= 2


def test_a_refusal_tells_how_much_there_is_and_how_to_go_on() -> None:
    page = _article(*STORY[:2], head=LOCKED, under="<div>Subscribe to continue reading</div>")
    with pytest.raises(NoStoryError) as failed:
        read_html(page, address="page.html")
    assert str(failed.value) == (
        "page.html looks like the free part of a story for subscribers: there are only 32 words of"
        " a story; save the full page while signed in and give that file, or go on with what there"
        " is by --allow-stub."
    )
    story = read_html(page, address="page.html", allow_stub=True)
    assert list(story.texts(Role.BODY)) == list(STORY[:2])
    assert story.excerpt, "the listener is told that this is not all"


def test_a_page_with_nothing_to_read_is_refused_all_the_same() -> None:
    with pytest.raises(NoStoryError, match="list of stories"):
        read_html(_page(f"<h1>News</h1><ul>{LINKS}</ul>"), allow_stub=True)


TEASERS = (
    "The council of the harbour town wants to keep its old ferry for another winter.",
    "Scientists counted more seals on the sandbank than in any year before the war.",
    "A baker of nineteen has won the prize for the best loaf of the whole province.",
    "Nobody knows who painted the lighthouse green in the night to Sunday.",
    "The price of herring falls again, and two of the smokehouses will close.",
    "Engineers found cracks in the dyke that protects four villages in the east.",
    "The school band plays in the capital after a month of rehearsals in a barn.",
    "Rain has washed away the only road to the quarry for the third time in May.",
    "An island doctor retires at eighty, and there is no successor in sight.",
    "Voters turn down the new bridge by a margin of eleven ballots.",
)


@pytest.mark.parametrize("copies", [1, 4])
def test_a_list_of_titles_with_a_sentence_under_each_is_no_story(copies: int) -> None:
    """Read aloud it would be two dozen sentences of as many stories, without a title to any."""
    items = "".join(
        f"<li><h3><a href='/{day}'>What happened on day {day} of the repair</a></h3>"
        f"<p>{text}</p></li>"
        for day, text in enumerate(TEASERS * copies)
    )
    with pytest.raises(NoStoryError, match="list of stories"):
        read_html(_page(f"<h1>News</h1><ul>{items}</ul>", title="News"))


TOLD = "".join(f"<p>{each}</p>" for each in STORY * 2).replace('"', "'")


@pytest.mark.parametrize(
    "data",
    [
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry sails'
        ' again", "articleBody": "' + "\\n".join(STORY * 2) + '"}</script>',
        f'<script>window.state = {{"html": "{TOLD}"}}</script>',
        '<script>push([1,"' + TOLD.replace("<", "\\u003c").replace(">", "\\u003e") + '"])</script>',
    ],
    ids=["stated", "markup", "escaped"],
)
def test_a_story_that_only_scripts_show_is_read_from_their_data(data: str) -> None:
    """A producer had to open a browser, though the page held every word."""
    story = read_html(_page(f"<div id='root'></div>{data}"), address="page.html")
    assert story.headline == "Ferry sails again"
    assert set(story.texts(Role.BODY)) == set(STORY)


def test_the_data_of_a_page_for_subscribers_is_left_alone() -> None:
    page = _page(f'<div id="root"></div><script>a = "{TOLD}"</script>', head=LOCKED)
    with pytest.raises(NoStoryError, match="JavaScript"):
        read_html(page)
