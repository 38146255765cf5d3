"""Pages as people open them: latency, the workers' CPU, queries, bytes."""

import statistics
import time
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from invoicing.models import Invoice
from members.models import Membership, User
from members.states import MembershipState
from tests.bench import panel
from tests.bench.serving import Server
from tests.factories.members import give_second_factor
from tests.factories.sessions import session_key_of

HEADINGS = ["page", "as", "p50 ms", "p95 ms", "CPU ms", "queries", "KB sent"]
WARM_UP = 6
DOMAIN = "bench.example"


@dataclass(frozen=True)
class Measured:
    path: str
    who: str
    p50: float
    p95: float
    cpu: float
    queries: int
    kilobytes: float

    def row(self) -> tuple[str, ...]:
        figures = (f"{self.p50:.1f}", f"{self.p95:.1f}", f"{self.cpu:.1f}")
        return (self.path, self.who, *figures, str(self.queries), f"{self.kilobytes:.1f}")

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def measure(server: Server, requests: int) -> list[Measured]:
    return [one(server, path, who, requests) for path, who in opened()]


def opened() -> list[tuple[str, str]]:
    """Pages and by whom; `head` is the demo's head who has not signed yet."""
    number = Invoice.objects.issued().values_list("number", flat=True).first()
    draft = Membership.objects.get(
        state=MembershipState.DRAFT, started_by__email=email("head.secondary")
    )
    return [
        ("/", ""),
        ("/accounts/login/", ""),
        ("/join/", ""),
        ("/join/?q=primary", ""),
        ("/schools/", ""),
        ("/home/", "office"),
        ("/home/", "head.primary"),
        (f"/join/{draft.school_id}/billing/", "head.secondary"),
        (f"/join/{draft.school_id}/contacts/", "head.secondary"),
        ("/office/memberships/", "office"),
        ("/office/claims/", "office"),
        ("/invoices/", "finance"),
        ("/invoices/?q=academy&status=overdue", "finance"),
        (f"/invoices/{number}/", "finance"),
        (f"/invoices/{number}.pdf", "finance"),
        ("/invoices/runs/1/", "office"),
        ("/impact/reach/?which=all", "chair"),
        *panel.pages(),
    ]


def one(server: Server, path: str, who: str, requests: int) -> Measured:
    cookie = session_of(who)
    for _ in range(WARM_UP):
        status, size = server.get(path, cookie)
        if status != 200:
            raise SystemExit(f"{path} as {who or 'anybody'} answered {status}")
    cpu, times = server.cpu_seconds(), []
    for _ in range(requests):
        began = time.perf_counter()
        server.get(path, cookie)
        times.append((time.perf_counter() - began) * 1000)
    return Measured(
        path=path,
        who=who or "anybody",
        p50=statistics.median(times),
        p95=statistics.quantiles(times, n=20)[-1],
        cpu=(server.cpu_seconds() - cpu) / requests * 1000,
        queries=queries(path, cookie),
        kilobytes=size / 1024,
    )


def queries(path: str, cookie: str) -> int:
    client = Client(headers={"X-Forwarded-Proto": "https", "Host": "localhost"})
    client.cookies.load(cookie)
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(path)
    return len(captured)


def session_of(who: str) -> str:
    if not who:
        return ""
    user = User.objects.get(email=email(who))
    give_second_factor(user)
    return f"{settings.SESSION_COOKIE_NAME}={session_key_of(user)}"


def email(who: str) -> str:
    return f"{who}@{DOMAIN}"


def let_the_cast_sign_in() -> None:
    """Production refuses the demo's people, so here they get addresses of their own."""
    for user in User.objects.filter(email__endswith=f"@{settings.DEMO_DOMAIN}"):
        user.email = email(user.email.partition("@")[0])
        user.save(update_fields=["email"])
