#!/usr/bin/env python3
"""Verifies a package of evidence, or an archive of the log, without the portal: Python's standard library and openssl, nothing else.

usage: verify_package.py package.zip [--key key.pem] [--anchor checkpoint.jws] [--tsa certificate.pem]

Exits with 0 under a key that was given, with 2 when there is none but the package's own, with 1 when something is broken.
"""
import base64, hashlib, json, os, re, subprocess, sys, tempfile, zipfile

TABLES = [("actions.csv", []), ("findings.csv", ["finding"]), ("policies.csv", ["policy", "access_rules", "unattended"]),
          ("reviews.csv", ["review"]), ("revocations.csv", ["revocation", "removal", "stop"]), ("rotations.csv", ["rotation", "credential"])]
ALSO_REVOCATIONS = {"grant.revoked", "grant.returned", "integration.suspended", "request.pre_approval_revoked"}
COLUMNS = ("leaf_index event_id at kind administrative_action sentence actor_kind actor workload_issuer workload_subject human_approvers "
           "integration target person request grant owners_in_force before after facts client").split()
PROOFS = ["proof/checkpoint.jws", "proof/latest.jws", "proof/consistency.txt", "proof/omitted.txt", "proof/keys.json"]
NEEDED = ["actions.jsonl", "PROVES.md"] + PROOFS
ALSO_NEEDED = ["assessment-results.oscal.json", "matrix.xlsx", "report.pdf", "reviews.jsonl"] + [name for name, _ in TABLES]  # an archive of the log has none of these
MANIFEST, PAYLOAD_TYPE, HASH = "manifest.dsse.json", "application/vnd.in-toto+json", re.compile(r"[0-9a-f]{64}\Z")
LINE = re.compile(rb'\{"body":(.*),"leaf_hash":"([0-9a-f]{64})","leaf_index":(0|[1-9][0-9]{0,17})\}\n\Z', re.S)
STAMP, MOST_ANCHORS = "proof/timestamp.tsr", 200
faults = []


def fault(place, sentence):
    faults.append(f"{place}: {sentence}")


def url64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unurl64(text):
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if url64(data) != text:
        raise ValueError("not the one spelling")
    return data


