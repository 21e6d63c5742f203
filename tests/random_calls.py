"""Random inputs and answers that fit an API model, and vectors of them in the form that sextant-conformance reads.

What is expected always comes from botocore, never from a reading of ours.
"""

import base64
import datetime
import html
import json
import random

import botocore.loaders
import botocore.model

PROTOCOLS = ("json", "rest-json", "rest-xml", "query", "ec2")
DEPTH_MAX = 7
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


def load_service(name):
    """botocore's description of a service, told to speak the protocol that Sextant chooses."""
    description = json.loads(json.dumps(botocore.loaders.Loader().load_service_model(name, "service-2")))
    metadata = description["metadata"]
    offered = metadata.get("protocols", [metadata["protocol"]])
    metadata["protocol"] = next(protocol for protocol in PROTOCOLS if protocol in offered)
    metadata["protocols"] = [metadata["protocol"]]
    metadata.pop("awsQueryCompatible", None)
    return botocore.model.ServiceModel(description, name), description


def suite(description, operation, case):
    """One case with the shapes that it needs and no others."""
    needed, waiting = {}, [description["operations"][operation]]
    while waiting:
        entry = waiting.pop()
        if isinstance(entry, list):
            waiting.extend(entry)
        elif isinstance(entry, dict):
            name = entry.get("shape")
            if isinstance(name, str) and name not in needed:
                needed[name] = description["shapes"][name]
                waiting.append(needed[name])
            waiting.extend(value for value in entry.values() if isinstance(value, (dict, list)))
    return {"description": operation, "clientEndpoint": "https://example.com", "metadata": description["metadata"],
            "shapes": needed, "cases": [{"id": operation, "given": description["operations"][operation], **case}]}


