"""A connection to PostgreSQL that is lost while a transaction is being committed."""

import enum
import socket
import threading
from pathlib import Path
from types import TracebackType

from ops.home import SOCKET_NAME

COMMIT = b"COMMIT\0"


class Moment(enum.Enum):
    """When the connection is lost."""

    HALF = "half"
    """PostgreSQL gets half of the word: nothing is committed."""
    UNANSWERED = "unanswered"
    """PostgreSQL commits, and its answer never arrives: everything is committed."""


class CutAtCommit:
    """Stands between one client and PostgreSQL, and is cut at the first COMMIT once armed.

    Only whole messages matter here, and libpq sends each of ours in one piece over a socket of
    the same machine; so a piece that ends in COMMIT is the message.
    """

    def __init__(self, folder: Path, back: Path, moment: Moment) -> None:
        self.folder, self.back, self.moment = folder, back, moment
        self.armed = False
        self.listener = socket.socket(socket.AF_UNIX)
        self.client: socket.socket | None = None

    def __enter__(self) -> "CutAtCommit":
        """From now on a client can connect in ``folder`` instead."""
        address = self.folder / SOCKET_NAME
        address.unlink(missing_ok=True)
        self.listener.bind(str(address))
        self.listener.listen()
        self.thread = threading.Thread(target=self._carry)
        self.thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if error and self.client:
            self.client.shutdown(socket.SHUT_RDWR)
        self.thread.join()

    def _carry(self) -> None:
        self.client, _ = self.listener.accept()
        # One client, once: whoever tries again finds nothing here.
        self.listener.close()
        client = self.client
        with client, socket.socket(socket.AF_UNIX) as server:
            server.connect(str(self.back / SOCKET_NAME))
            answers = threading.Thread(target=_answer, args=(server, client))
            answers.start()
            while (piece := client.recv(65536)) and not (self.armed and COMMIT in piece):
                server.sendall(piece)
            client.shutdown(socket.SHUT_RDWR)
            if piece:
                half = len(piece) // 2 if self.moment is Moment.HALF else len(piece)
                server.sendall(piece[:half])
            # PostgreSQL does what it was asked to, finds no one there, and closes.
            server.shutdown(socket.SHUT_WR)
            answers.join()


def _answer(server: socket.socket, client: socket.socket) -> None:
    """Passes answers on, and drops them once nobody is there to take them."""
    while piece := server.recv(65536):
        try:
            client.sendall(piece)
        except OSError:
            continue
