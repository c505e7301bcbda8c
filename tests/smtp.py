"""A mail server on loopback that speaks as much SMTP as a client needs, and keeps what it was given."""

import email
import email.policy
import socketserver
import threading
from contextlib import contextmanager


class MailServer(socketserver.ThreadingTCPServer):
    """`letters` are those taken, as (recipients, message); `refusal` is said instead of taking one."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, port=0, refusal=None):
        super().__init__(("127.0.0.1", port), _Conversation)
        self.letters, self.refusal, self.hangs_up = [], refusal, False

    @property
    def port(self):
        return self.server_address[1]


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 loopback")
        recipients = []
        for line in self.rfile:
            verb = line.decode().strip()
            if verb.upper().startswith("QUIT"):
                self.say("221 bye")
                return
            if verb.upper().startswith("RCPT"):
                recipients.append(verb.partition("<")[2].partition(">")[0])
                self.say(self.server.refusal or "250 ok")
            elif verb.upper().startswith("DATA"):
                self.say("354 go on")
                self.server.letters.append((recipients, self.message()))
                if self.server.hangs_up:
                    return
                self.say("250 taken")
            else:
                self.say("250 ok")

    def message(self):
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return email.message_from_bytes(b"".join(lines), policy=email.policy.default)

    def say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def mail_server(settings, **facts):
    """Run one, and have the portal send its mail there; afterwards nothing answers at its port."""
    with MailServer(**facts) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.05])
        thread.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
