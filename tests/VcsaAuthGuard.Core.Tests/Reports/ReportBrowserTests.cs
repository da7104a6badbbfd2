using System.Text.Json.Nodes;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Reports;

namespace VcsaAuthGuard.Tests.Reports;

/// <summary>The page, in a real browser.</summary>
public sealed class ReportBrowserTests(Chromium browser) : IClassFixture<Chromium>, IDisposable
{
    /// <summary>The number of hosts that the report shows: of more, those with most faults.</summary>
    private const int MaxHosts = 40;

    private const string Option = "echarts.getInstanceByDom(document.querySelector('[data-chart={0}]')).getOption()";

    private const string Drawn = "[...document.querySelectorAll('.chart')].filter(chart => chart.querySelector('canvas')).length";

    private static readonly Lazy<AuthReport> Incident = new(() =>
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("vcsa-incident-");
        try
        {
            return ReportCases.Storm(folder.FullName, 5);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    });

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vcsa-browser-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(400)]
    [InlineData(1280)]
    [InlineData(1920)]
    public async Task It_opens_with_no_error_and_no_request_light_and_dark_and_on_paper(int width)
    {
        string file = await OpenAsync(Storm(), width);
        Assert.Equal(3, await browser.NumberAsync(Drawn));
        foreach (string scheme in new[] { "dark", "light" })
        {
            await browser.SendAsync(
                "Emulation.setEmulatedMedia",
                new() { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }) }
            );
            await FramesAsync();
        }

        Assert.Equal(0, await browser.NumberAsync("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"));
        if (width == 1280)
        {
            Assert.True(((string)(await browser.SendAsync("Page.printToPDF"))["data"]!).Length > 10_000);
        }

        Assert.Empty(browser.Problems);
        Assert.Equal([new Uri(file).AbsoluteUri], browser.Requests.Where(url => !url.StartsWith("data:", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task Axe_finds_no_serious_fault_for_people_who_cannot_see_it_all(string scheme)
    {
        // Restored beside the charts' packages; never part of the page.
        string axe = Path.Combine(Repository.Root, "src", "VcsaAuthGuard.Core", "obj", "charts", "node_modules", "axe-core", "axe.min.js");
        Assert.SkipUnless(File.Exists(axe) || Repository.IsRequired("npm"), "axe-core is not here (apt-get install npm, and build again).");
        AuthReport storm = Storm();
        await OpenAsync(storm with { Diagnoses = [storm.Diagnoses[0], storm.Diagnoses[0] with { Server = "vc02.example.org" }] }, 1280);
        await browser.SendAsync(
            "Emulation.setEmulatedMedia",
            new() { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }) }
        );
        await FramesAsync();
        await browser.EvaluateAsync(await File.ReadAllTextAsync(axe, TestContext.Current.CancellationToken) + ";0");
        string found = (await browser.EvaluateAsync("""
            axe.run(document, { resultTypes: ['violations'] }).then(result => result.violations
              .filter(fault => fault.impact !== 'minor')
              .map(fault => `${fault.impact} ${fault.id}: ${fault.nodes[0].html}`)
              .join('\n'))
            """))!.GetValue<string>();
        Assert.Equal("", found);
    }

    [Fact]
    public async Task Several_vCenters_begin_with_a_table_and_an_index_by_finding()
    {
        AuthReport storm = Storm();
        await OpenAsync(storm with { Diagnoses = [storm.Diagnoses[0], storm.Diagnoses[0] with { Server = "vc02.example.org" }] }, 1280);
        Assert.Equal(2, await browser.NumberAsync("document.querySelectorAll('#overview tbody tr').length"));
        Assert.Equal(
            2 * storm.Diagnoses[0].Findings.Count,
            await browser.NumberAsync(
                "[...document.querySelectorAll('#overview li a')].filter(a => document.getElementById(a.hash.slice(1))).length"
            )
        );
        string cut = (await browser.EvaluateAsync("""
            [...document.querySelectorAll('.scroll')].filter(box => box.scrollWidth > box.clientWidth + 1)
              .map(box => `${box.getAttribute('aria-label')} ${box.scrollWidth} ${box.clientWidth}`).join('\n')
            """))!.GetValue<string>();
        Assert.True(cut.Length == 0, cut);
    }

    [Fact]
    public async Task The_charts_have_their_points()
    {
        AuthReport report = Storm();
        VcsaDiagnosis diagnosis = report.Diagnoses[0];
        await OpenAsync(report, 1280);
        Assert.Equal(
            diagnosis.Timeline.Bins.Max(bin => bin.Counts.PeakRefused),
            await browser.NumberAsync($"Math.max(...{Of("time")}.series.find(s => s.id === 'refused').data.map(p => p[1]))")
        );
        Assert.Equal(diagnosis.Bursts.Count, await browser.NumberAsync($"{Of("time")}.series[0].markArea.data.length"));
        Assert.Equal(2, await browser.NumberAsync($"{Of("time")}.series[0].markLine.data[0].yAxis"));
        Assert.Equal(
            diagnosis.Load.Max(client => client.PeakLoginsPerMinute),
            await browser.NumberAsync($"Math.max(...{Of("time")}.series.slice(2).flatMap(s => s.data.map(p => p[1])))")
        );
        Assert.Equal(
            diagnosis.HostHours.OfDay.Values.Select(hours => hours.Sum()).OrderDescending().Take(MaxHosts).Sum(),
            await browser.NumberAsync($"{Of("hosts")}.series[0].data.reduce((sum, p) => sum + p.value[2], 0)")
        );
        Gantt gantt = Gantt.Create(report)!;
        Assert.Equal(
            gantt.Rows.Sum(row =>
                row.Before.All.Count + row.OverlapsBefore.All.Count + row.After!.All.Count + row.OverlapsAfter!.All.Count
            ),
            await browser.NumberAsync($"{Of("windows")}.series[0].data.length")
        );

        // Closer in, bins are minutes, and every refused call of them is there.
        await browser.EvaluateAsync(
            "echarts.getInstanceByDom(document.querySelector('[data-chart=time]')).dispatchAction({ type: 'dataZoom', startValue: "
                + $"{ReportFormat.Milliseconds(diagnosis.Bursts[0].Start) - 60_000}, endValue: "
                + $"{ReportFormat.Milliseconds(diagnosis.Bursts[0].End) + 60_000} }})"
        );
        await FramesAsync();
        Assert.InRange(
            await browser.NumberAsync($"{Of("time")}.series[0].data.reduce((sum, p) => sum + p[1], 0)"),
            diagnosis.Bursts[0].Count,
            int.MaxValue
        );
        Assert.Equal(
            [0, 1],
            (await browser.EvaluateAsync($"{Of("time")}.dataZoom[0].xAxisIndex"))!.AsArray().Select(axis => axis!.GetValue<int>())
        );
        Assert.Empty(browser.Problems);
    }

    [Fact]
    public async Task A_click_on_a_bar_or_a_host_filters_and_Escape_shows_all()
    {
        AuthReport report = Storm();
        await OpenAsync(report, 1280);
        int evidence = await browser.NumberAsync(Shown("[data-item=evidence]"));
        int figures = await browser.NumberAsync(Shown("tr[data-from]:not([data-pick])"));
        await browser.EvaluateAsync("document.querySelector('[data-chart=time]').scrollIntoView({ block: 'center' })");
        JsonNode at = (await browser.EvaluateAsync("""
            (() => {
              const element = document.querySelector('[data-chart=time]');
              const chart = echarts.getInstanceByDom(element);
              const points = chart.getOption().series[0].data;
              const fullest = points.reduce((best, point) => point[1] > best[1] ? point : best);
              const box = element.getBoundingClientRect();
              const [x, y] = chart.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, [fullest[0], fullest[1] / 2]);
              return { x: box.x + x, y: box.y + y };
            })()
            """))!;
        await browser.ClickAsync((double)at["x"]!, (double)at["y"]!);
        Assert.InRange(await browser.NumberAsync(Shown("tr[data-from]:not([data-pick])")), 1, figures - 1);
        Assert.InRange(await browser.NumberAsync(Shown("[data-item=evidence]")), 1, evidence - 1);
        Assert.Contains(
            $" of {evidence} pieces of evidence",
            (string?)await browser.EvaluateAsync("document.getElementById('filter').textContent"),
            StringComparison.Ordinal
        );

        await browser.PressAsync("Escape", 27);
        Assert.Equal(
            (evidence, figures),
            (await browser.NumberAsync(Shown("[data-item=evidence]")), await browser.NumberAsync(Shown("tr[data-from]:not([data-pick])")))
        );
        Assert.Equal(0, await browser.NumberAsync(Shown("#filter")));

        await browser.EvaluateAsync("document.querySelector('[data-chart=hosts]').scrollIntoView({ block: 'center' })");
        at = (await browser.EvaluateAsync("""
            (() => {
              const element = document.querySelector('[data-chart=hosts]');
              const chart = echarts.getInstanceByDom(element);
              const box = element.getBoundingClientRect();
              const [x, y] = chart.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, chart.getOption().series[0].data[0].value.slice(0, 2));
              return { x: box.x + x, y: box.y + y };
            })()
            """))!;
        await browser.ClickAsync((double)at["x"]!, (double)at["y"]!);
        Assert.Equal(1, await browser.NumberAsync(Shown("tr.picked[data-pick=host]")));
        Assert.Empty(browser.Problems);
    }

    [Fact]
    public async Task The_keyboard_filters_zooms_and_clears()
    {
        await OpenAsync(Storm(), 1280);
        await browser.EvaluateAsync("document.querySelector('tr[data-pick=client] .pick').focus()");
        await browser.PressAsync("Enter", 13, "\r");
        Assert.Equal(1, await browser.NumberAsync(Shown("tr[data-pick=client]")));
        Assert.Equal("true", (string?)await browser.EvaluateAsync("document.activeElement.getAttribute('aria-pressed')"));
        await browser.PressAsync("Enter", 13, "\r");
        Assert.Equal(0, await browser.NumberAsync(Shown("#filter")));
        await browser.EvaluateAsync("document.querySelector('tr[data-pick=burst] .pick').focus()");
        await browser.PressAsync(" ", 32, " ");
        Assert.Equal(1, await browser.NumberAsync(Shown("#filter")));
        await browser.EvaluateAsync("document.querySelector('#filter button').focus()");
        await browser.PressAsync("Enter", 13, "\r");
        Assert.Equal(0, await browser.NumberAsync(Shown("#filter")));

        await browser.EvaluateAsync("document.querySelector('[data-chart=time]').focus()");
        await browser.PressAsync("+", 187, "+");
        await FramesAsync();
        Assert.Equal(50, await browser.NumberAsync($"(o => Math.round(o.end - o.start))({Of("time")}.dataZoom[0])"));
        await browser.PressAsync("0", 48, "0");
        await FramesAsync();
        Assert.Equal(100, await browser.NumberAsync($"(o => Math.round(o.end - o.start))({Of("time")}.dataZoom[0])"));
    }

    [Fact]
    public async Task With_scripts_off_the_tables_are_there_and_nothing_that_does_nothing()
    {
        await browser.SendAsync("Emulation.setScriptExecutionDisabled", new() { ["value"] = true });
        try
        {
            await OpenAsync(Storm(), 1280);
            int root = (await browser.SendAsync("DOM.getDocument"))["root"]!["nodeId"]!.GetValue<int>();
            foreach (
                (string selector, bool isThere) in new[]
                {
                    ("tr[data-pick=client] th", true),
                    ("pre.command", true),
                    (".chart canvas", false),
                    ("button", false),
                }
            )
            {
                int count = (await browser.SendAsync("DOM.querySelectorAll", new() { ["nodeId"] = root, ["selector"] = selector }))[
                    "nodeIds"
                ]!
                    .AsArray()
                    .Count;
                Assert.True(isThere == count > 0, $"{selector}: {count}");
            }
        }
        finally
        {
            await browser.SendAsync("Emulation.setScriptExecutionDisabled", new() { ["value"] = false });
        }
    }

    [Fact]
    public async Task Hostile_text_runs_nothing()
    {
        string file = await OpenAsync(ReportCases.AllHostile(), 1280);
        await browser.EvaluateAsync(
            "window.isPwned = 0; window.pwned = () => { window.isPwned++; }; "
                + "document.querySelectorAll('.pick, .copy, summary').forEach(element => element.click())"
        );
        await FramesAsync();
        Assert.Equal(
            0,
            await browser.NumberAsync("window.isPwned + document.querySelectorAll('img, iframe, [onerror], [onmouseover]').length")
        );
        Assert.Equal(3, await browser.NumberAsync(Drawn));
        Assert.Empty(browser.Problems);
        Assert.Equal([new Uri(file).AbsoluteUri], browser.Requests.Where(url => !url.StartsWith("data:", StringComparison.Ordinal)));
    }

    private static string Of(string chart) => Option.Replace("{0}", chart, StringComparison.Ordinal);

    private static string Shown(string selector) =>
        $"[...document.querySelectorAll('{selector}')].filter(element => !element.hidden).length";

    private AuthReport Storm()
    {
        browser.Need();
        return Incident.Value;
    }

    private async Task<string> OpenAsync(AuthReport report, int width)
    {
        browser.Need();
        string file = Path.Combine(_folder.FullName, "report.html");
        AuthReportFile.Write(report, file);
        await browser.OpenAsync(file, width);
        return file;
    }

    /// <summary>Until what was asked for in this frame has been drawn.</summary>
    private async Task FramesAsync() =>
        await browser.EvaluateAsync("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))");
}
