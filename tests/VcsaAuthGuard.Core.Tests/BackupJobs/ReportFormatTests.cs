using System.Globalization;
using System.Text;
using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Tests.BackupJobs;

/// <summary>Reads one run from each format; the products' own columns are in <see cref="ProductReportTests"/>.</summary>
public class ReportFormatTests
{
    private const string Expected = "Nightly|vm1|2026-02-11 02:00:00|00:30:00|Failed|lost, and more";

    [Theory]
    [InlineData("Job,VM,Start,End,Status,Message\nNightly,vm1,2026-02-11T02:00:00Z,2026-02-11T02:30:00Z,Failed,\"lost, and more\"")]
    [InlineData("Job;VM;Start;End;Status;Message\r\nNightly;vm1;2026-02-11T02:00:00Z;2026-02-11T02:30:00Z;Failed;lost, and more\r\n")]
    [InlineData("Job\tVM\tStart\tEnd\tStatus\tMessage\nNightly\tvm1\t2026-02-11T02:00:00Z\t2026-02-11T02:30:00Z\tFailed\tlost, and more")]
    public void Cells_are_divided_by_commas_semicolons_or_tabs(string text) => Assert.Equal(Expected, Assert.Single(Read(text)));

    [Theory]
    [InlineData("sep=;\nJob;VM;Start;End;Status;Message")]
    [InlineData("Backup job report\nFrom;2026-02-11\n\nJob;VM;Start;End;Status;Message")]
    [InlineData("\uFEFF\"Job\";\"VM\";\"Start\";\"End\";\"Status\";\"Message\"")]
    public void Lines_above_the_header_are_skipped(string header) =>
        Assert.Equal(
            Expected,
            Assert.Single(Read(header + "\nNightly;vm1;2026-02-11T02:00:00Z;2026-02-11T02:30:00Z;Failed;lost, and more"))
        );

    [Theory]
    [InlineData("Nightly,vm1,2026-02-11T02:00:00Z,2026-02-11T02:30:00Z,Failed,lost, and more", "lost, and more")] // A comma without quotes.
    [InlineData("Nightly,vm1,2026-02-11T02:00:00Z,2026-02-11T02:30:00Z,Failed,it \"is\" lost", "it \"is\" lost")]
    [InlineData("Nightly,vm1,2026-02-11T02:00:00Z,2026-02-11T02:30:00Z,Failed,\"it\" is lost", "it is lost")]
    [InlineData("Nightly,vm1,2026-02-11T02:00:00Z,2026-02-11T02:30:00Z,Failed,\"never closed", "never closed")]
    [InlineData("Nightly,vm1,2026-02-11T02:00:00Z,2026-02-11T02:30:00Z,Failed,lost,,", "lost")] // Separators at the end.
    public void Quotes_that_are_wrong_are_text(string row, string message)
    {
        string[] runs = Read($"Job,VM,Start,End,Status,Message\n{row}\nNightly,vm2,2026-02-11T02:00:00Z,2026-02-11T02:30:00Z,Success,ok");
        Assert.Equal(
            [$"Nightly|vm1|2026-02-11 02:00:00|00:30:00|Failed|{message}", "Nightly|vm2|2026-02-11 02:00:00|00:30:00|Succeeded|ok"],
            runs
        );
    }

    [Fact]
    public void Of_two_columns_with_one_name_the_first_counts() =>
        Assert.Equal(
            "Nightly||2026-02-11 02:00:00||Failed|",
            Assert.Single(Read("Job,Start,Status,Start\nNightly,2026-02-11T02:00:00Z,Failed,2020-01-01T00:00:00Z"))
        );

