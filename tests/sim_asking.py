"""How the tests of the simulator ask it: errors taken apart, roles assumed, people signed in."""

import urllib.parse
import urllib.request

import pytest
from botocore.exceptions import ClientError

ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"


def refusal(call, **arguments):
    """The error that a call ends with: code, message, status."""
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    answer = caught.value.response
    return answer["Error"]["Code"], answer["Error"]["Message"], answer["ResponseMetadata"]["HTTPStatusCode"]


def assume(simulator, role="SextantReadOnly", profile="base", **arguments):
    arn = role if role.startswith("arn:") else simulator.organization["role_arns"][role]
    return simulator.client("sts", profile).assume_role(**{"RoleArn": arn, "RoleSessionName": "test", **arguments})


def session_of(answer):
    keys = answer["Credentials"]
    return {"access_key_id": keys["AccessKeyId"], "secret_access_key": keys["SecretAccessKey"], "session_token": keys["SessionToken"]}


def register(oidc, **arguments):
    return oidc.register_client(clientName="test", clientType="public", scopes=["sso:account:access"], **arguments)


def device_sign_in(simulator, person=None):
    """Signs in by the device flow as far as the tokens; the person approves at the page."""
    oidc = simulator.client("sso-oidc", None)
    client = register(oidc)
    flow = oidc.start_device_authorization(clientId=client["clientId"], clientSecret=client["clientSecret"],
                                           startUrl=simulator.identities["sso"]["start_url"])
    asked = {"clientId": client["clientId"], "clientSecret": client["clientSecret"], "deviceCode": flow["deviceCode"],
             "grantType": "urn:ietf:params:oauth:grant-type:device_code"}
    assert refusal(oidc.create_token, **asked)[0] == "AuthorizationPendingException"
    assert refusal(oidc.create_token, **asked)[0] == "SlowDownException", "asked again at once"
    form = {"user_code": flow["userCode"], "person": person or simulator.identities["sso"]["person"], "decision": "approve"}
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    page = opener.open(flow["verificationUriComplete"]).read().decode()
    assert flow["userCode"] in page and "Allow access" in page
    assert b"approved" in opener.open(flow["verificationUri"], data=urllib.parse.urlencode(form).encode()).read()
    return oidc, client, oidc.create_token(**asked), asked
