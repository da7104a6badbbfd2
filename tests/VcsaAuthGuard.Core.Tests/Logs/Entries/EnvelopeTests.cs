using System.Text;
using System.Text.Json;
using VcsaAuthGuard.ApiLoad.Measuring;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.Tests.Logs;

/// <summary>One entry in all envelopes that relays, shippers and log platforms put around it says the same.</summary>
public class EnvelopeTests
{
    private const string First = "2026-02-11T02:14:07.318Z info vpxd[4085937] [Originator@6876 sub=vmomi.soapStub[774949] opID=7ac8f6ad] "
        + "SOAP request returned HTTP failure; <<io_obj p:0x1, h:250, <UNIX ''>, <UNIX '/var/run/envoy-hgw/hgw-pipe'>>, "
        + "/hgw/host-150117/sdk>, "
        + "method: fileManagement; code: 500(Internal Server Error); fault: (vim.fault.NotAuthenticated) {";

    private static readonly string[] Lines =
    [
        First,
        "-->    object = 'vim.Datastore:62aef28d-fe0e61a8-3da4-9efa524000e2',",
        "-->    privilegeId = \"Datastore.FileManagement\"",
        "--> }",
    ];

    private static readonly JsonSerializerOptions Relaxed =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Prefixes { get; } =
    [
        "",
        "<14>",
        "Feb 11 02:14:07 vc01 vpxd[22]: ",
        "<14>1 2026-02-11T02:14:08.000Z vc01 vpxd 1 - - ",
        "1 2026-02-11T02:14:08.000Z vc01 vpxd 1 - - ",
        "Feb 11 10:35:14 192.0.2.50 1 2026-02-11T07:05:15.640951+00:00 vc01.example vpxd-main - - - ",
        "<13>Feb 11 10:35:14 relay02 Feb 11 10:35:13 relay01 <14>1 2026-02-11T07:05:15.640951+00:00 vc01.example vpxd-main - - - ",
        "2026-02-11T02:14:09.000Z relay01 vpxd: ",
        "[#3] ",
        "2026-02-11T02:14:09.123456789Z stdout F ",
        "vc01-1  | ",
        "2026-02-11T02:14:09.123456789Z stdout P ",
        "2026-02-11T02:14:09.123456789Z ",
        "[2026-02-11T02:14:09Z] ",
        "[pod/vc-0/vpxd] ",
        "vc01: ",
        "Feb 11 02:14:07.318442 vc01 vpxd[22]: ",
        "2026-02-11T02:14:07+0000 vc01 vpxd[22]: ",
    ];

    /// <summary>
    /// Gets what search tools print in front of the first line of an entry and in front of the others. Sources: the manuals of GNU grep
    /// (-n, -H, -A) and ripgrep (--context-separator, --with-filename), findstr /n, Select-String -Context.
    /// </summary>
    public static TheoryData<string, string> SearchPrefixes { get; } = new()
    {
        { "vpxd-12.log:17:", "vpxd-12.log:18:" },
        { "vpxd-12.log:17:", "vpxd-12.log-18-" },
        { "./var/log/vmware/vpxd/vpxd.log-17-", "./var/log/vmware/vpxd/vpxd.log-18-" },
        { "vpxd-12.log:", "vpxd-12.log-" },
        { "17:", "18:" },
        { "17-", "18-" },
        { @"C:\logs\vc-01\vpxd.log:17:", @"C:\logs\vc-01\vpxd.log:18:" },
        { @"C:\Support Bundles\vc01 - old\vpxd.log:17:", @"C:\Support Bundles\vc01 - old\vpxd.log:18:" },
        { "> vpxd.log:17:", "  vpxd.log:18:" },
        { "vpxd-3.log.gz:", "vpxd-3.log.gz:" },
    };

