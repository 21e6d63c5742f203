"""Ways out of the lock of run_sql: each is refused or bounded, nothing is read or written that should not be, and the server lives on."""

import os

import pytest

from mcp_client import talking

SECRET = "the-secret-of-a-file-outside"


@pytest.fixture(name="place", scope="module")
def folder_with_a_secret(tmp_path_factory):
    folder = tmp_path_factory.mktemp("outside")
    (folder / "secret.csv").write_text(f"a\n{SECRET}\n", encoding="utf-8")
    (folder / "secret.json").write_text(f'{{"a": "{SECRET}"}}', encoding="utf-8")
    return folder


@pytest.fixture(name="client", scope="module")
def a_client(tmp_path_factory):
    # Nothing needs to be synced: the lock is that of an empty lake too.
    from conftest import Sextant, Simulator  # pylint: disable=import-outside-toplevel
    folder = tmp_path_factory.mktemp("locked")
    simulator = Simulator(folder / "aws", "--seed", 7)
    sextant = Sextant(simulator, folder)
    sextant.run("accounts", code=None)
    with talking(sextant) as client:
        yield client
    simulator.stop()


# {0} is the folder with the secret.
WAYS_OUT = [
    # Reading files.
    "SELECT * FROM read_csv('{0}/secret.csv')",
    "SELECT * FROM read_csv_auto('{0}/secret.csv')",
    "SELECT * FROM '{0}/secret.csv'",
    "SELECT * FROM \"{0}/secret.csv\"",
    "FROM '{0}/secret.json'",
    "SELECT * FROM read_json('{0}/secret.json')",
    "SELECT * FROM read_json_auto('{0}/secret.json')",
    "SELECT * FROM read_ndjson('{0}/secret.json')",
    "SELECT * FROM read_json_objects('{0}/secret.json')",
    "SELECT * FROM read_text('{0}/secret.csv')",
    "SELECT * FROM read_blob('{0}/secret.csv')",
    "SELECT * FROM read_parquet('{0}/*')",
    "SELECT * FROM parquet_scan('/etc/passwd')",
    "SELECT * FROM parquet_metadata('{0}/secret.csv')",
    "SELECT * FROM parquet_schema('{0}/secret.csv')",
    "SELECT * FROM parquet_kv_metadata('{0}/secret.csv')",
    "SELECT * FROM glob('{0}/*')",
    "SELECT * FROM sniff_csv('{0}/secret.csv')",
    "SELECT * FROM read_csv('/proc/self/environ')",
    "SELECT * FROM '/dev/stdin'",
    "SELECT * FROM read_text('state.db')",
    "WITH x AS (SELECT * FROM read_text('{0}/secret.csv')) SELECT * FROM x",
    "SELECT (SELECT content FROM read_text('{0}/secret.csv'))",
    "SELECT * FROM (VALUES (1)) v, LATERAL (SELECT * FROM read_text('{0}/secret.csv'))",
    "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r, read_csv('{0}/secret.csv') WHERE n < 3) SELECT * FROM r",
    "WITH x AS MATERIALIZED (FROM read_blob('{0}/secret.csv')) FROM x",
    "SELECT CASE WHEN EXISTS (SELECT 1 FROM read_csv('{0}/secret.csv')) THEN 1 END",
    "SELECT 1 UNION ALL SELECT 2 FROM read_csv('{0}/secret.csv')",
    "SELECT * FROM query('SELECT * FROM read_csv(''{0}/secret.csv'')')",
    "SELECT * FROM query_table('{0}/secret.csv')",
    "SELECT * FROM read_csv(['{0}/secret.csv'])",
    "SELECT * FROM READ_CSV/**/('{0}/secret.csv')",
    "SELECT * FROM main.read_csv('{0}/secret.csv')",
    "SELECT * FROM system.main.read_text('{0}/secret.csv')",
    # The network.
    "SELECT * FROM read_csv('https://127.0.0.1:9/x.csv')",
    "SELECT * FROM 's3://bucket/x.parquet'",
    "SELECT * FROM read_parquet('http://169.254.169.254/latest/meta-data')",
    # Writing, and other statements.
    "COPY (SELECT 1) TO '{0}/out.csv'",
    "COPY accounts TO '{0}/out.parquet'",
    "EXPORT DATABASE '{0}/out'",
    "IMPORT DATABASE '{0}'",
    "ATTACH '{0}/other.db'",
    "ATTACH ':memory:' AS other",
    "DETACH memory",
    "CREATE TABLE t AS SELECT 1",
    "CREATE VIEW v AS SELECT 1",
    "CREATE MACRO m(x) AS TABLE FROM read_text(x)",
    "CREATE SECRET s (TYPE s3)",
    "CREATE TEMP TABLE t (a INT)",
    "INSERT INTO accounts VALUES (1)",
    "UPDATE accounts SET SubAccountName = 'x'",
    "DELETE FROM accounts",
    "DROP VIEW accounts",
    "ALTER VIEW accounts RENAME TO x",
    "VACUUM",
    "CHECKPOINT",
    "USE memory",
    "CALL pragma_version()",
    "PREPARE p AS SELECT 1",
    "EXECUTE p",
    "EXPLAIN ANALYZE SELECT 1",
    "BEGIN TRANSACTION",
    # Extensions, settings, insides.
    "INSTALL httpfs",
    "LOAD httpfs",
    "LOAD '{0}/evil.duckdb_extension'",
    "FORCE INSTALL spatial FROM 'http://127.0.0.1:9'",
    "SET enable_external_access = true",
    "SET lock_configuration = false",
    "SET memory_limit = '100GB'",
    "SET VARIABLE x = 1",
    "RESET lock_configuration",
    "PRAGMA database_list",
    "PRAGMA enable_profiling",
    "SELECT * FROM pragma_database_list()",
    "SELECT getenv('HOME')",
    "SELECT * FROM duckdb_secrets()",
    "SELECT * FROM duckdb_settings()",
    "SELECT write_log('x')",
    "SELECT * FROM enable_logging()",
    "SELECT * FROM json_execute_serialized_sql('x')",
    "SELECT * FROM from_substrait('x')",
    "SELECT * FROM sqlite_scan('state.db', 'tokens')",
    "SELECT * FROM postgres_scan('', '', '')",
    "SELECT * FROM arrow_scan(1, 2, 3)",
    "SELECT * FROM pandas_scan(1)",
    "SELECT * FROM seq_scan(1)",
    "SELECT * FROM test_all_types()",
    "SELECT * FROM repeat_row(1, num_rows => 100000000000)",
    # Several statements, and none.
    "SELECT 1; COPY (SELECT 1) TO '{0}/out.csv'",
    "SELECT 1; SELECT 2",
    "SELECT 1 -- \n; DROP VIEW accounts",
    ";;",
    "-- nothing",
    "/*",
    "'",
    "SELECT " + "abs(" * 3000 + "1" + ")" * 3000,
    "SELECT repeat('x', 4000000000)",
    "SELECT repeat(repeat('x', 1000000), 1000000)",
    "SELECT repeat('x', CAST(range AS INT) * 1000000) FROM range(4000, 4001)",
    "SELECT lpad('x', 2000000000, 'y')",
    "SELECT rpad('x', 2000000000, 'y')",
    "SELECT list_resize([1], 3000000000, 1)",
    "SELECT 'a' || '" + "x" * 70000 + "'",
]


