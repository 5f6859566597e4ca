"""What a process that reads untrusted bytes gives up: memory, time, the network, and every folder but its own.

Four layers, each where the system has it: resource limits; a Python audit hook (every platform); an empty network namespace and
Landlock (Linux, also for native code). Missing layers are skipped, the audit hook always holds.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

from loaders.limits import Limits

_NETWORK = (
    "socket.",
    "urllib.Request",
    "ftplib.",
    "http.client.",
    "smtplib.",
    "imaplib.",
    "poplib.",
    "telnetlib.",
)
_CHANGES = {
    # audited event → which of its arguments are paths it changes
    "os.remove": (0,),
    "os.rename": (0, 1),
    "os.rmdir": (0,),
    "os.mkdir": (0,),
    "os.link": (0, 1),
    "os.symlink": (1,),
    "os.truncate": (0,),
    "os.chmod": (0,),
    "os.chown": (0,),
    "os.utime": (0,),
    "shutil.rmtree": (0,),
    "shutil.move": (0, 1),
    "sqlite3.connect": (0,),
}
_STARTS = (
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.fork",
    "os.forkpty",
    "pty.spawn",
    "os.kill",
    "os.killpg",
)
_WRITE_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
# write file, remove dir/file, make char/dir/reg/sock/fifo/block/sym: every way to change a folder (Landlock ABI 1)
_LANDLOCK_WRITES = 1 << 1 | sum(1 << bit for bit in range(4, 13))


def confine(work: Path, limits: Limits) -> None:
    """Confine this process, for good, to `limits` and to writing below `work`. Call it in the child, right after the fork."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    _limit(limits)
    _leave_the_network()
    _landlock(work)
    _audit(work.resolve())


def _limit(limits: Limits) -> None:
    wanted = {
        resource.RLIMIT_AS: limits.memory_bytes,
        resource.RLIMIT_FSIZE: limits.archive_bytes,
        resource.RLIMIT_CORE: 0,
    }
    for what, value in wanted.items():
        _, hard = resource.getrlimit(what)
        ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (ceiling, ceiling))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 5))
    # a write past RLIMIT_FSIZE is an error like any other, not a death
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def _leave_the_network() -> None:
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_CLONE_NEWNET) != 0:
        libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def _landlock(work: Path) -> None:
    """Forbid the kernel to change anything outside `work` for this process (landlock(7), Linux 5.13)."""
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    handled = ctypes.c_uint64(_LANDLOCK_WRITES)
    ruleset = libc.syscall(_LANDLOCK_CREATE, ctypes.byref(handled), ctypes.sizeof(handled), 0)
    if ruleset < 0:
        return
    for place in (work, Path(os.devnull)):
        rights = _LANDLOCK_WRITES if place.is_dir() else 1 << 1
        handle = os.open(place, os.O_PATH | os.O_CLOEXEC)
        # struct landlock_path_beneath_attr is packed: u64 rights, s32 descriptor
        rule = ctypes.create_string_buffer(
            rights.to_bytes(8, sys.byteorder) + handle.to_bytes(4, sys.byteorder), 12
        )
        libc.syscall(_LANDLOCK_ADD, ruleset, 1, rule, 0)
        os.close(handle)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.syscall(_LANDLOCK_RESTRICT, ruleset, 0)
    os.close(ruleset)


def _audit(work: Path) -> None:
    allowed = (str(work) + os.sep, os.devnull)

    def outside(path: Any) -> bool:
        if isinstance(path, int) or path is None:
            return False
        return not os.path.realpath(os.fsdecode(path)).startswith(allowed)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = arguments
            writes = (
                bool(flags & _WRITE_FLAGS)
                if isinstance(flags, int)
                else any(c in (mode or "") for c in "wax+")
            )
            if writes and outside(path):
                raise PermissionError(f"a reader may write only in its work folder, not to {path}")
        elif event.startswith(_NETWORK):
            raise PermissionError(f"a reader has no network ({event})")
        elif event in _CHANGES:
            if any(outside(arguments[position]) for position in _CHANGES[event]):
                raise PermissionError(f"a reader may change only its work folder ({event})")
        elif event.startswith(_STARTS):
            raise PermissionError(f"a reader may not start or signal processes ({event})")

    sys.addaudithook(hook)
