using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.ApiLoad.Measuring;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;

namespace VcsaAuthGuard.Tests.Logs;

/// <summary>A log that was exported, relayed or pasted has the faults, the load, the entries and the times of the log itself.</summary>
public class CopiedLogTests
{
    private static readonly string[] Entries = [.. CreateEntries()];

    private static readonly string[] Lines = [.. Entries.SelectMany(entry => entry.Split('\n'))];

    /// <summary>
    /// Gets forms with one line of a log in each line. Sources: the manuals of rsyslog (RSYSLOG_FileFormat), syslog-ng, logcli (default
    /// output), kubectl logs (--timestamps, --prefix), docker compose logs (--timestamps), ts of moreutils, cat -n, nl, less -N and
    /// daemontools' multilog; RFC 3676 for the marks of quoted mail.
    /// </summary>
    public static TheoryData<string> Prefixes { get; } =
    [
        "2026-05-01T10:00:00Z vc01 ",
        "2026-05-01T10:00:0N.123Z vc01 ",
        "2026-05-01T10:00:00.123456+02:00 vc01 ",
        "2026-05-01T10:00:0N.000Z ",
        "2026-05-01T10:00:0N.000Z\tvc01\t",
        "2026-05-01T10:00:00Z vc01 /var/log/vmware/vpxd/vpxd.log ",
        "2026-05-01T10:00:00+02:00 vc01 vpxd - - - ",
        "2026-05-01T10:00:00Z {app=\"vpxd\", host=\"vc01\"} ",
        "2026-05-01 10:00:0N ",
        "[2026-05-01 10:00:00] ",
        "[pod/relay-7f9c/log] 2026-05-01T10:00:00.123456789Z ",
        "relay-1  | 2026-05-01T10:00:0N.000Z ",
        "May  1 10:00:00 vc01 vpxd ",
        "May 01 10:00:0N ",
        "1777629600.00N ",
        "@400000006623a5b80b1e3a5c ",
        "     1N\t",
        "     1N  ",
        "> ",
        ">",
        ">> ",
        "> > ",
        "- ",
        "    ",
        "\t",
    ];

    /// <summary>Gets the forms of whole files; see <see cref="Write"/>.</summary>
    public static TheoryData<string> Forms { get; } =
    [
        "CRLF", "blank lines between", "blanks at the end", "terminal colours", "blanks that do not break", "typographic quotes",
        "dash for an arrow", "long dash for an arrow", "arrow of a word processor", "arrow of a font of symbols", "HTML entities",
        "HTML page", "HTML paragraphs", "Markdown", "PowerShell transcript", "GELF", "GELF by line", "Ruby hash", "Fluent Bit's stdout",
        "document without a known field", "hits in one line", "hits, indented", "Loki's answer", "Loki's answer, indented", "CSV",
        "CSV with the text first", "CSV with quotes where needed", "TSV",
    ];

    [Theory]
    [MemberData(nameof(Prefixes))]
    public void A_prefix_of_any_form_changes_nothing(string prefix) => AssertSame(string.Concat(Lines.Select((line, i) =>
        prefix.Replace("0N", $"0{i % 10}", StringComparison.Ordinal).Replace("1N", $"{10 + i}", StringComparison.Ordinal) + line + "\n")));

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_copy_of_any_form_changes_nothing(string form) => AssertSame(Write(form));

    [Theory]
    [InlineData("blanks that do not break")]
    [InlineData("typographic quotes")]
    [InlineData("HTML entities")]
    [InlineData("arrow of a word processor")]
    [InlineData("terminal colours")]
    public void A_copy_that_is_piped_line_by_line_changes_nothing(string form)
    {
        FaultLineReader reader = new(new() { Kinds = FaultQuery.AllKinds }, new LogReadReport());
        List<AuthFault> faults = [];
        foreach (string line in Write(form).TrimEnd('\n').Split('\n'))
        {
            faults.AddRange(reader.Push(line, "pipeline"));
        }

        faults.AddRange(reader.Complete());
        Assert.Equal(Describe(Read(Plain()).Faults), Describe(faults));
    }