    /// <summary>
    /// Gets documents of one line of a log each. Sources: Docker's json-file driver, whose encoder escapes the arrow; the CRI log format of
    /// Kubernetes; Fluent Bit's and Elastic's documents; journalctl -o json; JSON of .NET, which escapes in capitals.
    /// </summary>
    public static TheoryData<string> LineDocuments { get; } =
    [
        """{"log":LINE,"stream":"stdout","time":"2026-02-11T02:14:0N.318000001Z"}""",
        """2026-02-11T02:14:0N.318000001Z stdout F {"log":LINE}""",
        """{"log":LINE,"stream":"stdout","time":"2026-02-11T02:14:0N.3Z","kubernetes":{"pod_name":"vc-0","host":"node1"}}""",
        """{"date":1770776047.318,"log":LINE}""",
        """{"__REALTIME_TIMESTAMP":"177077604731800N","_HOSTNAME":"vc01","SYSLOG_IDENTIFIER":"vpxd","MESSAGE":LINE}""",
        """{"@timestamp":"2026-02-11T02:14:0N.318Z","message":LINE,"event":{"original":LINE},"host":{"name":"vc01"}}""",
        """{"@timestamp":"2026-02-11T02:14:0N.318Z","message":"<14>1 2026-02-11T02:14:08.000Z vc01 vpxd 1 - - TEXT"}""",
        "{\"pad\":\"" + new string('x', 2000) + "\",\"message\":LINE}",
    ];

    /// <summary>
    /// Gets what forwarders and tools print in front of every line. Sources: the layouts of Log4j, Logback, Spring Boot, NLog, Python's
    /// logging, zap and klog in their manuals; the output of stern, kail, kubetail, kcat, Terraform, gh run view, bat, journalctl and of
    /// Cisco's sequence numbers.
    /// </summary>
    public static TheoryData<string> ForwarderPrefixes { get; } =
    [
        "2026-02-11 02:14:09,318 INFO  [pool-1-thread-1] com.example.Forwarder - ",
        "2026-02-11 02:14:09,318 [pool-1-thread-1] INFO  com.example.Forwarder: ",
        "02:14:09.318 [main] INFO  c.e.Forwarder - ",
        "2026-02-11T02:14:09.318Z  INFO 1 --- [           main] c.e.Forwarder                            : ",
        "2026-02-11 02:14:09.3180|INFO|Forwarder|",
        "2026-02-11 02:14:09,318 - forwarder - INFO - ",
        "2026-02-11T02:14:09.318Z\tINFO\tforwarder/main.go:42\t",
        "I0211 02:14:09.318000       1 main.go:42] ",
        "vc-0 vpxd ",
        "kube-logs vc-0 › vpxd ",
        "default/vc-0[vpxd]: ",
        "[vc-0 vpxd] ",
        "logs [0] at offset 12: key vc01: ",
        "logs/vc01/vpxd ",
        "null_resource.logs (remote-exec): ",
        "build\tShow log\t2026-02-11T02:14:09.1234567Z ",
        "  17   │ ",
        "[ 1001.318442] vc01 vpxd[12]: ",
        "<166>12: vc01: Feb 11 02:14:09.318 UTC: ",
        "+",
        "2026-02-11T02:14:09.000Z,vc01,",
    ];

    /// <summary>
    /// Gets formats in which tools write whole entries or their lines; LINES is repeated for each line. Sources: the manuals of
    /// journalctl (-o export, -o verbose), of Format-List, of InfluxDB's line protocol, logfmt, YAML, of the Common Event Format, of
    /// CloudWatch (get-log-events), of Splunk's export as XML and of CLIXML.
    /// </summary>
    public static TheoryData<string, string, string> RecordFormats { get; } = new()
    {
        { "", "__CURSOR=s=1\n__REALTIME_TIMESTAMP=1770776047318000\n_HOSTNAME=vc01\nPRIORITY=6\nMESSAGE=PLAIN\n\n", "" },
        { "", "Wed 2026-02-11 02:14:09.3 UTC [s=1]\n    PRIORITY=6\n    _HOSTNAME=vc01\n    MESSAGE=PLAIN\n    _PID=1\n", "" },
        { "", "IgnoreCase : True\nLineNumber : 1\nLine       : PLAIN\nFilename   : vpxd.log\nMatches    : {2}\n\n", "" },
        { "", "IgnoreCase : True\nLineNumber : 1\nLine       : WRAPPED\nFilename   : vpxd.log\nMatches    : {2}\n\n", "" },
        { "", "tail,host=vc01,path=/vpxd.log message=INFLUX 1770776047318000000\n", "" },
        { "", "syslog,appname=vpxd,hostname=vc01 facility_code=20i,message=INFLUX,procid=\"12\" 1770776047318000000\n", "" },
        { "", "time=2026-02-11T02:14:09Z level=INFO msg=JSON host=vc01\n", "" },
        { "", "- JSON\n", "" },
        { "", "- SINGLE\n", "" },
        { "[\n", "  JSON,\n", "]\n" },
        { "['first', ", "JSON, ", "'last']\n" },
        {
            "{\n    \"events\": [\n",
            "        {\n            \"timestamp\": 1,\n            \"message\": JSON,\n            \"n\": 1\n        },\n",
            "    ]\n}\n"
        },
        { "", "{\"type\":\"match\",\"data\":{\"path\":{\"text\":\"vpxd.log\"},\"lines\":{\"text\":JSON},\"line_number\":7}}\n", "" },
        { "", "EVENTS\t1770776047318\tPLAIN\t1770776047318\n", "" },
        { "", "Feb 11 02:14:09 vc01 CEF:0|VMware|vCenter Server|8.0|vpxd|vpxd|3|dvchost=vc01 msg=CEF\n", "" },
        { "<Objs Version=\"1.1.0.1\">\n", "  <S>XML</S>\n", "</Objs>\n" },
        { "<html><body><table>\n", "<tr><td>2026-02-11</td><td>vc01</td><td>XML</td></tr>\n", "</table></body></html>\n" },
        { "", "| 17 | PLAIN |\n", "" },
        { "", "PLAIN$\n", "" },
    };

