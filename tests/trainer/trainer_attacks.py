"""Hostile submissions: what each does, and what must come of it.

An attack on the answer `total` puts its code before a wrong answer, so that any point for it is a
point gained. `expected` are the scores that must come out; `never` must not be found in what is shown.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from trainer_course import FULL, SECRET, tests
from trainer_place import Place

WRONG = {**FULL, "count-test": 0.0}
NOTHING = dict.fromkeys(FULL, 0.0)


@dataclass(frozen=True)
class Attack:
    """One hostile submission; `suspected` are cells that a person must be told to look at."""

    kind: str
    name: str
    make: Callable[[Place], Any]
    expected: dict[str, float] = field(default_factory=lambda: dict(WRONG))
    never: tuple[str, ...] = (SECRET,)
    suspected: tuple[str, ...] = ()


def _code(code: str, last: str = "total = -1", **others: str) -> Callable[[Place], Any]:
    return lambda place: place.answers(count=f"{code}\n{last}".replace("ROOT", str(place.root)), **others)


@dataclass(frozen=True)
class Peek:
    """Code that takes nothing from what comes after it, so that many can be tried in one notebook."""

    code: str

    def __call__(self, place: Place) -> Any:
        return place.answers(count=f"{self.in_place(place)}\ntotal = -1")

    def in_place(self, place: Place) -> str:
        return self.code.replace("ROOT", str(place.root))


def _cells(change: Callable[[list[Any]], None], **answers: str) -> Callable[[Place], Any]:
    def make(place: Place) -> Any:
        made = copy.deepcopy(place.answers(**answers))
        change(made.cells)
        return made

    return make


def _of(cells: list[Any], grade_id: str) -> Any:
    return next(cell for cell in cells if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def _set(grade_id: str, /, **about: Any) -> Callable[[list[Any]], None]:
    return lambda cells: _of(cells, grade_id).metadata["nbgrader"].update(about)


def _source(grade_id: str, source: str) -> Callable[[list[Any]], None]:
    def change(cells: list[Any]) -> None:
        _of(cells, grade_id)["source"] = source

    return change


def _drop(*grade_ids: str) -> Callable[[list[Any]], None]:
    def change(cells: list[Any]) -> None:
        for grade_id in grade_ids:
            cells.remove(_of(cells, grade_id))

    return change


TRY = """
def attempt(what):
    try:
        print('GOT', what())
    except BaseException as error:
        print('stopped', type(error).__name__)
