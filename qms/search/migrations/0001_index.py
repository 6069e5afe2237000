"""The full-text index: FTS5 kept by triggers on SQLite, a GIN index on PostgreSQL."""

from django.db import migrations

SQLITE = [
    "CREATE VIRTUAL TABLE search_text USING fts5(text, content='records_entry', content_rowid='id', "
    "tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER search_text_new AFTER INSERT ON records_entry BEGIN "
    "INSERT INTO search_text(rowid, text) VALUES (NEW.id, NEW.text); END",
    "CREATE TRIGGER search_text_changed AFTER UPDATE OF text ON records_entry WHEN OLD.text IS NOT NEW.text BEGIN "
    "INSERT INTO search_text(search_text, rowid, text) VALUES ('delete', OLD.id, OLD.text); "
    "INSERT INTO search_text(rowid, text) VALUES (NEW.id, NEW.text); END",
]
SQLITE_BACK = ["DROP TRIGGER search_text_new", "DROP TRIGGER search_text_changed", "DROP TABLE search_text"]
POSTGRESQL = ["CREATE INDEX search_text ON records_entry USING gin (to_tsvector('simple', text))"]
POSTGRESQL_BACK = ["DROP INDEX search_text"]


def build(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]
    operations = [migrations.RunPython(build, drop)]
