"""Sextant finds the same identity as the aws program and boto3, whatever the source, and says why where there is none."""

import json
import os
import subprocess
import sys

import pytest

WHO = """
import boto3, json, sys
print(json.dumps(boto3.Session(profile_name=sys.argv[1] if len(sys.argv) > 1 else None).client("sts").get_caller_identity()["Arn"]))
"""


def boto_arn(variables, profile=None):
    ran = subprocess.run([sys.executable, "-c", WHO, *([profile] if profile else [])], env=variables, check=False,
                         capture_output=True, text=True, timeout=120)
    return json.loads(ran.stdout) if ran.returncode == 0 else ran.stderr.strip().splitlines()[-1]


def my_arn(sextant, profile=None, **variables):
    ran = sextant.run("aws", "call", "sts", "GetCallerIdentity", *(["--profile", profile] if profile else []), code=None, **variables)
    return json.loads(ran.out)["Arn"] if ran.code == 0 else ran.err


def without_session_name(arn):
    return arn.rsplit("/", 1)[0] if ":assumed-role/" in arn else arn


def same(sextant, profile=None, **variables):
    mine = my_arn(sextant, profile, **variables)
    # boto3 wants a region where Sextant takes the partition's first.
    theirs = boto_arn({**sextant.variables, "AWS_DEFAULT_REGION": "us-east-1", **variables}, profile)
    assert without_session_name(mine) == without_session_name(theirs)
    return mine


@pytest.fixture
def here(sextant):
    """`sextant` with profiles of its own in ~/.aws."""
    sextant.aws_folder = sextant.use_own_aws_folder()
    return sextant


def add(sextant, text, file="config"):
    with open(sextant.aws_folder / file, "a", encoding="utf-8") as out:
        out.write("\n" + text)


@pytest.mark.parametrize("profile", ["payer", "payer-reader", "member", "base", "role-payer", "web-identity"])
def test_every_written_profile(sextant, profile):
    assert same(sextant, profile).startswith("arn:aws:")


def test_environment_profile_and_explicit_profile(here):
    keys = here.simulator.identities["profiles"]["member"]
    environment = {"AWS_ACCESS_KEY_ID": keys["access_key_id"], "AWS_SECRET_ACCESS_KEY": keys["secret_access_key"]}
    in_environment = same(here, **environment)
    assert same(here, AWS_PROFILE="payer", **environment) == in_environment
    assert same(here, "payer", **environment) != in_environment
    assert same(here, AWS_PROFILE="payer") != in_environment


def test_chains_of_roles_and_credential_process(here):
    config = (here.aws_folder / "config").read_text()
    role = next(line.split("=")[1].strip() for line in config.splitlines() if line.startswith("role_arn") and "SextantReadOnly" in line)
    external_id = next(line.split("=")[1].strip() for line in config.splitlines() if line.startswith("external_id"))
    keys = here.simulator.identities["profiles"]["base"]
    program = here.home / "credentials of mine"
    answer = {"Version": 1, "AccessKeyId": keys["access_key_id"], "SecretAccessKey": keys["secret_access_key"]}
    program.write_text(f"#!/bin/sh\necho '{json.dumps(answer)}'\n")
    program.chmod(0o755)
    add(here, f"""[profile process]
credential_process = "{program}" --quietly
[profile "by process"]
role_arn = {role}
external_id = {external_id}
source_profile = process
[profile by-environment]
role_arn = {role}
external_id = {external_id}
credential_source = Environment
""")
    assert same(here, "process")
    assert ":assumed-role/SextantReadOnly/" in same(here, "by process")
    environment = {"AWS_ACCESS_KEY_ID": keys["access_key_id"], "AWS_SECRET_ACCESS_KEY": keys["secret_access_key"]}
    assert ":assumed-role/SextantReadOnly/" in same(here, "by-environment", **environment)

    program.write_text("#!/bin/sh\necho not signed in >&2\nexit 3\n")
    error = my_arn(here, "process")
    assert "credentials.process_failed" in error and "status 3: not signed in" in error


