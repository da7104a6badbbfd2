using System.Globalization;
using System.Text;
using System.Text.Json;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Planning;
using VcsaAuthGuard.GatewayQueues;
using VcsaAuthGuard.QueueReplays;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Cli.Output;

/// <summary>Writes a plan to standard output: a table, a summary and a chart of a day, or JSON.</summary>
internal sealed class PlanWriter(Stream output)
{
    private const int MaxChartRows = 40;

    private const int NameWidth = 24;
    private const int ShiftWidth = 6;
    private const int MinReasonWidth = 16;

    private readonly OutputBuffer _output = new(output);

    /// <summary>Gets a value indicating whether the plan can still be written; false once writing has failed.</summary>
    public bool IsOpen => _output.IsOpen;

    /// <summary>Writes the plan as text.</summary>
    public void WriteText(WindowPlan plan, IReadOnlyList<BackupWindow> current, int width)
    {
        WriteTable(plan, width);
        WriteAnswers(plan, width);
        WriteSummary(plan, width);
        WriteChart(plan, current, width);
        _output.Flush();
    }

    /// <summary>Writes a row for each window.</summary>
    public void WriteCsv(WindowPlan plan)
    {
        CsvRowWriter<PlannedWindow> writer = new(
            _output,
            new("WINDOW", 0, window => window.Name),
            new("START", 0, window => Iso(window.CurrentStart)),
            new("PROPOSED", 0, window => Iso(window.ProposedStart)),
            new("SHIFT", 0, window => Shift(window.Shift)),
            new("REASON", 0, window => window.Reason));
        foreach (PlannedWindow window in plan.Windows)
        {
            writer.Write(window);
        }

        writer.Flush();
    }

    /// <summary>Writes each window and then the summary as one JSON object per line.</summary>
    public void WriteJson(WindowPlan plan)
    {
        foreach (PlannedWindow window in plan.Windows)
        {
            WriteObject(writer =>
            {
                writer.WriteString("name", window.Name);
                WriteTime(writer, "currentStart", window.CurrentStart);
                WriteTime(writer, "proposedStart", window.ProposedStart);
                writer.WriteString("shift", window.Shift.ToString("c", CultureInfo.InvariantCulture));
                writer.WriteString("reason", window.Reason);
                writer.WriteString("recurrence", window.Window.Recurrence.ToString());
                writer.WriteString("timeZone", window.Window.TimeZone);
                writer.WriteString("currentRecurrence", window.CurrentRecurrence.ToString());
                writer.WriteString("answer", window.Answer);
                WriteRemaining(writer, window);
            });
        }

        WriteObject(writer =>
        {
            WriteSummary(writer, "before", plan.Before);
            WriteSummary(writer, "after", plan.After);
            WriteSummary(writer, "lowerBound", plan.LowerBound);
            writer.WriteBoolean("isOptimal", plan.IsOptimal);
            writer.WriteNumber("unpredicted", plan.Unpredicted);
            writer.WriteNumber("concurrency", plan.Options.Concurrency);
            writer.WriteString("concurrencySource", plan.Options.ConcurrencySource.ToString());
        });
        _output.Flush();
    }

    /// <summary>Writes a row for each window; the reason goes on under itself where a line ends.</summary>
    private void WriteTable(WindowPlan plan, int width)
    {
        int name = Math.Min(NameWidth, plan.Windows.Select(window => window.Name.Length).Append("WINDOW".Length).Max());
        int start = plan.Windows.SelectMany(window => new[] { window.CurrentStart, window.ProposedStart })
            .Select(time => Start(time).Length).Append("PROPOSED".Length).Max();
        WriteRow("WINDOW", "START", "PROPOSED", "SHIFT", "REASON");
        foreach (PlannedWindow window in plan.Windows)
        {
            WriteRow(
                window.Name, Start(window.CurrentStart), window.Shift == TimeSpan.Zero ? "" : Start(window.ProposedStart),
                Shift(window.Shift), window.Reason);
        }

        void WriteRow(string window, string current, string proposed, string shift, string reason)
        {
            string row = TerminalText.Cut(window, name).PadRight(name + 1) + current.PadRight(start + 1) + proposed.PadRight(start + 1)
                + shift.PadRight(ShiftWidth + 1);
            WriteWrapped(row, reason, Math.Max(width, row.Length + MinReasonWidth));
        }
    }

