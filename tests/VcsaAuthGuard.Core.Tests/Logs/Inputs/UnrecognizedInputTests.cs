using System.Text;
using ICSharpCode.SharpZipLib.BZip2;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.Tests.Logs;

/// <summary>Files that are no log, or a log in an unusual encoding: nothing passes for a log without faults.</summary>
public sealed class UnrecognizedInputTests : IDisposable
{
    private readonly Inputs _inputs = new();

    public void Dispose() => _inputs.Dispose();

    [Theory]
    [InlineData("f12-cron.d-vcb", "a crontab")]
    [InlineData("f15-schtasks.csv", "CSV")]
    [InlineData("f11-skipcert.ps1", "a PowerShell script")]
    [InlineData("f25-outlook.ics", "an iCalendar file")]
    [InlineData("j01-veeamhub-sessionreport.csv", "CSV")]
    public void A_published_file_of_another_kind_is_named(string name, string kind) =>
        Assert.Contains($"It seems to be {kind}.", ProblemOf(Repository.Case(name)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("<!DOCTYPE html>\n<html><body>404, vim.fault.NotAuthenticated</body></html>\n", "an HTML page")]
    [InlineData("<?xml version=\"1.0\"?>\n<Objects><Object/></Objects>\n", "XML")]
    [InlineData("{\"name\": \"night\", \"jobs\": []}\n", "JSON")]
    [InlineData("[\n  {\n    \"name\": \"night\"\n  }\n]\n", "JSON")]
    [InlineData("#!/bin/bash\nservice-control --status --all\n", "a script")]
    [InlineData("The session is not authenticated, says the article.\nRestart the service.\n", "prose")]
    [InlineData("Job;Start;Result\nnight;01:00;Failed\nday;13:00;Success\n", "CSV")]
    [InlineData("@daily /usr/bin/backup vc01\n", "a crontab")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIB\n", "a certificate or key")]
    [InlineData(
        "[11.02.2026 02:14:06] <01> Info     Starting job\n[11.02.2026 02:14:07] <01> Info     Done\n",
        "a log of another product, or in a form that is not known"
    )]
    [InlineData(
        // https://knowledge.broadcom.com/external/article/308836
        "    [7FFFF3B09700 error 'Default'] Removing invalid permission 8001: user Domain\\user not found\n",
        "a log of another product, or in a form that is not known"
    )]
    [InlineData(
        "Feb 11 02:14:06 nas smbd[1]: session closed\nFeb 11 02:14:08 nas smbd[1]: session opened\n",
        "a log of another product, or in a form that is not known"
    )]
    public void A_file_without_a_line_of_a_log_is_named_for_what_it_seems_to_be(string text, string kind) =>
        Assert.Equal(
            $"It has no line of a supported log. It seems to be {kind}.",
            ProblemOf(_inputs.Write("a.log", Encoding.UTF8.GetBytes(text))).Message
        );

    [Theory]
    [InlineData(
        "case.docx",
        "PK\u0003\u0004\u0014\0\u0006\0\u0008\0\0\0!\0aaaabbbbcccc\u0013\0\0\0[Content_Types].xml",
        "an Office document"
    )]
    [InlineData(
        "case.xlsx",
        "PK\u0003\u0004\u0014\0\u0006\0\u0008\0\0\0!\0aaaabbbbcccc\u0013\0\0\0[Content_Types].xml",
        "an Office document"
    )]
    [InlineData("case.rtf", "{\\rtf1\\ansi\\deff0 2026-02-11T02:14:06.000Z info\\par\n}", "a document in Rich Text Format")]
    [InlineData(
        "case.eml",
        "From: a@example.org\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: Base64\r\n\r\nMjAyNi0wMi0xMVQwMjoxNDowNg==\r\n",
        "a mail or a saved web page whose text is encoded"
    )]
    [InlineData(
        "case.mht",
        "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
            + "<html>2026-02-11T02:14:06.000Z info=20vpxd</html>\r\n",
        "a mail or a saved web page whose text is encoded"
    )]
    public void A_document_with_a_logs_text_in_it_is_named_with_what_to_do(string name, string text, string kind)
    {
        LogProblem problem = ProblemOf(_inputs.Write(name, Encoding.Latin1.GetBytes(text)));
        Assert.Equal($"It is {kind} and was not read.", problem.Message);
        Assert.Contains("as a plain text file", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void An_Outlook_message_is_named_with_what_to_do()
    {
        LogProblem problem = ProblemOf(_inputs.Write("case.msg", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600]]));
        Assert.Equal("It is an Outlook message or a document of an older Office program and was not read.", problem.Message);
        Assert.Contains("the attachment as a plain text file", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_bytes_are_binary_data()
    {
        byte[] bytes = new byte[20_000];
        new Random(440879).NextBytes(bytes);
        bytes[0] = (byte)'x'; // No format's mark.
        LogProblem problem = ProblemOf(_inputs.Write("a.log", bytes));
        Assert.Equal(LogProblemKind.Unrecognized, problem.Kind);
        Assert.Contains("binary data", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FD377A585A0000", "xz data")]
    [InlineData("28B52FFD0000", "Zstandard data")]
    [InlineData("377ABCAF271C0000", "a 7-Zip archive")]
    [InlineData("526172211A0700", "a RAR archive")]
    [InlineData("255044462D312E37", "a PDF document")]
    public void A_known_mark_names_the_format(string start, string format)
    {
        LogProblem problem = ProblemOf(_inputs.Write("a.log", [.. Convert.FromHexString(start), .. new byte[100]]));
        Assert.Equal((LogProblemKind.Unsupported, $"It is {format} and was not read."), (problem.Kind, problem.Message));
    }

    [Theory]
    [InlineData("vc01.tgz")]
    [InlineData("vc01.zip")]
    [InlineData("vpxd-1.log.gz")]
    [InlineData("vpxd-1.log.bz2")]
    public void An_empty_file_that_is_named_like_a_compressed_one_is_named(string name) =>
        Assert.Equal(LogProblemKind.Corrupt, ProblemOf(_inputs.Write(name, [])).Kind);

    [Fact]
    public void A_compressed_file_without_text_is_named() =>
        Assert.Equal(LogProblemKind.Corrupt, ProblemOf(_inputs.Write("vpxd-1.log.gz", Inputs.Gzip([]))).Kind);

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n\r\n")]
    [InlineData("   \n\t\n")]
    public void Blank_lines_are_no_text(string text)
    {
        Assert.Empty(_inputs.Read(_inputs.Write("vpxd-1.log", Encoding.UTF8.GetBytes(text))));
        Assert.Empty(_inputs.Problems);
    }

    [Fact]
    public void An_empty_log_is_a_log()
    {
        Assert.Empty(_inputs.Read(_inputs.Write("vpxd-1.log", [])));
        Assert.Empty(_inputs.Problems);
    }

    [Fact]
    public void A_quiet_log_of_a_service_in_java_is_a_log()
    {
        string path = _inputs.Write(
            "websso.log",
            "[2026-02-11T02:14:06.000Z tomcat-http--3  vsphere.local INFO  auditlogger] started\n"u8.ToArray()
        );
        Assert.Empty(_inputs.Read(path));
        Assert.Empty(_inputs.Problems);
    }

    [Fact]
    public void Other_inputs_are_read_beside_one_that_is_no_log()
    {
        string prose = _inputs.Write("notes.txt", "Nothing happened.\n"u8.ToArray());
        Assert.Equal(["1"], _inputs.Hosts(prose, _inputs.Write("vpxd-1.log", Inputs.Log(1))));
        Assert.Equal(prose, Assert.Single(_inputs.Problems).Source);
    }

    [Fact]
    public void Lines_that_are_no_log_are_named_too()
    {
        LogReadReport report = new() { OnProblem = _inputs.Problems.Add };
        FaultLineReader reader = new(new FaultQuery(), report);
        Assert.Empty(reader.Push("Job;Start;Result", "jobs.csv").Concat(reader.Push("night;01:00;Failed", "jobs.csv")));
        Assert.Empty(reader.Complete());
        Assert.Equal(LogProblemKind.Unrecognized, Assert.Single(_inputs.Problems).Kind);
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    [InlineData("utf-32", true)]
    [InlineData("utf-32", false)]
    [InlineData("utf-32BE", false)]
    public void A_log_in_wide_characters_is_read_with_a_mark_and_without(string name, bool hasMark)
    {
        Encoding encoding = Encoding.GetEncoding(name);
        byte[] text = encoding.GetBytes(Encoding.UTF8.GetString(Inputs.Log(7)));
        Assert.Equal(["7"], _inputs.Hosts(_inputs.Write("vpxd-1.log", hasMark ? [.. encoding.GetPreamble(), .. text] : text)));
        Assert.Empty(_inputs.Problems);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(3000)]
    public void Utf16_that_was_appended_to_utf8_is_read(int lines)
    {
        byte[] appended = Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(Inputs.Log(2, lines)));
        string path = _inputs.Write("vpxd-1.log", [.. Inputs.Log(1, lines), .. appended, .. Inputs.Log(3, lines)]);
        Assert.Equal(["1", "2", "3"], _inputs.Hosts(path));
    }

    [Fact]
    public void Bzip2_is_read_whole_or_in_parts()
    {
        byte[] log = [.. Inputs.Log(1), .. Inputs.Log(2)];
        byte[] parts = [.. Bzip2(log[..1000]), .. Bzip2(log[1000..])];
        Assert.Equal(["1", "2"], _inputs.Hosts(_inputs.Write("vpxd-1.log.bz2", Bzip2(log))));
        Assert.Equal(["1", "2"], _inputs.Hosts(_inputs.Write("vpxd-2.log.bz2", parts)));
        Assert.Equal(["3"], _inputs.Hosts(_inputs.Write("vc01.tar.bz2", Bzip2(Inputs.Tar(("vpxd/vpxd-1.log", Inputs.Log(3), null))))));
        Assert.Empty(_inputs.Problems);
    }

    [Fact]
    public void Bzip2_that_ends_too_early_is_damaged()
    {
        byte[] packed = Bzip2(Inputs.Log(1));
        Assert.Equal(LogProblemKind.Corrupt, ProblemOf(_inputs.Write("vpxd-1.log.bz2", packed[..^20])).Kind);
    }

    [Fact]
    public void What_was_compressed_twice_is_read()
    {
        Assert.Equal(["1"], _inputs.Hosts(_inputs.Write("vpxd-1.log.gz", Inputs.Gzip(Inputs.Gzip(Inputs.Log(1))))));
        byte[] tar = Inputs.Tar(("vpxd/vpxd-1.log", Inputs.Log(2), null));
        Assert.Equal(["2"], _inputs.Hosts(_inputs.Write("vc01.tgz", Inputs.Gzip(Inputs.Gzip(tar)))));
        Assert.Empty(_inputs.Problems);
    }

    [Fact]
    public void The_counts_tell_logs_entries_and_the_time_that_they_span()
    {
        _inputs.Read(_inputs.Write("vpxd-1.log", Inputs.Log(1)), _inputs.Write("vpxd-2.log", Inputs.Log(3, lines: 50)));
        LogCounts counts = _inputs.Report.Counts;
        Assert.Equal((2, 72), (counts.Logs, counts.Entries));
        Assert.Equal(new DateTimeOffset(2026, 2, 11, 2, 1, 0, 1, TimeSpan.Zero), counts.FirstTime);
        Assert.Equal(new DateTimeOffset(2026, 2, 11, 2, 14, 7, 318, TimeSpan.Zero), counts.LastTime);
    }

    [Fact]
    public void Entries_behind_a_relays_header_are_counted_without_the_lines_that_continue_them()
    {
        _inputs.Read(Repository.Case("f24-relay-burst.log"));
        Assert.Equal(40, _inputs.Report.Counts.Entries);
    }

    private static byte[] Bzip2(byte[] content)
    {
        MemoryStream result = new();
        using (BZip2OutputStream packed = new(result) { IsStreamOwner = false })
        {
            packed.Write(content);
        }

        return result.ToArray();
    }

    private LogProblem ProblemOf(string path)
    {
        Assert.Empty(_inputs.Read(path));
        return Assert.Single(_inputs.Problems);
    }
}