    [Theory]
    [InlineData("""
        [{"job":"Nightly","vm":"vm1","start":"2026-02-11T02:00:00Z","end":"2026-02-11T02:30:00Z","status":"Failed",
        "message":"lost, and more"}]
        """)]
    [InlineData("""
        {"total":1,"data":[{"job":"Nightly","vm":"vm1","start":1770775200,"end":1770777000,
        "state":{"result":"Failed","message":"lost, and more"}}]}
        """)]
    [InlineData("""
        {"jobs":[{"jobName":"Nightly","enabled":true,"runs":[
        {"vmName":"vm1","start":1770775200,"duration":"PT30M","status":"Failed","message":"lost, and more"}]}]}
        """)]
    [InlineData("""
        {"job":"Nightly","vm":"vm1","start":"2026-02-11T02:00:00Z","end":1770777000,"status":"Failed","message":"lost, and more"}
        """)]
    public void Json_is_a_list_objects_one_a_line_or_an_envelope(string text) => Assert.Equal(Expected, Assert.Single(Read(text.Trim())));

    [Theory]
    [InlineData(
        "<html><body><p>Report<table><thead><tr><th>Job<th>VM<th>Start<th>End<th>Status<th>Message</thead><tr><td>Night"
            + "ly<td>vm1<td>2026-02-11T02:00:00Z<td>2026-02-11T02:30:00Z<td>Failed<td>lost,<br>and more</table>")]
    [InlineData(
        "<table><tr><td><table><tr><td colspan=\"6\"><b>Runs</b></td></tr><tr><td>Job</td><td>VM</td><td>Start</td><td>"
            + "End</td><td>Status</td><td>Message</td></tr><tr><td>Nightly</td><td>vm1</td><td>2026-02-11T02:00:00Z</td><td>2"
            + "026-02-11T02:30:00Z</td><td><span style=\"color:red\">Failed</span></td><td>lost,&nbsp;and more</td></tr><tr><"
            + "td colspan=\"6\">1 run</td></tr></table></td></tr></table>")]
    [InlineData(
        "<!DOCTYPE html><script>if (1 < 2) { '<table>' }</script><!-- <table> --><TABLE><TR><TH>Job</TH><TH>VM</TH><TH>"
            + "Start</TH><TH>End</TH><TH>Status</TH><TH>Message</TH></TR><TR><TD>Nightly</TD><TD>vm1</TD><TD>2026-02-11T02:00"
            + ":00Z</TD><TD>2026-02-11T02:30:00Z</TD><TD>Failed</TD><TD>lost, and more</TD></TR></TABLE>")]
    public void Html_is_read_by_its_tables(string text) => Assert.Equal(Expected, Assert.Single(Read(text)));