@pytest.mark.parametrize("sql", WAYS_OUT, ids=lambda sql: sql[:50])
def test_a_way_out_is_closed(client, place, sql):
    result = client.attempt("run_sql", {"sql": sql.replace("{0}", str(place)), "timeout_s": 10})
    text = result["content"][0]["text"]
    assert SECRET not in text and "root:" not in text
    assert result.get("isError"), text[:300]
    assert not list(place.glob("out*")) and sorted(path.name for path in place.iterdir()) == ["secret.csv", "secret.json"]


# What is allowed, and takes for ever or all the memory that there is.
BOMBS = [
    "SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b",
    "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r",
    "SELECT count(DISTINCT a.range * 1000003 + b.range) FROM range(1000000) a, range(1000000) b",
    "SELECT list(range) FROM range(1000000000)",
    "SELECT string_agg(repeat('x', 1000000), '') FROM range(100000)",
    "SELECT * FROM range(2000000000) ORDER BY hash(range)",
    "SELECT regexp_matches(repeat('a', 1000000), '(a*)*b') FROM range(1000000)",
    "SELECT generate_series(1, 5000000000)",
]


@pytest.mark.parametrize("sql", BOMBS, ids=lambda sql: sql[:40])
def test_a_bomb_is_bounded(client, sql):
    result = client.attempt("run_sql", {"sql": sql, "timeout_s": 2})
    assert len(result["content"][0]["text"]) <= 50_000
    with open(f"/proc/{client.process.pid}/status", encoding="utf-8") as status:
        peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    # The engine's limit is 1 GiB; the rest is the sanitizer's.
    assert peak < 6 << 20, f"{peak} KiB"
    assert client.call("run_sql", sql="SELECT 1 AS one")["rows"] == [[1]]


def test_there_are_enough_of_them():
    assert len(WAYS_OUT) + len(BOMBS) >= 60
    assert os.path.exists("/proc/self/status")
