"""Where a casebook may lie: on a disk of this machine, never on a network share or in a folder that is synchronised.

Locks do not hold over a network, and a program that synchronises copies the file while it is being written.
"""

import re
import sys
from pathlib import Path

from casework.vocabulary import Refused

_NETWORK = re.compile(
    r"(nfs|cifs|smb|afs|ncp|davfs|ceph|glusterfs|lustre|fuse\.(sshfs|rclone|smbnetfs|davfs|s3fs|gvfsd))"
)
_SYNCED = re.compile(
    r"onedrive|dropbox|nutstore|坚果云|google drive|googledrive|icloud|mobile documents|baidusyncdisk|百度网盘|wps ?云盘|wpsdrive"
    r"|nextcloud|owncloud|seafile|微云|weiyun",
    re.IGNORECASE,
)
_MARKS = (".stfolder", ".dropbox", ".dropbox.cache", ".nutstore", ".seafile-data")


def check(path: Path, mounts: str | None = None) -> None:
    """Refused when a file of this name would lie on a network share or in a synchronised folder."""
    full = path.absolute().parent
    real = full.resolve()
    if _is_remote(real, mounts):
        raise Refused(f"{path} 在网络共享上，多人同时写入会损坏案卷库；请放在本机磁盘。",
                      f"{path} is on a network share, where a casebook can be damaged: keep it on a disk of this machine.")  # fmt: skip
    names = [*full.parts, *real.parts]
    if any(map(_SYNCED.search, names)) or any((up / mark).exists() for up in (real, *real.parents) for mark in _MARKS):
        raise Refused(f"{path} 在自动同步的文件夹中，案卷库会被损坏或外传；请放到不同步的文件夹。",
                      f"{path} is in a folder that is synchronised, where a casebook can be damaged or copied away: keep it in another.")  # fmt: skip


def _is_remote(folder: Path, mounts: str | None) -> bool:
    if sys.platform == "win32":
        import ctypes

        return str(folder).startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == 4
    if mounts is None:
        try:
            mounts = Path("/proc/mounts").read_text("utf-8", "replace")
        except OSError:
            return False
    found = [line.split(" ")[1:3] for line in mounts.splitlines() if line.count(" ") > 2]
    inside = [(len(at), kind) for at, kind in found if folder.is_relative_to(at.replace("\\040", " "))]
    return bool(inside) and _NETWORK.match(max(inside)[1]) is not None
