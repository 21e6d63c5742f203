"""Signing in to SSO, and the token cache that Sextant shares with the aws program and boto3: each uses what the other wrote."""

import datetime
import hashlib
import html
import json
import os
import re
import stat
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request

import pytest

BOTO_IDENTITY = """
import boto3, json
print(json.dumps(boto3.Session(profile_name="sso-payer").client("sts").get_caller_identity()["Arn"]))
"""
# botocore's own cache and token, written as the AWS CLI's sign-in does.
BOTO_LOGIN = """
import datetime, sys
import boto3, botocore
from botocore.config import Config
from botocore.tokens import SSOTokenProvider, _sso_json_dumps
from botocore.utils import JSONFileCache, SSOTokenLoader

start_url = sys.argv[1]
oidc = boto3.client("sso-oidc", region_name="us-east-1", config=Config(signature_version=botocore.UNSIGNED))
client = oidc.register_client(clientName="botocore-client-corp", clientType="public", scopes=["sso:account:access"])
device = oidc.start_device_authorization(clientId=client["clientId"], clientSecret=client["clientSecret"], startUrl=start_url)
token = oidc.create_token(grantType="urn:ietf:params:oauth:grant-type:device_code", clientId=client["clientId"],
                          clientSecret=client["clientSecret"], deviceCode=device["deviceCode"])
now = datetime.datetime.now(datetime.timezone.utc)
cache = JSONFileCache(SSOTokenProvider._SSO_TOKEN_CACHE_DIR, dumps_func=_sso_json_dumps)
SSOTokenLoader(cache=cache).save_token(start_url, {
    "startUrl": start_url, "region": "us-east-1", "accessToken": token["accessToken"],
    "expiresAt": now + datetime.timedelta(seconds=token["expiresIn"]),
    "clientId": client["clientId"], "clientSecret": client["clientSecret"],
    "registrationExpiresAt": datetime.datetime.fromtimestamp(client["clientSecretExpiresAt"], datetime.timezone.utc),
    "refreshToken": token["refreshToken"]}, session_name="corp")
"""


def boto(sextant, script, *arguments):
    """Runs a script with boto3 in the home of `sextant`."""
    ran = subprocess.run([sys.executable, "-c", script, *arguments], env=sextant.variables, check=False,
                         capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout) if ran.stdout.strip() else None


def token_path(sextant, name="corp"):
    return sextant.home / ".aws" / "sso" / "cache" / f"{hashlib.sha1(name.encode()).hexdigest()}.json"


def sign_in(sextant, *arguments):
    sextant.simulator.post("/sso/approve", {"auto": True})
    return sextant.run("sso", "login", "--device", *(arguments or ("--profile", "sso-payer")))


def caller(sextant, profile="sso-payer", **variables):
    return json.loads(sextant.run("aws", "call", "sts", "GetCallerIdentity", "--profile", profile, **variables).out)["Arn"]


def change_token(sextant, **fields):
    path = token_path(sextant)
    path.write_text(json.dumps({**json.loads(path.read_text()), **fields}))