def test_the_role_of_a_machine_and_of_a_container(sextant):
    nothing = {"AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null"}
    machine = {**nothing, "AWS_EC2_METADATA_SERVICE_ENDPOINT": sextant.simulator.url, "AWS_EC2_METADATA_DISABLED": "false"}
    container = {**nothing, "AWS_CONTAINER_CREDENTIALS_FULL_URI": sextant.simulator.url + "/container/credentials"}
    assert ":assumed-role/SextantHost/" in same(sextant, **machine)
    assert ":assumed-role/SextantHost/" in same(sextant, **{**machine, **container})
    # The container comes first, and a machine that is disabled not at all.
    assert my_arn(sextant, **{**machine, **container}) == my_arn(sextant, **container)
    error = my_arn(sextant, **{**machine, "AWS_EC2_METADATA_DISABLED": "true"})
    assert "credentials.none" in error and "sextant sso login" in error
    error = my_arn(sextant, **{**machine, "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:9"})
    assert "credentials.none" in error and "metadata service" in error
    error = my_arn(sextant, **{**container, "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://evil.example/credentials"})
    assert "credentials.container_host" in error


def test_credentials_file_beats_config(here):
    wrong = here.simulator.identities["profiles"]["member"]
    right = here.simulator.identities["profiles"]["payer"]
    add(here, f"[profile both]\naws_access_key_id = {wrong['access_key_id']}\naws_secret_access_key = {wrong['secret_access_key']}\n")
    add(here, f"[both]\naws_access_key_id = {right['access_key_id']}\naws_secret_access_key = {right['secret_access_key']}\n", "credentials")
    assert same(here, "both") == my_arn(here, "payer")


def test_what_is_wrong_with_a_profile_is_said(here):
    add(here, """[profile loop]
role_arn = arn:aws:iam::123456789012:role/x
source_profile = loop2
[profile loop2]
role_arn = arn:aws:iam::123456789012:role/x
source_profile = loop
[profile session]
sso_session = crop
sso_account_id = 123456789012
sso_role_name = x
""")
    assert "profile.loop" in my_arn(here, "loop")
    assert "sso.session_not_found" in my_arn(here, "session")
    missing = my_arn(here, "payerr")
    assert "profile.not_found" in missing and "did you mean payer" in missing and str(here.aws_folder / "config") in missing
    report = here.json("profiles")
    problems = {profile["name"]: [problem["code"] for problem in profile["problems"]] for profile in report["profiles"]}
    assert problems["loop"] == problems["loop2"] == ["profile.loop"]
    assert problems["session"] == ["sso.session_not_found"]
    assert problems["payer"] == []
    text = here.run("profiles").out
    assert "Problems" in text and str(here.aws_folder / "config") in text


def test_a_wrong_external_id_is_refused_in_the_words_of_aws(here):
    config = here.aws_folder / "config"
    config.write_text(config.read_text().replace("external_id = ", "external_id = not-"))
    error = my_arn(here, "role-payer")
    assert "credentials.role_refused" in error and "is not authorized to perform: sts:AssumeRole" in error


def test_a_file_may_not_send_requests_elsewhere(here):
    variables = {name: value for name, value in here.variables.items() if name != "AWS_ENDPOINT_URL"}
    here.variables = variables
    keys = here.simulator.identities["profiles"]["payer"]
    add(here, f"""[profile strange]
endpoint_url = https://evil.example
aws_access_key_id = {keys['access_key_id']}
aws_secret_access_key = {keys['secret_access_key']}
[profile local]
endpoint_url = {here.simulator.url}
aws_access_key_id = {keys['access_key_id']}
aws_secret_access_key = {keys['secret_access_key']}
""")
    error = my_arn(here, "strange")
    assert "profile.untrusted_endpoint" in error and "evil.example" in error
    assert my_arn(here, "local").startswith("arn:aws:iam::")
    assert "evil.example" not in my_arn(here, "strange", AWS_IGNORE_CONFIGURED_ENDPOINT_URLS="true", AWS_ENDPOINT_URL="")
    assert "profile.insecure_endpoint" in my_arn(here, "payer", AWS_ENDPOINT_URL="http://aws.example")


def test_secrets_are_nowhere_in_profiles(here):
    secrets = [value for profile in here.simulator.identities["profiles"].values() for name, value in profile.items()
               if name == "secret_access_key"]
    ran = here.run("profiles", "--format", "json", AWS_SECRET_ACCESS_KEY="hunter2hunter2", AWS_SESSION_TOKEN="token-token-token")
    for secret in [*secrets, "hunter2hunter2", "token-token-token"]:
        assert secret not in ran.out + ran.err
    assert {"name": "AWS_SECRET_ACCESS_KEY", "value": None} in ran.json()["variables"]
    assert os.path.isabs(ran.json()["files"][0]["path"])


def test_an_unknown_command_is_named_with_the_nearest(here):
    assert "there is no command 'logn'; did you mean login?" in here.run("sso", "logn", code=2).err
    assert "there is no command 'sing'" in here.run("sing", code=2).err
