using System.Text;
using System.Text.Json;
using VcsaAuthGuard.BackupWindows.Overlaps;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;
using VcsaAuthGuard.TimeSeries;

namespace VcsaAuthGuard.Reports;

/// <summary>Writes the figures of the charts as JSON for the page's script.</summary>
/// <remarks>The writer's own encoder is used: it escapes all that could end a script element, and everything that is not ASCII.</remarks>
internal static class ReportData
{
    public static string Json(IReadOnlyList<VCenterReport> cases, Gantt? gantt)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            json.WriteString("zone", TimeDisplay.Zone);
            json.WriteStartArray("cases");
            foreach (VCenterReport report in cases)
            {
                Write(json, report);
            }

            json.WriteEndArray();
            if (gantt is not null)
            {
                Write(json, gantt, cases);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, VCenterReport report)
    {
        VcsaDiagnosis diagnosis = report.Diagnosis;
        BurstRule rule = diagnosis.Bursts.Count > 0 ? diagnosis.Bursts[0].Rule : BurstRule.Default;
        json.WriteStartObject();
        json.WriteString("id", report.Id);
        json.WriteString("name", VisibleText.Plain(report.Name));
        if (report.Minutes is (long from, long to))
        {
            json.WriteNumber("from", ReportFormat.MillisecondsOfMinute(from));
            json.WriteNumber("to", ReportFormat.MillisecondsOfMinute(to));
            json.WriteNumber("threshold", rule.Threshold);
            json.WriteNumber("period", rule.Period.TotalMinutes);
            WriteFaults(json, report.Faults, from);
            WriteBursts(json, report.Bursts);
            WriteClients(json, report, from);
        }

        if (report.HeatMap is HeatMap map)
        {
            Write(json, map);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes the points: the minute, refused calls, other faults, and the maximum of each in a minute.</summary>
    private static void WriteFaults(Utf8JsonWriter json, CountSeries<FaultCounts> faults, long from)
    {
        json.WriteStartObject("faults");
        json.WriteNumber("width", faults.Width);
        json.WriteStartArray("points");
        foreach (CountBin<FaultCounts> bin in faults.Bins)
        {
            FaultCounts counts = bin.Counts;
            WriteRow(json, ReportFormat.Minutes(from, bin.Start), counts.Refused, counts.Other, counts.PeakRefused, counts.PeakOther);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteBursts(Utf8JsonWriter json, IReadOnlyList<FaultBurst> bursts)
    {
        json.WriteStartArray("bursts");
        foreach (FaultBurst burst in bursts)
        {
            WriteRow(json, ReportFormat.Milliseconds(burst.Start), ReportFormat.Milliseconds(burst.End), burst.Count, burst.PeakCount);
        }

        json.WriteEndArray();
    }

    private static void WriteClients(Utf8JsonWriter json, VCenterReport report, long from)
    {
        json.WriteStartArray("clients");
        for (int place = 0; place < report.Charted.Count; place++)
        {
            ClientSeries series = report.Charted[place];
            json.WriteStartObject();
            json.WriteNumber("row", report.Clients.ToList().IndexOf(series.Client));
            json.WriteString("name", VisibleText.Plain(series.Client.Client.ToString()));
            json.WriteNumber("width", series.Width);
            json.WriteBoolean("mean", series.IsMean);
            json.WriteStartArray("points");
            foreach (CountBin<LoginCounts> point in series.Points)
            {
                WriteRow(json, ReportFormat.Minutes(from, point.Start), point.Counts.Logins, point.Counts.Peak);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, HeatMap map)
    {
        json.WriteStartObject("hosts");
        json.WriteString("zone", map.Zone);
        json.WriteStartArray("names");
        foreach ((string host, _) in map.Hosts)
        {
            json.WriteStringValue(VisibleText.Plain(ReportFormat.Host(host)));
        }

        json.WriteEndArray();
        json.WriteStartArray("columns");
        foreach (string column in map.Columns)
        {
            json.WriteStringValue(column);
        }

        json.WriteEndArray();
        json.WriteStartArray("starts");
        foreach (long start in map.Starts)
        {
            json.WriteNumberValue(start);
        }

        json.WriteEndArray();
        json.WriteStartArray("cells");
        for (int row = 0; row < map.Rows.Count; row++)
        {
            for (int column = 0; column < map.Columns.Count; column++)
            {
                if (map.Rows[row][column] > 0)
                {
                    WriteRow(json, column, row, map.Rows[row][column]);
                }
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Gantt gantt, IReadOnlyList<VCenterReport> cases)
    {
        json.WriteStartObject("windows");
        json.WriteNumber("from", ReportFormat.Milliseconds(gantt.From));
        json.WriteNumber("to", ReportFormat.Milliseconds(gantt.To));
        json.WriteBoolean("planned", gantt.After is not null);
        json.WriteStartArray("bursts");
        foreach (
            FaultBurst burst in cases.SelectMany(report => report.Bursts).Where(burst => burst.End >= gantt.From && burst.Start <= gantt.To)
        )
        {
            WriteRow(json, ReportFormat.Milliseconds(burst.Start), ReportFormat.Milliseconds(burst.End));
        }

        json.WriteEndArray();
        json.WriteStartArray("rows");
        foreach (GanttRow row in gantt.Rows)
        {
            json.WriteStartObject();
            json.WriteString("name", VisibleText.Plain(row.Window.Name));
            json.WriteString("role", row.Window.Role.ToString());
            Write(json, "before", row.Before, gantt);
            Write(json, "clashBefore", row.OverlapsBefore, gantt);
            Write(json, "after", row.After, gantt);
            Write(json, "clashAfter", row.OverlapsAfter, gantt);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes spans in minutes from the chart's start.</summary>
    private static void Write(Utf8JsonWriter json, string name, TimeSpans? spans, Gantt gantt)
    {
        if (spans is null)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach ((long start, long end) in spans.All)
        {
            long from = gantt.From.UtcTicks / TimeSpan.TicksPerMinute;
            WriteRow(
                json,
                ReportFormat.Minutes(from, start / TimeSpan.TicksPerMinute),
                ReportFormat.Minutes(from, end / TimeSpan.TicksPerMinute));
        }

        json.WriteEndArray();
    }

    private static void WriteRow(Utf8JsonWriter json, params long[] figures)
    {
        json.WriteStartArray();
        foreach (long figure in figures)
        {
            json.WriteNumberValue(figure);
        }

        json.WriteEndArray();
    }
}
