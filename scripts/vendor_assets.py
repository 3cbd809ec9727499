#!/usr/bin/env python3
"""Refresh static/vendor/ from the packages pinned in frontend/package-lock.json.

    cd frontend && npm ci && cd .. && python scripts/vendor_assets.py

Needs Node, so it is run by the developer who upgrades an asset: never at set-up, test or run time.
"""

import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
PACKAGES = FRONTEND / "node_modules"
VENDOR = ROOT / "static" / "vendor"

# package -> licence, and each file we serve: source in the package -> place under static/vendor/
COPIES = {
    "@digdir/designsystemet-css": (
        "MIT",
        {
            "dist/src/index.css": "designsystemet/designsystemet.css",
            "LICENSE": "designsystemet/LICENSE",
        },
    ),
    "@digdir/designsystemet-web": ("MIT", {"dist/umd/index.js": "designsystemet/designsystemet-web.js"}),
    "@fontsource-variable/inter": (
        "OFL-1.1",
        {
            "files/inter-latin-wght-normal.woff2": "inter/inter-latin-wght-normal.woff2",
            "files/inter-latin-ext-wght-normal.woff2": "inter/inter-latin-ext-wght-normal.woff2",
            "LICENSE": "inter/LICENSE",
        },
    ),
}
THEME_PACKAGE = "@digdir/designsystemet"
ICON_PACKAGE = "@navikt/aksel-icons"
ICONS = [
    "ArrowLeft",
    "ArrowRight",
    "ArrowsCirclepath",
    "BarChart",
    "Bell",
    "Buildings3",
    "Calendar",
    "ChatElipsis",
    "Checkmark",
    "CheckmarkCircle",
    "CheckmarkCircleFill",
    "ChevronDown",
    "ChevronLeft",
    "ChevronRight",
    "CircleSlash",
    "Clock",
    "Download",
    "Enter",
    "EnvelopeClosed",
    "ExclamationmarkTriangleFill",
    "ExternalLink",
    "Eye",
    "FileExcel",
    "FilePdf",
    "FileText",
    "Filter",
    "Globe",
    "Hourglass",
    "InformationSquare",
    "Leave",
    "LocationPin",
    "MagnifyingGlass",
    "MenuHamburger",
    "PadlockLocked",
    "Paperclip",
    "Pencil",
    "Person",
    "PersonGroup",
    "Plus",
    "PrinterSmall",
    "Star",
    "Tasklist",
    "TasklistSend",
    "ThumbUp",
    "Trash",
    "XMark",
]
# The package carries no licence file, only the field in package.json.
ICON_NOTICE = """Icons from @navikt/aksel-icons (https://aksel.nav.no/ikoner), by Nav (the Norwegian
Labour and Welfare Administration), published under the MIT licence as stated in the package's package.json.

MIT License

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense,
and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so,
subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial
portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT
LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN
NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY,
WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE
SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


class Manifest:
    """Writes vendored files and remembers where each came from."""

    def __init__(self):
        self.files = {}

    def write(self, place, content, *, package, licence):
        target = VENDOR / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        self.files[place] = {
            "package": package,
            "version": version_of(package),
            "licence": licence,
            "sha256": hashlib.sha256(content).hexdigest(),
        }

    def save(self):
        text = json.dumps(dict(sorted(self.files.items())), indent=2) + "\n"
        (VENDOR / "MANIFEST.json").write_text(text)


def version_of(package):
    return json.loads((PACKAGES / package / "package.json").read_text())["version"]


def without_source_map(content):
    """The maps are not served, and ManifestStaticFilesStorage fails on an address that leads nowhere."""
    return re.sub(rb"\n?(//# sourceMappingURL=.*|/\*# sourceMappingURL=.*?\*/)\s*$", b"\n", content)


def copy_packages(manifest):
    for package, (licence, files) in COPIES.items():
        for source, place in files.items():
            content = (PACKAGES / package / source).read_bytes()
            if place.endswith((".css", ".js")):
                content = without_source_map(content)
            manifest.write(place, content, package=package, licence=licence)


def build_theme(manifest):
    """Our own colours (frontend/designsystemet.config.json) as Designsystemet's custom properties."""
    tokens, built = FRONTEND / "design-tokens", FRONTEND / ".theme"
    config = ["--config", "designsystemet.config.json"]
    designsystemet("tokens", "create", *config)
    designsystemet("tokens", "build", *config, "-t", tokens.name, "-o", built.name, "--clean")
    content = (built / "folkehelse.css").read_bytes()
    manifest.write("designsystemet/theme.css", content, package=THEME_PACKAGE, licence="MIT")
    for folder in (tokens, built):
        shutil.rmtree(folder)


def designsystemet(*arguments):
    command = ["npx", "--no-install", "designsystemet", *arguments]
    subprocess.run(command, cwd=FRONTEND, check=True, stdout=subprocess.DEVNULL)


def build_sprite(manifest):
    """One file with every icon as a <symbol>, so that <use href="…#Name"> works under the CSP."""
    symbols = []
    for name in ICONS:
        source = (PACKAGES / ICON_PACKAGE / "dist" / "svg" / f"{name}.svg").read_text()
        drawing = re.sub(r"</?svg[^>]*>", "", source).strip()
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24" fill="none">{drawing}</symbol>')
    sprite = '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
    manifest.write("aksel-icons/sprite.svg", sprite.encode(), package=ICON_PACKAGE, licence="MIT")
    manifest.write("aksel-icons/LICENSE", ICON_NOTICE.encode(), package=ICON_PACKAGE, licence="MIT")


def main():
    if VENDOR.exists():
        shutil.rmtree(VENDOR)
    manifest = Manifest()
    copy_packages(manifest)
    build_theme(manifest)
    build_sprite(manifest)
    manifest.save()
    print(f"{len(manifest.files)} files in {VENDOR.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