class Values:
    """Makes values; the same seed gives the same ones."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def word(self):
        letters = "".join(self.random.choice("abcXYZ019-_.") for _ in range(self.random.randint(1, 6)))
        hard = ["", "", "", " x", "/y", "&<>\"", "é😹", "%41", "+z", "=", "'", ":", "a,b"]
        return letters + self.random.choice(hard)

    def number(self, shape):
        if shape.type_name in ("integer", "long"):
            return self.random.choice([0, 1, -5, 2**31 - 1, self.random.randint(0, 10**9)])
        return self.random.choice([0.5, 1.1, -2.25, 1e-7, 123456.789, 3.0])

    def flag(self):
        return self.random.random() < 0.5

    def wants(self, depth):
        return self.random.random() < (0.6 if depth < 2 else 0.3 if depth < 4 else 0.03)

    def members(self, shape):
        members = list(shape.members.items())
        self.random.shuffle(members)
        return members[:1] if shape.is_tagged_union else members

    def count(self, depth):
        return 0 if depth > DEPTH_MAX else self.random.randint(0, 2)


class Inputs(Values):
    """Gives each value twice: as botocore takes it, and as the vectors write it."""

    def make(self, shape, depth=0):
        kind = shape.type_name
        if kind == "structure":
            return self.structure(shape, depth)
        if kind == "list":
            pairs = [self.make(shape.member, depth + 1) for _ in range(self.count(depth))]
            return [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        if kind == "map":
            pairs = {self.word(): self.make(shape.value, depth + 1) for _ in range(self.count(depth))}
            return {key: pair[0] for key, pair in pairs.items()}, {key: pair[1] for key, pair in pairs.items()}
        if kind == "timestamp":
            seconds = self.random.randint(0, 2 * 10**9)
            return EPOCH + datetime.timedelta(seconds=seconds), seconds
        if kind == "blob":
            word = self.word()
            return word.encode(), word
        if kind == "boolean":
            return (self.flag(),) * 2
        if kind in ("integer", "long", "float", "double"):
            return (self.number(shape),) * 2
        return (self.word(),) * 2

    def structure(self, shape, depth):
        if getattr(shape, "is_document_type", False):
            return {"a": [1, "b"]}, {"a": [1, "b"]}
        theirs, ours = {}, {}
        for name, member in self.members(shape):
            required = name in shape.required_members or shape.is_tagged_union
            if not required and (depth > DEPTH_MAX or not self.wants(depth)):
                continue
            theirs[name], ours[name] = self.make(member, depth + 1)
        return theirs, ours


class Answers(Values):
    """Writes answers as a service would."""

    def time(self, form):
        seconds = self.random.randint(0, 2 * 10**9)
        moment = EPOCH + datetime.timedelta(seconds=seconds)
        if form == "iso8601":
            return moment.strftime("%Y-%m-%dT%H:%M:%S") + self.random.choice(["Z", ".123Z", ".5Z", "+00:00"])
        if form == "rfc822":
            return moment.strftime("%a, %d %b %Y %H:%M:%S GMT")
        return self.random.choice([seconds, seconds + 0.25])

    def scalar(self, shape, time_form):
        kind = shape.type_name
        if kind == "timestamp":
            return self.time(shape.serialization.get("timestampFormat", time_form))
        if kind == "blob":
            return base64.b64encode(self.word().encode()).decode()
        if kind == "boolean":
            return self.flag()
        return self.number(shape) if kind in ("integer", "long", "float", "double") else self.word()

    def body_members(self, shape, depth):
        for name, member in self.members(shape):
            elsewhere = member.serialization.get("location") or member.serialization.get("eventstream")
            if not elsewhere and (shape.is_tagged_union or (depth <= DEPTH_MAX and self.wants(depth))):
                yield member.serialization.get("name", name), member

    def adds_unknown(self, shape, depth):
        return not shape.is_tagged_union and self.wants(depth)

    def as_json(self, shape, depth=0):
        if getattr(shape, "is_document_type", False):
            return {"a": [1, None]}
        if shape.type_name == "structure":
            made = {name: self.as_json(member, depth + 1) for name, member in self.body_members(shape, depth)}
            return {**made, "unknownThing": {"x": None}} if self.adds_unknown(shape, depth) else made
        if shape.type_name == "list":
            return [self.as_json(shape.member, depth + 1) for _ in range(self.count(depth))]
        if shape.type_name == "map":
            return {self.word(): self.as_json(shape.value, depth + 1) for _ in range(self.count(depth))}
        return self.scalar(shape, "unixTimestamp")

    def as_xml(self, shape, tag, depth=0):
        flattened = shape.serialization.get("flattened")
        attributes = ""
        if shape.type_name == "structure":
            inside = ""
            for name, member in self.body_members(shape, depth):
                if member.serialization.get("xmlAttribute"):
                    attributes += f' xmlns:xsi="u" {name}="{html.escape(self.word())}"'
                else:
                    inside += self.as_xml(member, name, depth + 1)
            inside += "<unknownThing><a>1</a></unknownThing>" if self.adds_unknown(shape, depth) else ""
        elif shape.type_name == "list":
            own = shape.member.serialization.get("name")
            name = (own or tag) if flattened else (own or "member")
            inside = "".join(self.as_xml(shape.member, name, depth + 1) for _ in range(self.count(depth)))
        elif shape.type_name == "map":
            name = tag if flattened else "entry"
            inside = "".join(f"<{name}>{self.entry(shape, depth)}</{name}>" for _ in range(self.count(depth)))
        else:
            value = self.scalar(shape, "iso8601")
            inside = str(value).lower() if isinstance(value, bool) else html.escape(str(value))
        return inside if flattened else f"<{tag}{attributes}>{inside}</{tag}>"

    def entry(self, shape, depth):
        return (self.as_xml(shape.key, shape.key.serialization.get("name", "key"), depth + 1)
                + self.as_xml(shape.value, shape.value.serialization.get("name", "value"), depth + 1))

    def headers(self, shape):
        made = {}
        for member in shape.members.values():
            if member.serialization.get("location") != "header" or not self.flag():
                continue
            if member.type_name not in ("list", "map", "structure"):
                value = "plain" if member.type_name == "string" else self.scalar(member, "rfc822")
                made[member.serialization["name"]] = str(value).lower() if isinstance(value, bool) else str(value)
        return made

    def body(self, protocol, operation, shape):
        payload = shape.serialization.get("payload")
        content = shape.members[payload] if payload else shape
        if payload and content.type_name in ("string", "blob"):
            return "payload"
        if protocol in ("json", "rest-json"):
            return json.dumps(self.as_json(content))
        if protocol == "query":
            wrapper = shape.serialization.get("resultWrapper", operation + "Result")
            return f'<{operation}Response xmlns="u">{self.as_xml(shape, wrapper)}<ResponseMetadata/></{operation}Response>'
        return self.as_xml(content, operation + "Response")