"""

LIAR = "class Liar{base}:\n    def __eq__(self, other): return True\n    def __gt__(self, other): return True\n    __hash__ = None\n"

READING = [
    Attack("read", "source with hidden tests", Peek(TRY + "attempt(lambda: open('ROOT/source/check1/check1.ipynb').read())"), never=(SECRET, "GOT")),
    Attack("read", "gradebook", Peek(TRY + "attempt(lambda: open('ROOT/gradebook.db').read())"), never=("all scores", "GOT")),
    Attack("read", "another submission", Peek(TRY + "attempt(lambda: open('ROOT/submitted/alice/check1/check1.ipynb').read())"), never=("own work", "GOT")),
    Attack("read", "search of all files", Peek("import os\nfor folder, _, files in os.walk('/'):\n    if folder.startswith(('/proc', '/usr', '/dev')) or 'site-packages' in folder: continue\n    for name in files:\n        if name in ('gradebook.db', 'id_rsa', '.bash_history') or 'submitted' in folder or '/source/check1' in folder:\n            print('GOT', folder, name)"), never=(SECRET, "GOT")),
    Attack("read", "environment of the grader", Peek(TRY + "import os, glob\nfor name in ['self', 'thread-self', *map(str, range(1, 40))]:\n    attempt(lambda: open(f'/proc/{name}/environ').read().replace('stopped', ''))\nprint(os.environ)"), never=("GRADER_TOKEN", "t0ken-of-the-grader")),
    Attack("read", "processes of the machine", Peek("import os\nprint('SEEN', [open(f'/proc/{p}/cmdline').read() for p in os.listdir('/proc') if p.isdigit()])"), never=("pytest", SECRET)),
    Attack("read", "files through another root", Peek(TRY + "attempt(lambda: open('/proc/1/ro' + 'ot/etc/passwd').read())\nattempt(lambda: open('/proc/self/cwd/../../etc/shadow').read())"), never=("GOT", "root:x")),
    Attack("read", "memory of other processes", Peek(TRY + "attempt(lambda: open('/proc/1/mem', 'rb').read(10))\nimport ctypes\nprint('ptrace', ctypes.CDLL(None).ptrace(16, 1, 0, 0))"), never=("GOT", "ptrace 0")),
    Attack("read", "keys of the grader", Peek("import ctypes\nlibrary = ctypes.CDLL(None, use_errno=True)\nprint('KEYS', library.syscall(250, 10, -3, b'user', b'grader', 0), open('/proc/keys').read() if __import__('os').path.exists('/proc/keys') else '')"), never=("grader: 1",)),
    Attack("read", "names of test arguments afterwards", _code("seen = []", rate="def rate(part, whole):\n    import inspect\n    frames = inspect.stack()\n    total_text = str([f.frame.f_locals for f in frames])\n    assert 'hidden rate' not in total_text and 'sycamore' not in total_text\n    return part / whole")),
]

WRITING = [
    Attack("write", "own score in the gradebook", Peek(TRY + "import sqlite3\nattempt(lambda: sqlite3.connect('ROOT/gradebook.db').execute('create table x(y)'))"), never=("GOT",)),
    Attack("write", "another submission", Peek(TRY + "attempt(lambda: open('ROOT/submitted/alice/check1/check1.ipynb', 'w').write('mine'))"), never=("GOT",)),
    Attack("write", "start-up files", Peek(TRY + "import os\nfor place in [os.path.expanduser('~root') + '/.bashrc', '/etc/x', '/usr/lib/x', '/usr/bin/x', os.__file__, '/in/x', '/course/plain.py', '/x', '/dev/x', '/stubs/x.py']:\n    attempt(lambda: open(place, 'a').write('x'))"), never=("GOT",)),
    Attack("write", "the course's package", Peek(TRY + "import commonground\nattempt(lambda: open(commonground.__file__, 'a').write('x'))"), never=("GOT",)),
    Attack("write", "site packages", Peek(TRY + "import nbformat\nattempt(lambda: open(nbformat.__file__, 'a').write('x'))"), never=("GOT",)),
    Attack("write", "mounting things", Peek("import ctypes, os\nlibrary = ctypes.CDLL(None)\nprint('mounted', library.mount(b'none', b'/tmp', b'tmpfs', 0, b''), 'unshared', library.unshare(0x10000000), library.umount(b'/usr/lib'))"), never=("mounted 0", "unshared 0")),
]

NETWORK = [
    Attack("network", "a server on this machine", Peek(TRY + "import socket\nattempt(lambda: socket.create_connection(('127.0.0.1', PORT), 2))"), never=("GOT",)),
    Attack("network", "the world", Peek(TRY + "import socket\nattempt(lambda: socket.create_connection(('1.1.1.1', 53), 2))\nimport urllib.request\nattempt(lambda: urllib.request.urlopen('http://example.org', timeout=2).read())"), never=("GOT",)),
    Attack("network", "sockets of the machine", Peek(TRY + "import socket, glob\nfor path in ['/var/run/docker.sock', '/run/docker.sock', '/run/dbus/system_bus_socket', '/tmp/.X11-unix/X0']:\n    attempt(lambda: socket.socket(socket.AF_UNIX).connect(path))"), never=("GOT",)),
]

RESOURCES = [
    Attack("resources", "forks without end", _code("import os, time\nmade = 0\ntry:\n    while made < 500:\n        if os.fork() == 0:\n            time.sleep(60); os._exit(0)\n        made += 1\nexcept OSError:\n    pass\nprint('forks', made)"), never=("forks 500",)),
    Attack("resources", "memory in one process", _code("held = []\ntry:\n    while True:\n        held.append(bytearray(64 * 1024 * 1024))\nexcept MemoryError:\n    del held"), expected={}),
    Attack("resources", "memory over many processes", _code("import os, time\nfor _ in range(20):\n    if os.fork() == 0:\n        held = bytearray(b'x') * (60 * 1024 * 1024); time.sleep(60); os._exit(0)\ntime.sleep(3)"), expected={}),
    Attack("resources", "a disk filled", _code(TRY + "import os\ndef fill():\n    for number in range(1000):\n        with open(f'/scratch/{number}', 'wb') as file:\n            file.write(b'x' * 4_000_000)\nattempt(fill)"), expected={}, never=("GOT",)),
    Attack("resources", "one large file", _code(TRY + "import signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\ndef fill():\n    with open('/tmp/large', 'wb') as file:\n        for _ in range(100): file.write(b'x' * 1_000_000)\nattempt(fill)"), never=("GOT",)),
    Attack("resources", "files without number", _code("for number in range(400_000):\n    try: open(f'/tmp/{number}', 'w').close()\n    except OSError: break"), expected={}),
    Attack("resources", "an endless loop", _code("while True: pass")),
    Attack("resources", "an endless loop that ignores interrupts", _code("import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True:\n    try:\n        while True: pass\n    except BaseException: pass"), expected=NOTHING),
    Attack("resources", "printing without end", _code("while True: print('x' * 100_000)"), expected=NOTHING),
    Attack("resources", "one enormous message", _code("from IPython.display import display\ndisplay({'text/plain': 'x' * 60_000_000}, raw=True)"), expected={}),
    Attack("resources", "one message of endless parts", _code("import zmq\nsocket = get_ipython().kernel.iopub_thread.socket\nwhile True: socket.send(b'x' * 4_000_000, zmq.SNDMORE)"), expected=NOTHING),
    Attack("resources", "memory taken while the tests run", _code("", "total = 100", rate="import threading, time\ndef take():\n    time.sleep(0.5)\n    import os\n    for _ in range(20):\n        if os.fork() == 0:\n            held = bytearray(b'x') * (60 * 1024 * 1024); time.sleep(60); os._exit(0)\ndef rate(part, whole):\n    threading.Thread(target=take, daemon=True).start()\n    time.sleep(2)\n    return part / whole"), expected={**FULL, "rate-test": 0.0}),
    Attack("resources", "an enormous answer", _code("", "total = 'x' * 40_000_000"), expected={**WRONG}),
    Attack("resources", "an answer of endless depth", _code("total = []", "total.append(total)")),
    Attack("resources", "a number of a million digits", _code("", "total = 10 ** 1_000_000")),
    Attack("resources", "processes that stay behind", _code("import subprocess\nsubprocess.Popen(['/bin/sh', '-c', 'trap \"\" TERM HUP; setsid sleep 4711 & sleep 4711'], start_new_session=True)")),
    Attack("resources", "ending the process", _code("import os\nos._exit(0)"), expected=NOTHING),
    Attack("resources", "killing all that can be reached", _code("import os, signal\nos.kill(-1, signal.SIGKILL)\nos.kill(os.getppid(), signal.SIGKILL)"), expected=NOTHING),
    Attack("resources", "a call that never comes back", _code("", "total = 100", rate="def rate(part, whole):\n    while True: pass"), expected={**FULL, "rate-test": 0.0}),
]

FAKES = [
    Attack("fakes", "an object equal to everything", _code(LIAR.format(base=""), "total = Liar()"), suspected=("count-test",)),
    Attack("fakes", "a number that is equal to everything", _code(LIAR.format(base="(int)"), "total = Liar(1)"), suspected=("count-test",)),
    Attack("fakes", "a list that holds everything", _code("", "total = -1", ways="class All(list):\n    def __contains__(self, x): return True\n    def __iter__(self): return iter(['ask', 'listen', 'share'])\nways = All()"), expected={**WRONG, "ways-test": 0.0}, suspected=("ways-test",)),
    Attack("fakes", "a function that gives liars", _code("", "total = 100", rate=LIAR.format(base="(float)") + "def rate(part, whole):\n    return Liar(0.5)"), expected={**FULL, "rate-test": 0.0}, suspected=("rate-test",)),
    Attack("fakes", "a class that says it is another", _code("class Fake:\n    __class__ = int\n    def __eq__(self, o): return True\n    def __gt__(self, o): return True", "total = Fake()"), suspected=("count-test",)),
    Attack("fakes", "asserts taken out of the syntax tree", _code("import ast\nclass Out(ast.NodeTransformer):\n    def visit_Assert(self, node): return ast.Pass()\nget_ipython().ast_transformers.append(Out())"), suspected=("count-test",)),
    Attack("fakes", "asserts taken out of the text", _code("get_ipython().input_transformers_cleanup.append(lambda lines: [l for l in lines if 'assert' not in l])"), suspected=("count-test",)),
    Attack("fakes", "a kernel that runs nothing", _code("kernel = get_ipython().kernel\nasync def do_execute(*args, **kwargs):\n    return {'status': 'ok', 'execution_count': 1, 'payload': [], 'user_expressions': {}}\nkernel.do_execute = do_execute"), expected={"count-test": 0.0}),
    Attack("fakes", "results sent by hand", _code("kernel = get_ipython().kernel\nfor _ in range(20):\n    kernel.session.send(kernel.iopub_socket, 'execute_result', {'data': {'text/plain': '5.0'}, 'metadata': {}, 'execution_count': 1}, parent=kernel.get_parent('shell'))")),
    Attack("fakes", "replies sent by hand", _code("kernel = get_ipython().kernel\nfor _ in range(20):\n    kernel.session.send(kernel.iopub_socket, 'course_reply', {'values': {'total': {'value': 'x'}}, 'signs': []}, parent=kernel.get_parent('shell'))")),
    Attack("fakes", "errors swallowed", _code("get_ipython().showtraceback = lambda *a, **k: None\nget_ipython().set_custom_exc((BaseException,), lambda *a, **k: None)"), suspected=("count-test",)),
    Attack("fakes", "built-in functions replaced", _code("import builtins, math\nbuiltins.sum = lambda *a: -1\nmath.isclose = lambda *a, **k: True\nbuiltins.AssertionError = type('E', (Exception,), {})"), suspected=("count-test",)),
    Attack("fakes", "everything is an instance of everything", _code("import builtins\nbuiltins.isinstance = lambda *a: True"), expected={}),
    Attack("fakes", "the task's own helper and table replaced", _code("families = {'x': -1}\nclose = lambda a, b: True\nmath = None", "total = 1")),
    Attack("fakes", "the reporter replaced", _code("import gc\nkernel = get_ipython().kernel\nkernel.shell_handlers['course_request'] = lambda stream, ident, parent: kernel.session.send(stream, 'course_reply', {'values': {'total': {'value': {'t': 'frame', 'v': 7}}}, 'signs': []}, parent, ident=ident)"), expected={}),
    Attack("fakes", "a reporter that hands over nonsense", _code("kernel = get_ipython().kernel\nkernel.shell_handlers['course_request'] = lambda stream, ident, parent: kernel.session.send(stream, 'course_reply', {'values': [[[]]], 'signs': 7}, parent, ident=ident)"), expected=NOTHING),
    Attack("fakes", "a forged form", _code("kernel = get_ipython().kernel\nforms = {'total': {'t': 'array', 'd': 'object', 's': [10**9], 'v': []}, 'ways': {'t': '__import__', 'v': 'os'}, 'rate': {'t': 'function', 'h': 'x', 'n': 'rate'}}\nkernel.shell_handlers['course_request'] = lambda stream, ident, parent: kernel.session.send(stream, 'course_reply', {'values': {n: {'value': forms[n]} for n in parent['content']['names']}, 'signs': []}, parent, ident=ident)"), expected=NOTHING, suspected=("count-test", "ways-test")),
    Attack("fakes", "an exception that a test would forgive", _code("", "total = 100", rate="def rate(part, whole):\n    raise SystemExit(0)"), expected={**FULL, "rate-test": 0.0}),
    Attack("fakes", "leaving while a test waits", _code("", "total = 100", rate="def rate(part, whole):\n    import os\n    os._exit(0)"), expected={**FULL, "rate-test": 0.0}),
]

CELLS = [
    Attack("cells", "the test rewritten", _cells(_source("count-test", "pass"), count="total = -1"), suspected=("count-test",)),
    Attack("cells", "the test's points raised", _cells(_set("count-test", points=500), count="total = -1"), suspected=("count-test",)),
    Attack("cells", "the test no longer graded", _cells(_set("count-test", grade=False), count="total = -1"), suspected=("count-test",)),
    Attack("cells", "the test made a solution", _cells(_set("count-test", solution=True), count="total = -1")),
    Attack("cells", "the test turned into text", _cells(lambda cells: _of(cells, "count-test").update(cell_type="markdown"), count="total = -1")),
    Attack("cells", "the test tagged to be passed over", _cells(lambda cells: _of(cells, "count-test").metadata.update(tags=["skip-execution", "raises-exception"]), count="total = -1"), suspected=("count-test",)),
    Attack("cells", "the test deleted", _cells(_drop("count-test"), count="total = -1")),
    Attack("cells", "all graded cells deleted", _cells(_drop("count-test", "ways-test", "rate-test", "why", "map")), expected=dict(FULL)),
    Attack("cells", "the test there three times", _cells(lambda cells: cells.extend(copy.deepcopy([_of(cells, "count-test")] * 2)), count="total = -1")),
    Attack("cells", "the test renamed", _cells(_set("count-test", grade_id="other"), count="total = -1")),
    Attack("cells", "two tests with one another's names", _cells(lambda cells: (_set("count-test", grade_id="x")(cells), _set("ways-test", grade_id="count-test")(cells), _set("x", grade_id="ways-test")(cells)), count="total = -1")),
    Attack("cells", "an easier test of one's own", _cells(lambda cells: cells.append(tests("bonus", 100, "pass")), count="total = -1")),
    Attack("cells", "the tests moved to the front", _cells(lambda cells: cells.sort(key=lambda c: "test" not in str(c.metadata)), count="total = -1")),
    Attack("cells", "metadata of wrong kinds", _cells(lambda cells: [cell.metadata.update(nbgrader=[1, {"grade_id": 7}]) for cell in cells], count="total = -1")),
    Attack("cells", "another kernel", lambda place: {**place.answers(count="total = -1"), "metadata": {"kernelspec": {"name": "bash", "argv": ["rm"]}}}),
    Attack("cells", "ids that are not ids", _cells(lambda cells: [cell.update(id="'; drop table grade; --") for cell in cells], count="total = -1")),
]

PAGES = [
    Attack("pages", "scripts in text and output", lambda place: place.answers(why="<script>alert(1)</script><img src=x onerror=alert(2)><style>*{}</style>", count="from IPython.display import HTML, Javascript, display\ndisplay(HTML('<script>alert(3)</script>'))\ndisplay(Javascript('alert(4)'))\ntotal = -1"), never=("<script", "<img", "alert(3)", "alert(4)", "<style")),
    Attack("pages", "a script in a picture", lambda place: place.answers(count="from IPython.display import SVG, display\ndisplay(SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(5)</script></svg>'))\ndisplay({'image/png': '\"><script>alert(6)</script>'}, raw=True)\ntotal = -1"), never=("alert(5)", "alert(6)", "<script")),
    Attack("pages", "a picture that calls home", lambda place: place.answers(why="![x](https://tracker.example/a.png) ![y][z]\n\n[z]: https://tracker.example/b.png\n[w](javascript:alert(7))", count="total = -1"), never=("![x](", "![y][", "](javascript:")),
    Attack("pages", "words of the grader", _code("import sys\nsys.stderr.write('\\x1b]0;owned\\x07')\nprint('</pre><script>alert(8)</script>')"), never=()),
]

PEEKS = [attack for attack in (*READING, *WRITING, *NETWORK) if isinstance(attack.make, Peek)]
ALL = [*READING, *WRITING, *NETWORK, *RESOURCES, *FAKES, *CELLS, *PAGES]