    /// <summary>Writes what to set where the jobs are scheduled, and what still meets each window in a year.</summary>
    private void WriteAnswers(WindowPlan plan, int width)
    {
        WriteLine("");
        int free = 0;
        foreach (PlannedWindow window in plan.Windows)
        {
            if (window.Shift == TimeSpan.Zero && window.Remaining.Count == 0)
            {
                free++;
                continue;
            }

            WriteIndented(window.Answer);
        }

        if (free > 0)
        {
            string others = free == plan.Windows.Count ? "" : "other ";
            WriteIndented(string.Create(
                CultureInfo.InvariantCulture,
                $"{(free == 1 ? $"1 {others}window stays" : $"{free} {others}windows stay")}; nothing meets "
                    + $"{(free == 1 ? "it" : "them")} in the next {plan.Options.CheckedDays} days"));
        }

        void WriteIndented(string text)
        {
            string[] lines = [.. TerminalText.Wrap("  ", text, width)];
            WriteLine(lines[0].TrimStart());
            foreach (string line in lines.Skip(1))
            {
                WriteLine(line);
            }
        }
    }

    private void WriteSummary(WindowPlan plan, int width)
    {
        WriteLine("");
        WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{plan.Options.Days} days from {plan.Options.From.UtcDateTime:yyyy-MM-dd HH:mm'Z'}:"));
        WriteWrapped("before  ", $"{plan.Before}", width);
        WriteWrapped("after   ", $"{plan.After}", width);
        WriteWrapped("        ", string.Create(
            CultureInfo.InvariantCulture,
            $"{plan.After.Moved} of {plan.Windows.Count} windows moved, by {plan.After.Shift.TotalHours:0.##} h in all"), width);
        WriteWrapped("year    ", string.Create(
            CultureInfo.InvariantCulture, $"{plan.YearSummary}, in {plan.Options.CheckedDays} days"), width);
        WriteWrapped("queue   ", plan.Assumptions, width);
        WriteWrapped("        ", plan.Quality, width);
        if (plan.Unpredicted > 0)
        {
            WriteWrapped(
                "note    ", $"{(plan.Unpredicted == 1 ? "1 window lacks" : $"{plan.Unpredicted} windows lack")} VMs or SecondsPerRequest: "
                    + "none of their tokens are predicted to expire", width);
        }
    }

    private static void WriteSummary(Utf8JsonWriter writer, string name, PlanSummary summary)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("expired", summary.Expired);
        writer.WriteNumber("excessHours", summary.ExcessHours);
        writer.WriteNumber("overlapHours", summary.OverlapHours);
        writer.WriteNumber("yearExcessHours", summary.YearExcessHours);
        writer.WriteNumber("yearOverlapHours", summary.YearOverlapHours);
        if (summary.Overlaps is int overlaps)
        {
            writer.WriteNumber("overlaps", overlaps);
            writer.WriteNumber("yearOverlaps", summary.YearOverlaps ?? 0);
            writer.WriteNumber("yearOccurrences", summary.YearOccurrences ?? 0);
        }

        writer.WriteString("shift", summary.Shift.ToString("c", CultureInfo.InvariantCulture));
        writer.WriteNumber("moved", summary.Moved);
        if (summary.PeakVMs is long vms)
        {
            writer.WriteNumber("peakVMs", vms);
            writer.WriteNumber("peakSessions", summary.PeakSessions ?? 0);
        }

