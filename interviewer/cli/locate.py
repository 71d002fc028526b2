"""`interviewer locate`: where things are."""

import json

import click

from interviewer.config.paths import bundled, paths


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def locate(as_json: bool) -> None:
    """Say where the log, your bank, the settings and the caches are."""
    places = paths()
    named = {
        "log of interviews": places.database,
        "your questions": places.bank,
        "backups": places.backups,
        "settings": places.settings_file,
        "search index (a cache)": places.index,
        "local model (a cache)": places.models,
        "log file": places.log_file,
        "bundled questions": bundled("corpus"),
    }
    if as_json:
        click.echo(json.dumps({name: str(place) for name, place in named.items()}))
        return
    width = max(len(name) for name in named)
    for name, place in named.items():
        click.echo(f"{name:<{width}}  {place}")
