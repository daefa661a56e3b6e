"""What an update of the index works on: which index, which corpus, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsgrep.cli.output import note
from newsgrep.cli.settings import DEFAULT_CORPUS, FOUND, Settings
from newsgrep.errors import IndexDamagedError, UsageError
from newsgrep.processes import default_jobs

if TYPE_CHECKING:
    from pathlib import Path

    from newsgrep.engine.address import IndexPlace
    from newsgrep.indexing import IndexJob, Roots
    from newsgrep.manifest import Manifest

GIVE_EXISTING = "give an existing one, as in 'newsgrep index FOLDER'"


class IndexOptions(NamedTuple):
    """How an index is brought up to date; ``wait`` is in seconds."""

    rebuild: bool = False
    optimize: bool = False
    dry_run: bool = False
    jobs: int | None = None
    wait: float = 10
    exclude: tuple[str, ...] = ()
    ignore_files: bool | None = None
    watch: bool = False
    as_json: bool = False
    stdin: bool = False
    name: str | None = None


def make_job(settings: Settings, paths: tuple[Path, ...] = (), asked: IndexOptions | None = None) -> IndexJob:
    """What is to be indexed, by the settings and the paths given."""
    from newsgrep.indexing import IndexJob, roots_of
    from newsgrep.readers.ignore_rules import compile_globs

    folder = _folder_for(settings, paths) if asked else settings.index
    asked = asked or IndexOptions()
    known = _manifest_of(folder)
    roots, within = place(paths, settings.corpus, roots_of(known) if known else None, rebuild=asked.rebuild)
    configured = settings.effective("exclude").value or ()
    compile_globs(asked.exclude), compile_globs(configured)  # says which is none
    return IndexJob(
        root=roots.folder,
        folder=folder,
        within=within,
        parts=roots.parts,
        exclude=tuple(filter(str.strip, asked.exclude)) if asked.exclude or not known else known.exclude,
        configured_exclude=configured,
        ignore_files=asked.ignore_files if asked.ignore_files is not None else not known or known.ignore_files,
        reading=settings.reading,
        user_words=settings.user_words,
        rebuild=asked.rebuild,
        optimize=asked.optimize,
        jobs=asked.jobs or default_jobs(),
        wait=asked.wait,
    )


def place(
    paths: tuple[Path, ...], corpus: Path | None, known: Roots | None, *, rebuild: bool = False
) -> tuple[Roots, tuple[Path, ...]]:
    """The roots of the corpus, and the paths inside them that are to be looked at (none: all).

    A corpus that is named wins; else paths inside the index's own corpus are parts of it; else they name a corpus. A
    rebuild has only what is given.

    Raises:
        UsageError: a path does not exist or is neither file nor folder, or a part of the corpus that the settings name
            is to replace it.

    """
    from newsgrep.indexing import Roots

    for path in paths:
        if not path.exists() and (rebuild or not (known and known.contain([path]))):
            raise UsageError("no such file or folder", path=path, hint=GIVE_EXISTING)
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise UsageError("neither a file nor a folder", path=path, hint=GIVE_EXISTING)
    is_named = corpus and not (known and corpus.resolve() in known.each)
    roots = Roots.of([corpus]) if corpus and is_named else known
    if not roots:
        return Roots.of(paths or [DEFAULT_CORPUS]), ()
    are_inside = roots.contain(paths)
    if are_inside and roots.are_among(paths):
        return roots, ()
    if paths and rebuild and corpus and (is_named or not Roots.of(paths).contain([corpus])):
        raise UsageError(
            "the corpus is set to {}, which a rebuild with these paths would replace",
            corpus,
            hint="leave out the paths, or change the setting corpus",
        )
    if paths and not is_named and (rebuild or not are_inside):
        return Roots.of(paths), ()
    return roots, paths


def _folder_for(settings: Settings, paths: tuple[Path, ...]) -> IndexPlace:
    """The index to update: one that was found above only if its corpus is meant, else a new one."""
    found, origin = settings.index, settings.effective("index").origin
    named = paths or tuple(filter(None, [settings.corpus]))
    meant = named or ((DEFAULT_CORPUS,) if DEFAULT_CORPUS.is_dir() else ())
    if origin != FOUND or not meant:
        return found
    from newsgrep.indexing import roots_of

    known = _manifest_of(found)
    is_its = known and (roots_of(known).contain(meant) or roots_of(known).are_within(named))
    return found if is_its else settings.new_index


def require_stdin_options(asked: IndexOptions) -> None:
    """Check that standard input has a name, and that the other options go with it. Raises ``UsageError``."""
    if asked.stdin != bool(asked.name):
        raise UsageError("--stdin and --name go together", hint="for example: newsgrep index --stdin --name feed.jsonl")
    if asked.stdin and (asked.watch or asked.dry_run):
        raise UsageError("--stdin cannot be combined with --watch or --dry-run")


def add_piped(job: IndexJob, name: str) -> None:
    """Write standard input to a file of the corpus, whose folder is made if there is none yet."""
    from newsgrep.readers.piped import store_piped
    from newsgrep.storage.atomic_files import create_folder

    roots = job.roots
    if not roots.contain([roots.folder / name]):
        raise UsageError("outside the corpus, {}", roots, about=name, hint="give a name inside one of its folders")
    create_folder(job.root)
    store_piped(job.root, name)


def say_place(settings: Settings, job: IndexJob) -> None:
    """Say which index is updated, or made, where one was found above."""
    if settings.effective("index").origin == FOUND and not settings.quiet:
        if job.folder == settings.index:
            note("updating the index {}", job.folder)
        else:
            note("using {}, as {} is the index of another corpus", job.folder.absolute(), settings.index)


def _manifest_of(folder: IndexPlace) -> Manifest | None:
    """The manifest of an index; None if there is none that can be read."""
    from newsgrep.engine.open_engine import create_engine
    from newsgrep.manifest_codec import load

    try:
        return load(create_engine(folder))
    except IndexDamagedError:
        return None
