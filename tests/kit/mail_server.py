"""A small mail server: keeps what it takes, and refuses, breaks off or waits on demand."""

import socketserver
import threading
from contextlib import suppress
from email import message_from_bytes, policy
from email.message import EmailMessage


class MailServer(socketserver.ThreadingTCPServer):
    """`refuse_at` answers 550 to that verb, `hang_up_at` closes the line there.

    The verb TEXT stands for the moment when the whole message has arrived; while `hold` is
    clear, the answer to it waits.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.letters: list[bytes] = []
        self.refuse_at = self.hang_up_at = ""
        self.arrived, self.hold = threading.Event(), threading.Event()
        self.hold.set()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.01,))

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=policy.default) for raw in self.letters]

    def __enter__(self) -> "MailServer":
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.hold.set()
        self.shutdown()
        self.server_close()
        self._thread.join()


class Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.say("220 ready")
        while line := self.rfile.readline():
            if not self.answer(line.split()[0].decode().upper()):
                return

    def answer(self, verb: str) -> bool:
        """Whether the conversation goes on."""
        if self.server.hang_up_at == verb:
            return False
        if self.server.refuse_at == verb:
            return self.say("550 no")
        if verb == "DATA":
            self.say("354 go on")
            self.take(b"".join(iter(self.rfile.readline, b".\r\n")))
            return self.answer("TEXT")
        return self.say("250 ok") and verb != "QUIT"

    def take(self, letter: bytes) -> None:
        if self.server.refuse_at != "TEXT":
            self.server.letters.append(letter)
        self.server.arrived.set()
        self.server.hold.wait(10)

    def say(self, line: str) -> bool:
        with suppress(OSError):  # a client killed in mid-sentence is what some tests are about
            self.wfile.write(line.encode() + b"\r\n")
        return True
