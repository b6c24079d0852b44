"""Both sides of a comparison as processes that stay warm and answer one request at a time."""

import json
import os
import pathlib
import shutil
import subprocess
import sys

OLDEST_JAVA = 25
LAUNCHER = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1:glibc.malloc.arena_max=1"}


class SideError(Exception):
    """A side that cannot do what it was asked, in its own words."""


class Side:
    """A process that answers one JSON object a line for each."""

    def __init__(self, name, command, log, environment={}):
        self.name = name
        self.log = open(log, "ab")
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
            env={**os.environ, **environment},
        )
        self.greeting = self._read()

    def ask(self, do, **request):
        """The answer; SideError when the process cannot do it."""
        if do not in self.greeting["operations"]:
            raise SideError(f"{self.name} has no operation {do} yet")
        self.process.stdin.write(json.dumps({"do": do, **request}) + "\n")
        self.process.stdin.flush()
        answer = self._read()
        if "error" in answer:
            raise SideError(f"{self.name} failed at {do}: {answer['error']}")
        return answer

    def peak_memory(self):
        """The most memory that the process had at once, in bytes; None where that cannot be known."""
        try:
            status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        except OSError:
            return None
        return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM")), None)

    def close(self):
        self.process.stdin.close()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()

    def _read(self):
        line = self.process.stdout.readline()
        if not line:
            raise SideError(f"{self.name} ended; see the log of the comparison")
        return json.loads(line)


def affut(jar, log, environment={}):
    """Affût's side, with the Java options and the environment of its launcher."""
    options = ["-XX:+UseSerialGC", "-Xms48m", "--enable-native-access=ALL-UNNAMED", "--illegal-native-access=deny", "-Djava.awt.headless=true"]
    return Side("Affût", [java(), *options, "-cp", str(jar), "io.affut.perf.peer.PeerSide"], log, {**LAUNCHER, **environment})


def peer(name, log):
    """A peer's side, in this Python."""
    return Side(name, [sys.executable, str(pathlib.Path(__file__).with_name("side.py")), name], log)


def java():
    """The first Java that is new enough, where Affût's launcher looks too."""
    homes = [pathlib.Path(os.environ[name]) for name in ("AFFUT_JAVA_HOME", "JAVA_HOME") if os.environ.get(name)]
    found = shutil.which("java")
    if found:
        homes.append(pathlib.Path(found).resolve().parent.parent)
    for place in ("/usr/lib/jvm", "/usr/lib64/jvm", "/usr/java", "/opt/java", "~/.sdkman/candidates/java", "~/.jdks"):
        homes += sorted(pathlib.Path(place).expanduser().glob("*"))
    for home in homes:
        release = home / "release"
        if release.is_file() and (home / "bin/java").exists():
            version = next((line for line in release.read_text().splitlines() if line.startswith("JAVA_VERSION=")), "")
            if int(version.split('"')[1].split(".")[0] if '"' in version else 0) >= OLDEST_JAVA:
                return str(home / "bin/java")
    raise SystemExit(f"There is no Java of at least {OLDEST_JAVA}: name one in AFFUT_JAVA_HOME.")
