using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.Text;


namespace VcsaAuthGuard.Tests.BackupWindows;

public class WindowFileTests
{
    [Fact]
    public void Csv_is_read_with_quotes_servers_and_any_order_of_columns()
    {
        const string Text =
            "recurrence,Duration,NAME,Role,TimeZone,Server,VMs,Sessions,SecondsPerRequest,Movable\r\n" +
            "\"weekly Mon,Wed 02:00\",90m,\"a \"\"b\"\"\nc\",backup,W. Europe Standard Time,vc01; vc02 ;VC01,400,50,1.5,20:00-04:00\r\n" +
            "\r\n" +
            "daily 02:00,PT2H,plain,Automation,,,,,,\r\n";
        (List<BackupWindow> windows, List<string> problems) = Read(Text);
        Assert.Empty(problems);
        Assert.Equal(2, windows.Count);
        BackupWindow first = windows[0];
        Assert.Equal(
            ("a \"b\"\nc", WindowRole.Backup, "weekly Mon,Wed 02:00", "Europe/Berlin"),
            (first.Name, first.Role, first.Recurrence.ToString(), first.TimeZone)
        );
        Assert.Equal(
            (TimeSpan.FromMinutes(90), 400, 50, 1.5, "20:00-04:00"),
            (first.Duration, first.Load.VMs, first.Load.Sessions, first.Load.SecondsPerRequest, first.Movable!.ToString())
        );
        Assert.Equal(["vc01", "vc02"], first.Server);
        Assert.Equal("test:2", first.Source);
        Assert.Equal(
            ("UTC", TimeSpan.FromHours(2), 0, (int?)null, "test:5"),
            (windows[1].TimeZone, windows[1].Duration, windows[1].Server.Count, windows[1].Load.VMs, windows[1].Source)
        );
    }

    [Theory]
    [InlineData("x,Backup,daily 25:00,UTC,1h,", "test:2: 'x': Recurrence 'daily 25:00': '25:00' is not a time of day")]
    [InlineData("x,Backup,daily 02:00,Mars/Phobos,1h,", "test:2: 'x': There is no time zone 'Mars/Phobos'.")]
    [InlineData("x,Backup,daily 02:00,UTC,-1h,", "test:2: 'x': The duration -01:00:00 is negative: the window ends before its start.")]
    [InlineData("x,Backup,daily 02:00,UTC,0m,", "test:2: 'x': The duration 00:00:00 is zero.")]
    [InlineData("x,Backup,daily 02:00,UTC,90,", "test:2: 'x': '90' is not a valid duration: it has no unit.")]
    [InlineData("x,Backup,daily 02:00,UTC,,", "test:2: 'x': Duration is empty or missing.")]
    [InlineData(",Backup,daily 02:00,UTC,1h,", "test:2: Name is empty or missing.")]
    [InlineData("x,-1,daily 02:00,UTC,1h,", "test:2: 'x': Role '-1' is not valid: use Backup, Automation or Maintenance.")]
    [InlineData("x,+1,daily 02:00,UTC,1h,", "test:2: 'x': Role '+1' is not valid: use Backup, Automation or Maintenance.")]
    [InlineData(
        "x,\"Backup,Automation\",daily 02:00,UTC,1h,",
        "test:2: 'x': Role 'Backup,Automation' is not valid: use Backup, Automation or Maintenance."
    )]
    [InlineData("x,Sleep,daily 02:00,UTC,1h,", "test:2: 'x': Role 'Sleep' is not valid: use Backup, Automation or Maintenance.")]
    [InlineData("x,Backup,daily 02:00,UTC,1h,-4", "test:2: 'x': VMs -4 is below zero.")]
    [InlineData("x,Backup,daily 02:00,UTC,1h,many", "test:2: 'x': VMs 'many' is no whole number.")]
    [InlineData("x,Backup,daily 02:00,UTC", "test:2: The row has 4 cells, the header has 6.")]
    [InlineData("\"x,Backup,daily 02:00,UTC,1h,4", "test:2: A quote is opened and never closed.")]
    [InlineData("a \"quoted\" x,Backup,daily 02:00,UTC,1h,4", "test:2: Cell 1 contains a quote")]
    [InlineData("\"x\"y,Backup,daily 02:00,UTC,1h,4", "test:2: The closing quote of cell 1 is followed by 'y'")]
    public void A_bad_row_is_told_with_its_line_and_the_others_are_read(string row, string problem)
    {
        (List<BackupWindow> windows, List<string> problems) = Read(
            $"Name,Role,Recurrence,TimeZone,Duration,VMs\n{row}\ngood,Backup,daily 02:00,UTC,1h,4\n"
        );
        Assert.StartsWith(problem, Assert.Single(problems), StringComparison.Ordinal);
        Assert.Equal("good", Assert.Single(windows).Name);
    }

