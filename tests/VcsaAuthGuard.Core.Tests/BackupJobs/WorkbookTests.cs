using System.IO.Compression;
using System.Text;
using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Tests.BackupJobs;

/// <summary>Reads workbooks whose parts have the form of ECMA-376 and of what Excel, LibreOffice and ImportExcel write.</summary>
public sealed class WorkbookTests : IDisposable
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".xlsx");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Dates_durations_and_shared_strings_are_read_below_a_title()
    {
        Write(
            Sheet(
                """<row r="1"><c r="A1" t="s"><v>0</v></c></row>""",
                """<row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" t="s"><v>2</v></c>"""
                    + """<c r="C3" t="s"><v>3</v></c><c r="D3" t="s"><v>4</v></c></row>""",
                """<row r="4"><c r="A4" t="s"><v>5</v></c><c r="B4" s="1"><v>46064.0833333333</v></c>"""
                    + """<c r="C4" s="2"><v>2.0833333333E-2</v></c><c r="D4" t="inlineStr"><is><t>Failed</t></is></c></row>""",
                """<row r="5"><c r="A5" t="s"><v>5</v></c><c r="B5" t="d"><v>2026-02-12T02:00:00</v></c>"""
                    + """<c r="C5" s="3"><v>1.5</v></c><c r="D5" t="str"><f>A1</f><v>Success</v></c></row>"""),
            "Backup jobs", "Job Name", "Start Time", "Duration", "Status", "</t></r><r><rPr/><t>Nightly");

        Assert.Equal(
            ["Nightly|2026-02-11 02:00:00|00:30:00|Failed", "Nightly|2026-02-12 02:00:00|1.12:00:00|Succeeded"],
            Read(out List<InputProblem> problems).Select(Text));
        Assert.Empty(problems);
    }

    [Fact]
    public void A_report_on_a_later_sheet_is_found_and_the_year_1904_counts()
    {
        Write(
            Sheet("""<row><c t="inlineStr"><is><t>Summary</t></is></c></row>"""),
            Sheet(
                $"<row>{Inline("Job")}<c r=\"C1\" t=\"inlineStr\"><is><t>Start</t></is></c>{Inline("Result")}</row>",
                $"<row>{Inline("Nightly")}<c r=\"C2\" s=\"1\"><v>44602.0833333333</v></c>{Inline("Failed")}</row>"),
            is1904: true);

        Assert.Equal(["Nightly|2026-02-11 02:00:00||Failed"], Read(out _).Select(Text));
    }

    [Fact]
    public void A_merged_cell_counts_for_each_of_its_rows()
    {
        Write(Sheet(
            $"<row r=\"1\">{Inline("Job")}{Inline("Start")}{Inline("Result")}</row>",
            $"<row r=\"2\">{Inline("Nightly")}{Inline("2026-02-11 02:00")}{Inline("Failed")}</row>",
            $"<row r=\"3\"><c r=\"B3\" t=\"inlineStr\"><is><t>2026-02-12 02:00</t></is></c>{Inline("Success")}</row>",
            $"<row r=\"4\">{Inline("Weekly")}{Inline("2026-02-13 02:00")}{Inline("Success")}</row>")
            .Replace("</sheetData>", "</sheetData><mergeCells><mergeCell ref=\"A2:A3\"/></mergeCells>", StringComparison.Ordinal));

        Assert.Equal(
            ["Nightly|2026-02-11 02:00:00||Failed", "Nightly|2026-02-12 02:00:00||Succeeded", "Weekly|2026-02-13 02:00:00||Succeeded"],
            Read(out _).Select(Text));
    }

    [Fact]
    public void Windows_in_a_workbook_are_read_as_those_in_CSV()
    {
        static string Row(params string[] cells) => $"<row>{string.Concat(cells.Select(Inline))}</row>";
        Write(Sheet(Row("Name", "Role", "Recurrence", "TimeZone", "Duration"), Row("Nightly", "Backup", "daily 02:00", "UTC", "1h")));
        List<InputProblem> problems = [];

        BackupWindow window = Assert.Single(new ScheduleFile(new(), new(), problems.Add).Read(_path));
        Assert.Equal("daily 02:00", window.Recurrence.ToString());
        Assert.Empty(problems);
    }

    [Theory]
    [InlineData("xl/worksheets/sheet1.xml", "<worksheet><broken>", "cannot be read")]
    [InlineData("xl/worksheets/sheet1.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]><worksheet>&b;</worksheet>", "cannot be read")]
    [InlineData("readme.txt", "no workbook", "It has no sheets.")]
    public void A_damaged_workbook_or_another_archive_is_one_error(string part, string text, string message)
    {
        WriteParts((part, text));

        Assert.Empty(Read(out List<InputProblem> problems));
        Assert.Contains(message, Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workbook_that_is_cut_off_is_one_error()
    {
        Write(Sheet("<row/>"));
        File.WriteAllBytes(_path, File.ReadAllBytes(_path)[..200]);

        Assert.Empty(Read(out List<InputProblem> problems));
        Assert.Contains("Save the sheet as CSV", Assert.Single(problems).Remedy, StringComparison.Ordinal);
    }

    private static string Text(BackupJobRun run) =>
        FormattableString.Invariant($"{run.Job}|{run.Start:yyyy-MM-dd HH:mm:ss}|{run.Duration}|{run.Status}");

    private static string Inline(string text) => $"<c t=\"inlineStr\"><is><t>{text}</t></is></c>";

    private static string Sheet(params string[] rows) =>
        $"<worksheet xmlns=\"{Main}\"><sheetData>{string.Concat(rows)}</sheetData></worksheet>";

    private IReadOnlyList<BackupJobRun> Read(out List<InputProblem> problems)
    {
        List<InputProblem> found = problems = [];
        return BackupJobReport.Read(_path, new() { TimeZone = "UTC" }, found.Add).ToRuns();
    }

    private void Write(string sheet, params string[] strings) => Write(sheet, null, strings: strings);

    private void Write(string sheet, string? second, bool is1904 = false, string[]? strings = null)
    {
        string shared = string.Concat((strings ?? []).Select(text => $"<si>{(text.StartsWith('<') ? "<r><t>" : "<t>")}{text}</t>"
            + $"{(text.StartsWith('<') ? "</r><rPh sb=\"0\" eb=\"1\"><t>aid</t></rPh>" : "")}</si>"));
        const string Styles = $"""
            <styleSheet xmlns="{Main}"><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy\ hh:mm"/></numFmts>
            <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
            <cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="21"/><xf numFmtId="46"/></cellXfs></styleSheet>
            """;
        WriteParts(
            [
                ("xl/workbook.xml", $"<workbook xmlns=\"{Main}\"><workbookPr{(is1904 ? " date1904=\"1\"" : "")}/></workbook>"),
                ("xl/sharedStrings.xml", $"<sst xmlns=\"{Main}\">{shared}</sst>"),
                ("xl/styles.xml", Styles),
                ("xl/worksheets/sheet1.xml", sheet),
                .. second is null ? Array.Empty<(string, string)>() : [("xl/worksheets/sheet2.xml", second)],
            ]);
    }

    private void WriteParts(params (string Name, string Text)[] parts)
    {
        using ZipArchive archive = new(File.Create(_path), ZipArchiveMode.Create);
        foreach ((string name, string text) in parts)
        {
            using StreamWriter writer = new(archive.CreateEntry(name).Open(), new UTF8Encoding(false));
            writer.Write(text);
        }
    }
}