def minutes_from_now(minutes):
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_boto3_and_the_aws_program_use_the_token_that_sextant_wrote(sextant, aws):
    sign_in(sextant)
    path = token_path(sextant)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    kept = json.loads(path.read_text())
    assert set(kept) == {"startUrl", "region", "accessToken", "expiresAt", "clientId", "clientSecret",
                         "registrationExpiresAt", "refreshToken"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", kept["expiresAt"])
    mine = caller(sextant)
    assert ":assumed-role/AWSReservedSSO_BillingReader_" in mine
    assert boto(sextant, BOTO_IDENTITY) == mine
    assert aws("sts", "get-caller-identity", profile="sso-payer", HOME=str(sextant.home))["Arn"] == mine


def test_sextant_uses_the_token_that_botocore_wrote(sextant):
    sextant.simulator.post("/sso/approve", {"auto": True})
    boto(sextant, BOTO_LOGIN, sextant.simulator.identities["sso"]["start_url"])
    assert ":assumed-role/AWSReservedSSO_BillingReader_" in caller(sextant)
    accounts = sextant.json("sso", "accounts")
    assert accounts["sso_session"] == "corp"
    assert any(one["account_id"] == sextant.simulator.payer and "BillingReader" in one["roles"]
               for one in accounts["accounts"])


def test_each_renews_what_the_other_left(sextant):
    sign_in(sextant)
    first = json.loads(token_path(sextant).read_text())
    change_token(sextant, expiresAt=minutes_from_now(5))
    caller(sextant)
    second = json.loads(token_path(sextant).read_text())
    assert second["accessToken"] != first["accessToken"] and second["refreshToken"] != first["refreshToken"]
    assert set(second) == set(first) and second["registrationExpiresAt"] == first["registrationExpiresAt"]
    assert stat.S_IMODE(token_path(sextant).stat().st_mode) == 0o600
    change_token(sextant, expiresAt=minutes_from_now(-5))
    boto(sextant, BOTO_IDENTITY)
    third = json.loads(token_path(sextant).read_text())
    assert third["accessToken"] != second["accessToken"]
    change_token(sextant, expiresAt=minutes_from_now(-5))
    caller(sextant)
    assert json.loads(token_path(sextant).read_text())["accessToken"] != third["accessToken"]


def test_a_token_that_cannot_be_renewed_says_how_to_sign_in(sextant):
    error = sextant.run("sso", "accounts", "--profile", "sso-payer", code=1).err
    assert "sso.not_signed_in" in error and "sextant sso login --session corp" in error
    sign_in(sextant)
    change_token(sextant, expiresAt=minutes_from_now(-1), refreshToken="spent")
    error = sextant.run("sso", "accounts", "--profile", "sso-payer", code=1).err
    assert "sso.expired" in error and "sextant sso login --session corp" in error
    # The portal refuses a token whose session somebody has ended.
    change_token(sextant, expiresAt=minutes_from_now(60), accessToken="ended")
    assert "sso.expired" in sextant.run("sso", "accounts", "--profile", "sso-payer", code=1).err


def start_browser_login(sextant):
    """The running program, and the address of the page that it printed."""
    process = sextant.start("sso", "login", "--profile", "sso-payer", "--no-browser")
    for line in process.stderr:
        if line.strip().startswith("http"):
            return process, line.strip()
    raise AssertionError("no address was printed")


def open_page(url, data=None):
    """What a browser would show; no proxies."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, data=data, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_sign_in_by_browser(sextant, aws):
    process, url = start_browser_login(sextant)
    asked = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)
    assert asked["code_challenge_method"] == ["S256"] and asked["scopes"] == ["sso:account:access"]
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/oauth/callback", asked["redirect_uri"][0])
    # Somebody else's answer neither ends the sign-in nor takes part in it.
    assert open_page(asked["redirect_uri"][0] + "?code=evil&state=guess")[0] == 400
    status, page = open_page(url)
    form = {name: html.unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', page)}
    person = re.search(r"<option>([^<]+)</option>", page).group(1)
    status, page = open_page(sextant.simulator.url + "/authorize",
                             urllib.parse.urlencode({**form, "person": person, "decision": "approve"}).encode())
    assert status == 200 and "You are signed in" in page
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert out.startswith("Signed in to corp until ")
    assert caller(sextant) == aws("sts", "get-caller-identity", profile="sso-payer", HOME=str(sextant.home))["Arn"]
    # The port is closed again.
    with pytest.raises(urllib.error.URLError):
        open_page(asked["redirect_uri"][0])


def test_refusals(sextant):
    process, url = start_browser_login(sextant)
    form = {name: values[0] for name, values in urllib.parse.parse_qs(urllib.parse.urlsplit(url).query).items()}
    open_page(sextant.simulator.url + "/authorize", urllib.parse.urlencode({**form, "decision": "deny"}).encode())
    assert "sso.login_denied" in process.communicate(timeout=60)[1]
    assert process.returncode == 1

    wrong = ("--start-url", "https://other.awsapps.com/start", "--region", "us-east-1")
    for flags in ([], ["--device"]):
        error = sextant.run("sso", "login", "--no-browser", *wrong, *flags, code=1).err
        assert "sso.start_url_refused" in error and "https://YOUR_ORG.awsapps.com/start" in error
    assert not token_path(sextant).exists()


def test_ctrl_c_ends_a_sign_in_cleanly(sextant):
    process, _ = start_browser_login(sextant)
    process.terminate()
    assert "sso.login_cancelled" in process.communicate(timeout=30)[1]
    assert process.returncode == 1
    assert not token_path(sextant).exists()


def test_sign_in_without_any_configuration_then_add_a_profile(sextant):
    start_url = sextant.simulator.identities["sso"]["start_url"]
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        sextant.variables.pop(name)
    assert "sso.which_session" in sextant.run("sso", "accounts", code=1).err
    sign_in(sextant, "--start-url", start_url, "--region", "us-east-1")
    accounts = sextant.json("sso", "accounts")["accounts"]
    assert accounts == sextant.json("sso", "accounts", "--start-url", start_url, "--region", "us-east-1")["accounts"]
    payer = sextant.simulator.payer
    add = ["sso", "add-profile", "--account", payer, "--role", "BillingReader", "--name", "sso-payer", "--region", "us-east-1"]
    config = sextant.home / ".aws" / "config"

    shown = sextant.run(*add, code=1).out  # nobody can be asked
    assert not config.exists()
    assert sextant.run(*add, "--yes").out == shown == config.read_text()
    assert stat.S_IMODE(config.stat().st_mode) == 0o600
    assert "profile.exists" in sextant.run(*add, "--yes", code=1).err
    assert config.read_text() == shown

    assert caller(sextant) == boto(sextant, BOTO_IDENTITY)
    profile = sextant.json("profiles")["profiles"][0]
    assert (profile["name"], profile["method"], profile["account_id"]) == ("sso-payer", "sso", payer)
    assert profile["session"]["status"] == "signed_in" and profile["problems"] == []


def test_nobody_assigned(sextant):
    sign_in(sextant)
    sextant.simulator.post("/sso/person", {"person": sextant.simulator.identities["sso"]["person"], "assignments": []})
    error = sextant.run("sso", "accounts", code=1).err
    assert "sso.no_accounts" in error and "administrator" in error
    assert "sso.no_assignment" in sextant.run("aws", "call", "sts", "GetCallerIdentity", "--profile", "sso-payer", code=1).err


def test_the_cache_is_read_only_for_others(sextant):
    """A cache folder that cannot be written is an error that says so, and nothing is left behind."""
    if os.geteuid() == 0:
        folder = sextant.home / ".aws" / "sso"
        folder.mkdir(parents=True)
        (folder / "cache").write_text("a file where the folder should be")
    else:
        folder = sextant.home / ".aws"
        folder.mkdir()
        folder.chmod(0o500)
    sextant.simulator.post("/sso/approve", {"auto": True})
    ran = sextant.run("sso", "login", "--device", "--profile", "sso-payer", code=1)
    assert "file." in ran.err