    [Theory]
    [InlineData("vpxd says: step 1 --> step 2")]
    [InlineData("2026-02-11T02:14:08.000Z [tomcat-1] INFO com.vmware.x state A --> B")]
    [InlineData("Event [1] [1-1] [2026-02-11T02:14:08.000Z] [vim.event.UserLoginSessionEvent] [info] [] [] [1] [User --> root]")]
    [InlineData("<!-- 10:00:00 -->")]
    public void A_sentence_with_an_arrow_continues_nothing(string line) =>
        Assert.False(VcsaAuthGuard.Logs.Entries.LogLine.IsContinuation(Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void A_letter_beyond_ASCII_in_a_plain_log_stays_as_it_is()
    {
        string log = Plain().Replace("Received SOAP", "«Café» – “Received” SOAP", StringComparison.Ordinal);

        Assert.Contains("«Café» – “Received” SOAP", Read(log).Faults[0].Text, StringComparison.Ordinal);
    }

    private static void AssertSame(string copy)
    {
        Reading plain = Read(Plain());
        Reading read = Read(copy);

        Assert.Equal(Describe(plain.Faults), Describe(read.Faults));
        Assert.Equal(plain.Calls, read.Calls);
        Assert.Equal(plain.RefusedUser, read.RefusedUser);
        Assert.Equal((Entries.Length, plain.First, plain.Last), (read.Entries, read.First, read.Last));
    }

    private static string Plain() => string.Concat(Lines.Select(line => line + "\n"));

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static string Write(string form)
    {
        string plain = Plain();
        string html = WebUtility.HtmlEncode(plain);
        string EachEntry(Func<string, string> write) => string.Concat(Entries.Select(entry => write(entry) + "\n"));
        string EachLine(Func<string, string> write) => string.Concat(Lines.Select(line => write(line) + "\n"));
        string Json(string text) => JsonSerializer.Serialize(text);
        string Hits(bool isIndented) => JsonSerializer.Serialize(
            new { took = 3, hits = new { hits = Entries.Select(entry => new { _source = new { message = entry } }) } },
            isIndented ? Indented : JsonSerializerOptions.Default);
        string Streams(bool isIndented) => JsonSerializer.Serialize(
            new { data = new { result = new[] { new { values = Entries.Select(entry => new[] { "1777629600000000000", entry }) } } } },
            isIndented ? Indented : JsonSerializerOptions.Default);
        string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        string Needed(string text) => text.AsSpan().IndexOfAny("\",\n") >= 0 ? Quoted(text) : text;
        return form switch
        {
            "CRLF" => EachLine(line => line + "\r"),
            "blank lines between" => EachLine(line => line + "\n"),
            "blanks at the end" => EachLine(line => line + "   "),
            "terminal colours" => EachLine(line => $"\u001B[32m{line}\u001B[0m"),
            "blanks that do not break" => plain.Replace(' ', '\u00A0'),
            "typographic quotes" => EachLine(line => line.Replace('"', '“'))
                .Replace('\'', '’').Replace("= ’", "= ‘", StringComparison.Ordinal),
            "dash for an arrow" => plain.Replace("-->", "–>", StringComparison.Ordinal),
            "long dash for an arrow" => plain.Replace("-->", "—>", StringComparison.Ordinal),
            "arrow of a word processor" => plain.Replace("-->", "→", StringComparison.Ordinal),
            "arrow of a font of symbols" => plain.Replace("-->", "à", StringComparison.Ordinal),
            "HTML entities" => html,
            "HTML page" => $"<!DOCTYPE html>\n<html><body><pre>\n{html}</pre></body></html>\n",
            "HTML paragraphs" => $"<p>{html.TrimEnd().ReplaceLineEndings("<br>")}</p>\n",
            "Markdown" => $"Hello,\n\nhere is the log:\n\n```text\n{plain}```\n\nThanks\n",
            "PowerShell transcript" => "**********************\nPowerShell transcript start\nStart time: 20260501100000\n"
                + $"PS C:\\> Get-Content vpxd.log\n{plain}PS C:\\> \n**********************\nEnd time: 20260501100500\n",
            "GELF" => EachEntry(entry => $"{{\"version\":\"1.1\",\"host\":\"vc01\",\"short_message\":{Json(entry.Split('\n')[0])},"
                + $"\"full_message\":{Json(entry)},\"timestamp\":1777629600.5}}"),
            "GELF by line" => EachLine(line => $"{{\"version\":\"1.1\",\"host\":\"vc01\",\"short_message\":{Json(line)},\"level\":6}}"),
            "Ruby hash" => EachEntry(entry =>
                $"{{\n       \"message\" => {Json(entry)},\n    \"@timestamp\" => 2026-05-01T10:00:00.000Z\n}}"),
            "Fluent Bit's stdout" => EachLine(line => $"[7] tail.0: [[1777629600.000000007, {{}}], {{\"log\"=>{Json(line)}}}]"),
            "document without a known field" => EachLine(line =>
                $"{{\"EventReceivedTime\":\"2026-05-01 10:00:00\",\"raw_event\":{Json(line)}}}"),
            "hits in one line" => Hits(isIndented: false) + "\n",
            "hits, indented" => Hits(isIndented: true) + "\n",
            "Loki's answer" => Streams(isIndented: false) + "\n",
            "Loki's answer, indented" => Streams(isIndented: true) + "\n",
            "CSV" => "timestamp,source,message\n" + EachEntry(entry => $"\"2026-05-01T10:00:00.000Z\",\"vc01\",{Quoted(entry)}"),
            "CSV with the text first" => "text,timestamp,hostname\n"
                + EachEntry(entry => $"{Quoted(entry)},\"2026-05-01T10:00:00.000Z\",\"vc01\""),
            "CSV with quotes where needed" => "text,timestamp,hostname\n"
                + EachEntry(entry => $"{Needed(entry)},2026-05-01T10:00:00.000Z,vc01"),
            "TSV" => "time\thost\traw\n" + EachLine(line => $"2026-05-01T10:00:00.000Z\tvc01\t{line}"),
            _ => throw new ArgumentException(form, nameof(form)),
        };
    }

    private static Reading Read(string log)
    {
        LogReadReport report = new();
        List<AuthFault> faults = [.. FaultReader.Read(
            [Input(log)], new() { Kinds = FaultQuery.AllKinds }, report, TestContext.Current.CancellationToken)];
        ApiClientLoad[] load = [.. new ApiLoadReader(LoadRules.Default, new()).Read([Input(log)], TestContext.Current.CancellationToken)];
        return new(
            faults, load.Sum(client => client.Calls), load.FirstOrDefault(client => client.RefusedLogins > 0)?.User,
            report.Counts.Entries, report.Counts.FirstTime, report.Counts.LastTime);
    }

    private static LogInput Input(string log) => LogInput.FromStream("case.txt", new MemoryStream(Encoding.UTF8.GetBytes(log)));

    private static string[] Describe(IEnumerable<AuthFault> faults) =>
    [
        .. faults.Select(fault => string.Join(
            ' ', fault.Kind, fault.Time?.UtcDateTime.ToString("O"), fault.OpId, fault.VMHostId, fault.DatastoreUuid, fault.PrivilegeId,
            fault.User, fault.Kind == AuthFaultKind.SessionLimit ? fault.Message : "")),
    ];

    private static IEnumerable<string> CreateEntries()
    {
        for (int i = 0; i < 3; i++)
        {
            string time = string.Create(CultureInfo.InvariantCulture, $"2026-02-11T02:14:0{i}.318Z");
            yield return $"{time} info vpxd[4085937] [Originator@6876 sub=vmomi.soapStub[774949] opID=7ac8f6a{i}] "
                + "SOAP request returned HTTP failure; <<io_obj p:0x1, h:250, <UNIX ''>, "
                + "<UNIX '/var/run/envoy-hgw/hgw-pipe'>>, /hgw/host-150117/sdk>, method: "
                + "fileManagement; code: 500(Internal Server Error); fault: (vim.fault.NotAuthenticated) {\n"
                + "-->    faultCause = (vmodl.MethodFault) null,\n"
                + "-->    object = 'vim.Datastore:62aef28d-fe0e61a8-3da4-9efa524000e2',\n"
                + "-->    privilegeId = \"Datastore.FileManagement\"\n"
                + "-->    msg = \"Received SOAP response fault from [...]: fileManagement. The session is not authenticated.\"\n"
                + "--> }";
            yield return $"{time} info vpxd[45715] [Originator@6876 sub=vpxLro opID=7e12{i}] [VpxLRO] -- BEGIN lro-84606{i} -- "
                + "SessionManager -- vim.SessionManager.sessionIsActive -- 528e6e0c-246d-58b5-3234-278c6e0c5d0d"
                + "(52c289ac-2563-48d5-8a8e-f178da022c0d)";
        }

        yield return "2026-02-11T02:15:05.390Z warning vpxd[07879] [Originator@6876 sub=Vmomi opID=60f13d6c] VMOMI activation LRO failed; "
            + "<<2f06ebe1-8af5-4b00-85a2-afe4bf740b0d, <TCP '127.0.0.1 : 8085'>, <TCP '127.0.0.1 : 48588'>>, SessionManager, "
            + "vim.SessionManager.login>, N3Vim5Fault12InvalidLogin9ExceptionE(Fault cause: vim.fault.InvalidLogin\n"
            + "--> )\n"
            + "--> Arg userName:\n"
            + "--> \"svc-backup@vsphere.local\"";
        yield return "2026-02-11T02:16:01.111Z error vpxd[10382] [Originator@6876 sub=HTTP session map] "
            + "Out of HTTP sessions: Limited to 2000";
    }

    private sealed record Reading(
        List<AuthFault> Faults, long Calls, string? RefusedUser, long Entries, DateTimeOffset? First, DateTimeOffset? Last);
}
