"""A mail server of a hundred lines: keeps what it takes, and refuses, breaks off or waits on demand."""

import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage


class MailServer:
    """`refuse_at` answers 550 to that verb, `hang_up_at` closes the line; `hold` waits after DATA."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []
        self.refuse_at = ""
        self.hang_up_at = ""
        self.arrived = threading.Event()  # a whole message is here
        self.hold = threading.Event()  # the answer to it waits while this is clear
        self.hold.set()
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=policy.default) for raw in self.letters]

    def __enter__(self) -> "MailServer":
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.hold.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[socketserver.StreamRequestHandler]:
        post = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self.say("220 ready")
                for verb in self.verbs():
                    if post.hang_up_at == verb:
                        return
                    if post.refuse_at == verb:
                        self.say("550 no")
                    elif verb == "DATA":
                        self.take()
                        if post.hang_up_at == "TEXT":
                            return
                        self.say("554 no" if post.refuse_at == "TEXT" else "250 taken")
                    elif verb == "QUIT":
                        self.say("221 bye")
                        return
                    else:
                        self.say("250 ok")

            def verbs(self) -> Iterator[str]:
                while line := self.rfile.readline():
                    yield line.split()[0].decode().upper()

            def take(self) -> None:
                self.say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                letter = b"".join(lines)
                if not (post.refuse_at == "TEXT"):
                    post.letters.append(letter)
                post.arrived.set()
                post.hold.wait(10)

            def say(self, line: str) -> None:
                try:
                    self.wfile.write(line.encode() + b"\r\n")
                except OSError:
                    pass  # the client was killed; that is what the test is about

        return Handler
