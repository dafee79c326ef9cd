"""tui.py USER: `toot tui` in a terminal of its own, driven line by line from standard input.

"see WORDS" answers "seen" as soon as the words stand on the screen (the timeline is refreshed with "," meanwhile),
"say WORDS" writes a post in the composer and sends it, "quit" ends.
"""
import fcntl, os, pty, re, select, struct, sys, termios, time

WIDTH, HEIGHT, SECONDS_MAX = 160, 45, 120

pid, terminal = pty.fork()
if pid == 0:
    os.environ["TERM"] = "xterm"
    os.execvp("toot", ["toot", "tui", "--no-color", "-u", sys.argv[1]])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))


def read(seconds):
    """What the program drew within a moment, without the control sequences."""
    drawn = b""
    end = time.monotonic() + 2
    while time.monotonic() < end and select.select([terminal], [], [], seconds)[0]:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            break
        if not piece:
            break
        drawn += piece
    text = drawn.decode("utf-8", "replace")
    return re.sub(r"\x1b(\[[0-9;?]*[A-Za-z]|[()][A-Z0-9]|[=>])|[\x0e\x0f]", " ", text)


def key(keys):
    os.write(terminal, keys.encode())


def see(words):
    """Asks for what is new only when the first timeline stands, and never twice at once: toot breaks on both."""
    drawn = ""
    end = time.monotonic() + SECONDS_MAX
    while time.monotonic() < end:
        for _ in range(20):
            drawn += read(0.5)
            if words in re.sub(r"\s+", " ", drawn):
                while read(2):
                    pass
                return True
        if "[home]" in drawn:
            key(",")
    sys.stderr.write(drawn[-4000:])
    return False


def say(words):
    drawn = ""
    end = time.monotonic() + SECONDS_MAX
    key("c")
    while "Compose" not in drawn:
        if time.monotonic() > end:
            return False
        drawn += read(0.5)
    key(words)
    read(0.5)
    # Down to the last button, "Cancel", and up to the one before, "Post".
    for _ in range(12):
        key("\x1b[B")
        read(0.1)
    key("\x1b[A")
    read(0.3)
    key("\r")
    read(0.5)
    return True


for line in sys.stdin:
    order, _, words = line.strip().partition(" ")
    if order == "quit":
        break
    done = {"see": see, "say": say}[order](words)
    print("seen" if order == "see" and done else "said" if done else "not seen", flush=True)
os.kill(pid, 9)