    public static TheoryData<string> Documents { get; } =
    [
        "{\"@timestamp\":\"2026-02-11T09:00:00.000Z\",\"message\":ENTRY,\"host\":{\"name\":\"vc01\"}}",
        "{\"message\":ENTRY,\"event\":{\"original\":ENTRY,\"dataset\":\"vsphere.log\"}}",
        "{\"event\":{\"original\":\"<14>1 2026-02-11T02:14:08.000Z vc01 vpxd 1 - - \"},\"event.original\":ENTRY}",
        "{\"log\":ENTRY,\"stream\":\"stdout\",\"time\":\"2026-02-11T09:00:00.000000001Z\"}",
        "{\"__REALTIME_TIMESTAMP\":\"1770776047318000\",\"MESSAGE\":ENTRY}",
        "{\"preview\":false,\"result\":{\"_raw\":ENTRY}}",
        "[{\"message\":\"nothing\"},{\"message\":ENTRY}]",
        "      \"message\": ENTRY,",
        "Feb 11 02:14:07 logstash01 pipeline: {\"message\":ENTRY}",
    ];

    [Theory]
    [MemberData(nameof(Prefixes))]
    public void An_entry_behind_prefixes_is_read_with_its_own_time(string prefix) =>
        AssertIsTheFault(string.Join('\n', Lines.Select(line => prefix + line)) + "\n");

    [Theory]
    [MemberData(nameof(SearchPrefixes))]
    public void An_entry_that_a_search_tool_printed_is_read_whole(string first, string others) =>
        AssertIsTheFault($"{first}{First}\n" + string.Concat(Lines.Skip(1).Select(line => $"{others}{line}\n")) + "--\n");

    [Theory]
    [MemberData(nameof(ForwarderPrefixes))]
    public void An_entry_that_a_forwarder_printed_line_by_line_is_read_whole(string prefix) =>
        AssertIsTheFault(string.Join('\n', Lines.Select(line => prefix + line)) + "\n");

    [Theory]
    [MemberData(nameof(RecordFormats))]
    public void An_entry_in_records_of_a_line_each_is_read_whole(string head, string record, string end) =>
        AssertIsTheFault(head + string.Concat(Lines.Select(line => Fill(record, line))) + end);

    [Theory]
    [InlineData("ts=2026-02-11T02:14:09Z msg=JSON\n")]
    [InlineData("---\ntextPayload: JSON\ntimestamp: '2026-02-11T02:14:09Z'\n")]
    [InlineData("tail,host=vc01 message=INFLUX 1770776047318000000\n")]
    [InlineData("INSERT INTO SystemEvents (FromHost, Message) VALUES ('vc01', SINGLE);\n")]
    [InlineData("{\"records\":[{\"properties\":{\"SyslogMessage\":JSON}}]}\n")]
    [InlineData("{\"content\":JSON}\n")]
    [InlineData("<event level=\"INFO\">\n<message><![CDATA[PLAIN]]></message>\n</event>\n")]
    public void An_entry_in_a_value_is_read_whole(string record) => AssertIsTheFault(Fill(record, string.Join('\n', Lines)));