        writer.WriteEndObject();
    }

    private static void WriteRemaining(Utf8JsonWriter writer, PlannedWindow window)
    {
        writer.WriteStartArray("remaining");
        foreach (RemainingOverlap other in window.Remaining)
        {
            writer.WriteStartObject();
            writer.WriteString("window", other.Window.Name);
            writer.WriteNumber("occurrences", other.Occurrences);
            writer.WriteString("totalDuration", other.TotalDuration.ToString("c", CultureInfo.InvariantCulture));
            writer.WriteStartArray("periods");
            foreach (OverlapPeriod period in other.Periods)
            {
                writer.WriteStartObject();
                writer.WriteString("first", period.First);
                writer.WriteString("last", period.Last);
                writer.WriteNumber("occurrences", period.Occurrences);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is DateTimeOffset value)
        {
            writer.WriteString(name, value);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static string Iso(DateTimeOffset? time) =>
        time?.ToString("yyyy-MM-dd'T'HH:mmzzz", CultureInfo.InvariantCulture) ?? "-";

    private static string Start(DateTimeOffset? start) =>
        start?.ToString("ddd HH:mmzzz", CultureInfo.InvariantCulture).Replace("+00:00", "Z", StringComparison.Ordinal) ?? "-";

    private static string Shift(TimeSpan shift) =>
        shift == TimeSpan.Zero ? "" : (shift < TimeSpan.Zero ? "-" : "+") + shift.ToString(@"hh\:mm", CultureInfo.InvariantCulture);

    private void WriteChart(WindowPlan plan, IReadOnlyList<BackupWindow> current, int width)
    {
        if (current.Count == 0)
        {
            return;
        }

        // In the windows' own time where they agree on one.
        TimeSpan[] offsets =
        [
            .. plan.Windows.Where(window => window.CurrentStart is not null).Select(window => window.CurrentStart!.Value.Offset).Distinct(),
        ];
        DateTimeOffset noon = GanttChart.BusiestNoon(current, plan.Options, offsets.Length == 1 ? offsets[0] : TimeSpan.Zero);
        BackupWindow[] proposed = [.. plan.Windows.Select(window => window.Window)];
        int[] shown =
        [
            .. Enumerable
                .Range(0, current.Count)
                .OrderByDescending(i =>
                    plan.Windows[i].Shift != TimeSpan.Zero || plan.Windows[i].Reason.Contains("Still", StringComparison.Ordinal)
                )
                .Take(MaxChartRows)
                .Order(),
        ];
        GanttChart chart = new(noon, width, Math.Max(6, shown.Max(i => current[i].Name.Length)));
        WriteLine("");
        WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{noon:ddd yyyy-MM-dd HH:mm zzz} and 24 hours on; a sign is {chart.MinutesOfCell} minutes"
            )
        );
        WriteLine(
            GanttChart.Legend.Length <= width ? GanttChart.Legend : GanttChart.Legend.Replace("  X", "\nX", StringComparison.Ordinal)
        );
        foreach ((string title, IReadOnlyList<BackupWindow> windows) in new[] { ("BEFORE", current), ("AFTER", proposed) })
        {
            WriteLine("");
            WriteLine(chart.Axis(title));
            foreach (int i in shown)
            {
                WriteLine(chart.Row(windows[i], windows));
            }
        }

        if (shown.Length < current.Count)
        {
            WriteLine($"{current.Count - shown.Length} more windows are not shown; windows that move or still overlap are listed first.");
        }
    }

    /// <summary>Writes the logged requests as they came and as they would have come.</summary>
    public void WriteReplays(IReadOnlyList<QueueReplay> replays, ConcurrencyEstimate estimate, int width)
    {
        QueueReplay first = replays[0];
        string atATime = string.Create(CultureInfo.InvariantCulture, $"{first.Concurrency} requests at a time");
        string measured = string.Create(
            CultureInfo.InvariantCulture, $"{first.ServiceTime.TotalSeconds:0.###} s for a request, the mean of those that did not wait; "
                + $"{estimate}");
        string assumed = string.Create(CultureInfo.InvariantCulture, $"tokens live {first.TokenLifetime.TotalSeconds:0.###} s");
        WriteLine("");
        WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"REPLAY of {estimate.Requests} logged requests, the first at {first.From:yyyy-MM-dd HH:mm'Z'}"));
        WriteWrapped("measured  ", measured, width);
        if (first.ConcurrencySource == ConcurrencySource.Given)
        {
            WriteLine("given     " + atATime);
        }

        WriteWrapped("assumed   ", first.ConcurrencySource == ConcurrencySource.Assumed ? $"{atATime}; {assumed}" : assumed, width);
        foreach (QueueReplay replay in replays)
        {
            WriteWrapped("- ", string.Create(
                CultureInfo.InvariantCulture, $"{replay.Summary}; longest wait {replay.LongestWait.TotalSeconds:0.#} s"), width);
        }

        _output.Flush();
    }

    /// <summary>Writes an object for each replay.</summary>
    public void WriteReplays(IReadOnlyList<QueueReplay> replays)
    {
        foreach (QueueReplay replay in replays)
        {
            WriteObject(writer => WriteReplay(writer, replay));
        }

        _output.Flush();
    }

    private static void WriteReplay(Utf8JsonWriter writer, QueueReplay replay)
    {
        writer.WriteString("scenario", replay.Scenario.ToString());
        writer.WriteNumber("requests", replay.Requests);
        writer.WriteNumber("moved", replay.Moved);
        writer.WriteNumber("leftOut", replay.LeftOut);
        writer.WriteNumber("expired", replay.Expired);
        writer.WriteString("longestWait", replay.LongestWait.ToString("c", CultureInfo.InvariantCulture));
        writer.WriteNumber("concurrency", replay.Concurrency);
        writer.WriteString("concurrencySource", replay.ConcurrencySource.ToString());
        if (replay is { Refused: int refused, Difference: int difference })
        {
            writer.WriteNumber("refused", refused);
            writer.WriteNumber("difference", difference);
        }

        writer.WriteString("summary", replay.Summary);
    }

    private void WriteObject(Action<Utf8JsonWriter> write)
    {
        using (Utf8JsonWriter writer = new(_output.Buffer))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        _output.EndLine();
    }

    private void WriteLine(string text)
    {
        _output.Write(new StringBuilder(text));
        _output.EndLine();
    }

    private void WriteWrapped(string label, string text, int width)
    {
        foreach (string line in TerminalText.Wrap(label, text, width))
        {
            WriteLine(line);
        }
    }
}
