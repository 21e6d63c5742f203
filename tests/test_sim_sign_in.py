"""Signing in to the simulated IAM Identity Center: device flow, authorization code with PKCE, portal; asked by boto3."""

import base64
import hashlib
import re
import urllib.error
import urllib.parse
import urllib.request

from sim_asking import device_sign_in, refusal, register


def test_device_sign_in_and_portal(sim):
    oidc, client, tokens, asked = device_sign_in(sim)
    assert refusal(oidc.create_token, **asked)[0] == "InvalidGrantException", "a code serves once"
    portal = sim.client("sso", None)
    accounts = portal.list_accounts(accessToken=tokens["accessToken"])["accountList"]
    open_accounts = [one for one in sim.organization["accounts"] if one["is_listed"] and one["state"] != "SUSPENDED"]
    assert {one["accountId"] for one in accounts} == {one["id"] for one in open_accounts}
    roles = portal.list_account_roles(accessToken=tokens["accessToken"], accountId=sim.payer)["roleList"]
    assert [role["roleName"] for role in roles] == ["AdministratorAccess", "BillingReader", "ViewOnlyAccess"]
    sim.faults(page_rows=2)
    paged = [one for page in portal.get_paginator("list_accounts").paginate(accessToken=tokens["accessToken"])
             for one in page["accountList"]]
    assert paged == accounts
    paged = [one for page in portal.get_paginator("list_account_roles").paginate(accessToken=tokens["accessToken"], accountId=sim.payer)
             for one in page["roleList"]]
    assert paged == roles
    keys = portal.get_role_credentials(accessToken=tokens["accessToken"], accountId=sim.payer, roleName="BillingReader")["roleCredentials"]
    session = {"access_key_id": keys["accessKeyId"], "secret_access_key": keys["secretAccessKey"], "session_token": keys["sessionToken"]}
    arn = sim.client("sts", session).get_caller_identity()["Arn"]
    assert re.fullmatch(f"arn:aws:sts::{sim.payer}:assumed-role/AWSReservedSSO_BillingReader_[0-9a-f]{{16}}/alice@example.com", arn)
    role = sim.client("iam", session).get_role(RoleName=arn.split("/")[1])["Role"]
    assert role["Path"] == "/aws-reserved/sso.amazonaws.com/", "which the assumed role's ARN lacks"
    assert keys["expiration"] > 10**12, "milliseconds"

    refreshed = oidc.create_token(clientId=client["clientId"], clientSecret=client["clientSecret"], grantType="refresh_token",
                                  refreshToken=tokens["refreshToken"])
    assert portal.list_accounts(accessToken=refreshed["accessToken"])["accountList"]
    assert refusal(oidc.create_token, clientId=client["clientId"], clientSecret=client["clientSecret"], grantType="refresh_token",
                   refreshToken=tokens["refreshToken"])[0] == "InvalidGrantException", "it was exchanged for another"
    portal.logout(accessToken=tokens["accessToken"])
    gone = ("UnauthorizedException", "Session token not found or invalid", 401)
    assert refusal(portal.list_accounts, accessToken=tokens["accessToken"]) == gone
    assert refusal(portal.get_role_credentials, accessToken="x", accountId=sim.payer, roleName="BillingReader") == gone
    assert refusal(portal.get_role_credentials, accessToken=refreshed["accessToken"], accountId=sim.payer, roleName="Nope") == (
        "ForbiddenException", "No access", 403)
    for secret in (tokens["accessToken"], tokens["refreshToken"], client["clientSecret"], keys["secretAccessKey"], keys["sessionToken"]):
        assert any(known in secret for known in sim.secrets())


def test_tokens_expire(sim):
    oidc, client, tokens, _ = device_sign_in(sim)
    portal = sim.client("sso", None)
    refresh = {"clientId": client["clientId"], "clientSecret": client["clientSecret"], "grantType": "refresh_token"}
    sim.faults(expired_token="sso")
    assert refusal(portal.list_accounts, accessToken=tokens["accessToken"])[0] == "UnauthorizedException"
    tokens = oidc.create_token(refreshToken=tokens["refreshToken"], **refresh)
    assert portal.list_accounts(accessToken=tokens["accessToken"])
    sim.faults(expired_token=True)
    assert refusal(portal.list_accounts, accessToken=tokens["accessToken"])[0] == "UnauthorizedException"
    assert refusal(oidc.create_token, refreshToken=tokens["refreshToken"], **refresh)[0] == "InvalidGrantException"
    sim.faults()
    sim.post("/clock", {"advance_s": 8 * 3600})
    assert refusal(portal.list_accounts, accessToken=tokens["accessToken"])[0] == "UnauthorizedException"