    [Fact]
    public void Lines_are_counted_past_rows_of_several_lines_and_broken_quotes()
    {
        (List<BackupWindow> windows, List<string> problems) = Read(
            "Name,Role,Recurrence,Duration\n\"two\nlines\",Backup,daily 02:00,1h\n\"open,Backup,daily 02:00,1h\n"
                + "good,Backup,daily 02:00,1h\nbad\n"
        );
        Assert.Equal(["two\nlines", "good"], windows.Select(window => window.Name));
        Assert.Equal(["test:4:", "test:6:"], problems.Select(problem => problem.Split(' ')[0]));
    }

    [Fact]
    public void A_header_without_a_needed_column_is_told_and_an_unknown_one_is_only_mentioned()
    {
        (List<BackupWindow> windows, List<string> problems) = Read("Name,Role,Duration\nx,Backup,1h\n");
        Assert.Empty(windows);
        Assert.StartsWith("test:1: The header lacks Recurrence.", Assert.Single(problems), StringComparison.Ordinal);

        List<InputProblem> told = [];
        Assert.Single(
            WindowFile.Read(new StringReader("Name;Role;Recurrence;Duration;Owner\nx;Backup;daily 02:00;1h;me\n"), "test", "UTC", told.Add)
        );
        Assert.Equal((InputProblemKind.Ignored, 1), (told[0].Kind, told.Count));
        Assert.Contains("'Owner'", told[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_read_as_an_array_as_one_object_and_as_one_object_a_line()
    {
        const string Flat =
            """{"name":"x","role":"backup","recurrence":"daily 02:00","timeZone":"Europe/Berlin","duration":"2h","""
            + """ "server":["vc01","vc02"],"vms":400,"sessions":50,"secondsPerRequest":0.5,"movable":"20:00-04:00"}""";
        const string Nested = """
            { "name": "x", "role": "Backup", "recurrence": "daily 02:00", "timeZone": "Europe/Berlin", "duration": "02:00:00",
              "server": "vc01;vc02", "load": { "vms": 400, "sessions": 50, "secondsPerRequest": 0.5 },
              "movable": { "earliest": "20:00", "latest": "04:00" }, "source": null }
            """;
        foreach ((string text, int count) in new[] { ($"[{Flat},\n{Nested}]", 2), ($"\n{Flat}\n\n{Flat}\n", 2), (Nested, 1) })
        {
            (List<BackupWindow> windows, List<string> problems) = Read(text);
            Assert.Empty(problems);
            Assert.Equal(count, windows.Count);
            Assert.All(
                windows,
                window =>
                {
                    Assert.Equal(
                        ("x", WindowRole.Backup, "daily 02:00", "Europe/Berlin", TimeSpan.FromHours(2)),
                        (window.Name, window.Role, window.Recurrence.ToString(), window.TimeZone, window.Duration)
                    );
                    Assert.Equal(
                        (400, 50, 0.5, "20:00-04:00"),
                        (window.Load.VMs, window.Load.Sessions, window.Load.SecondsPerRequest, window.Movable!.ToString())
                    );
                    Assert.Equal(["vc01", "vc02"], window.Server);
                }
            );
        }
    }

    [Fact]
    public void Bad_json_is_told_with_its_line_and_the_others_are_read()
    {
        const string Good = """{"name":"x","role":"Backup","recurrence":"daily 02:00","duration":"2h"}""";
        (List<BackupWindow> windows, List<string> problems) = Read(
            $"[{Good},\n3,\n{{\"name\":\"y\",\n\"role\":[]}},\n{Good},\n{{\"name\":\"\\ud800\"}},\n"
                + $"{Good.Replace("2h", "-2h", StringComparison.Ordinal)},{Good},\n oops ]"
        );
        Assert.Equal(["test:1", "test:5", "test:7"], windows.Select(window => window.Source));
        Assert.Equal(["test:2:", "test:3:", "test:6:", "test:7:", "test:8:"], problems.Select(problem => problem.Split(' ')[0]).Order());

        (windows, problems) = Read($"{Good}\n{{\"name\":\n{Good}\n");
        Assert.Equal(["test:1", "test:3"], windows.Select(window => window.Source));
        Assert.Equal(
            "test:2: The line is not a JSON object. Correct it, or leave it out: the row was not read.",
            Assert.Single(problems)
        );
    }

    [Fact]
    public void A_file_that_is_missing_or_cannot_be_read_is_a_problem_and_no_exception()
    {
        List<InputProblem> problems = [];
        Assert.Empty(WindowFile.Read(Path.Combine(Path.GetTempPath(), "no such", "file.csv"), "UTC", problems.Add));
        Assert.Empty(WindowFile.Read(Path.GetTempPath(), "UTC", problems.Add));
        Assert.Equal([InputProblemKind.NotFound, InputProblemKind.Unreadable], problems.Select(problem => problem.Kind));
    }

    private static (List<BackupWindow> Windows, List<string> Problems) Read(string text)
    {
        List<string> problems = [];
        return ([.. WindowFile.Read(new StringReader(text), "test", "UTC", problem => problems.Add(problem.ToString()))], problems);
    }
}
