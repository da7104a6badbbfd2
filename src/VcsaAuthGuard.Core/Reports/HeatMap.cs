using System.Globalization;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Evidence;

namespace VcsaAuthGuard.Reports;

/// <summary>Counts faults by host and hour: by each hour over a few days, by the hour of the day over more.</summary>
internal sealed class HeatMap
{
    private const int MaxHours = 72;

    /// <summary>Returns the hosts with most faults, most first.</summary>
    public IReadOnlyList<(string Host, int Faults)> Hosts { get; private init; } = [];

    /// <summary>Gets the column headings.</summary>
    public IReadOnlyList<string> Columns { get; private init; } = [];

    /// <summary>Gets the start of each column in milliseconds since 1970; empty if the columns are hours of the day.</summary>
    public IReadOnlyList<long> Starts { get; private init; } = [];

    /// <summary>Gets the faults by host and column.</summary>
    public IReadOnlyList<int[]> Rows { get; private init; } = [];

    /// <summary>Gets the number of hosts that are left out and of their faults.</summary>
    public (int Hosts, long Faults) LeftOut { get; private init; }

    /// <summary>Gets whether the columns are hours of the day rather than points in time.</summary>
    public bool IsOfDay => Starts.Count == 0;

    public static HeatMap? Create(VcsaDiagnosis diagnosis, int mostHosts)
    {
        HostHours hours = diagnosis.HostHours;
        (string Host, int Faults)[] hosts = [.. hours.OfDay.Select(host => (host.Key, host.Value.Sum()))
            .OrderByDescending(host => host.Item2).ThenBy(host => host.Key, StringComparer.Ordinal)];
        if (hosts.Length == 0)
        {
            return null;
        }

        (string Host, int Faults)[] shown = [.. hosts.Take(mostHosts)];
        long first = 0;
        long last = -1;
        if (hours.Cells is not null)
        {
            first = hours.Cells.Keys.Min(cell => cell.Hour);
            last = hours.Cells.Keys.Max(cell => cell.Hour);
        }

        // The hours before and after, where the logs have them: that nothing was there is worth to be seen.
        long logFirst = HourOf(diagnosis.From) ?? first;
        long logLast = HourOf(diagnosis.To) ?? last;
        if (hours.Cells is not null && logLast - logFirst < MaxHours)
        {
            first = Math.Min(first, logFirst);
            last = Math.Max(last, logLast);
        }

        bool isOfDay = hours.Cells is null || last - first >= MaxHours;
        long[] columns = isOfDay ? [] : [.. Enumerable.Range(0, (int)(last - first) + 1).Select(hour => first + hour)];
        return new()
        {
            Hosts = shown,
            Columns = isOfDay
                ? [.. Enumerable.Range(0, 24).Select(hour => hour.ToString("00", CultureInfo.InvariantCulture) + ":00")]
                :
                [
                    .. columns.Select(hour =>
                        new DateTime(hour * TimeSpan.TicksPerHour).ToString(
                            first / 24 == last / 24 ? "HH:00" : "MM-dd HH:00",
                            CultureInfo.InvariantCulture
                        )
                    ),
                ],
            Starts = [.. columns.Select(hour => ReportFormat.MillisecondsOfMinute(hour * 60))],
            Rows = isOfDay
                ? [.. shown.Select(host => hours.OfDay[host.Host])]
                :
                [
                    .. shown.Select(host =>
                        columns.Select(hour => hours.Cells!.TryGetValue((host.Host, hour), out int count) ? count : 0).ToArray()
                    ),
                ],
            LeftOut = (hosts.Length - shown.Length, hosts.Skip(shown.Length).Sum(host => (long)host.Faults)),
        };
    }

    private static long? HourOf(DateTimeOffset? time) => time?.UtcTicks / TimeSpan.TicksPerHour;
}