def test_a_person_without_assignments_sees_nothing(sim):
    _, _, tokens, _ = device_sign_in(sim, sim.identities["sso"]["person_without_assignments"])
    portal = sim.client("sso", None)
    assert portal.list_accounts(accessToken=tokens["accessToken"])["accountList"] == []
    assert refusal(portal.list_account_roles, accessToken=tokens["accessToken"], accountId=sim.payer)[0] == "ForbiddenException"


def test_sign_in_that_is_denied_or_too_late_or_for_another_portal(sim):
    oidc = sim.client("sso-oidc", None)
    client = register(oidc)
    names = {"clientId": client["clientId"], "clientSecret": client["clientSecret"]}
    assert refusal(oidc.start_device_authorization, startUrl="https://other.awsapps.com/start", **names)[0] == "InvalidRequestException"
    assert refusal(oidc.start_device_authorization, clientId="x", clientSecret="y",
                   startUrl=sim.identities["sso"]["start_url"])[0] == "InvalidClientException"
    grant = {"grantType": "urn:ietf:params:oauth:grant-type:device_code", **names}
    first = oidc.start_device_authorization(startUrl=sim.identities["sso"]["start_url"], **names)
    assert sim.post("/sso/approve", {"user_code": first["userCode"], "deny": True}) == {"decided": 1}
    assert refusal(oidc.create_token, deviceCode=first["deviceCode"], **grant)[0] == "AccessDeniedException"
    second = oidc.start_device_authorization(startUrl=sim.identities["sso"]["start_url"] + "/#/", **names)
    sim.post("/clock", {"advance_s": 601})
    assert refusal(oidc.create_token, deviceCode=second["deviceCode"], **grant)[0] == "ExpiredTokenException"
    sim.post("/sso/approve", {"auto": True})
    third = oidc.start_device_authorization(startUrl=sim.identities["sso"]["start_url"], **names)
    assert oidc.create_token(deviceCode=third["deviceCode"], **grant)["accessToken"]
    assert refusal(oidc.create_token, grantType="password", **names)[0] == "UnsupportedGrantTypeException"


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments):
        return None


def authorize(simulator, form=None, **query):
    """Status and address of the answer to /authorize; with a form, as a browser that sends it."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay)
    url = f"{simulator.url}/authorize" + ("?" + urllib.parse.urlencode(query) if query else "")
    try:
        with opener.open(url, data=urllib.parse.urlencode(form).encode() if form else None) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get("Location", "")


def test_authorization_code_with_pkce(sim):
    oidc = sim.client("sso-oidc", None)
    client = register(oidc, grantTypes=["authorization_code", "refresh_token"], redirectUris=["http://127.0.0.1/oauth/callback"],
                      issuerUrl=sim.identities["sso"]["start_url"])
    verifier = "v" * 64
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    redirect = "http://127.0.0.1:45678/oauth/callback"
    query = {"response_type": "code", "client_id": client["clientId"], "redirect_uri": redirect, "state": "s&1",
             "code_challenge": challenge, "code_challenge_method": "S256", "scopes": "sso:account:access"}
    status, page = authorize(sim, **query)
    assert status == 200 and "Allow access" in page and 'value="s&amp;1"' in page
    fields = {name: query[name] for name in ("client_id", "redirect_uri", "state", "code_challenge")}
    status, location = authorize(sim, {**fields, "decision": "deny", "person": "alice@example.com"})
    assert status == 302 and location == redirect + "?error=access_denied&state=s%261"
    for wrong in ({"redirect_uri": "http://example.com/oauth/callback"}, {"client_id": "other"}, {"code_challenge_method": "plain"},
                  {"code_challenge": "short"}):
        assert authorize(sim, **{**query, **wrong})[0] == 400, wrong

    def code():
        status, location = authorize(sim, {**fields, "decision": "approve", "person": "alice@example.com"})
        answer = urllib.parse.parse_qs(urllib.parse.urlsplit(location).query)
        assert status == 302 and answer["state"] == ["s&1"]
        return answer["code"][0]
    names = {"clientId": client["clientId"], "clientSecret": client["clientSecret"], "grantType": "authorization_code"}
    first = code()
    assert refusal(oidc.create_token, code=first, codeVerifier="w" * 64, redirectUri=redirect, **names)[0] == "InvalidGrantException"
    assert refusal(oidc.create_token, code=first, codeVerifier=verifier, redirectUri=redirect, **names)[0] == "InvalidGrantException"
    tokens = oidc.create_token(code=code(), codeVerifier=verifier, redirectUri=redirect, **names)
    assert sim.client("sso", None).list_accounts(accessToken=tokens["accessToken"])["accountList"]
    assert refusal(oidc.create_token, deviceCode="x", clientId=client["clientId"], clientSecret=client["clientSecret"],
                   grantType="urn:ietf:params:oauth:grant-type:device_code")[0] == "UnauthorizedClientException"
    sim.post("/sso/approve", {"auto": True})
    assert authorize(sim, **query)[0] == 302, "approved without being asked"
