"""Ways out of the lock of run_sql: each is refused or bounded, nothing is read or written that should not be, and the server lives on."""

import os
import threading
from pathlib import Path

import pytest

from conftest import Sextant, Simulator, wait_until
from mcp_client import LineClient, talking

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
    "SELECT repeat('x', 4000000000)",
    "SELECT repeat(repeat('x', 1000000), 1000000)",
    "SELECT length(repeat('x', 3000000000)) FROM range(8)",
    "SELECT repeat('x', 1000000) FROM range(100000)",
    "SELECT lpad('x', 2000000000, 'y'), rpad('x', 2000000000, 'y')",
    "SELECT list_resize([1], 3000000000, 1)",
    "WITH RECURSIVE r(t, n) AS (SELECT 'x', 1 UNION ALL SELECT t || t, n + 1 FROM r WHERE n < 40) SELECT max(length(t)) FROM r",
    "WITH a AS (SELECT repeat('x', 1000000) AS t), b AS (SELECT t || t || t || t || t || t || t || t AS t FROM a, range(2000)), "
    "c AS (SELECT t || t || t || t || t || t || t || t AS t FROM b) SELECT sum(length(t)) FROM c",
    "SELECT to_json(list_transform(range(3000000), x -> repeat('y', 2000)))",
    "SELECT * FROM unnest(range(1000000000))",
]


class Memory:
    """What the server, and what it has started, have resident at most while a question is answered, in KiB."""

    def __init__(self, server):
        self.server, self.own, self.others = server, 0, 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.watch)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *failure):
        self.ended.set()
        self.thread.join()

    def watch(self):
        while not self.ended.wait(0.01):
            self.own = max(self.own, resident(self.server))
            self.others = max([self.others, *map(resident, children_of(self.server))])


def words_of(path):
    try:
        return path.read_text(encoding="utf-8").split()
    except OSError:  # it has ended
        return []


def children_of(process):
    return [child for task in Path(f"/proc/{process}/task").glob("*") for child in words_of(task / "children")]


def resident(process):
    pages = words_of(Path(f"/proc/{process}/statm"))
    return int(pages[1]) * os.sysconf("SC_PAGESIZE") >> 10 if pages else 0


@pytest.mark.parametrize("sql", BOMBS, ids=lambda sql: sql[:40])
def test_a_bomb_is_bounded(client, sql):
    with Memory(client.process.pid) as memory:
        result = client.attempt("run_sql", {"sql": sql, "timeout_s": 2})
    assert len(result["content"][0]["text"]) <= 50_000
    assert 0 < memory.own < 1 << 20, f"{memory.own} KiB: the server itself makes nothing of it"
    assert memory.others < 2 << 20, f"{memory.others} KiB: a process is ended that has 1.5 GiB"
    assert client.call("run_sql", sql="SELECT 1 AS one")["rows"] == [[1]]


def test_a_bomb_says_what_it_took(client):
    result = client.attempt("run_sql", {"sql": "SELECT length(repeat(repeat('x', 1000000), 3000)) FROM range(8)", "timeout_s": 60})
    assert result["isError"]
    assert "needs more memory than it may have" in result["content"][0]["text"]


def test_a_process_of_sql_ends_with_its_server(tmp_path):
    simulator = Simulator(tmp_path / "aws", "--seed", 7)
    sextant = Sextant(simulator, tmp_path)
    sextant.run("accounts", code=None)
    client = LineClient(sextant)
    client.reply(client.make("tools/call", {"name": "run_sql", "arguments": {"sql": BOMBS[0], "timeout_s": 60}}))
    children = wait_until(lambda: children_of(client.process.pid))
    client.process.kill()
    wait_until(lambda: not any(map(resident, children)))
    client.close()
    simulator.stop()


def test_there_are_enough_of_them():
    assert len(WAYS_OUT) + len(BOMBS) >= 60
