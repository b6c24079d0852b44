"""A store of models of Affût's own, so that what is made up here never lies among the models that somebody uses."""

import os
import pathlib
import subprocess


class Store:
    def __init__(self, folder, affut):
        """folder: where the store and the libraries of Affût are; those of the user serve, and are not copied."""
        self.affut = affut
        self.cache = folder.absolute() / "affut"
        self.cache.mkdir(parents=True, exist_ok=True)
        usual = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "affut" / "native"
        usual.mkdir(parents=True, exist_ok=True)
        if not (self.cache / "native").exists():
            (self.cache / "native").symlink_to(usual)
        self.environment = {**os.environ, "XDG_CACHE_HOME": str(folder.absolute())}

    def add(self, file, name, **settings):
        """Installs a model's file, or changes its settings if it is there; the model's folder."""
        sets = [part for key, value in settings.items() for part in ("--set", f"{key.replace('_', '-')}={value}")]
        self.run("models", "add", file, "--id", name, *sets)
        return self.cache / "models" / name

    def run(self, *arguments):
        """What the program prints."""
        command = [self.affut, *map(str, arguments)]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True)
        if done.returncode > 1:  # 1: some pictures failed
            raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr}")
        return done.stdout
