"""Checks case.xlsx of one study with LibreOffice; see .ci/workbook. Standard library only."""

import csv
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


class Book:
    """Cells and names of a workbook."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as z:
            book = ET.fromstring(z.read("xl/workbook.xml"))
            rels = ET.fromstring(z.read("xl/_rels/workbook.xml.rels"))
            target = {r.get("Id"): r.get("Target") for r in rels}
            strings = []
            if "xl/sharedStrings.xml" in z.namelist():
                for item in ET.fromstring(z.read("xl/sharedStrings.xml")):
                    strings.append("".join(t.text or "" for t in item.iter(MAIN + "t")))
            self.files, self.cells, self.formulas = {}, {}, set()
            for sheet in book.find(MAIN + "sheets"):
                name, file = sheet.get("name"), target[sheet.get(REL + "id")].lstrip("/")
                file = file if file.startswith("xl/") else "xl/" + file
                self.files[name] = file
                for c in ET.fromstring(z.read(file)).iter(MAIN + "c"):
                    self.cell(name, c, strings)
            self.names = {
                n.get("name"): n.text.replace("$", "").replace("'", "")
                for n in book.iter(MAIN + "definedName")
                if not n.get("name").startswith("_xlnm")
            }

    def cell(self, sheet, c, strings):
        value, kind = c.find(MAIN + "v"), c.get("t")
        inline = c.find(MAIN + "is")
        key = f"{sheet}!{c.get('r')}"
        if c.find(MAIN + "f") is not None:
            self.formulas.add(key)
        if inline is not None:
            self.cells[key] = "".join(t.text or "" for t in inline.iter(MAIN + "t"))
        elif value is None or value.text is None:
            self.cells[key] = ""
        elif kind == "s":
            self.cells[key] = strings[int(value.text)]
        elif kind == "e":
            self.cells[key] = "#ERROR " + value.text
        elif kind == "str":
            self.cells[key] = value.text
        else:
            self.cells[key] = float(value.text)

    def named(self, name):
        return self.cells[self.names[name]]


def changed(path, inputs, to):
    """A copy of the workbook with other inputs, as if typed."""
    book = Book(path)
    edits = {}
    for name, value in inputs.items():
        sheet, cell = book.names[name].split("!")
        edits.setdefault(book.files[sheet], []).append((cell, value))
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.namelist():
            data = old.read(item)
            for cell, value in edits.get(item, []):
                text = data.decode()
                text, n = re.subn(rf'(<c r="{cell}"[^>]*><v>)[^<]*(</v>)', rf"\g<1>{value!r}\g<2>", text)
                assert n == 1, f"{item} {cell}"
                data = text.encode()
            new.writestr(item, data)


def recalculated(paths, folder):
    """The same workbooks, every formula calculated anew by LibreOffice."""
    profile = os.path.join(folder, "profile", "user")
    os.makedirs(profile, exist_ok=True)
    with open(os.path.join(profile, "registrymodifications.xcu"), "w") as f:
        f.write(
            '<?xml version="1.0" encoding="UTF-8"?>'
            '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
            'xmlns:xs="http://www.w3.org/2001/XMLSchema">'
            '<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" '
            'oor:op="fuse"><value>0</value></prop></item></oor:items>'
        )
    out = os.path.join(folder, "recalculated")
    shutil.rmtree(out, ignore_errors=True)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{os.path.dirname(profile)}", "--headless",
         "--convert-to", "xlsx", "--outdir", out, *paths],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=900,
    )
    return {p: Book(os.path.join(out, os.path.basename(p))) for p in paths}


def same(a, b, relative=1e-9, absolute=0.0):
    if isinstance(a, str) or isinstance(b, str):
        return a == b
    return abs(a - b) <= relative * max(abs(a), abs(b)) + absolute


def gemba(tool, study, pairs, out):
    subprocess.run([tool, "run", study, "--pairs", pairs, "--quiet", "--out", out], check=True)
    with open(os.path.join(out, "pairs.csv")) as f:
        return list(csv.DictReader(f))


def of_pair(rows, comparison, pair, row="base"):
    found = [r for r in rows if (r["comparison"], r["pair"], r["scenario"]) == (comparison, pair, row)]
    assert len(found) == 1, (comparison, pair, row, len(found))
    return found[0]


def measures(row):
    """NPV, IRR, paybacks as the sheet says them; None where the sheet says words."""
    npv = next(float(v) for k, v in row.items() if k.startswith("npv"))
    irr = float(row["irr_per_year"]) if row["irr_kind"] == "one" else None
    months = [float(row[k]) if row[k] else None for k in ("payback_months", "discounted_payback_months")]
    return {"Case_NPV": npv, "Case_IRR": irr, "Case_payback": months[0], "Case_discounted_payback": months[1]}


def compare(what, book, row, faults):
    for name, expected in measures(row).items():
        found = book.named(name)
        good = isinstance(found, str) if expected is None else same(found, expected)
        if not good:
            faults.append(f"{what}: {name} is {found!r} in the sheet, {expected!r} in the run")


def errors(what, book, faults):
    wrong = [k for k, v in book.cells.items() if isinstance(v, str) and v.startswith("#")]
    faults.extend(f"{what}: {k} is {book.cells[k]}" for k in wrong[:20])


# Other terms of [finance], and what they are in the sheet.
TERMS = [
    ({"wacc": '"14 %/year"'}, {"WACC": 0.14}),
    (
        {
            "wacc": '"6.5 %/year"', "tax": '"31 %"', "tax_period": '"quarter"', "losses": '"carry forward"',
            "convention": '"end-month"', "working_capital": '"kept"', "inflation": '"4 %/year"',
        },
        {
            "WACC": 0.065, "Tax_rate": 0.31, "Tax_period_months": 3, "Loss_refund": 0, "Mid_month": 0,
            "WC_reverses": 0, "Infl_wage": 0.04, "Infl_energy": 0.04, "Infl_material": 0.04, "Infl_price": 0.04,
            "Infl_subscription": 0.04,
        },
    ),
    (
        {"book_value": '"continued"', "losses": '"refund"', "tax_period": '"quarter"'},
        {"Write_off": 0, "Loss_refund": 1, "Tax_period_months": 3},
    ),
]


def given_up(book):
    """Was the project of this future given up? Then a yearly fee stands in the cost list in parts."""
    names = [v for k, v in book.cells.items() if re.fullmatch(r"Costs!A([6-9]|\d\d+)", k) and v]
    return len(names) != len(set(names))


def edited(study, terms, to):
    """The study with other terms, beside the original so that its plant is found."""
    head, finance = open(study).read().split("\n[finance]\n", 1)
    section = re.match(r"(?:(?!^\[).*\n?)*", finance, re.M).group(0)
    rest = finance[len(section):]
    for key, value in terms.items():
        section = re.sub(rf"^{key}\s*=.*\n", "", section, flags=re.M)
        section = f"{key} = {value}\n{section}"
    open(to, "w").write(f"{head}\n[finance]\n{section}{rest}")


def main(tool, study, pairs, folder):
    os.makedirs(folder)
    name = os.path.basename(study)
    run = os.path.join(folder, "run")
    rows = gemba(tool, study, pairs, run)
    path = os.path.join(run, "case.xlsx")
    written = Book(path)
    comparison = rows[0]["comparison"]
    pair = re.match(r"Pair (\d+)", next(v for k, v in written.cells.items() if k == "Appraisal!A2")).group(1)

    files = {"as written": path}
    runs = {}
    for k, (terms, inputs) in enumerate(TERMS):
        terms, inputs = dict(terms), dict(inputs)
        if "inflation" in terms and given_up(written):
            # Fees of a project given up are single payments at the price of their year (docs/workbook.md).
            rate = written.named("Infl_subscription")
            rise = {"wage": 0.04, "energy": 0.04, "material": 0.04, "price": 0.04, "subscription": rate}
            kinds = ", ".join(f'{kind} = "{100 * value!r} %/year"' for kind, value in rise.items())
            terms["inflation"] = "{ " + kinds + " }"
            inputs["Infl_subscription"] = rate
        to = os.path.join(folder, f"terms-{k}.xlsx")
        changed(path, inputs, to)
        files[f"terms {k}"] = to
        copy = os.path.join(os.path.dirname(study), f".workbook-check-{os.getpid()}.toml")
        try:
            edited(study, terms, copy)
            runs[f"terms {k}"] = gemba(tool, copy, pairs, os.path.join(folder, f"run-{k}"))
        finally:
            os.path.exists(copy) and os.remove(copy)
    switches = {}
    for row in sorted({r["scenario"] for r in rows if r["comparison"] == comparison} - {"base"}):
        to = os.path.join(folder, "row-" + row.replace("+", "-") + ".xlsx")
        factors = {
            "Budget_factor": 1.2 if "budget" in row else 1.0,
            "Slow_adoption": 1 if "adoption" in row else 0,
            "Gain_factor": 0.6 if "gains" in row else 1.0,
        }
        changed(path, factors, to)
        files[row] = to
        switches[row] = to
    books = recalculated(list(files.values()), folder)

    faults = []
    for what, file in files.items():
        errors(what, books[file], faults)
    anew = books[path]
    formulas = sorted(written.formulas)
    for key in formulas:
        a, b = written.cells[key], anew.cells.get(key, "")
        if not same(a, b, absolute=2e-6):
            faults.append(f"{key}: Gemba wrote {a!r}, LibreOffice calculates {b!r}")
    compare("as written", anew, of_pair(rows, comparison, pair), faults)
    for what, other in runs.items():
        compare(what, books[files[what]], of_pair(other, comparison, pair), faults)
    for row, file in switches.items():
        compare(row, books[file], of_pair(rows, comparison, pair, row), faults)
    if anew.named("Inputs_changed") != 0 or anew.cells["Audit!B4"] != "OK":
        faults.append(f"audit says {anew.cells['Audit!B4']!r}")
    if books[files["terms 0"]].named("Inputs_changed") != 1:
        faults.append("a changed input is not noticed")
    faults += ledger(run, anew)
    if faults:
        print(f"workbook: {name}: {len(faults)} faults", file=sys.stderr)
        print("\n".join(faults[:40]), file=sys.stderr)
        sys.exit(1)
    print(
        f"workbook: {name}: pair {pair}: {len(formulas)} formulas calculated anew, no error; NPV, IRR and payback "
        f"as in the run, under {len(runs)} other sets of terms and {len(switches)} pessimistic rows"
    )


def ledger(run, book):
    """ledger.csv adds up to the cash flow of every month, to the cent."""
    sums = {}
    with open(os.path.join(run, "ledger.csv")) as f:
        for line in csv.DictReader(f):
            if line["paid"] == "cash":
                amount = next(v for k, v in line.items() if k.startswith("amount"))
                cents = int(amount.replace(".", ""))
                sums[int(line["month"])] = sums.get(int(line["month"]), 0) + cents
    header = next(k for k, v in book.cells.items() if k.startswith("Months!") and v == "Cash flow")
    column = re.match(r"Months!([A-Z]+)", header).group(1)
    horizon = int(book.named("Horizon"))
    faults = []
    for month in range(horizon + 1):
        flow = book.cells[f"Months!{column}{5 + month}"]
        if abs(100 * flow - sums.get(month, 0)) > 0.5 + 1e-6:
            faults.append(f"ledger.csv: month {month}: {sums.get(month, 0)} cents, the cash flow is {flow}")
    return faults


main(*sys.argv[1:])