    [Theory]
    [InlineData("[11.02.2026 02:14:00] <01> Info     [Job] Starting job", "text without columns, such as a log")]
    [InlineData("#Software: Microsoft Internet Information Services 10.0", "text without columns")]
    [InlineData("ElfFile\0\0\0", "a Windows event log")]
    [InlineData("<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\"/>", "a file of Export-Clixml")]
    [InlineData("Job,Start,Status\nTotal,,3", "'Total': It has no start")]
    public void A_file_of_another_kind_is_one_error_with_its_kind(string text, string part)
    {
        List<InputProblem> problems = [];
        Assert.Empty(BackupJobReport.Parse(text, "x", null, problems.Add).ToRuns());
        Assert.Contains(part, Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_were_put_together_and_their_totals_are_read()
    {
        const string File = "Job;Start;Duration;Status\nNightly;2026-02-11T02:00:00Z;36:00:00;Failed\n";
        List<InputProblem> problems = [];
        IReadOnlyList<BackupJobRun> runs = BackupJobReport
            .Parse($"{File}Total;;2;17\n\uFEFF{File}", "report.csv", null, problems.Add).ToRuns();

        Assert.Equal([TimeSpan.FromHours(36), TimeSpan.FromHours(36)], runs.Select(run => run.Duration));
        Assert.Equal("1 row without a start, an end and a status (such as totals) was left out.", Assert.Single(problems).Message);
    }

    [Theory]
    [InlineData("Job\tStart\tStatus\r\nNightly\t2026-02-11T02:00:00Z\tFailed", true)]
    [InlineData("Job\tStart\tStatus\r\nNightly\t2026-02-11T02:00:00Z\tFailed", false)]
    public void Unicode_text_of_Excel_is_read_with_and_without_its_mark(string text, bool hasMark)
    {
        byte[] bytes = [.. hasMark ? Encoding.Unicode.GetPreamble() : [], .. Encoding.Unicode.GetBytes(text)];
        Assert.Contains("Nightly", BackupJobReport.Decode(bytes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("base64")]
    [InlineData("quoted-printable")]
    [InlineData("8bit")]
    public void A_saved_mail_is_read_by_its_HTML(string encoding)
    {
        const string Html = "<html><body><table><tr><th>Job</th><th>VM</th><th>Start</th><th>End</th><th>Status</th><th>Message</th></tr>"
            + "<tr><td>Nightly</td><td>vm1</td><td>2026-02-11T02:00:00Z</td><td>2026-02-11T02:30:00Z</td><td>Failed</td>"
            + "<td>lost, and more</td></tr></table>";
        string body = encoding switch
        {
            "base64" => Convert.ToBase64String(Encoding.UTF8.GetBytes(Html), Base64FormattingOptions.InsertLineBreaks),
            "quoted-printable" => Html.Replace("=", "=3D", StringComparison.Ordinal)
                .Replace("</tr>", "=\r\n</tr>", StringComparison.Ordinal),
            _ => Html,
        };
        string mail = "From: veeam@example.org\r\nTo: ops@example.org\r\nSubject: [Failed] Nightly (1 VM) 1 failed\r\nMIME-Version: 1.0\r\n"
            + "Content-Type: multipart/alternative;\r\n boundary=\"b=_1\"\r\n\r\n--b=_1\r\nContent-Type: text/plain\r\n\r\nSee HTML.\r\n"
            + $"--b=_1\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{body}\r\n--b=_1--\r\n";
        Assert.Equal(Expected, Assert.Single(Read(mail)));
    }

    [Fact]
    public void An_xls_that_is_an_XML_spreadsheet_is_read()
    {
        static string Row(params string[] cells) =>
            $"<Row>{string.Concat(cells.Select(cell => $"<Cell><Data ss:Type=\"String\">{cell}</Data></Cell>"))}</Row>";
        string text =
            "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n"
            + "<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">"
            + $"<Worksheet ss:Name=\"Runs\"><Table>{Row("Backup report")}{Row("Job", "VM", "Start", "End", "Status", "Message")}"
            + "<Row><Cell><Data ss:Type=\"String\">Nightly</Data></Cell><Cell><Data ss:Type=\"String\">vm1</Data></Cell>"
            + "<Cell><Data ss:Type=\"DateTime\">2026-02-11T02:00:00.000</Data></Cell>"
            + "<Cell><Data ss:Type=\"DateTime\">2026-02-11T02:30:00.000</Data></Cell>"
            + "<Cell><Data ss:Type=\"String\">Failed</Data></Cell>"
            + "<Cell ss:Index=\"6\"><Data ss:Type=\"String\">lost, and more</Data></Cell></Row>"
            + "</Table></Worksheet></Workbook>";
        Assert.Equal(Expected, Assert.Single(Read(text)));
    }

    [Theory]
    [InlineData(
        "<?xml version=\"1.0\"?><runs job=\"Nightly\"><run vm=\"vm1\" start=\"2026-02-11T02:00:00Z\" end=\"2026-02-11T0"
            + "2:30:00Z\" status=\"Failed\"><message>lost, and more</message></run></runs>")]
    [InlineData(
        "<Objects><Object Type=\"x\"><Property Name=\"JobName\">Nightly</Property><Property Name=\"VMName\">vm1</Proper"
            + "ty><Property Name=\"StartTime\">2026-02-11T02:00:00Z</Property><Property Name=\"EndTime\">2026-02-11T02:30:00Z"
            + "</Property><Property Name=\"Status\">Failed</Property><Property Name=\"Message\">lost, and more</Property></Ob"
            + "ject></Objects>")] // ConvertTo-Xml
    public void Xml_is_read_by_its_attributes_and_elements(string text) => Assert.Equal(Expected, Assert.Single(Read(text)));

    [Fact]
    public void A_table_of_a_console_is_read() => Assert.Equal(Expected, Assert.Single(Read(
        """
        Enter a command:
        +---------+-----+----------------------+----------------------+--------+----------------+
        | job     | vm  | start                | end                  | status | message        |
        +---------+-----+----------------------+----------------------+--------+----------------+
        | Nightly | vm1 | 2026-02-11T02:00:00Z | 2026-02-11T02:30:00Z | Failed | lost, and more |
        +---------+-----+----------------------+----------------------+--------+----------------+
        """)));

    [Theory]
    [InlineData("utf-16", "Tâche")]
    [InlineData("utf-8", "Tâche")]
    [InlineData("iso-8859-1", "Tâche")]
    public void A_file_is_read_in_its_encoding(string encoding, string job)
    {
        Encoding code = Encoding.GetEncoding(encoding);
        byte[] bytes =
        [
            .. code.GetPreamble(),
            .. code.GetBytes($"Nom de la tâche;Heure de début;Statut\n{job};2026-02-11T02:00:00Z;Échec"),
        ];
        Assert.Equal($"{job}||2026-02-11 02:00:00||Failed|", Assert.Single(Read(BackupJobReport.Decode(bytes))));
    }

    [Theory]
    [InlineData("", "an empty file")]
    [InlineData("PK\u0003\u0004\u0014\u0000", "an Excel workbook (.xlsx)")]
    [InlineData("\u00D0\u00CF\u0011\u00E0\u0000", "a binary file, such as an old or encrypted Excel workbook (.xls)")]
    [InlineData("%PDF-1.7", "a PDF document")]
    [InlineData("BEGIN:VCALENDAR\nEND:VCALENDAR", "an iCalendar")]
    [InlineData("# nightly\nSHELL=/bin/sh\n0 2 * * * root /opt/backup\n", "a crontab")]
    [InlineData(
        "<jobs><job name=\"a\"/></jobs>",
        "an XML document and has no column for a run's start (Start, Start Time, Started, Session Start) and a run's status")]
    [InlineData("From: a@example.org\nSubject: x\nContent-Type: text/plain\n\nNo table.", "a mail, not a job report")]
    [InlineData("<jobs>", "an XML document, but is not well-formed")]
    [InlineData(
        "<html><table><tr><td>Job</td><td>Last result</td></tr></table></html>",
        "an HTML page and has no column for a run's start (Start, Start Time, Started, Session Start) and a "
            + "run's status (Object Status, Task Status, Result, Status), only Job, Last result.")]
    [InlineData("""{"jobs":[{"name":"a","enabled":true}]}""", "JSON and has no column for a run's start")]
    [InlineData(
        "Job,When\na,b\nc,d\n",
        "CSV and has no column for a run's start (Start, Start Time, Started, Session Start) and a run's "
            + "status (Object Status, Task Status, Result, Status), only Job, When.")]
    public void A_file_that_cannot_be_read_is_one_error_that_says_what_it_is(string text, string part)
    {
        List<InputProblem> problems = [];
        Assert.Empty(BackupJobReport.Parse(text, "report.txt", null, problems.Add).ToRuns());
        InputProblem problem = Assert.Single(problems);
        Assert.Equal((InputProblemKind.Unreadable, "report.txt"), (problem.Kind, problem.Source));
        Assert.Contains(part, problem.Message, StringComparison.Ordinal);
    }

    /// <summary>Reads a report as the diagnosis and as windows do; the runs must be the same.</summary>
    internal static string[] Read(string text, Action<InputProblem>? onProblem = null)
    {
        onProblem ??= problem => Assert.Fail(problem.ToString());
        string[] diagnosis = [.. BackupJobReport.Parse(text, "r", new() { TimeZone = "UTC" }, onProblem).ToRuns().Select(Describe)];
        string[] windows =
        [
            .. BackupJobReport.Parse(text, "r", new() { TimeZone = "UTC", IsStatusRequired = false }, onProblem).ToRuns().Select(Describe),
        ];
        Assert.Equal(diagnosis, windows);
        return diagnosis;
    }

    private static string Describe(BackupJobRun run) => string.Create(
        CultureInfo.InvariantCulture, $"{run.Job}|{run.VM}|{run.Start:yyyy-MM-dd HH:mm:ss}|{run.Duration}|{run.Status}|{run.Message}");
}
