"""A Chromium that looks at the console as a person does: signed in by the one-time link, by the clock of the test, and strict. What the
browser reports as an error, a breach of the content security policy, and an answer that the contract does not describe fail the test.

    with Window(chromium, console) as window:
        window.open("/costs?by=service")
        expect(window.page.get_by_role("heading", name="Costs", level=1)).to_be_visible()
"""

import contextlib
import datetime
import pathlib
import urllib.parse
from decimal import ROUND_HALF_UP, Decimal

from playwright.sync_api import Error, expect

from console import Answer, hold_to_contract

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCREENSHOTS = ROOT / "build" / "screenshots"
AXE = (ROOT / "ui/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
# The machine may be slow and busy; what does come, comes at once.
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]
# Far from UTC, since billing days are days in UTC wherever one looks at them from.
ZONE = "America/Los_Angeles"

# The page's clock goes with that of the server that the test has started at another time.
SHIFT_CLOCK = """(() => {
  const Real = Date, shift = %d - Real.now();
  class Shifted extends Real {
    constructor(...values) { values.length ? super(...values) : super(Real.now() + shift); }
    static now() { return Real.now() + shift; }
  }
  globalThis.Date = Shifted;
})()"""
REPORT_BREACHES = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`))"""

# Counts what the page still waits for.
COUNT_REQUESTS = """(() => {
  const fetch = globalThis.fetch;
  globalThis.pendingRequests = 0;
  globalThis.fetch = async (...request) => {
    globalThis.pendingRequests += 1;
    try { return await fetch(...request); } finally { globalThis.pendingRequests -= 1; }
  };
})()"""
# Resolves once nothing was awaited for ten frames on end: no request, no empty place of an answer, nothing busy.
SETTLE = """async () => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const isQuiet = () => globalThis.pendingRequests === 0 && document.querySelector("#main > :not(#hint)") &&
    !document.querySelector(".skeleton, [aria-busy=true]");
  const begun = performance.now();
  for (let quiet = 0; quiet < 10; quiet = isQuiet() ? quiet + 1 : 0) {
    if (performance.now() - begun > %d) throw new Error(`still awaited: ${globalThis.pendingRequests} requests, ` +
      [...document.querySelectorAll(".skeleton, [aria-busy=true]")].map((one) => one.outerHTML.slice(0, 200)).join(" "));
    await frame();
  }
}"""

# Moves the focus over amounts and reads what the panel of each says; a person sees the same by hover or keyboard.
READ_FIGURES = """async (root) => {
  const out = [];
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  for (const figure of root.querySelectorAll("button.figure:not(.share, .change)")) {
    figure.focus({preventScroll: true});
    let panel = null;
    for (let tries = 0; tries < 100 && !(panel && figure.getAttribute("aria-describedby") === "hint"); ++tries) {
      await frame();
      panel = document.querySelector("#hint:popover-open dd");
    }
    if (!figure.isConnected || figure.getAttribute("aria-describedby") !== "hint") throw new Error(`nothing explains ${figure.textContent}`);
    const [amount, currency = ""] = panel.textContent.split(" ");
    const of = figure.querySelector(".visually-hidden");
    const name = of ? of.textContent.replace(/: $/, "") : "";
    out.push({of: name, text: figure.textContent.slice(of ? of.textContent.length : 0), amount, currency});
  }
  document.activeElement?.blur();
  return out;
}"""


# The windows that are open now.
OPEN = []


def keep_pictures_of_failure(name):
    """What the windows show when a test fails."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    for number, window in enumerate(OPEN):
        with contextlib.suppress(Error):
            window.page.screenshot(path=SCREENSHOTS / f"failed-{name.replace('/', '_')}-{number}.png")


def start_chromium(playwright):
    return playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)


class Window:
    """One signed-in window of a browser. `now` is the time of the server, where that is not the machine's."""

    def __init__(self, chromium, console, now=None, width=1280, height=900, **options):
        self.console = console
        self.errors = []
        self.context = chromium.new_context(viewport={"width": width, "height": height}, locale="en-US", timezone_id=ZONE,
                                            reduced_motion="reduce", permissions=["clipboard-read", "clipboard-write"], **options)
        self.context.set_default_timeout(PATIENCE_MS)
        if now:
            at = datetime.datetime.fromisoformat(now.replace("Z", "+00:00"))
            self.context.add_init_script(SHIFT_CLOCK % int(at.timestamp() * 1000))
        self.context.add_init_script(REPORT_BREACHES)
        self.context.add_init_script(COUNT_REQUESTS)
        self.context.on("console", self._said)
        self.context.on("weberror", lambda error: self.errors.append(str(error.error)))
        self.context.on("requestfinished", self._answered)
        self.page = self.context.new_page()
        self.page.goto(console.new_link())
        self.page.wait_for_url(lambda url: "/login" not in url)

    def __enter__(self):
        OPEN.append(self)
        return self

    def __exit__(self, kind, *_):
        if kind is not None:
            keep_pictures_of_failure("window")
        OPEN.remove(self)
        self.context.close()
        if kind is None:
            self.expect_no_errors()

    def expect_no_errors(self):
        errors, self.errors = self.errors, []
        assert errors == [], "\n".join(errors)

    def _is_own(self, url):
        return url.startswith(self.console.url)

    def _said(self, message):
        if message.type != "error" or not self._is_own(message.page.url if message.page else ""):
            return
        where = message.location.get("url", "")
        # The browser notes each refusal; those of the API are answers, which the contract is held to.
        if message.text.startswith("Failed to load resource") and where.startswith(f"{self.console.url}/api/v1/"):
            return
        self.errors.append(f"{message.text} ({where})")

    def _answered(self, request):
        """Holds what the page itself was answered to the contract."""
        path = urllib.parse.unquote(urllib.parse.urlsplit(request.url).path)
        if not self._is_own(request.url) or not path.startswith("/api/v1/"):
            return
        try:
            response = request.response()
            if response is None or response.headers.get("content-type", "").startswith("text/event-stream"):
                return
            body = b"" if response.status == 204 else response.body()
        except Error:
            return  # The page has been left, and its answers with it.
        if not body and response.headers.get("content-length", "0") != "0":
            return  # A file: the page has it, and the browser kept no copy.
        try:
            kind = {"Content-Type": response.headers.get("content-type", "")}
            hold_to_contract(request.method, path.removeprefix("/api/v1"), Answer(response.status, kind, body))
        except Exception as error:  # pylint: disable=broad-exception-caught
            self.errors.append(f"{request.method} {path}: {str(error)[:2000]}")

    def open(self, path):
        self.page.goto(urllib.parse.urljoin(self.console.url, path))
        self.settle()

    def settle(self):
        """Waits until the page has all that it asked for."""
        self.page.evaluate(SETTLE % PATIENCE_MS)

    def emulate(self, theme=None, width=None, height=900):
        if theme:
            self.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        if width:
            self.page.set_viewport_size({"width": width, "height": height})

    def figures(self, root):
        """The amounts within a locator: what each is of, what it reads, its exact amount and its currency."""
        return root.evaluate(READ_FIGURES)

    def search(self):
        """The state in the address: lists of values by name."""
        return urllib.parse.parse_qs(urllib.parse.urlsplit(self.page.url).query)

    def download(self, click):
        """The bytes and the name of what a click saves."""
        with self.page.expect_download() as saved:
            click()
        return pathlib.Path(saved.value.path()).read_bytes(), saved.value.suggested_filename

    def copied(self):
        return self.page.evaluate("() => navigator.clipboard.readText()")

    def violations(self):
        """What axe finds on the page as it stands, a line each."""
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE)
        found = self.page.evaluate("(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", AXE_RULES)
        return [f"{one['id']}: {one['help']}: {node['html'][:300]} {node['any'][0]['message'] if node['any'] else ''}"
                for one in found["violations"] for node in one["nodes"]]

    def keep_picture(self, name):
        """All of the page; of a dialog over it, what is in sight."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        has_dialog = self.page.locator("dialog[open]").count() > 0
        if not has_dialog:
            self.page.evaluate("() => scrollTo(0, 0)")
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=not has_dialog)


def money_text(amount, currency):
    """An amount as the page is to write it, by decimal arithmetic of its own."""
    amount = Decimal(amount)
    fixed = abs(amount).quantize(Decimal("0.01"), ROUND_HALF_UP)
    tiny = fixed == 0 and amount != 0
    sign = {"USD": "$", "EUR": "€", "CNY": "CN¥"}.get(currency)
    number = f"{Decimal('0.01') if tiny else fixed:,.2f}"
    written = f"{sign}{number}" if sign else f"{number} {currency}"
    return ("−" if amount < 0 else "") + ("<" if tiny else "") + written


def signed_money_text(amount, currency):
    return ("+" if Decimal(amount) > 0 else "") + money_text(amount, currency)