    [Theory]
    [InlineData("#015#012")]
    [InlineData("\\r\\n")]
    [InlineData("\\x0a")]
    [InlineData("\\u000a")]
    [InlineData("␤")]
    [InlineData(" ")]
    [InlineData("\t")]
    [InlineData("")]
    public void An_entry_whose_line_ends_were_replaced_is_read_whole(string fold) => AssertIsTheFault(string.Join(fold, Lines) + "\n");

    [Fact]
    public void An_event_in_a_string_of_any_name_is_an_event()
    {
        const string Event = "Event [4210001] [1-1] [2026-02-11T01:00:12.684447Z] [vim.event.UserLoginSessionEvent] [info] "
            + @"[VSPHERE.LOCAL\svc-monitor] [DC1] [4210001] [User VSPHERE.LOCAL\svc-monitor@192.0.2.7 logged in as VI Java SDK]";
        string log = $"{{\"records\":[{{\"properties\":{{\"SyslogMessage\":{JsonSerializer.Serialize(Event)}}}}}]}}\n";
        ApiLoadReader reader = new(LoadRules.Default, new LogReadReport());

        LogInput input = LogInput.FromStream("export.txt", Stream(log));
        ApiClientLoad load = Assert.Single(reader.Read([input], TestContext.Current.CancellationToken));
        Assert.Equal((@"VSPHERE.LOCAL\svc-monitor", "192.0.2.7", 1), (load.User, load.Address, load.Logins));
    }

    [Theory]
    [MemberData(nameof(LineDocuments))]
    public void Lines_in_documents_of_their_own_are_one_entry(string document)
    {
        string Escaped(string line) => JsonSerializer.Serialize(line + "\n");
        string log = string.Concat(Lines.Select((line, i) => document
            .Replace("LINE", Escaped(line), StringComparison.Ordinal)
            .Replace("TEXT", Escaped(line).Trim('"'), StringComparison.Ordinal)
            .Replace("0N.", $"0{7 + i}.", StringComparison.Ordinal).Replace("0N\"", $"0{7 + i}\"", StringComparison.Ordinal) + "\n"));

        AssertIsTheFault(log);
        AssertIsTheFault(log.Replace(@"\u003E", ">", StringComparison.Ordinal));
        AssertIsTheFault(log.Replace(@"\u003E", @"\u003e", StringComparison.Ordinal));
        AssertIsTheFault(log + log.Replace(@"\u003E", ">", StringComparison.Ordinal).Split('\n')[^2]);
        AssertIsTheFault("[" + string.Join(",", log.TrimEnd().Split('\n').Where(line => line[0] == '{')) + "]\n", log[0] == '{');
    }

    [Fact]
    public void Rows_of_CSV_with_a_line_each_are_one_entry() =>
        AssertIsTheFault(
            "_time,host,_raw\n" + string.Concat(Lines.Select((line, i) =>
                $"2026-02-11T02:14:0{7 + i}.318Z,vc01,\"{line.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n")));

    [Fact]
    public void Documents_with_the_newest_first_are_not_put_together_wrongly()
    {
        string Document(string line, int second) =>
            $"{{\"@timestamp\":\"2026-02-11T02:14:{second:00}.000Z\",\"message\":{JsonSerializer.Serialize(line)}}}\n";
        string log = string.Concat(Lines.Reverse().Select((line, i) => Document(line, 40 - i)))
            + string.Concat(Lines.Reverse().Select((line, i) => Document(line, 20 - i)));

        Assert.Equal([null, null], Read(log).Select(fault => fault.DatastoreUuid));
    }

    [Fact]
    public void Documents_of_another_host_do_not_continue_an_entry()
    {
        string log = string.Concat(Lines.Select((line, i) =>
            $"{{\"_HOSTNAME\":\"vc0{(i == 0 ? 1 : 2)}\",\"MESSAGE\":{JsonSerializer.Serialize(line)}}}\n"));

        Assert.Null(Assert.Single(Read(log)).DatastoreUuid);
    }

