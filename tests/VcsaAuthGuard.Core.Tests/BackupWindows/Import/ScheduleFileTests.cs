using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;


namespace VcsaAuthGuard.Tests.BackupWindows;

public sealed class ScheduleFileTests : IDisposable
{
    private static readonly WindowTemplate Template = new() { TimeZone = "UTC", Duration = TimeSpan.FromHours(1) };

    private readonly string _folder = Directory.CreateTempSubdirectory("vcsa-windows-").FullName;
    private readonly RunHistory _history = new();
    private readonly List<string> _problems = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("a.csv", "Name,Role,Recurrence,Duration\nx,Backup,daily 02:00,1h\n")]
    [InlineData("a.JSON", """[{"name":"x","role":"Backup","recurrence":"daily 02:00","duration":"1h"}]""")]
    [InlineData(
        "a.ics",
        "BEGIN:VEVENT\nSUMMARY:x\nDTSTART:20260211T020000\nDURATION:PT1H\nRRULE:FREQ=DAILY\nCATEGORIES:Backup\nEND:VEVENT\n"
    )]
    [InlineData("crontab", "0 2 * * * x\n")]
    public void A_file_is_read_by_what_it_is(string name, string text)
    {
        BackupWindow window = Assert.Single(Read(name, text));
        Assert.Equal(("x", TimeSpan.FromHours(1)), (window.Name, window.Duration));
        Assert.Empty(_problems);
    }

    [Fact]
    public void Csv_of_past_runs_adds_to_the_history_and_bad_rows_are_told()
    {
        Assert.Empty(
            Read(
                "runs.csv",
                "Job,Start,End\nx,2026-02-11T02:00,2026-02-11T03:00\nx,2026-02-12T02:00,2026-02-12T03:00\n"
                    + "x,2026-02-13T02:00,2026-02-13T01:00\nx,2026-02-14T02:00,2026-02-14T03:00\nx\n"
                    + "x,2026-02-15T02:00,2026-02-15T03:00\nx,2026-02-16T02:00,2026-02-16T03:00\n"
            )
        );
        Assert.Equal(
            "daily 02:00",
            Assert.Single(_history.ToWindows(Template, "runs", problem => _problems.Add(problem.ToString()))).Recurrence.ToString()
        );
        Assert.Equal(2, _problems.Count);
        _problems.Sort(StringComparer.Ordinal);
        Assert.Contains("runs.csv:4: 'x': It ends", _problems[0], StringComparison.Ordinal);
        Assert.Contains("runs.csv:6: The row has 1 cells", _problems[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_lines_and_missing_files_are_told()
    {
        Assert.Single(Read("crontab", "0 2 * * * x\n61 * * * * y\n@reboot z\n"));
        Assert.Contains("crontab:2: '61 * * * * y': Cron", _problems[0], StringComparison.Ordinal);
        Assert.Contains("crontab:3: '@reboot z'", _problems[1], StringComparison.Ordinal);
        Assert.Empty(
            new ScheduleFile(new(), _history, problem => _problems.Add(problem.Kind.ToString())).Read(Path.Combine(_folder, "none.ics"))
        );
        Assert.Equal("NotFound", _problems[2]);
    }

    [Theory]
    [InlineData("w.csv", "Name,Role,Recurrence,Duration\nROWS", "NAME,Backup,daily 02:00,1h\n", "It has no time zone.")]
    [InlineData(
        "c.ics", "ROWS", "BEGIN:VEVENT\nSUMMARY:NAME\nDTSTART:20260211T020000Z\nDURATION:PT1H\nEND:VEVENT\n", "Nothing says its role.")]
    [InlineData("t.timer", "ROWS", "# /etc/NAME.timer\n[Timer]\nOnCalendar=daily\n", "It has no time zone.")]
    public void What_is_missing_everywhere_is_one_problem_with_the_names(string name, string text, string row, string reason)
    {
        string rows = string.Concat(Enumerable.Range(1, 7).Select(i => row.Replace("NAME", $"job{i}", StringComparison.Ordinal)));
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text.Replace("ROWS", rows, StringComparison.Ordinal));
        WindowTemplate template = new() { Duration = TimeSpan.FromHours(1) };
        Assert.Empty(new ScheduleFile(template, _history, problem => _problems.Add(problem.ToString())).Read(path));
        string problem = Assert.Single(_problems);
        Assert.Contains($"'job1', 'job2', 'job3', 'job4', 'job5' and 2 more: {reason}", problem, StringComparison.Ordinal);
        Assert.EndsWith("These 7 were left out.", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_user_of_a_system_crontab_is_no_part_of_the_command()
    {
        Assert.Equal(
            ["/opt/vcb.py --all", "/opt/x"],
            Read("crontab", "0 2 * * * root /opt/vcb.py --all\n@daily /opt/x\n").Select(window => window.Name)
        );
        CrontabReader system = new(new() { TimeZone = "UTC", Duration = TimeSpan.FromHours(1) }, "/etc/cron.d/vcb");
        Assert.Equal("/opt/vcb.py", system.Read("0 2 * * * backup /opt/vcb.py")!.Name);
    }

    private List<BackupWindow> Read(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return
        [
            .. new ScheduleFile(Template, _history, problem => _problems.Add(problem.ToString())).Read(
                path
            ),
        ];
    }
}
