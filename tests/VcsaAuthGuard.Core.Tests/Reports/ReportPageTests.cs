using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Reports;
using VcsaAuthGuard.Text;
using VcsaAuthGuard.TimeSeries;

namespace VcsaAuthGuard.Tests.Reports;

public sealed class ReportPageTests : IDisposable
{
    private const int MaxBytes = 2_000_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vcsa-report-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_report_tells_all_that_the_diagnosis_does()
    {
        AuthReport report = ReportCases.Storm(_folder.FullName, 3);
        VcsaDiagnosis diagnosis = report.Diagnoses[0];
        Assert.NotEmpty(diagnosis.Bursts);
        ParsedPage page = new(ReportPage.Write(report));
        string text = page.Root.Value;
        const int MaxHosts = 40; // Of more the report shows those with most faults.
        int fewest = diagnosis.HostHours.OfDay.Values.Select(hours => hours.Sum()).OrderDescending().Skip(MaxHosts).FirstOrDefault();
        Assert.All(
            [
                diagnosis.Summary,
                .. diagnosis.Remedies.SelectMany(remedy => new[] { remedy.Command, remedy.Why }),
                .. diagnosis.Evidence.Concat(diagnosis.Against).Select(item => item.Statement),
                .. diagnosis.Evidence.SelectMany(item => item.Lines),
                .. diagnosis.MissingEvidence.Select(gap => gap.Collect),
                .. diagnosis.Load.Select(client => client.Client.ToString()),
                .. diagnosis.HostHours.OfDay.Where(host => host.Value.Sum() > fewest).Select(host => ReportFormat.Host(host.Key)),
                .. report.Plan.Select(window => window.Reason),
                ReportFormat.Number(diagnosis.Counts.Lines),
            ],
            told => Assert.Contains(told, text, StringComparison.Ordinal));
        Assert.Equal(diagnosis.Bursts.Count, page.All("tr").Count(row => (string?)row.Attribute("data-pick") == "burst"));
    }