class Key:
    """A P-256 key: its point, its RFC 7638 thumbprint, and openssl to check with it."""

    def __init__(self, x, y):
        self.der = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004") + x + y
        self.id = url64(hashlib.sha256(f'{{"crv":"P-256","kty":"EC","x":"{url64(x)}","y":"{url64(y)}"}}'.encode()).digest())

    @staticmethod
    def of_pem(text):
        der = base64.b64decode(re.sub(r"-----[^-]+-----|\s", "", text))
        if len(der) != 91:
            raise ValueError("no P-256 public key")
        return Key(der[27:59], der[59:])

    def verifies(self, signature, signed):
        with tempfile.TemporaryDirectory() as folder:
            paths = [os.path.join(folder, name) for name in ("key", "signature", "signed")]
            for path, data in zip(paths, (self.der, signature, signed)):
                with open(path, "wb") as file:
                    file.write(data)
            return subprocess.run(["openssl", "dgst", "-sha256", "-keyform", "DER", "-verify", paths[0], "-signature", paths[1], paths[2]],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0


def der_of(raw):
    def number(data):
        data = data.lstrip(b"\0") or b"\0"
        return b"\x02" + bytes([len(data) + (data[0] > 127)]) + (b"\0" if data[0] > 127 else b"") + data
    body = number(raw[:32]) + number(raw[32:])
    return b"\x30" + bytes([len(body)]) + body


def checkpoint(jws, keys):
    try:
        head, payload, signature = jws.split(".")
        raw = unurl64(signature)
        for key in keys:
            if head == url64(f'{{"alg":"ES256","kid":"{key.id}","typ":"nhiportal-checkpoint+jws"}}'.encode()) and len(raw) == 64 \
                    and key.verifies(der_of(raw), f"{head}.{payload}".encode()):
                return json.loads(unurl64(payload))
    except ValueError:
        pass
    return None


def claimed(jws):
    try:
        return json.loads(unurl64(jws.split(".")[1]))["size"]
    except (ValueError, KeyError, IndexError, TypeError):
        return -1


def leaf_hash(body):
    return hashlib.sha256(b"\0" + body).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


class Tree:
    """The peaks of a growing RFC 6962 tree; takes leaves and complete subtrees."""

    def __init__(self):
        self.size, self.peaks = 0, {}

    def add(self, level, value):
        if level > 60 or self.size % (1 << level):
            return False
        self.size += 1 << level
        while level in self.peaks:
            value, level = node_hash(self.peaks.pop(level), value), level + 1
        self.peaks[level] = value
        return True

    def root(self):
        value = None
        for level in sorted(self.peaks):
            value = self.peaks[level] if value is None else node_hash(self.peaks[level], value)
        return (value or hashlib.sha256(b"").digest()).hex()


def extends(first, first_root, second, second_root, path):
    """RFC 9162, 2.1.4.2."""
    if first == second or first == 0:
        return not path and (first == 0 or first_root == second_root)
    if first > second or not path:
        return False
    node, last = first - 1, second - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = bytes.fromhex(first_root) if node == 0 else path.pop(0)
    for sibling in path:
        if last == 0:
            return False
        if node & 1 or node == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and old.hex() == first_root and new.hex() == second_root


def told(value, *path):
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""


def row(body, leaf):
    def people(name):
        return "; ".join(f'{told(one, "name")} ({told(one, "role")})' for one in body.get(name) or [])

    def pairs(name):
        return "; ".join(f"{key}={told(value)}" for key, value in (body.get(name) or {}).items())
    fields = [str(leaf), told(body, "id"), told(body, "at"), told(body, "kind"), "yes" if is_action(body) else "", told(body, "sentence"),
              told(body, "actor", "kind"), told(body, "actor", "name"), told(body, "workload", "issuer"), told(body, "workload", "subject"), people("approvers"),
              told(body, "integration", "key"), told(body, "target", "key"), told(body, "person", "key"), told(body, "request"), told(body, "grant"),
              people("owners"), pairs("before"), pairs("after"), pairs("facts"), told(body, "client")]
    return (",".join('"' + ("'" if field[:1] and field[0] in "=+-@\t\r" else "") + field.replace('"', '""') + '"' for field in fields) + "\r\n").encode("utf-8", "replace")


def is_action(body):
    return body.get("kind") == "access.allowed"


def holds(name, groups, kind):
    return not groups or kind.split(".")[0] in groups or name == "revocations.csv" and kind in ALSO_REVOCATIONS


def verify_log(package, digests, contents, keys, anchors):
    kept, fitting, tree = {}, set(), Tree()
    if len(anchors) > MOST_ANCHORS:  # of a file that keeps one an hour, the newest this package can pass by
        anchors = [jws for size, jws in sorted(((claimed(jws), jws) for jws in anchors), reverse=True) if 0 <= size <= contents["latestSize"]][:MOST_ANCHORS]
    for jws in anchors:
        read = checkpoint(jws, keys)
        if not read or read["origin"] != contents["log"]:
            fault("the kept checkpoint", "It is not signed by a key of this log, or it is of another log.")
        else:
            kept[read["size"]] = read["root"]

    def compare():
        if tree.size in kept:
            if kept[tree.size] == tree.root():
                fitting.add(tree.size)
            else:
                fault("the log", f"The checkpoint over {tree.size} events that was kept elsewhere has another root: this is another history than the one it was signed over.")

    omitted, broken = package.open("proof/omitted.txt"), False

    def skip(size):
        while tree.size < size:
            parts = omitted.readline().decode("ascii", "replace").rstrip("\n").split(" ")
            if len(parts) != 3 or parts[0] != str(tree.size) or not parts[1].isdigit() or not HASH.match(parts[2]) or not tree.add(int(parts[1]), bytes.fromhex(parts[2])):
                fault("proof/omitted.txt", f"The hash that is due at leaf {tree.size} is not there.")
                return False
            compare()
        return True

    counts = dict(actions=0, attributed=0, events=0, firstLeaf=-1, lastLeaf=-1, leftOut=0)
    head = ("\ufeff" + ",".join(f'"{name}"' for name in COLUMNS) + "\r\n").encode()
    tables = [hashlib.sha256(head) for _ in TABLES]
    with package.open("actions.jsonl") as lines:
        for number, line in enumerate(lines, 1):
            match = LINE.match(line)
            if not match:
                fault(f"actions.jsonl, line {number}", "It is no event as the portal writes them.")
                continue
            leaf, value = int(match[3]), leaf_hash(match[1])
            if value.hex().encode() != match[2]:
                fault(f"event at leaf {leaf}", f"It is not what was signed: its body does not match its hash (actions.jsonl, line {number}).")
            broken = broken or not skip(leaf)
            if not broken and tree.size != leaf:
                fault(f"event at leaf {leaf}", f"It comes where leaf {tree.size} is due: events are out of order, doubled or left out without a hash.")
                broken = True
            if broken:
                continue
            tree.add(0, value)
            compare()
            try:
                body = json.loads(match[1])
                text = row(body, leaf)
            except (ValueError, AttributeError, TypeError):
                fault(f"event at leaf {leaf}", "It is no audit event.")
                continue
            # Times are written in UTC, so their first nineteen letters order them.
            if not contents["from"][:19] <= body["at"][:19] <= contents["until"][:19]:
                fault(f"event at leaf {leaf}", "It is not of the package's period.")
            for (name, groups), digest in zip(TABLES, tables):
                if holds(name, groups, body["kind"]):
                    digest.update(text)
            counts["events"] += 1
            counts["actions"] += is_action(body)
            counts["attributed"] += bool(is_action(body) and "workload" in body and body.get("approvers"))
            counts["firstLeaf"] = leaf if counts["firstLeaf"] < 0 else counts["firstLeaf"]
            counts["lastLeaf"] = leaf
    if not broken and (not skip(contents["treeSize"]) or tree.size != contents["treeSize"] or omitted.readline()):
        fault("proof/omitted.txt", f'The tree has {tree.size} leaves, but {contents["treeSize"]} were signed.')
    if counts["events"] == 0:
        fault("actions.jsonl", "The package is empty: it holds no event and proves nothing.")
    else:
        counts["leftOut"] = counts["lastLeaf"] - counts["firstLeaf"] + 1 - counts["events"]
    if contents.get("archive") and counts["leftOut"]:
        fault("the archive", f'It leaves out {counts["leftOut"]} events between its first and its last one.')
    if counts != contents["counts"]:
        fault(MANIFEST, f'It says {contents["counts"]}; the package holds {counts}.')
    for (name, _), digest in zip(TABLES, tables):
        if not contents.get("archive") and digest.hexdigest() != digests.get(name):
            fault(name, "It does not say what the events say.")
    signed = {}
    for name, size in (("proof/checkpoint.jws", contents["treeSize"]), ("proof/latest.jws", contents["latestSize"])):
        read = checkpoint(package.read(name).decode("ascii", "replace").rstrip("\n"), keys)
        if not read:
            fault(name, "It is no checkpoint signed by a key of this log.")
        elif read["origin"] != contents["log"] or read["size"] != size:
            fault(name, f'It is a checkpoint of {read["origin"]} over {read["size"]} events.')
        else:
            signed[name] = read
    if len(signed) < 2:
        return False
    now, latest = signed["proof/checkpoint.jws"], signed["proof/latest.jws"]
    if tree.size != now["size"] or tree.root() != now["root"]:
        fault("proof/checkpoint.jws", f'The events do not give the root that was signed over {now["size"]} events.')
    path = package.read("proof/consistency.txt").decode("ascii", "replace").split()
    if not all(HASH.match(line) for line in path) or not extends(now["size"], now["root"], latest["size"], latest["root"], [bytes.fromhex(line) for line in path]):
        fault("proof/consistency.txt", "It does not show that the newest log goes on from this one.")
    if latest["size"] in kept and latest["size"] != now["size"]:
        if kept[latest["size"]] == latest["root"]:
            fitting.add(latest["size"])
        else:
            fault("proof/latest.jws", f'The checkpoint over {latest["size"]} events that was kept elsewhere has another root: the log was replaced.')
    return bool(fitting)


def stamped(package, authorities):
    """Whether an authority that is trusted stamped the checkpoint (RFC 3161); openssl judges."""
    if STAMP not in package.namelist():
        return False
    data, answer = package.read("proof/checkpoint.jws"), package.read(STAMP)
    if hashlib.sha256(data).digest() not in answer:
        fault(STAMP, "It is no time stamp of the checkpoint.")
        return False
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in ("data", "answer")]
        for path, content in zip(paths, (data, answer)):
            with open(path, "wb") as file:
                file.write(content)
        for authority in authorities:
            # The moment of stamping counts: the certificate may have ended since.
            if subprocess.run(["openssl", "ts", "-verify", "-data", paths[0], "-in", paths[1], "-CAfile", authority, "-no_check_time"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0:
                return True
    if authorities:
        fault(STAMP, "It is not signed by the time-stamping authority you trust.")
    return False


def verify(path, pinned, anchors, authorities):
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        for name in {name for name in names if names.count(name) > 1}:
            fault(name, "It is there twice.")
        if MANIFEST not in names:
            return fault(MANIFEST, "It is missing.")
        try:
            data = package.read(MANIFEST)
            envelope = json.loads(data)
            entry = envelope["signatures"][0]
            payload, signature = base64.b64decode(envelope["payload"]), base64.b64decode(entry["sig"])
            written = (f'{{"payload":"{base64.b64encode(payload).decode()}","payloadType":"{PAYLOAD_TYPE}","signatures":'
                       f'[{{"keyid":"{entry["keyid"]}","sig":"{base64.b64encode(signature).decode()}"}}]}}\n')
            if written.encode() != data:
                raise ValueError
        except (ValueError, KeyError, IndexError, TypeError, zipfile.BadZipFile):
            return fault(MANIFEST, "It is no signed envelope in the one form that is written.")
        try:
            embedded = [Key(unurl64(jwk["x"]), unurl64(jwk["y"])) for jwk in json.loads(package.read("proof/keys.json"))["keys"]]
        except (ValueError, KeyError, TypeError, zipfile.BadZipFile):
            embedded = []
        signed = f"DSSEv1 {len(PAYLOAD_TYPE)} {PAYLOAD_TYPE} {len(payload)} ".encode() + payload

        def by(keys):
            return any(key.id == entry["keyid"] and key.verifies(signature, signed) for key in keys)
        if not by(pinned or embedded):
            return fault(MANIFEST, f'It is signed with the key {entry["keyid"]}, which is not the one you trust: the key was swapped, or the package is of another portal.'
                         if pinned and by(embedded) else "Its signature does not fit.")
        statement = json.loads(payload)
        contents = statement["predicate"]
        if statement["predicateType"] != "urn:nhiportal:evidence-package:1" or contents["format"] != 1:
            return fault(MANIFEST, "What it signs is no statement that this script knows; a newer portal may have made it.")
        digests = {file["name"]: file["digest"]["sha256"] for file in statement["subject"]}
        for name in sorted({*NEEDED, *([] if contents.get("archive") else ALSO_NEEDED), *digests} - set(names)):
            fault(name, "It is missing.")
        for name in sorted(set(names) - set(digests) - {MANIFEST}):
            fault(name, "It is not in the signed list of files.")
        for name in sorted(set(digests) & set(names)):
            digest = hashlib.sha256()
            try:
                with package.open(name) as file:
                    for part in iter(lambda: file.read(1 << 20), b""):
                        digest.update(part)
            except Exception:  # a damaged stream ends in one of many ways
                digest = hashlib.sha256()
            if digest.hexdigest() != digests[name]:
                fault(name, "It was changed: its bytes are not the ones that were signed.")
        if faults and any(place.split(":")[0] in PROOFS + ["actions.jsonl"] and "changed" not in place for place in faults):
            return None
        anchored = verify_log(package, digests, contents, pinned + embedded, anchors)
        anchored = stamped(package, authorities) or anchored
        level = "embedded key only" if not pinned else "pinned key and anchored" if anchored else "pinned key"
        return level, contents


def main(arguments):
    package, keys, anchors, authorities = arguments[0], [], [], []
    for option, value in zip(arguments[1::2], arguments[2::2]):
        with open(value, encoding="ascii") as file:
            text = file.read()
        if option == "--key":
            keys.append(Key.of_pem(text))
        elif option == "--anchor":
            anchors.extend(text.split())
        elif option == "--tsa":
            authorities.append(value)
        else:
            raise SystemExit(__doc__)
    outcome = None
    try:
        outcome = verify(package, keys, anchors, authorities)
    except Exception as error:  # whatever a hostile file does, it is not verified
        fault("the file", f"It cannot be verified: {error}")
    if faults or not outcome:
        print(f"THE PACKAGE IS BROKEN: {len(faults)} faults.", *(f"  - {one}" for one in faults[:20]), sep="\n")
        return 1
    level, contents = outcome
    print(f"The package fits together. Trust: {level}.")
    print(f'  {contents["counts"]["events"]} events, {contents["counts"]["actions"]} actions, {contents["counts"]["attributed"]} attributed; {contents["from"]} to {contents["until"]}; {contents["scope"]}{"; " + contents["framework"] if "framework" in contents else ""}')
    if contents.get("archive"):
        print(f'  An archive of the log: every event from leaf {contents["counts"]["firstLeaf"]} to {contents["counts"]["lastLeaf"]}.')
    if contents.get("archivedEvents"):
        print(f'  Events 0 to {contents["archivedEvents"] - 1} were archived before it was built; it holds none of them.')
    return 0 if keys else 2


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    sys.exit(main(sys.argv[1:]))
