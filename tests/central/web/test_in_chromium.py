"""The page in a real browser: by keyboard alone, narrow, with large words, light and dark."""

from __future__ import annotations

from tests.central.web.chromium import Chromium
from tests.central.web.conftest import County


def sign_in(county: County, browser: Chromium) -> None:
    """Type a code, as somebody without a mouse does."""
    browser.open(f"{county.address}/")
    assert browser.run("document.title") == "Sign in · HiveDesk"
    while browser.tab()["words"] != "code":
        pass
    browser.type(county.code())
    browser.enter()
    assert browser.run("location.pathname") == "/my/rooms"


def test_request_is_answered_and_read_by_keyboard_alone(county: County, browser: Chromium) -> None:
    asked = county.ask()
    sign_in(county, browser)
    browser.go_by_key("Fri 2 to Sun 4 Jul")
    assert browser.run("document.querySelector('h1').innerText") == "Can you have this stay?"
    while browser.tab()["words"] != "note":
        pass
    browser.type("Looking forward to it")
    browser.go_by_key("Yes, I can")
    assert "You said yes." in browser.run("document.querySelector('[role=status]').innerText")
    assert county.stay(asked)["status"] == "agreed"
    assert county.stay(asked)["status_why"] == "Looking forward to it"
    county.step(asked, "confirmed")
    browser.open(f"{county.address}/my/rooms?month=2021-07")
    browser.go_by_key("Fri 2 to Sun 4 Jul")
    assert browser.run("document.querySelector('h1').innerText") == "Wren, 7"
    # A reload and the way back send nothing again.
    assert len(county.told("bookings")) == 3


def test_no_without_a_reason_puts_the_cursor_where_it_is_wanted(
    county: County, browser: Chromium
) -> None:
    asked = county.ask()
    sign_in(county, browser)
    browser.open(f"{county.address}/my/requests/{asked}")
    browser.go_by_key("No, I cannot")
    assert browser.run("document.title").startswith("Not done: ")
    browser.until("document.activeElement.id === 'note'")
    assert county.stay(asked)["status"] == "requested"


def test_every_page_fits_every_reader(county: County, browser: Chromium) -> None:
    asked = county.ask()
    told = county.ask("2021-06-18", "2021-06-20", status="confirmed", needs="a lamp " * 30)
    county.ask("2021-06-20", "2021-06-22", status="agreed")
    phone = county.pats()
    close = f"rooms/{county.side.room}/close"
    days = {"first_day": "2021-06-25", "last_day": "2021-06-26", "why": "W" * 200}
    phone.send(f"/my/{close}", days)
    sign_in(county, browser)
    paths = ["rooms", f"requests/{asked}", f"stays/{told}", close, "statements", "calendar"]
    for path in [*paths, "sign-in", "nothing"]:
        for dark in (False, True):
            browser.shape(320, 640, dark=dark)
            browser.open(f"{county.address}/my/{path}")
            assert browser.run(_PALE) == [], (path, dark)
        assert browser.run(_SMALL) == [], path
        assert browser.run("document.documentElement.scrollWidth") <= 320, path
        browser.shape(390, 844)
        browser.run("document.documentElement.style.fontSize = '200%'")
        assert browser.run("document.documentElement.scrollWidth") <= 390, path


def test_focus_is_seen_and_goes_from_top_to_bottom(county: County, browser: Chromium) -> None:
    county.ask()
    sign_in(county, browser)
    words = []
    while True:
        now = browser.tab()
        if now["name"] == "BODY" or (words and now["words"] == words[0]):
            break
        assert now["ring"], now
        assert now["inside"], now
        words.append(now["words"])
    assert words[:5] == ["Skip to the page", "Sign out", "My rooms", "Statements", "Calendar"]
    assert words[5].startswith("Fri 2 to Sun 4 Jul")
    assert words[-1] == "Close this room for some days"


# What is smaller than a finger wants it, of all that can be pressed.
_SMALL = """[...document.querySelectorAll("a, button, input:not([type=hidden]), textarea")]
  .filter(it => !it.classList.contains("skip"))
  .map(it => [it.innerText || it.id, it.getBoundingClientRect()])
  .filter(([words, box]) => box.height < 44 || box.width < 24)
  .map(([words, box]) => `${words} ${box.width}x${box.height}`)"""

# Words that stand out too little from what is behind them (WCAG 2.2, 1.4.3).
_PALE = """(() => {
  const light = (text) => {
    const parts = text.match(/[\\d.]+/g).map(Number);
    const [r, g, b] = parts.slice(0, 3).map(n => n / 255)
      .map(n => n <= .04045 ? n / 12.92 : ((n + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const behind = (it) => {
    for (; it; it = it.parentElement) {
      const colour = getComputedStyle(it).backgroundColor;
      if (!/, 0\\)$/.test(colour)) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  return [...document.querySelectorAll("body *")]
    .filter(it => [...it.childNodes].some(part => part.nodeType === 3 && part.data.trim()))
    .map(it => [it.innerText, light(getComputedStyle(it).color), light(behind(it))])
    .map(([words, one, two]) =>
      [words, (Math.max(one, two) + .05) / (Math.min(one, two) + .05)])
    .filter(([words, ratio]) => ratio < 4.5).map(([words, ratio]) => `${words} ${ratio}`);
})()"""