    [Fact]
    public void Charts_and_tables_show_the_times_of_the_same_zone()
    {
        AuthReport report = ReportCases.Storm(_folder.FullName, 3) with { TimeZone = "Asia/Kolkata" };
        ParsedPage page = new(ReportPage.Write(report));
        using JsonDocument data = JsonDocument.Parse(page.Scripts[0]);
        JsonElement item = data.RootElement.GetProperty("cases")[0];
        DateTimeOffset start = report.Diagnoses[0].Bursts[0].Start.ToOffset(new(5, 30, 0));

        Assert.Equal("Asia/Kolkata", data.RootElement.GetProperty("zone").GetString());
        Assert.Equal(
            new DateTimeOffset(start.DateTime, TimeSpan.Zero).ToUnixTimeMilliseconds(), item.GetProperty("bursts")[0][0].GetInt64());
        Assert.Contains(start.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), page.Root.Value, StringComparison.Ordinal);
        Assert.Contains("Times are in the time zone Asia/Kolkata.", page.Root.Value, StringComparison.Ordinal);
        Assert.All(
            item.GetProperty("hosts").GetProperty("columns").EnumerateArray(),
            column => Assert.EndsWith(":30", column.GetString(), StringComparison.Ordinal));
        Assert.DoesNotContain("UTC)", string.Concat(page.All("th").Select(head => head.Value)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_policy_allows_just_the_pages_own_scripts_and_style()
    {
        ParsedPage page = new(ReportPage.Write(ReportCases.AllHostile(), "window.charts = '</' + 'x';"));
        string policy = (string)
            page.All("meta").Single(meta => (string?)meta.Attribute("http-equiv") == "Content-Security-Policy").Attribute("content")!;
        Assert.StartsWith("default-src 'none'; script-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal(3, page.Scripts.Count); // The data, the charts, the page's own.
        foreach (string allowed in page.Scripts.Skip(1).Append(page.Style))
        {
            Assert.Contains(
                $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(allowed)))}'",
                policy,
                StringComparison.Ordinal
            );
        }

        Assert.DoesNotContain(
            page.Root.DescendantsAndSelf().Attributes(),
            attribute => attribute.Name == "style" || attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase)
        );
        Assert.All(
            page.Root.DescendantsAndSelf().Attributes().Where(attribute => attribute.Name.LocalName is "src" or "href"),
            link => Assert.Matches("^(#[a-z0-9-]+|data:,)$", link.Value)
        );
    }

    [Fact]
    public void Hostile_text_stays_text_and_what_nobody_sees_is_shown()
    {
        string html = ReportPage.Write(ReportCases.AllHostile(), charts: null);
        ParsedPage page = new(html);
        Assert.DoesNotContain(
            html,
            c =>
                c is '\0' or '\u001b' or '\u009b' or '\u202e' or '\u2066' or '\u2069' or '\u200b' or '\ufeff' or '\u2028'
                || char.IsSurrogate(c)
        );
        Assert.Empty(page.All("img"));
        string plain = VisibleText.Plain(ReportCases.Hostile);
        Assert.Contains(
            "[U+001B][31mred[U+009B]1m [U+202E]gnp.exe [U+2066]x[U+2069] [U+200B][U+00AD][U+FEFF] [U+0000] [U+2028] [U+D800]",
            plain,
            StringComparison.Ordinal
        );

        // Each place that shows a text shows it whole: its marks are elements of their own, the rest stands there as it was.
        string[] shown =
        [
            .. page
                .Root.DescendantsAndSelf()
                .Where(element =>
                    element.Nodes().OfType<XText>().Any(text => text.Value.Contains("</script><script>", StringComparison.Ordinal))
                )
                .Select(element => element.Value),
        ];
        Assert.InRange(shown.Length, 40, 200);
        string whole = string.Concat(plain.Replace("[U+", "U+", StringComparison.Ordinal).Where(c => c != ']'));
        Assert.All(shown, text => Assert.Contains(whole, string.Concat(text.Where(c => c != ']')), StringComparison.Ordinal));

        // The data are read back as they were, with the marks in brackets.
        using JsonDocument data = JsonDocument.Parse(page.Scripts[0]);
        Assert.Equal(plain, data.RootElement.GetProperty("cases")[0].GetProperty("name").GetString());
        Assert.Equal(-1, page.Scripts[0].IndexOfAny(['<', '>', '&', '\'']));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void A_year_of_data_is_below_2_MB(int servers)
    {
        AuthReport report = ReportCases.Year(servers);
        // The charts' script has its own size: where it was not built in, as much is added.
        string html = ReportPage.Write(report, ReportAssets.Charts ?? new string('x', 700_000));
        int size = Encoding.UTF8.GetByteCount(html);
        TestContext.Current.TestOutputHelper?.WriteLine($"{size:N0} bytes");
        Assert.InRange(size, 1_000_000, MaxBytes);
        using JsonDocument data = JsonDocument.Parse(new ParsedPage(html).Scripts[0]);
        JsonElement faults = data.RootElement.GetProperty("cases")[0].GetProperty("faults");
        long all = faults.GetProperty("points").EnumerateArray().Sum(point => point[1].GetInt64() + point[2].GetInt64());
        Assert.Equal(365 * 600, all); // Wider bins, and no fault lost.
    }

    [Fact]
    public void Without_charts_the_tables_are_the_same_and_it_says_how_to_get_them()
    {
        AuthReport report = ReportCases.Storm(_folder.FullName, 3);
        ParsedPage with = new(ReportPage.Write(report, "window.charts = 1;"));
        ParsedPage without = new(ReportPage.Write(report, charts: null));
        Assert.Contains("built without charts: install npm and build", without.Root.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("built without charts", with.Root.Value, StringComparison.Ordinal);
        Assert.DoesNotContain(without.All("div"), element => element.Attribute("data-chart") is not null);
        Assert.Equal(
            ["time", "hosts", "windows"],
            with.All("div").Select(element => (string?)element.Attribute("data-chart")).OfType<string>()
        );
        Assert.Equal(Tables(with), Tables(without));
        Assert.NotEmpty(Tables(with));
    }

    [Fact]
    public void Nothing_seen_is_a_report_too()
    {
        ParsedPage page = new(ReportPage.Write(new() { Diagnoses = [new() { Summary = "Nothing can be said." }] }, charts: null));
        Assert.Contains("No log entry has a time.", page.Root.Value, StringComparison.Ordinal);
        Assert.Contains("No fault in the logs names a host", page.Root.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_replaced_whole_or_kept()
    {
        AuthReport report = new() { Diagnoses = [new()] };
        string file = Path.Combine(_folder.FullName, "report.html");
        AuthReportFile.Write(report, file);
        File.WriteAllText(file, "mine");
        Assert.Throws<IOException>(() => AuthReportFile.Write(report, file, isKept: true));
        Assert.Equal("mine", File.ReadAllText(file));
        AuthReportFile.Write(report, file);
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Throws<DirectoryNotFoundException>(() =>
            AuthReportFile.Write(report, Path.Combine(_folder.FullName, "gone", "report.html"))
        );
        Assert.Equal(["report.html"], _folder.GetFiles("*", SearchOption.AllDirectories).Select(found => found.Name));
    }

    [Fact]
    public void A_timeline_too_long_has_wider_bins_and_keeps_its_fullest_minute()
    {
        FaultTimeline timeline = new(TimeSpan.FromMinutes(1), maxBins: 100);
        for (int minute = 0; minute < 1000; minute++)
        {
            for (int i = 0; i < (minute == 617 ? 9 : 1); i++)
            {
                timeline.Add(new() { Time = ReportCases.Midnight.AddMinutes(minute).AddSeconds(i), Kind = AuthFaultKind.NotAuthenticated });
            }
        }

        timeline.Add(new() { Kind = AuthFaultKind.NotAuthenticated });
        Assert.Equal((16, 1L), (timeline.Width, timeline.Untimed));
        Assert.Equal(1008, timeline.Bins.Sum(bin => bin.Counts.Refused));
        CountBin<FaultCounts> fullest = timeline.Bins.MaxBy(bin => bin.Counts.PeakRefused);
        Assert.Equal(9, fullest.Counts.PeakRefused);
        Assert.InRange(ReportCases.Midnight.AddMinutes(617).UtcTicks / TimeSpan.TicksPerMinute, fullest.Start, fullest.Start + 15);
    }

    [Fact]
    public void Hours_of_many_days_are_hours_of_the_day()
    {
        HostHours hours = new(mostCells: 50);
        for (int day = 0; day < 100; day++)
        {
            hours.Add(new() { Time = ReportCases.Midnight.AddDays(day).AddHours(2), VMHostId = "HostSystem-host-9" });
        }

        Assert.Null(hours.Cells);
        HeatMap map = HeatMap.Create(new() { HostHours = hours }, 40)!;
        Assert.True(map.IsOfDay);
        Assert.Equal(100, map.Rows[0][2]);
        Assert.Equal("02:00", map.Columns[2]);
    }

    private static IEnumerable<string> Tables(ParsedPage page) =>
        page.All("table")
            .Select(table =>
                table.Element("caption")!.Value
                + table.Elements().Skip(1).Descendants("tr").Count().ToString(CultureInfo.InvariantCulture)
                + string.Join('|', table.Descendants().Where(cell => cell.Name == "td").Select(cell => cell.Value))
            );
}