    [Fact]
    public void Lines_of_a_pipeline_are_put_together_as_those_of_a_file()
    {
        FaultLineReader reader = new(new(), new LogReadReport());
        List<AuthFault> faults = [];
        foreach (string line in Lines)
        {
            faults.AddRange(reader.Push($"{{\"log\":{JsonSerializer.Serialize(line + "\n")}}}", "pipeline"));
        }

        faults.AddRange(reader.Push("vpxd.log:17:" + Lines[0], "pipeline"));
        faults.AddRange(Lines.Skip(1).SelectMany(line => reader.Push("vpxd.log-18-" + line, "pipeline")));
        faults.AddRange(reader.Complete());

        Assert.Equal(2, faults.Count);
        Assert.All(faults, AssertIsTheFault);
    }

    [Theory]
    [InlineData("2026-02-11T02:14:08.000Z info vpxd[1] [Originator@6876 sub=x] a --> b")]
    [InlineData("a script: step 1 --> step 2")]
    [InlineData("[2026-02-11T02:14:08.000Z tomcat-http--3 INFO ] state --> done")]
    [InlineData("""{"message":"2026-02-11T02:14:08.000Z info vpxd[1] [Originator@6876 sub=x] a\n--> b"}""")]
    [InlineData("2026-02-11T02:14:08.000Z info vpxd[1] [Originator@6876 sub=x] {\"log\":\"--> b\"}")]
    public void A_line_with_an_arrow_inside_ends_the_entry_before(string line) =>
        Assert.False(VcsaAuthGuard.Logs.Entries.LogLine.IsContinuation(Encoding.UTF8.GetBytes(line + "\n" + new string('x', 600))));

    [Theory]
    [InlineData("vpxd.log:17:", "")]
    [InlineData("2026-02-11T09:00:00Z,vc01,", "")]
    [InlineData("(vc01) \"", "")]
    [InlineData("kernel says: ", "")]
    [InlineData("INF", "")]
    public void An_entry_behind_any_other_text_is_found(string prefix, string end) =>
        AssertIsTheFault(prefix + string.Join("\\n", Lines) + end + "\n");

    [Theory]
    [MemberData(nameof(Documents))]
    public void An_entry_that_is_a_string_of_JSON_is_read(string document) =>
        AssertIsTheFault(document.Replace("ENTRY", JsonSerializer.Serialize(string.Join('\n', Lines)), StringComparison.Ordinal) + "\n");

    [Theory]
    [InlineData("ENTRY")]
    [InlineData("2026-02-11T09:00:00Z,vc01,ENTRY")]
    [InlineData("vc01;ENTRY;vpxd")]
    public void An_entry_that_is_a_field_of_CSV_is_read(string record) =>
        AssertIsTheFault(
            "\"_raw\"\n"
                + record.Replace(
                    "ENTRY",
                    $"\"{string.Join('\n', Lines).Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
                    StringComparison.Ordinal
                )
                + "\n"
        );

    [Theory]
    [InlineData("2026-02-11T02:14:07.319Z In(166)+ Hostd[2099490]: ")]
    [InlineData("2026-02-11T02:14:07.319Z In(166)+ Hostd[2099490] ")]
    [InlineData("2026-02-11T02:14:07.319Z In(166)+ ")]
    [InlineData("2026-02-11T02:14:07.319Z In(166)+: ")]
    public void The_line_marker_of_ESXi_8_continues_an_entry(string marker) =>
        AssertIsTheFault(First + "\n" + string.Concat(Lines.Skip(1).Select(line => marker + line + "\n")));

    [Fact]
    public void A_blank_line_does_not_end_an_entry_before_its_arrows() =>
        AssertIsTheFault(
            First
                + "\n\n "
                + string.Join("\n ", Lines.Skip(1))
                + "\n\n"
                + "2026-02-11T02:14:08.000Z info vpxd[1] [Originator@6876 sub=x] next\n"
        );

    [Fact]
    public void The_envelopes_time_is_used_only_where_the_entry_has_none()
    {
        string untimed = First.Substring("2026-02-11T02:14:07.318Z ".Length);

        Assert.Equal(7, Assert.Single(Read("2026-02-11T07:00:00.000Z vc01 vpxd: " + untimed)).Time?.Hour);
        Assert.Equal(
            9,
            Assert
                .Single(Read($"{{\"@timestamp\":\"2026-02-11T09:00:00.000Z\",\"message\":{JsonSerializer.Serialize(untimed)}}}"))
                .Time?.Hour
        );
        Assert.Null(
            Assert
                .Single(
                    Read(
                        $"{{\"time\":\"2026-02-11T09:00:00Z\",\"ts\":\"2026-02-11T08:00:00Z\","
                            + $"\"message\":{JsonSerializer.Serialize(untimed)}}}"
                    )
                )
                .Time
        );
    }

    [Fact]
    public void An_entry_that_quotes_another_says_what_its_own_header_says()
    {
        string quoting = $"2026-02-11T05:00:00.000Z info vpxd[1] [Originator@6876 sub=x opID=b2] an operator wrote: {First}\n";

        Assert.Empty(Read(quoting));
    }

    [Fact]
    public void Two_documents_of_one_line_are_two_entries()
    {
        string entry = JsonSerializer.Serialize(First);
        string other = JsonSerializer.Serialize(First.Replace("02:14:07", "02:14:09", StringComparison.Ordinal));

        Assert.Equal(
            [7, 9],
            Read($"[{{\"message\":{entry},\"original\":{entry}}},{{\"message\":{other}}}]\n").Select(fault => fault.Time!.Value.Second)
        );
    }

    [Fact]
    public void A_call_in_an_envelope_is_counted_as_one()
    {
        const string Call =
            "2026-02-11T02:14:07.318Z info vpxd[1] [Originator@6876 sub=vpxLro opID=a1] [VpxLRO] -- BEGIN lro-1 -- SessionManager -- "
            + "vim.SessionManager.sessionIsActive -- 528e6e0c-246d-58b5-3234-278c6e0c5d0d(52c289ac-2563-48d5-8a8e-f178da022c0d)";
        string log = string.Join('\n', Prefixes.Select(prefix => prefix.Data + Call)) + $"\n{{\"message\":\"{Call}\"}}\n\"{Call}\"\n";
        ApiLoadReader reader = new(LoadRules.Default, new LogReadReport());

        // One of the prefixes is of another host.
        ApiClientLoad[] loads = [.. reader.Read([LogInput.FromStream("vpxd.log", Stream(log))], TestContext.Current.CancellationToken)];
        Assert.Equal([Prefixes.Count + 1, 1], loads.Select(load => load.Calls));
        Assert.Single(loads.SelectMany(load => (DateTimeOffset?[])[load.FirstSeen, load.LastSeen]).Distinct());
    }

    /// <summary>Puts a text into a record, with the escapes of its format.</summary>
    private static string Fill(string record, string text)
    {
        const int Width = 60;
        string wrapped = string.Join("\n             ", text.Chunk(Width).Select(part => new string(part)));
        string influx = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        return record
            .Replace("WRAPPED", wrapped, StringComparison.Ordinal)
            .Replace("INFLUX", $"\"{influx}\"", StringComparison.Ordinal)
            .Replace("SINGLE", $"'{text.Replace("'", "''", StringComparison.Ordinal)}'", StringComparison.Ordinal)
            .Replace("XML", System.Net.WebUtility.HtmlEncode(text), StringComparison.Ordinal)
            .Replace("msg=CEF", "msg=" + text.Replace("=", "\\=", StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("JSON", JsonSerializer.Serialize(text, Relaxed), StringComparison.Ordinal)
            .Replace("PLAIN", text, StringComparison.Ordinal);
    }

    private static void AssertIsTheFault(string log, bool isUsed = true)
    {
        if (isUsed)
        {
            AssertIsTheFault(Assert.Single(Read(log)));
        }
    }

    private static void AssertIsTheFault(AuthFault fault)
    {
        Assert.Equal(new DateTimeOffset(2026, 2, 11, 2, 14, 7, 318, TimeSpan.Zero), fault.Time);
        Assert.Equal("info", fault.Level);
        Assert.Equal("4085937", fault.ThreadId);
        Assert.Equal("7ac8f6ad", fault.OpId);
        Assert.Equal("HostSystem-host-150117", fault.VMHostId);
        Assert.Equal("62aef28d-fe0e61a8-3da4-9efa524000e2", fault.DatastoreUuid);
        Assert.Equal("Datastore.FileManagement", fault.PrivilegeId);
    }

    private static List<AuthFault> Read(string log) =>
        [
            .. FaultReader.Read(
                [LogInput.FromStream("vpxd.log", Stream(log))],
                new(),
                new LogReadReport(),
                TestContext.Current.CancellationToken
            ),
        ];

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));
}
